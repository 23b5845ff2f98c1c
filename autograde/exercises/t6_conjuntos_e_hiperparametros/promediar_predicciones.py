"""t6.promediar_predicciones: la media de lo que predicen k modelos."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograde.exercises.t6_conjuntos_e_hiperparametros.cases import SINGLE
from autograde.exercises.t6_conjuntos_e_hiperparametros.promediar_predicciones_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.conjuntos import promediar_predicciones


def _mean(title: str, predictions: Iterable[Any], **kwargs: Any) -> Caso:
    return llamada(
        title, Ref("predicciones"), entradas={"predicciones": list(predictions)}, **kwargs
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    k = int(rng.integers(4, 8))
    n = int(rng.integers(9, 14))
    positive = rng.uniform(0.1, 9.0, size=(k, n, 3))
    return [
        _mean("matrices", positive),
        _mean("vectores", rng.normal(size=(k + 1, n))),
        _mean("tres ejes", rng.normal(size=(3, 2, 3, 4))),
        _mean("dos modelos", rng.normal(size=(2, 5, 2))),
        _mean("tantos como filas", rng.uniform(1, 5, size=(4, 4, 4))),
        _mean("enteros", 2 * rng.integers(0, 9, size=(4, n)) + 1, borde=True),
        _mean("simple", positive.astype(np.float32), borde=True, grupo=SINGLE),
        _mean("una fila", rng.normal(size=(k, 1, 4)), borde=True),
        _mean("un modelo", rng.normal(size=(1, n, 2)), borde=True),
        _mean("ninguno", [], borde=True),
        _mean("formas que se estirarían", [rng.normal(size=(n, 1)), np.ones((n, 3))], borde=True),
        _mean("otra forma", [rng.normal(size=3), np.ones(3), np.ones(1)], borde=True),
    ]


#: las probabilidades de tres modelos para dos fotos: el ejemplo hecho a mano
PHOTOS = tuple(
    np.array(p)
    for p in ([[0.9, 0.1], [0.4, 0.6]], [[0.6, 0.4], [0.3, 0.7]], [[0.3, 0.7], [0.8, 0.2]])
)
PUBLIC = (
    _mean("El ejemplo del enunciado: tres modelos, dos fotos", PHOTOS),
    _mean("Cuatro modelos que predicen un número por ejemplo", np.arange(20.0).reshape(4, 5) ** 2),
    _mean("Dos modelos", [np.array([[1.0, 2.0, 6.0]]), np.array([[3.0, -2.0, 0.5]])]),
    _mean("Predicciones con tres ejes", np.arange(36.0).reshape(3, 2, 3, 2) % 7),
    _mean(
        "Votos, que son números enteros: la media es real",
        [np.array([1, 0, 1]), np.array([0, 0, 1])],
        borde=True,
    ),
    _mean("En float32", [p.astype(np.float32) for p in PHOTOS], borde=True, grupo=SINGLE),
    _mean("Un solo modelo", PHOTOS[:1], borde=True),
    _mean("Ningún modelo: ValueError", [], borde=True),
    _mean(
        "Formas distintas, (3, 1) y (3, 2): ValueError",
        [np.ones((3, 1)), np.ones((3, 2))],
        borde=True,
    ),
    _mean("Formas distintas, (2,) y (3,): ValueError", [np.ones(2), np.ones(3)], borde=True),
)

EXERCISE = Exercise(
    id=ID,
    name="promediar_predicciones",
    reference=promediar_predicciones,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=PUBLIC[:7],
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(secuencia=False, intactas=INTACT),
        SINGLE: Comparacion(secuencia=False, intactas=INTACT, dtype=True),
    },
    variants=VARIANTS,
    accepted=ACCEPTED,
)
