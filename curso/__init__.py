"""Lo que usa el alumno del curso: problemas, datos, gráficas y la comprobación local."""
