"""Lectura, relleno y escritura de los ficheros de cada LMS."""
