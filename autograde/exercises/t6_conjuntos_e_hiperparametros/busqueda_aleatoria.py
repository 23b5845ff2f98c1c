"""t6.busqueda_aleatoria: probar unos cuantos sorteos."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograde.exercises.rules import variants
from autograde.exercises.t6_conjuntos_e_hiperparametros.busqueda_aleatoria_variantes import (
    ACCEPTED,
    ID,
    RULES,
    VARIANTS,
)
from autograde.exercises.t6_conjuntos_e_hiperparametros.busqueda_en_rejilla import (
    INF,
    NAN,
    in_order,
    squares,
)
from autograde.exercises.t6_conjuntos_e_hiperparametros.cases import (
    COUNTED,
    RANDOM,
    many_calls,
    only_rules,
)
from autograde.exercises.t6_conjuntos_e_hiperparametros.searches import counted
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Devolver, Llamar, Paso, Problema, Ref, Rng
from solutions.busqueda import busqueda_aleatoria

#: por nombre, de dónde se sortea: dos números si es uniforme, o la lista de valores
Space = Mapping[str, tuple[float, float] | list[Any]]
#: llamadas con semillas distintas, y cuántas se repiten
CALLS, REPEATED = 8, 2


def _space(space: Space) -> tuple[tuple[Paso, ...], dict[str, Ref]]:
    """Los pasos que hacen los sorteos, y el espacio que los cita."""
    steps: list[Paso] = [
        Problema(f"s{i}", "sorteo_uniforme", {"minimo": what[0], "maximo": what[1]})
        if isinstance(what, tuple)
        else Problema(f"s{i}", "sorteo_de_lista", {"valores": what})
        for i, what in enumerate(space.values())
    ]
    return tuple(steps), {name: Ref(f"s{i}") for i, name in enumerate(space)}


def _search(
    title: str,
    space: Space,
    tries: int,
    seed: int,
    score: Problema,
    *,
    edge: bool = False,
    group: str = "",
) -> Caso:
    steps, given = _space(space)
    call = Llamar("resultado", (Ref("f"), given, tries, Rng(seed)))
    return Caso(title, (score, *steps, call, Devolver(Ref("resultado"))), borde=edge, grupo=group)


def _many(title: str, space: Space, tries: int, seed: int, best: Mapping[str, float]) -> Caso:
    seeds = [*range(seed, seed + CALLS), *range(seed, seed + REPEATED)]
    steps, given = _space(space)
    calls = [(Ref("f"), given, tries, Rng(s)) for s in seeds]
    case = many_calls(title, "busquedas", calls, {"semillas": seeds})
    return Caso(title, (squares(best), *steps, *case.pasos), grupo=RANDOM)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    low = float(rng.uniform(0.01, 0.1))
    two: Space = {"tasa": (low, 1.0), "decaimiento": (0.0, 0.5)}
    three: Space = {"lr": (low, 2.0), "capas": [1, 2, 3, 4], "l2": (0.0, low)}
    seed = int(rng.integers(2**60))
    tries = int(rng.integers(6, 12))
    losses = [float(v) for v in rng.permutation(np.arange(2, 8)) * 500.0]
    best = {"tasa": 0.4, "decaimiento": 0.2}
    burst = {"tasa": 0.5}
    return [
        _search("dos", two, tries, seed, squares(best)),
        _search("tres", three, tries, seed + 1, squares({"lr": 0.8, "capas": 3.0, "l2": 0.0})),
        _search("uno", {"z": (-1.0, 1.0)}, tries, seed + 2, squares({"z": 0.3})),
        _search("por orden", two, 6, seed + 3, in_order(*losses), group=COUNTED),
        _search("negativas", three, 6, seed + 4, in_order(*(-v for v in losses))),
        _search(
            "al revés", {"b": (0.0, 1.0), "a": (5.0, 6.0)}, 5, seed, squares({"a": 5.0, "b": 0.0})
        ),
        _many("muchas", two, 5, seed + 999, best),
        _search("un intento", two, 1, seed, squares(best), edge=True),
        _search("alguna da nan", two, 12, seed, squares(best, revienta=burst), edge=True),
        _search("la primera da nan", two, 6, seed, in_order(NAN, 4.0, INF, 3, NAN, 5), edge=True),
        _search("menos infinito", two, 6, seed, in_order(4.0, -INF, 3, 6, -INF, 5), edge=True),
        _search("empate", two, 6, seed, in_order(7.0, 2, 2, 9, 2, 3), edge=True),
        _search("ninguna finita", two, 6, seed, in_order(*[NAN, INF, -INF] * 2), edge=True),
        _search("ningún intento", two, 0, seed, squares(best), edge=True),
        _search("intentos negativos", two, -tries, seed, squares(best), edge=True),
    ]


TWO: Space = {"lr": (0.0, 1.0), "l2": (0.0, 0.1)}
BEST = {"lr": 0.3, "l2": 0.05}

EXERCISE = Exercise(
    id=ID,
    name="busqueda_aleatoria",
    reference=busqueda_aleatoria,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _search("Seis sorteos de dos hiperparámetros", TWO, 6, 10, squares(BEST)),
        _search("Un solo hiperparámetro", {"b": [8, 16, 32, 64]}, 3, 17, squares({"b": 30.0})),
        _search(
            "Tres, y uno se sortea de una lista",
            {"momentum": (0.0, 1.0), "capas": [1, 2, 3], "lr": (0.1, 0.2)},
            5,
            12,
            squares({"momentum": 0.9, "capas": 2.0, "lr": 0.1}),
        ),
        _search(
            "La pérdida de cada llamada está escrita: 5000, 3000, 4000…",
            TWO,
            6,
            13,
            in_order(5000.0, 3000.0, 4000.0, 2500.0, 6000.0, 2600.0),
            group=COUNTED,
        ),
        _search("Pérdidas negativas", TWO, 6, 14, in_order(-1.0, -3.0, 0.5, -2.0, 2.0, 0.0)),
        _many("Con muchos rng, y alguno repetido", TWO, 4, 600, BEST),
        _search("Un solo intento", TWO, 1, 15, squares(BEST), edge=True),
        _search("Empate: la primera", TWO, 6, 16, in_order(3.0, 1, 2, 1, 1, 4), edge=True),
        _search("nan no gana", TWO, 6, 17, in_order(NAN, 2.0, NAN, 1.5, 3.0, NAN), edge=True),
        _search(
            "Infinito y menos infinito tampoco", TWO, 4, 18, in_order(INF, 2, -INF, 3), edge=True
        ),
        _search(
            "Ninguna pérdida es finita: ValueError", TWO, 3, 19, in_order(*[NAN] * 3), edge=True
        ),
        _search("intentos = 0: ValueError", TWO, 0, 20, squares(BEST), edge=True),
        _search("Intentos negativos: ValueError", TWO, -3, 20, squares(BEST), edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(),
        COUNTED: counted(ID, "sorteo"),
        RANDOM: only_rules(ID, RULES),
    },
    variants=(*VARIANTS, *variants(RULES)),
    accepted=ACCEPTED,
)
