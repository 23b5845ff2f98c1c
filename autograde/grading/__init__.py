"""Calificar un cuaderno: la sesión que lo corre, el dispositivo, y juntar lo que decide el juez."""
