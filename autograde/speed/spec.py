"""Cómo se mide la velocidad de un ejercicio: entradas, verificación y tramos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.plan import Caso
from curso.plan.valores import Valor


@dataclass(frozen=True)
class Step:
    """Un tramo: hasta `limit` veces lo que tarda el patrón se obtiene `share` de los puntos."""

    limit: float
    share: float


#: Los tramos corrientes. El de todos los puntos llega a 3 veces el patrón, y cada uno está al
#: menos 3 veces más lejos que el anterior: una medida honrada no cae por azar en otro.
STEPS = (Step(3.0, 1.0), Step(10.0, 0.5))


@dataclass(frozen=True)
class SpeedSpec:
    """Lo que hace falta para medir un ejercicio.

    case
        `case(rng)` da un caso con entradas nuevas; todos los casos deben costar lo mismo.
    verify
        `verify(case, sample, expected)` dice si la muestra de la respuesta es correcta; por
        defecto, si coincide con la de la referencia. Hace falta cuando la respuesta es aleatoria.
    steps
        Los tramos, de mejor a peor; más allá del último, 0 puntos.
    hint
        Lo que se le dice a quien no llega al primer tramo.
    """

    case: Callable[[np.random.Generator], Caso]
    hint: str
    verify: Callable[[Caso, Valor, Valor], bool] | None = None
    steps: tuple[Step, ...] = STEPS


def share_of(ratio: float, steps: tuple[Step, ...]) -> float:
    """La parte de los puntos que corresponde a una razón exacta."""
    return next((s.share for s in steps if ratio <= s.limit), 0.0)


def step_name(share: float, steps: tuple[Step, ...]) -> str:
    """El tramo en palabras: «1 de 3», donde 1 es el mejor y el último es no llegar a ninguno."""
    shares = [s.share for s in steps] + [0.0]
    return f"{shares.index(share) + 1} de {len(shares)}"


def identity(*_args: Any, **_kwargs: Any) -> tuple[()]:
    """No hace nada: lo que cuesta medirla es lo que cuesta medir."""
    return ()
