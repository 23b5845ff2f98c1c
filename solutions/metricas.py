"""Medir lo bien que predice un modelo."""

from __future__ import annotations

from typing import Any

from array_api_compat import device

from curso.backend import espacio_de_nombres
from solutions.redes import clases_predichas

Arreglo = Any


def exactitud(logitos: Arreglo, y: Arreglo) -> float:
    """Proporción de filas de `logitos` (n, k) cuyo mayor valor está en su clase, `y` (n,).

    Si empatan varios en una fila, cuenta el primero.
    """
    xp = espacio_de_nombres(logitos, y)
    predichas = clases_predichas(logitos)
    _iguales(predichas, y)
    if y.shape[0] == 0:
        raise ValueError("hace falta al menos un ejemplo.")
    return float(xp.sum(xp.astype(predichas == y, xp.int64))) / y.shape[0]


def error_cuadratico_medio(prediccion: Arreglo, y: Arreglo) -> float:
    """1/n·Σ(ŷ − y)²."""
    xp = espacio_de_nombres(prediccion, y)
    _iguales(prediccion, y)
    return float(xp.mean((prediccion - y) ** 2))


def error_absoluto_medio(prediccion: Arreglo, y: Arreglo) -> float:
    """1/n·Σ|ŷ − y| (MAE): en las unidades de `y`, y menos sensible a los valores extremos."""
    xp = espacio_de_nombres(prediccion, y)
    _iguales(prediccion, y)
    return float(xp.mean(xp.abs(prediccion - y)))


def matriz_de_confusion(predichas: Arreglo, y: Arreglo, clases: int) -> Arreglo:
    """(k, k) de enteros: cuántos ejemplos de la clase i (fila) se predicen como j (columna)."""
    xp = espacio_de_nombres(predichas, y)
    _iguales(predichas, y)
    indices = xp.arange(clases, dtype=y.dtype, device=device(y))
    verdad = xp.astype(indices[:, None] == y[None, :], xp.float64)
    prediccion = xp.astype(predichas[:, None] == indices[None, :], xp.float64)
    return xp.astype(verdad @ prediccion, xp.int64)


def _iguales(a: Arreglo, b: Arreglo) -> None:
    # Sin esto, (n,) contra (n, 1) se extendería a (n, n) y daría un número sin sentido.
    if a.shape != b.shape:
        raise ValueError(f"predicción {a.shape} y verdad {b.shape} han de tener la misma forma.")
