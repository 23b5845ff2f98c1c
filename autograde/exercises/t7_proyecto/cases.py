"""Piezas con que se construyen los casos de t7: historias y resúmenes."""

from __future__ import annotations

from typing import Any

import numpy as np

Curve = list[float]
History = dict[str, Any]


def history(name: str, seed: int, training: Any, validation: Any) -> History:
    return {"optimizador": name, "semilla": seed, "perdidas": training, "validacion": validation}


def tail(n: int, start: float, end: float, rate: float = 0.001) -> Curve:
    """De `start` a `end`; en su último quinto baja, por época, `rate` de lo que había antes."""
    k = max(1, n // 5)
    before = end / (1 - k * rate)
    head = np.geomspace(start, before, n - k)
    return [*head.tolist(), *(before * (1 - rate * np.arange(1, k + 1))).tolist()]


def bowl(n: int, start: float, low: float, rise: float) -> Curve:
    """Baja hasta `low` a mitad de camino y acaba `rise` por encima de él, como parte suya."""
    down = n // 2
    up = low * np.linspace(1, 1 + rise, n - down + 1)[1:]
    return [*np.geomspace(start, low, down).tolist(), *up.tolist()]
