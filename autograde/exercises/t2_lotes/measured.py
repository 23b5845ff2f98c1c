"""Piezas de los casos que miden: tablas grandes con las filas numeradas, y lo que se espera."""

from __future__ import annotations

from typing import Any

import numpy as np

from curso.problemas import CATALOGO
from curso.pruebas.plan import Caso, Problema, Rng


def big_table(rng: np.random.Generator, n: int, p: int) -> Problema:
    """El paso que hace unos `datos` grandes, distintos cada vez."""
    a, b = rng.uniform(0.5, 2.0, 2).tolist()
    return Problema("datos", "tabla_numerada", {"n": n, "p": p, "a": a, "b": b})


def fresh_rng(rng: np.random.Generator) -> Rng:
    """Un generador con una semilla nueva."""
    return Rng(int(rng.integers(2**62)))


def taken(case: Caso, order: np.ndarray, whole: bool = True) -> tuple[np.ndarray, np.ndarray]:
    """Los datos del caso en el orden dado, que viene del alumno: `ValueError` si no vale.

    whole
        Si han de estar todos los ejemplos; si no, basta con que no se repitan.
    """
    data: Any = next(
        CATALOGO[step.problema](**step.kwargs)
        for step in case.pasos
        if isinstance(step, Problema) and step.nombre == "datos"
    )
    if order.dtype.kind not in "iu" or order.ndim != 1:
        raise ValueError("no son números de fila")
    if np.unique(order).size != order.size or (whole and order.size != data.n):
        raise ValueError("no están todas las filas, una vez cada una")
    if order.size and not 0 <= order.min() <= order.max() < data.n:
        raise ValueError("hay filas que no existen")
    return data.x[order], data.y[order]
