"""Biblioteca de referencia: los algoritmos del curso sobre NumPy o CuPy. Nunca se publica."""
