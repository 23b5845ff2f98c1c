"""Rutas rápidas de una fórmula elemento a elemento, derivadas de la fórmula que se lee en clase.

La fórmula se ejecuta una vez con símbolos (`traza`) y queda como una lista de instrucciones; de
esa lista salen la ejecución por bloques con `out=` de NumPy (`bloques`), el núcleo fundido de
CuPy (`nucleo_cuda`) y, si se pide, una función compilada en C para NumPy (`compilada`). No hay,
pues, una segunda fórmula que pueda decir otra cosa.
"""
