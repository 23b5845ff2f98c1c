"""Escribir un ejercicio: qué le falta a lo que lleva, dicho a quien lo escribe."""
