"""t3.trayectoria: los puntos por los que pasa un optimizador."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores.trayectoria_variantes import (
    ACCEPTED,
    ID,
    UNTOUCHED,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Problema, Ref
from solutions.optimizadores.curso_t3 import trayectoria

Array = Any
#: grupo de los casos en simple precisión
SINGLE = "simple"
PLAIN = ("paso_decreciente", {"lr": 0.25})
AHEAD = ("paso_con_adelanto", {"lr": 0.25, "desvio": 0.5})


def _path(
    title: str,
    optimiser: tuple[str, dict[str, float]],
    w0: Array,
    iterations: Any,
    *,
    problem: str = "valle",
    before: tuple[Paso, ...] = (),
    edge: bool = False,
    group: str = "",
) -> Caso:
    return Caso(
        title,
        (
            Problema("opt", *optimiser),
            Problema("f", problem),
            *before,
            Construir("w0", w0),
            Llamar("camino", (Ref("opt"), Ref("f", "gradiente"), Ref("w0"), iterations)),
            Devolver(Ref("camino"), ("w0",)),
        ),
        borde=edge,
        grupo=group,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def start() -> Array:
        return rng.normal(size=2)

    plain = ("paso_decreciente", {"lr": float(rng.uniform(0.1, 0.4))})
    ahead = (
        "paso_con_adelanto",
        {"lr": float(rng.uniform(0.1, 0.4)), "desvio": float(rng.uniform(0.3, 0.9))},
    )
    k = int(rng.integers(5, 12))
    return [
        _path("valle", plain, start(), k),
        _path("silla", plain, start(), k + 1, problem="silla"),
        _path("adelanto", ahead, start(), k),
        _path("adelanto en la silla", ahead, start(), 3, problem="silla"),
        _path("simple", plain, start().astype(np.float32), 4, edge=True, group=SINGLE),
        _path("una iteración", ahead, start(), 1, edge=True),
        _path("ninguna", plain, start(), 0, edge=True),
    ]


START = np.array([4.0, -1.0])
PUBLIC = (
    _path("Tres pasos en el valle", PLAIN, START, 3),
    _path("Un optimizador con adelanto", AHEAD, START, 3),
    _path("Un punto de silla", PLAIN, np.array([1.0, 0.5]), 4, problem="silla"),
    _path("En float32", PLAIN, START.astype(np.float32), 2, edge=True, group=SINGLE),
    _path("Una sola iteración", AHEAD, START, 1, edge=True),
    _path("Ninguna iteración: solo la partida", PLAIN, START, 0, edge=True),
    _path(
        "El número de iteraciones es un entero de NumPy",
        *(PLAIN, START, Ref("tres", "valor")),
        before=(Problema("tres", "entero_de_numpy", {"entero": 3}),),
        edge=True,
    ),
)

EXERCISE = Exercise(
    id=ID,
    name="trayectoria",
    reference=trayectoria,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=PUBLIC[:5],
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=UNTOUCHED, secuencia=False),
        SINGLE: Comparacion(intactas=UNTOUCHED, secuencia=False, dtype=True),
    },
    variants=VARIANTS,
    accepted=ACCEPTED,
)
