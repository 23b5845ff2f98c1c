"""Muchas entregas: planificar, ejecutar, registrar."""
