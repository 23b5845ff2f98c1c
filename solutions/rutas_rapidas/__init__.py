"""Rutas rápidas de una fórmula elemento a elemento, derivadas de la fórmula que se lee en clase.

La fórmula se ejecuta una vez con símbolos (`traza`) y queda como una lista de instrucciones; de
esa lista salen la ejecución por bloques con `out=` de NumPy (`bloques`) y el núcleo fundido de
CuPy (`nucleo_cuda`). No hay, pues, una segunda fórmula que pueda decir otra cosa.
"""
