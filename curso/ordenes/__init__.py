"""Cómo hablan las órdenes de consola: argumentos, errores y abrir JupyterLab, en español."""
