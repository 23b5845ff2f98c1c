"""Precisión de los cálculos: un entero pasa a float64; los reales conservan la suya."""

from __future__ import annotations

from typing import Any

from curso.backend import espacio_de_nombres

Arreglo = Any


def copia_flotante(x: Arreglo) -> Arreglo:
    """Copia de `x` con números reales: float32 y float64 se conservan, un entero pasa a float64.

    Descender sobre un arreglo de enteros perdería los decimales de cada paso.
    """
    xp = espacio_de_nombres(x)
    if xp.isdtype(x.dtype, "real floating"):
        return xp.asarray(x, copy=True)
    return xp.astype(x, xp.float64)
