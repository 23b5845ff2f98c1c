"""t6.log_uniforme: números al azar con todos los órdenes de magnitud igual de probables."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.rules import variants
from autograde.exercises.t6_conjuntos_e_hiperparametros.cases import (
    RANDOM,
    edge,
    many_calls,
    only_rules,
)
from autograde.exercises.t6_conjuntos_e_hiperparametros.log_uniforme_variantes import (
    ACCEPTED,
    FEW_RULES,
    ID,
    RULES,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Rng
from solutions.busqueda import log_uniforme

#: grupo de los sorteos con tan pocos números que no hay nada que contar
FEW = "pocos"
#: llamadas con semillas distintas, y cuántas se repiten
CALLS, REPEATED = 40, 3


def _draws(title: str, low: float, high: float, n: int, seed: int, *, edge: bool = False) -> Caso:
    """Muchas llamadas; `high` entre `low` ha de ser una potencia de diez."""
    many = n >= 20
    calls = CALLS if many else 2
    seeds = [*range(seed, seed + calls), *range(seed, seed + (REPEATED if many else 1))]
    told: dict[str, Any] = {"semillas": seeds, "minimo": low, "maximo": high, "n": n}
    given = [(low, high, Rng(s), n) for s in seeds]
    group = RANDOM if many else FEW
    return many_calls(title, "sorteos", given, told, edge=edge, group=group)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    low = float(rng.uniform(1.5, 8.5)) * 1e-5
    seed = int(rng.integers(2**60))
    return [
        _draws("cuatro órdenes", low, low * 1e4, 60, seed),
        _draws("dos órdenes", 1e3 * low, 1e5 * low, 50, seed + 999),
        _draws("por encima de uno", 10.0, 10_000.0, 50, seed + 1999),
        _draws("uno", low, 10 * low, 1, seed, edge=True),
        _draws("ninguno", low, 10 * low, 0, seed, edge=True),
        edge("desde cero", 0.0, 1.0, Rng(seed), 5),
        edge("negativo", -low, 1.0, Rng(seed), 5),
        edge("al revés", 10 * low, low, Rng(seed), 5),
        edge("iguales", low, low, Rng(seed), 5),
        edge("menos de ninguno", low, 1.0, Rng(seed), -int(rng.integers(1, 9))),
    ]


EXERCISE = Exercise(
    id=ID,
    name="log_uniforme",
    reference=log_uniforme,
    points={CellKind.CORRECTNESS: 0.75},
    public_cases=(
        _draws("El ejemplo del enunciado: entre 0,0001 y 0,1", 1e-4, 1e-1, 60, 100),
        _draws("Entre 1 y 1000, con enteros", 1, 1000, 50, 300),
        _draws("Entre 0,02 y 2", 0.02, 2.0, 50, 500),
        _draws("Un solo número", 1e-3, 1e-1, 1, 700, edge=True),
        _draws("n = 0: ningún número", 1e-3, 1e-1, 0, 800, edge=True),
        edge("`minimo = 0`: ValueError", 0.0, 1.0, Rng(1), 5),
        edge("`minimo = maximo`: ValueError", 0.5, 0.5, Rng(1), 5),
        edge("`minimo` mayor que `maximo`: ValueError", 0.1, 0.001, Rng(1), 5),
        edge("n negativo: ValueError", 0.001, 0.1, Rng(1), -1),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(),
        RANDOM: only_rules(ID, RULES),
        FEW: only_rules(ID, FEW_RULES),
    },
    variants=(*VARIANTS, *variants(RULES)),
    accepted=ACCEPTED,
)
