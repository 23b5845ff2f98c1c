"""t7.experimento: una historia por optimizador y semilla, todas en las mismas condiciones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograde.exercises.t7_proyecto.experimento_piezas import ACCEPTED, ID, INTACT
from autograde.exercises.t7_proyecto.experimento_variantes import VARIANTS
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Problema, Ref
from solutions.comparacion import experimento

#: nombre de optimizador → la tasa de su fábrica de pasos
Rates = Mapping[str, float]


def _run(
    title: str,
    rates: Rates,
    epochs: Any,
    seeds: list[int],
    *,
    problem: str = "regresión",
    laboratory: str = "laboratorio_testigo",
    edge: bool = False,
    **settings: Any,
) -> Caso:
    makers = [
        Problema(f"f{i}", "fabrica_de_pasos", {"lr": lr}) for i, lr in enumerate(rates.values())
    ]
    given = {name: Ref(f"f{i}") for i, name in enumerate(rates)}
    call = Llamar("resultado", (Ref("lab"), problem, given, epochs, Ref("semillas")))
    return Caso(
        title,
        (
            Problema("lab", laboratory, settings),
            *makers,
            Construir("semillas", seeds),
            call,
            Devolver(Ref("resultado"), ("semillas",)),
        ),
        borde=edge,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    slow, fast = float(rng.uniform(0.02, 0.06)), float(rng.uniform(0.1, 0.2))
    seeds = [int(s) for s in rng.choice(np.arange(20, 10_000), size=4, replace=False)]
    two: Rates = {"lenta": slow, "rápida": fast}
    three: Rates = {"z": fast, "a": slow, "m": (slow + fast) / 2}
    return [
        _run("dos y dos", two, 3, seeds[:2]),
        _run("tres y tres", three, 4, seeds[:3]),
        _run("cuatro semillas", two, 2, seeds),
        _run("muchas épocas", two, 12, seeds[2:]),
        _run("otros datos", three, 3, seeds[1:3], escala=float(rng.uniform(0.3, 0.8))),
        _run("otro problema", two, 3, seeds[:2], problem="ropa"),
        _run("a mano", three, 3, [5, 2, 4], laboratory="laboratorio_de_un_peso"),
        _run("diverge", two, 40, seeds[:2], escala=1e6, edge=True),
        _run("una época", three, 1, seeds[:2], edge=True),
        _run("un optimizador y una semilla", {"solo": fast}, 3, seeds[:1], edge=True),
        _run("ninguna semilla", two, 3, [], edge=True),
        _run("ningún optimizador", {}, 3, seeds[:2], edge=True),
        _run("ninguna época", two, 0, seeds[:2], edge=True),
        _run("épocas negativas", two, -2, seeds[:2], edge=True),
    ]


TWO: Rates = {"prudente": 0.05, "atrevido": 0.2}

EXERCISE = Exercise(
    id=ID,
    name="experimento",
    reference=experimento,
    points={CellKind.CORRECTNESS: 2.0},
    public_cases=(
        _run(
            "El ejemplo hecho a mano: un peso, una época",
            *({"paso": 0.5}, 1, [0]),
            laboratory="laboratorio_de_un_peso",
        ),
        _run(
            "Un peso, tres épocas y dos semillas",
            *({"paso": 0.5}, 3, [0, 3]),
            laboratory="laboratorio_de_un_peso",
        ),
        _run("Dos optimizadores, dos semillas, tres épocas", TWO, 3, [1, 2]),
        _run("Las semillas, en otro orden", TWO, 3, [7, 3, 5]),
        _run(
            "Tres optimizadores, otro problema", {**TWO, "medio": 0.1}, 4, [11, 4], problem="ropa"
        ),
        _run("Muchas épocas", TWO, 10, [2, 9]),
        _run("Una sola época", TWO, 1, [1, 2], edge=True),
        _run(
            "Con datos enormes diverge: se sigue hasta el final",
            TWO,
            40,
            [1, 2],
            escala=1e6,
            edge=True,
        ),
        _run("Ninguna semilla: lista vacía", TWO, 2, [], edge=True),
        _run("Ningún optimizador: lista vacía", {}, 2, [1], edge=True),
        _run("Ninguna época: ValueError", TWO, 0, [1, 2], edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
