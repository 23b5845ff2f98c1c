"""Planes de la tasa de aprendizaje (t4): de un instante, o de un arreglo de ellos, a su tasa.

`t` cuenta desde 0 y es la época o la iteración, según se use: un entero, que da un `float`, o un
arreglo de enteros de cualquier forma, que da uno de float64 de la misma.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from solutions.enteros import entero_minimo

Arreglo = Any
Plan = Callable[[int], float]


def decaimiento_escalonado(lr0: float, t: Arreglo, factor: float = 0.5, cada: int = 10) -> Arreglo:
    """lr0·factor^⌊t/cada⌋: baja de golpe cada tantas épocas.

    >>> decaimiento_escalonado(0.1, 25, factor=0.5, cada=10)
    0.025
    >>> decaimiento_escalonado(0.1, np.array([9, 10, 25]))
    array([0.1  , 0.05 , 0.025])
    """
    cada = entero_minimo(cada, 1, "cada")
    _exigir(lr0 > 0 and 0 < factor <= 1, "lr0 > 0 y 0 < factor ≤ 1")
    instantes = _instantes(t)
    return _como(instantes, lr0 * np.float64(factor) ** (instantes // cada))


def decaimiento_exponencial(lr0: float, t: Arreglo, k: float) -> Arreglo:
    """lr0·e^(−k·t): en cada instante cae en proporción a lo que vale.

    >>> round(decaimiento_exponencial(0.1, 10, k=0.1), 4)
    0.0368
    """
    _exigir(lr0 > 0 and k >= 0, "lr0 > 0 y k ≥ 0")
    instantes = _instantes(t)
    return _como(instantes, lr0 * np.exp(-k * instantes))


def decaimiento_inverso(lr0: float, t: Arreglo, k: float) -> Arreglo:
    """lr0/(1 + k·t), el decaimiento «1/t», por iteración.

    Su suma diverge y la de sus cuadrados converge: las condiciones de Robbins y Monro para que
    el descenso estocástico converja.
    """
    _exigir(lr0 > 0 and k >= 0, "lr0 > 0 y k ≥ 0")
    instantes = _instantes(t)
    return _como(instantes, lr0 / (1.0 + k * instantes))


def decaimiento_lineal(lr0: float, t: Arreglo, pasos: int, lr_minima: float = 0.0) -> Arreglo:
    """De lr0 a lr_minima en línea recta durante `pasos`, y después fija en lr_minima."""
    pasos = entero_minimo(pasos, 1, "pasos")
    _exigir(lr0 >= lr_minima >= 0, "lr0 ≥ lr_minima ≥ 0")
    instantes = _instantes(t)
    return _como(instantes, lr_minima + (lr0 - lr_minima) * np.maximum(0.0, 1 - instantes / pasos))


@dataclass
class ReducirEnMeseta:
    """Baja la tasa cuando la pérdida deja de bajar.

    Tras `paciencia` pérdidas seguidas sin mejorar la mejor en más de `mejora_minima`, la tasa, que
    está en `lr`, se multiplica por `factor`, sin bajar de `lr_minima`, y la cuenta vuelve a
    empezar. Una pérdida que no es un número no mejora nunca.
    """

    lr0: float
    factor: float = 0.1
    paciencia: int = 10
    lr_minima: float = 0.0
    mejora_minima: float = 0.0
    lr: float = field(init=False)
    _mejor: float = field(default=math.inf, init=False)
    _sin_mejora: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        _exigir(
            self.lr0 > 0 and 0 <= self.factor <= 1 and self.paciencia >= 1 and self.lr_minima >= 0,
            "lr0 > 0, 0 ≤ factor ≤ 1, paciencia ≥ 1 y lr_minima ≥ 0",
        )
        self.lr = self.lr0

    def observar(self, perdida: float) -> float:
        """Toma nota de una pérdida y devuelve la tasa que toca desde ahora."""
        if perdida < self._mejor - self.mejora_minima:
            self._mejor, self._sin_mejora = perdida, 0
            return self.lr
        self._sin_mejora += 1
        if self._sin_mejora >= self.paciencia:
            self.lr, self._sin_mejora = max(self.lr * self.factor, self.lr_minima), 0
        return self.lr


def _instantes(t: Arreglo) -> np.ndarray:
    instantes = np.asarray(t)
    _exigir(not np.any(instantes < 0), "t ≥ 0")
    return instantes


def _como(instantes: np.ndarray, tasas: Any) -> Arreglo:
    """Un arreglo de float64 con la forma de `instantes`; un solo instante, un `float`."""
    return np.asarray(tasas, dtype=np.float64) if instantes.ndim else float(tasas)


def _exigir(cumple: bool, condicion: str) -> None:
    if not cumple:
        raise ValueError(f"el plan de la tasa pide {condicion}.")
