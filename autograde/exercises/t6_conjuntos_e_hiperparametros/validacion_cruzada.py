"""t6.validacion_cruzada: repartir los ejemplos en k partes, y validar con cada una."""

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
from autograde.exercises.t6_conjuntos_e_hiperparametros.validacion_cruzada_variantes import (
    ACCEPTED,
    ALWAYS,
    ID,
    PLAIN_RULES,
    SHUFFLED_RULES,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Rng
from solutions.validacion import validacion_cruzada

#: grupo de los repartos sin `rng`
PLAIN = "sin rng"
#: grupo de los repartos al azar en los que no hay nada que contar
FEW = "pocos"
#: llamadas con semillas distintas, y cuántas se repiten
CALLS, REPEATED = 48, 3


def _plain(title: str, n: int, k: int, *, edge: bool = False) -> Caso:
    """Dos veces sin `rng`: el reparto ha de ser el mismo."""
    told: dict[str, Any] = {"semillas": [None, None], "n": n, "k": k}
    return many_calls(title, "repartos", [(n, k), (n, k, None)], told, edge=edge, group=PLAIN)


def _shuffled(
    title: str, n: int, k: int, seed: int, *, group: str = RANDOM, edge: bool = False
) -> Caso:
    seeds = [*range(seed, seed + CALLS), *range(seed, seed + REPEATED)]
    told: dict[str, Any] = {"semillas": seeds, "n": n, "k": k}
    calls = [(n, k, Rng(s)) for s in seeds]
    return many_calls(title, "repartos", calls, told, edge=edge, group=group)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    k = int(rng.integers(4, 7))
    whole, extra = int(rng.integers(4, 9)), int(rng.integers(2, k - 1))
    seed = int(rng.integers(2**60))
    return [
        _plain("con resto", k * whole + extra, k),
        _plain("sin resto", k * whole, k),
        _plain("falta uno", k * whole - 1, k),
        _shuffled("al azar", 8, 4, seed),
        _shuffled("al azar con resto", 11, 3, seed + 999),
        _plain("uno por parte", k, k, edge=True),
        _shuffled("uno por parte, al azar", k, k, seed + 1999, group=FEW, edge=True),
        _plain("en dos", 2 * whole + 1, 2, edge=True),
        edge("una parte", whole, 1),
        edge("ninguna", whole, 0),
        edge("negativas", whole, -k),
        edge("demasiadas", whole, whole + 1),
        edge("demasiadas, al azar", 3, 9, Rng(seed)),
    ]


EXERCISE = Exercise(
    id=ID,
    name="validacion_cruzada",
    reference=validacion_cruzada,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=(
        _plain("Nueve ejemplos en tres partes", 9, 3),
        _plain("El ejemplo del enunciado: 10 en tres partes", 10, 3),
        _plain("11 en cuatro partes: 3, 3, 3 y 2", 11, 4),
        _shuffled("Nueve en tres partes, con muchos rng", 9, 3, 500),
        _plain("Dos partes", 7, 2, edge=True),
        _plain("k = n: cada ejemplo, una vez solo", 5, 5, edge=True),
        _shuffled("k = n, con rng", 4, 4, 900, group=FEW, edge=True),
        edge("k = 1: ValueError", 9, 1),
        edge("k = 0: ValueError", 9, 0),
        edge("k > n: ValueError", 4, 5),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(),
        PLAIN: only_rules(ID, (*ALWAYS, *PLAIN_RULES)),
        RANDOM: only_rules(ID, (*ALWAYS, *SHUFFLED_RULES)),
        FEW: only_rules(ID, (*ALWAYS, SHUFFLED_RULES[0])),
    },
    variants=(*VARIANTS, *variants((*ALWAYS, *PLAIN_RULES, *SHUFFLED_RULES))),
    accepted=ACCEPTED,
)
