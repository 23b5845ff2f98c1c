"""t7.epoca_de_convergencia: desde cuándo no se aleja una curva de su mínimo."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t7_proyecto.epoca_de_convergencia_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.comparacion import epoca_de_convergencia

NAN, INF = math.nan, math.inf
Curve = list[float]


def _curve(title: str, losses: Any, *rest: Any, edge: bool = False, **settings: Any) -> Caso:
    inputs = {"perdidas": losses}
    return llamada(title, Ref("perdidas"), *rest, entradas=inputs, borde=edge, **settings)


def _settling(rng: np.random.Generator, before: int, after: int, scale: float = 1.0) -> Curve:
    """Baja durante `before` épocas, lejos del mínimo, y queda `after` a menos de un 4 % de él."""
    low = scale * float(rng.uniform(0.5, 3))
    down = low * np.geomspace(float(rng.uniform(4, 8)), 1.2, before)
    near = low * rng.uniform(1.005, 1.04, size=after)
    near[int(rng.integers(after))] = low
    return [*down.tolist(), *near.tolist()]


def _back(rng: np.random.Generator, touch: int, again: int, after: int) -> Curve:
    """Toca el mínimo en la época `touch`, se aleja otras `again` y vuelve."""
    low = float(rng.uniform(0.5, 3))
    up = low * rng.uniform(1.2, 2, size=again)
    down = low * np.geomspace(6, 1.3, touch)
    return [*down.tolist(), low, *up.tolist(), *(low * rng.uniform(1.01, 1.04, after)).tolist()]


def _hidden(rng: np.random.Generator) -> list[Caso]:
    a, b, c = (_settling(rng, int(rng.integers(5, 12)), int(rng.integers(3, 7))) for _ in range(3))
    bouncing = _back(rng, 4, int(rng.integers(2, 5)), 5)
    ends_up = [*a, 1.5 * a[-1]]
    hole = [*b[:3], NAN, *b[4:]]
    late_hole = [*b[:-2], NAN, b[-2], b[-1]]
    big = _settling(rng, 6, 4, scale=1000.0)
    small = _settling(rng, 7, 5, scale=1e-3)
    negative = [-x for x in _settling(rng, 2, 6)[::-1]]
    low = float(rng.integers(1, 9))
    return [
        _curve("se queda", a),
        _curve("otra que se queda", c),
        _curve("toca y se aleja", bouncing),
        _curve("acaba lejos", ends_up),
        _curve("con un nan antes", hole),
        _curve("con un nan ya cerca", late_hole),
        _curve("con un infinito", [INF, INF, *a]),
        _curve("acaba en nan", [*c, NAN]),
        _curve("de miles", big),
        _curve("de milésimas", small),
        _curve("negativas", [*negative, negative[-1]]),
        _curve("tolerancia grande", b, 3.0),
        _curve("tolerancia pequeña", a, 1e-4),
        _curve("tolerancia cero", [5 * low, low, 3 * low, 2 * low, low, low], 0.0),
        _curve("por nombre", bouncing, tolerancia=1.5),
        _curve("arreglo", np.array(b)),
        _curve("simple precisión", np.array(c, dtype=np.float32)),
        _curve("enteros", [90, 40, 22, 20, 20]),
        _curve("siempre cerca", [1.01 * low, low, 1.02 * low], edge=True),
        _curve("justo en el tope", [4 * low, 1.5 * low, low, 1.5 * low], 0.5, edge=True),
        _curve("una", [low], edge=True),
        _curve("una infinita", [INF], edge=True),
        _curve("ninguna finita", [INF, NAN, NAN], edge=True),
        _curve("ninguna", [], edge=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="epoca_de_convergencia",
    reference=epoca_de_convergencia,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=(
        _curve("El ejemplo hecho a mano", [4.0, 2.0, 1.04, 1.3, 1.02, 1.0, 1.03]),
        _curve("Llega y se queda", [9.0, 5.0, 3.0, 2.02, 2.0, 2.05, 2.01]),
        _curve("Se aleja al final", [9.0, 5.0, 3.0, 2.0, 2.5]),
        _curve("Con otra tolerancia", [9.0, 5.0, 3.0, 2.8, 2.0, 2.5, 2.2], 0.5),
        _curve("La tolerancia, por su nombre", [9.0, 5.0, 4.1, 4.0, 4.3], tolerancia=0.1),
        _curve("Pérdidas de cientos", [900.0, 410.0, 450.0, 408.0, 400.0, 403.0]),
        _curve("Pérdidas pequeñas", [0.9, 0.041, 0.0413, 0.05, 0.0402, 0.04]),
        _curve("Pérdidas negativas", [3.0, -1.0, -1.97, -2.0, -1.99, -1.95]),
        _curve("Un nan por el camino", [5.0, 2.01, NAN, 2.05, 2.0, 2.0]),
        _curve("Acaba en nan", [5.0, 2.0, 2.0, NAN]),
        _curve("Empieza en infinito", [INF, 5.0, 2.01, 2.0]),
        _curve("Un arreglo de float32", np.array([6, 3, 2, 2, 2], dtype=np.float32)),
        _curve("Justo en el tope cuenta", [6.0, 3.0, 2.0, 3.0], 0.5, edge=True),
        _curve("Cerca desde el principio", [1.0, 1.01, 1.02], edge=True),
        _curve("Una sola pérdida", [7.0], edge=True),
        _curve("Ninguna es finita", [NAN, INF], edge=True),
        _curve("Ninguna pérdida: ValueError", [], edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
