"""t6.conjunto_puntos_de_control: la predicción media de los últimos puntos de un entrenamiento."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograde.exercises.t6_conjuntos_e_hiperparametros.puntos_de_control_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Problema, Ref
from solutions.conjuntos import conjunto_puntos_de_control


def _mean(
    title: str, points: Sequence[Any], *last: Any, x: Any = None, edge: bool = False, **kwargs: Any
) -> Caso:
    """Con `x`, los puntos son [W, b] de una red; si no, vectores que se elevan al cuadrado."""
    model = (
        Problema("f", "cuadrado_del_punto")
        if x is None
        else Problema("f", "red_del_punto", {"x": x})
    )
    return Caso(
        title,
        (
            model,
            Construir("puntos", list(points)),
            Llamar("resultado", (Ref("puntos"), Ref("f", "predecir"), *last), kwargs),
            Devolver(Ref("resultado"), ("puntos",)),
        ),
        borde=edge,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    m = int(rng.integers(5, 9))
    last = int(rng.integers(2, m - 1))
    vectors = list(rng.normal(size=(m, 4)))
    x = rng.normal(size=(6, 3))
    nets = [[rng.normal(size=(3, 2)), rng.normal(size=2)] for _ in range(m)]
    return [
        _mean("los últimos", vectors, last),
        _mean("todos menos uno", vectors, m - 1),
        _mean("todos, sin decirlo", vectors),
        _mean("los últimos de una red", nets, last, x=x),
        _mean("todos los de una red", nets, x=x),
        _mean("por su nombre", vectors, ultimos=last),
        _mean("justo los que hay", vectors, m, edge=True),
        _mean("más de los que hay", vectors, m + int(rng.integers(1, 9)), edge=True),
        _mean("solo el último", nets, 1, x=x, edge=True),
        _mean("un solo punto", vectors[:1], edge=True),
        _mean("ninguno", vectors, 0, edge=True),
        _mean("menos que ninguno", vectors, -last, edge=True),
        _mean("sin puntos", [], edge=True),
        _mean("sin puntos que promediar", [], last, edge=True),
    ]


#: los pesos del ejemplo hecho a mano
BY_HAND = tuple(np.array([w]) for w in (1.0, 2.0, 6.0))
NETS = tuple(
    [np.array(w), np.array([b])]
    for w, b in (([[0.5], [1.0]], 0.0), ([[1.0], [-1.0]], 0.5), ([[2.0], [0.5]], -1.0))
)
X = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 1.0]])

EXERCISE = Exercise(
    id=ID,
    name="conjunto_puntos_de_control",
    reference=conjunto_puntos_de_control,
    points={CellKind.CORRECTNESS: 0.75},
    public_cases=(
        _mean("El ejemplo del enunciado: los dos últimos de 1, 2 y 6", BY_HAND, 2),
        _mean("Sin decir cuántos: todos", BY_HAND),
        _mean(
            "Cinco puntos de dos pesos, los tres últimos",
            list(np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 1.0], [-1.0, 0.0], [4.0, 0.5]])),
            3,
        ),
        _mean("Una red: cada punto es la lista [W, b]", NETS, 2, x=X),
        _mean("Una red, todos los puntos", NETS, x=X),
        _mean("Solo el último", BY_HAND, 1, edge=True),
        _mean("Más de los que hay: todos", BY_HAND, 10, edge=True),
        _mean("`ultimos = 0`: ValueError", BY_HAND, 0, edge=True),
        _mean("`ultimos` negativo: ValueError", BY_HAND, -1, edge=True),
        _mean("No hay puntos: ValueError", [], edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
