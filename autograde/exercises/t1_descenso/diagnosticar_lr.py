"""t1.diagnosticar_lr: qué dice de la tasa la curva de pérdidas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.diagnosticar_lr_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.descenso import diagnosticar_lr

NAN, INF = math.nan, math.inf


def _curve(title: str, losses: Any, **kwargs: Any) -> Caso:
    return llamada(title, Ref("perdidas"), entradas={"perdidas": losses}, **kwargs)


def _zigzag(rng: np.random.Generator, steps: int, ups: int, last: float) -> list[float]:
    """Una curva de `steps` pasos, `ups` de ellos hacia arriba, que va de 1 a `last`."""
    rises = np.zeros(steps, dtype=bool)
    rises[1 + rng.choice(steps - 1, size=ups, replace=False)] = True
    moves = np.where(rises, 0.01, -1.0)
    moves[~rises] *= (1 - last + 0.01 * ups) / (~rises).sum()
    return [1.0, *(1 + np.cumsum(moves)).tolist()]


def _hidden(rng: np.random.Generator) -> list[Caso]:
    scale = float(rng.uniform(0.5, 30))
    good = (scale * np.geomspace(1, rng.uniform(0.05, 0.3), int(rng.integers(12, 30)))).tolist()
    slow = (scale * np.linspace(1, rng.uniform(0.6, 0.9), int(rng.integers(12, 30)))).tolist()
    k = int(rng.integers(4, 9))
    return [
        _curve("adecuada", good),
        _curve("lenta", slow),
        _curve("divergente", good[::-1]),
        _curve("oscilante y baja", _zigzag(rng, 20, k + 3, 0.2)),
        _curve("oscilante y lenta", _zigzag(rng, 20, k + 1, 0.8)),
        _curve("oscilante y divergente", _zigzag(rng, 20, k + 2, 1.05)),
        _curve("pico que se recupera", [good[0], 5 * good[0], *good[1:]]),
        _curve("poco zigzag", _zigzag(rng, 20, 2, 0.3)),
        _curve("acaba en nan", [*good, NAN]),
        _curve("inf por el camino", [*good[:4], INF, *good[4:]]),
        _curve("nan por el camino", [*good[:4], NAN, *good[4:]]),
        _curve("nan al principio", [NAN, *good], borde=True),
        _curve("inf al principio", [INF, *good], borde=True),
        _curve("justo el 20 %", _zigzag(rng, 5 * k, k, 0.2), borde=True),
        _curve("casi el 20 %", _zigzag(rng, 5 * k + 1, k, 0.2), borde=True),
        _curve("justo la mitad", [2 * scale, 1.5 * scale, scale], borde=True),
        _curve("llana", [scale] * k, borde=True),
        _curve("escalones", np.repeat(good, 2).tolist(), borde=True),
        _curve("una pérdida", [scale], borde=True),
        _curve("dos pérdidas", [scale, scale / 4], borde=True),
        _curve("arreglo", np.array(good), borde=True),
        _curve("simple precisión", np.array(slow, dtype=np.float32), borde=True),
        _curve("enteros", [9, 5, 6, 2], borde=True),
        _curve("ninguna", [], borde=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="diagnosticar_lr",
    reference=diagnosticar_lr,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _curve("Baja bien", [8.0, 5.0, 3.5, 2.6, 2.1, 1.8]),
        _curve("Baja, pero muy poco a poco", [8.0, 7.8, 7.6, 7.4, 7.2, 7.0]),
        _curve("Acaba más alta de lo que empezó", [8.0, 9.0, 12.0, 20.0]),
        _curve(
            "Sube al final, pero sin pasar de la primera",
            [8.0, 3.0, 2.0, 1.5, 1.2, 1.1, 1.0, 0.9, 0.8, 2.0],
        ),
        _curve("Sube y baja, y acaba bien", [8.0, 3.0, 5.0, 2.0, 4.0, 1.0]),
        _curve("Sube y baja, y además va lenta", [8.0, 7.0, 7.5, 6.5, 7.2, 6.0]),
        _curve("Sube y baja, y además diverge", [8.0, 6.0, 9.0, 7.0, 11.0, 8.5]),
        _curve(
            "Un pico enorme del que se recupera", [8.0, 30.0, 6.0, 4.0, 3.0, 2.0, 1.5, 1.2, 1.0]
        ),
        _curve("Acaba en nan", [8.0, 4.0, 2.0, NAN]),
        _curve("Pasa por inf y vuelve", [8.0, INF, 4.0, 2.0, 1.0, 0.5, 0.4]),
        _curve("Pasa por nan y vuelve", [8.0, NAN, 4.0, 2.0, 1.0, 0.5, 0.4]),
        _curve(
            "Sube justo el 20 % de los pasos: 1 de 5", [8.0, 5.0, 4.0, 4.5, 3.0, 2.0], borde=True
        ),
        _curve("Acaba justo en la mitad", [8.0, 7.0, 6.0, 4.0], borde=True),
        _curve("No se mueve", [8.0, 8.0, 8.0, 8.0], borde=True),
        _curve("Los pasos llanos no suben", [8.0, 8.0, 5.0, 5.0, 3.0, 3.0], borde=True),
        _curve("Una sola pérdida", [8.0], borde=True),
        _curve("Todo ceros", [0.0, 0.0, 0.0], borde=True),
        _curve("Un arreglo de float32", np.array([8, 5, 3, 1], dtype=np.float32), borde=True),
        _curve("Ninguna pérdida: ValueError", [], borde=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
