"""Las notas de velocidad y de memoria, medidas desde fuera del proceso del alumno."""
