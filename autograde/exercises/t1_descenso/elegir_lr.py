"""t1.elegir_lr: la tasa que deja el error más bajo."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import ROUND, numpy_integer, with_problem
from autograde.exercises.t1_descenso.elegir_lr_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    SORTED,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from solutions.descenso import elegir_lr

MAKE_FIVE, FIVE = numpy_integer(5)


def _choose(title: str, problem: str, rates: Any, w0: Any, steps: Any, **kwargs: Any) -> Caso:
    return with_problem(
        title,
        problem,
        *(Ref("candidatos"), Ref(problem, "valor"), Ref(problem, "gradiente"), Ref("w0"), steps),
        inputs={"candidatos": rates, "w0": np.asarray(w0)},
        **kwargs,
    )


def _round(title: str, *args: Any, **kwargs: Any) -> Caso:
    """Sobre ½·(x² + y²): cada paso multiplica el punto por 1 − lr."""
    return _choose(title, "valle", *args, settings=ROUND, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    many = {"condicion": 6.0, "p": 4, "semilla": int(rng.integers(2**31))}
    start = rng.uniform(2, 6, size=2) * rng.choice([-1, 1], size=2)
    rates = [float(r) for r in rng.permutation(rng.uniform(0.02, 1.8, size=5))]
    tied = float(rng.integers(1, 8)) / 16
    steps = int(rng.integers(3, 9))
    silla = np.array([1.0, rng.uniform(0.48, 0.52)])
    return [
        _round("varias tasas", rates, start, steps),
        _round("alguna diverge", [1e70, *rates[:3], 1e80], start, 8),
        _round("la primera diverge, la mejor es la última", [1e70, 0.01, 0.02, 0.9], start, 8),
        _choose(
            "cuatro parámetros",
            "cuadratica",
            [0.01, 0.1, 0.2, 0.3],
            rng.normal(size=4),
            30,
            settings=many,
        ),
        _choose("pasa cerca y se va", "silla", [0.5, 1.2], silla, 3),
        _choose("fondo del valle", "valle", [0.5, 0.9], [rng.uniform(-8.5, -7.5), 1.5], 10),
        _choose("Beale", "beale", [1e-4, 1e-3, 0.01, 0.02], rng.uniform(0.8, 1.2, size=2), 25),
        _choose("Horas/Nota", "horas_nota", [1e-4, 1e-3, 5e-3, 0.02], rng.normal(size=2), 40),
        _round("números grandes", [0.03, 0.05, 0.01], 1000 * start, 3),
        _round("empate", [2 - tied, tied], np.array([8.0, -4.0]), 2, edge=True),
        _round("ninguna iteración", rates, start, 0, edge=True),
        _round("una candidata", rates[:1], start, steps, edge=True),
        _round("ninguna finita", [1e70, 1e80], start, 8, edge=True),
        _round("w finito y f no", [1e50], start, 4, edge=True),
        _round("ninguna candidata", [], start, 4, edge=True),
        _round("enteros", rates, rng.integers(2, 9, size=2), steps, edge=True),
        _round("de NumPy", rates, start, FIVE, before=(MAKE_FIVE,), edge=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="elegir_lr",
    carries=("t1.descenso_gradiente",),
    reference=elegir_lr,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _round("½·(x² + y²): la que más acerca en 5 pasos", [0.01, 0.1, 0.5, 1.8], [8.0, -4.0], 5),
        _round("La mejor es la primera", [0.9, 0.5, 0.1, 0.01], [8.0, -4.0], 5),
        _choose(
            "El error de Horas/Nota: la última diverge",
            *("horas_nota", [0.0001, 0.001, 0.005, 0.05], [0.0, 0.0], 200),
        ),
        _round("La primera diverge tanto que da nan", [1e70, 0.1, 0.3], [8.0, -4.0], 8),
        _choose("Función de Beale, las tasas típicas", "beale", [0.1, 0.01, 0.001], [1.0, 1.5], 50),
        _choose(
            "Un valle largo: gana la que más avanza por el fondo",
            *("valle", [0.5, 0.9], [-8.0, 1.5], 10),
        ),
        _choose(
            "Silla: una pasa muy cerca del mínimo, pero se va",
            *("silla", [0.5, 1.2], [1.0, 0.5], 3),
        ),
        _round("Lejos del mínimo: f vale miles", [0.01, 0.03, 0.02], [3000.0, 4000.0], 3),
        _round("Empate entre 1,5 y 0,5: la primera", [1.5, 0.5], [8.0, -4.0], 4, edge=True),
        _round("0 iteraciones: empatan todas", [0.3, 0.1, 0.9], [8.0, -4.0], 0, edge=True),
        _round("Una sola candidata", [0.01], [8.0, -4.0], 5, edge=True),
        _round(
            "Ninguna acaba en un valor finito: ValueError", [1e70, 1e80], [8.0, -4.0], 8, edge=True
        ),
        _round("w es finito, pero f(w) no: ValueError", [1e50], [8.0, -4.0], 4, edge=True),
        _round("Ninguna candidata: ValueError", [], [8.0, -4.0], 5, edge=True),
        _round("w0 es de números enteros", [0.1, 0.3, 0.7], [8, -4], 5, edge=True),
        _round(
            "El número de iteraciones es un entero de NumPy",
            *([0.1, 0.3, 0.7], [8.0, -4.0], FIVE),
            before=(MAKE_FIVE,),
            edge=True,
        ),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT, intactas_de={"candidatos": SORTED})},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
