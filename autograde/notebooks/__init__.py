"""Qué entregaron: leer, reparar, reconstruir y sanear un cuaderno."""
