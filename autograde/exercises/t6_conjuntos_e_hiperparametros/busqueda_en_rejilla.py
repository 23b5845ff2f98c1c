"""t6.busqueda_en_rejilla: probar todas las combinaciones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograde.exercises.t6_conjuntos_e_hiperparametros.busqueda_en_rejilla_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.exercises.t6_conjuntos_e_hiperparametros.cases import COUNTED
from autograde.exercises.t6_conjuntos_e_hiperparametros.searches import counted
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Problema, Ref
from solutions.busqueda import busqueda_en_rejilla

Grid = Mapping[str, Sequence[Any]]
NAN, INF = float("nan"), float("inf")


def _search(
    title: str, grid: Grid, score: Problema, *, edge: bool = False, group: str = ""
) -> Caso:
    return Caso(
        title,
        (
            score,
            Construir("rejilla", {name: list(values) for name, values in grid.items()}),
            Llamar("resultado", (Ref("f"), Ref("rejilla"))),
            Devolver(Ref("resultado"), ("rejilla",)),
        ),
        borde=edge,
        grupo=group,
    )


def squares(best: Mapping[str, float], **kwargs: Any) -> Problema:
    """Σ (valor − óptimo)²."""
    return Problema("f", "perdida_de_opciones", {"optimos": dict(best), **kwargs})


def in_order(*losses: float) -> Problema:
    """La pérdida de cada llamada, por orden."""
    return Problema("f", "perdidas_en_orden", {"perdidas": list(losses)})


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def values(count: int) -> list[float]:
        return [float(v) for v in rng.permutation(rng.uniform(0.01, 3.0, size=count))]

    grid: Grid = {"tasa": values(3), "decaimiento": values(4), "capas": [3, 1, 2]}
    best = {"tasa": 1.0, "decaimiento": 0.4, "capas": 2.0}
    two: dict[str, list[Any]] = {"lr": values(3), "l2": values(2)}
    burst = float(np.sort(two["lr"])[1])
    losses = [float(v) for v in rng.permutation(np.arange(2, 8)) * 500.0]
    return [
        _search("tres nombres", grid, squares(best)),
        _search("dos nombres", two, squares({"lr": 0.7, "l2": 1.0})),
        _search("un nombre", {"b": [8, 64, 32, 16]}, squares({"b": 30.0})),
        _search("por orden", two, in_order(*losses), group=COUNTED),
        _search("negativas", two, in_order(*(-v for v in losses))),
        _search(
            "alguna da nan", two, squares({"lr": 0.1, "l2": 0.5}, revienta={"lr": burst}), edge=True
        ),
        _search("la primera da nan", two, in_order(NAN, 4.0, INF, 3.0, NAN, 5.0), edge=True),
        _search("menos infinito", two, in_order(4.0, -INF, 3.0, 6.0, -INF, 5.0), edge=True),
        _search("empate", two, in_order(7.0, 2.0, 2.0, 9.0, 2.0, 3.0), edge=True),
        _search("textos", {"a": ["tanh", "relu"], "b": [4, 2]}, in_order(3, 2, 1, 4), edge=True),
        _search("ninguna finita", two, in_order(*[NAN, INF, -INF] * 2), edge=True),
        _search("una lista vacía", {**two, "capas": []}, in_order(), edge=True),
        _search("la primera lista vacía", {"capas": [], **two}, in_order(), edge=True),
    ]


TWO = {"lr": [1.0, 0.1, 0.01], "l2": [0.5, 0.0]}
PUBLIC = (
    _search(
        "El ejemplo del enunciado: tres tasas y dos fuerzas", TWO, squares({"lr": 0.0, "l2": 0.0})
    ),
    _search("Un solo hiperparámetro", {"b": [8, 16, 32, 64]}, squares({"b": 30.0})),
    _search(
        "Tres hiperparámetros",
        {"capas": [1, 2], "lr": [0.5, 2.0], "momentum": [0.9, 0.0, 0.5]},
        squares({"capas": 2.0, "lr": 1.0, "momentum": 0.4}),
    ),
    _search(
        "La pérdida de cada llamada está escrita: 5000, 3000, 4000…",
        TWO,
        in_order(5000.0, 3000.0, 4000.0, 2500.0, 6000.0, 2600.0),
        group=COUNTED,
    ),
    _search("Pérdidas negativas", TWO, in_order(-1.0, -3.0, 0.5, -2.0, 2.0, 0.0)),
    _search("Empate: la primera", TWO, in_order(3.0, 1.0, 2.0, 1.0, 1.0, 4.0), edge=True),
    _search(
        "Las tasas grandes divergen: dan nan, y no ganan",
        TWO,
        squares({"lr": 0.1, "l2": 0.0}, revienta={"lr": 0.5}),
        edge=True,
    ),
    _search(
        "Infinito y menos infinito tampoco ganan",
        TWO,
        in_order(INF, 2, -INF, 1.5, 3, NAN),
        edge=True,
    ),
    _search("Opciones que son textos", {"red": ["una", "dos"]}, in_order(2.0, 1.0), edge=True),
    _search("Ninguna pérdida es finita: ValueError", TWO, in_order(*[NAN] * 6), edge=True),
    _search(
        "Una lista de valores vacía: ValueError", {"lr": [0.1], "l2": []}, in_order(), edge=True
    ),
)

EXERCISE = Exercise(
    id=ID,
    name="busqueda_en_rejilla",
    reference=busqueda_en_rejilla,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=PUBLIC,
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=INTACT),
        COUNTED: counted(ID, "combinación", intactas=INTACT),
    },
    variants=VARIANTS,
    accepted=ACCEPTED,
)
