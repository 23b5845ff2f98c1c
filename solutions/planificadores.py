"""Planes de la tasa de aprendizaje (t4): funciones de t que dan la tasa de ese momento.

`t` cuenta desde 0 y es la época o la iteración, según se use. Cada constructor comprueba sus
argumentos y devuelve la función, así que se puede dibujar o pasar a `solutions.entrenamiento`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

Plan = Callable[[int], float]


def escalonado(lr0: float, factor: float, cada: int) -> Plan:
    """lr0·factor^⌊t/cada⌋: baja de golpe cada tantas épocas.

    >>> plan = escalonado(0.1, 0.5, cada=10)
    >>> plan(9), plan(10), plan(25)
    (0.1, 0.05, 0.025)
    """
    _exigir(lr0 > 0 and 0 < factor <= 1 and cada >= 1, "lr0 > 0, 0 < factor ≤ 1 y cada ≥ 1")
    return lambda t: lr0 * factor ** (t // cada)


def exponencial(lr0: float, k: float) -> Plan:
    """lr0·e^(−k·t)."""
    _exigir(lr0 > 0 and k >= 0, "lr0 > 0 y k ≥ 0")
    return lambda t: lr0 * math.exp(-k * t)


def inverso(lr0: float, k: float) -> Plan:
    """lr0/(1 + k·t), el decaimiento «1/t», por iteración.

    Su suma diverge y la de sus cuadrados converge: las condiciones de Robbins y Monro para que
    el descenso estocástico converja.
    """
    _exigir(lr0 > 0 and k >= 0, "lr0 > 0 y k ≥ 0")
    return lambda t: lr0 / (1 + k * t)


def lineal(lr0: float, lr_minima: float, pasos: int) -> Plan:
    """De lr0 a lr_minima en línea recta durante `pasos`, y después fija en lr_minima."""
    _exigir(lr0 >= lr_minima >= 0 and pasos >= 1, "lr0 ≥ lr_minima ≥ 0 y pasos ≥ 1")
    return lambda t: lr_minima + (lr0 - lr_minima) * max(0.0, 1 - t / pasos)


@dataclass
class ReducirEnMeseta:
    """Baja la tasa cuando la pérdida deja de bajar.

    Tras `paciencia` pérdidas seguidas sin mejorar la mejor en más de `mejora_minima`, la tasa se
    multiplica por `factor`, sin bajar de `minimo`, y la cuenta vuelve a empezar.
    """

    lr: float
    factor: float = 0.1
    paciencia: int = 10
    minimo: float = 0.0
    mejora_minima: float = 0.0
    _mejor: float = field(default=math.inf, init=False)
    _sin_mejora: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        _exigir(
            self.lr > 0 and 0 < self.factor < 1 and self.paciencia >= 1 and self.minimo >= 0,
            "lr > 0, 0 < factor < 1, paciencia ≥ 1 y minimo ≥ 0",
        )

    def observar(self, perdida: float) -> float:
        """Toma nota de una pérdida y devuelve la tasa que toca desde ahora."""
        if perdida < self._mejor - self.mejora_minima:
            self._mejor, self._sin_mejora = perdida, 0
            return self.lr
        self._sin_mejora += 1
        if self._sin_mejora >= self.paciencia:
            self.lr, self._sin_mejora = max(self.lr * self.factor, self.minimo), 0
        return self.lr


def _exigir(cumple: bool, condicion: str) -> None:
    if not cumple:
        raise ValueError(f"el plan de la tasa pide {condicion}.")
