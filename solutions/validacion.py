"""Validación cruzada (t6): cuánto falla un modelo con ejemplos que no ha visto."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from solutions.enteros import entero_minimo

Modelo = TypeVar("Modelo")
Reparto = tuple[np.ndarray, np.ndarray]


def validacion_cruzada(n: int, k: int, rng: np.random.Generator | None = None) -> list[Reparto]:
    """k pares (índices de entrenamiento, índices de validación).

    Las partes de validación no se cortan, cubren los `n` ejemplos y sus tamaños difieren en uno
    como mucho. Con `rng` el reparto es al azar.
    """
    k = entero_minimo(k, 2, "k")
    n = entero_minimo(n, k, "n")
    orden = np.arange(n) if rng is None else rng.permutation(n)
    partes = np.array_split(orden, k)
    return [
        (np.concatenate([*partes[:i], *partes[i + 1 :]]), parte) for i, parte in enumerate(partes)
    ]


def evaluar_por_partes(
    entrenar: Callable[[Any, Any], Modelo],
    evaluar: Callable[[Modelo, Any, Any], float],
    x: np.ndarray,
    y: np.ndarray,
    partes: Sequence[tuple[Sequence[int], Sequence[int]]],
) -> tuple[float, float]:
    """Media y desviación típica (con k − 1) de la pérdida de validación de k modelos.

    Cada modelo se entrena con los índices de entrenamiento de una de las `partes` y se evalúa con
    los de validación de esa misma parte, que no ha visto.
    """
    k = entero_minimo(len(partes), 2, "el número de partes")
    perdidas = np.empty(k)
    for i, (entrenamiento, validacion) in enumerate(partes):
        modelo = entrenar(x[entrenamiento], y[entrenamiento])
        perdidas[i] = evaluar(modelo, x[validacion], y[validacion])
    return float(np.mean(perdidas)), float(np.std(perdidas, ddof=1))
