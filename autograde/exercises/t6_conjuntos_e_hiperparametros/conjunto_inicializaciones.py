"""t6.conjunto_inicializaciones: k modelos que solo se diferencian en su generador."""

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
from autograde.exercises.t6_conjuntos_e_hiperparametros.conjunto_inicializaciones_variantes import (
    ACCEPTED,
    ID,
    RULES,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Llamar, Paso, Problema, Ref
from solutions.conjuntos import conjunto_inicializaciones

#: semillas seguidas con que se llama, y cuántas se repiten
SEEDS, REPEATED = 12, 3


def _sets(title: str, k: int, first: int, *, edge: bool = False) -> Caso:
    """Conjuntos con semillas seguidas; otra vez con algunas; y otra, con modelos que gastan más."""
    again = [first + i for i in range(REPEATED)]
    seeds = [first + i for i in range(SEEDS)] + again + again
    spent = [0] * (SEEDS + REPEATED) + [5] * REPEATED

    def model(i: int) -> tuple[Paso, ...]:
        return (Problema(f"m{i}", "inicializacion", {"numeros": 4, "gasto": spent[i]}),)

    calls = [(Ref(f"m{i}", "entrenar"), k, seed) for i, seed in enumerate(seeds)]
    told: dict[str, Any] = {"semillas": seeds, "gastos": spent}
    return many_calls(title, "modelos", calls, told, model, edge=edge)


def _refused(title: str, k: int, seed: int) -> Caso:
    call = edge(title, Ref("m", "entrenar"), k, seed)
    first, *rest = call.pasos
    assert isinstance(first, Llamar)
    return Caso(title, (Problema("m", "inicializacion"), first, *rest), borde=True)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    first = int(rng.integers(1000, 2**31))
    return [
        _sets("varios", int(rng.integers(4, 7)), first),
        _sets("muchos", 13, int(rng.integers(1000, 2**31))),
        _sets("uno", 1, first, edge=True),
        _refused("ninguno", 0, first),
        _refused("menos que ninguno", -int(rng.integers(1, 5)), first),
    ]


EXERCISE = Exercise(
    id=ID,
    name="conjunto_inicializaciones",
    reference=conjunto_inicializaciones,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=(
        _sets("Tres modelos, con las semillas 1, 2, 3… y alguna repetida", 3, 1),
        _sets("Ocho modelos", 8, 40),
        _sets("Un solo modelo", 1, 7, edge=True),
        _refused("k = 0: ValueError", 0, 5),
        _refused("k negativo: ValueError", -2, 5),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(), RANDOM: only_rules(ID, RULES)},
    variants=(*VARIANTS, *variants(RULES)),
    accepted=ACCEPTED,
)
