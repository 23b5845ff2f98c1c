"""t6.evaluar_por_partes: cuánto falla un modelo con lo que no ha visto, y cuánto varía eso."""

from __future__ import annotations

import numpy as np

from autograde.exercises.t6_conjuntos_e_hiperparametros.evaluar_por_partes_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    LEAK,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Problema, Ref
from solutions.validacion import evaluar_por_partes, validacion_cruzada

Parts = list[tuple[np.ndarray, np.ndarray]]
TRAIN, SCORE = Ref("m", "entrenar"), Ref("m", "evaluar")


def _score(title: str, x: np.ndarray, y: np.ndarray, parts: Parts, *, edge: bool = False) -> Caso:
    return Caso(
        title,
        (
            Problema("m", "vecino_delator"),
            *(Construir(name, value) for name, value in (("x", x), ("y", y), ("partes", parts))),
            Llamar("resultado", (TRAIN, SCORE, Ref("x"), Ref("y"), Ref("partes"))),
            Devolver(Ref("resultado"), ("x", "y", "partes")),
        ),
        borde=edge,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    k = int(rng.integers(4, 7))
    n = 3 * k + int(rng.integers(1, k))
    x, y = rng.normal(size=(n, 3)), rng.uniform(1, 9, size=n)
    shuffled = validacion_cruzada(n, k, rng)
    return [
        _score("partes desordenadas", x, y, shuffled),
        _score("partes seguidas", x, y, validacion_cruzada(n, k)),
        _score("una dimensión", x[:, 0], y, shuffled),
        _score("imágenes", rng.normal(size=(n, 2, 2)), y, validacion_cruzada(n, 3, rng)),
        _score("respuestas enteras", x, rng.integers(1, 9, size=n), shuffled[:-1]),
        _score("dos partes", x, y, validacion_cruzada(n, 2, rng), edge=True),
        _score("de una en una", x, y, validacion_cruzada(n, n), edge=True),
        _score("una parte", x, y, shuffled[:1], edge=True),
        _score("ninguna", x, y, [], edge=True),
    ]


#: el ejemplo hecho a mano
X = np.array([1.0, 2.0, 4.0, 8.0, 9.0, 11.0])
Y = np.array([2.0, 3.0, 5.0, 8.0, 10.0, 7.0])
THREE: Parts = validacion_cruzada(6, 3)
#: horas de estudio (y su cuadrado) y nota
HORAS = np.array([2, 5, 7, 9, 10, 11, 13.4, 14, 15])
NOTA = np.array([1, 3.2, 4.5, 6, 4, 4.5, 5.5, 3, 5])
TABLE = np.column_stack([HORAS, HORAS**2 / 10])
MIXED: Parts = [
    (np.array([8, 2, 3, 5, 7, 6]), np.array([4, 0, 1])),
    (np.array([4, 0, 1, 6, 7, 8]), np.array([3, 5, 2])),
    (np.array([0, 5, 4, 1, 2, 3]), np.array([8, 6, 7])),
]

EXERCISE = Exercise(
    id=ID,
    name="evaluar_por_partes",
    reference=evaluar_por_partes,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _score("El ejemplo del enunciado: seis ejemplos en tres partes", X, Y, THREE),
        _score("Horas/Nota en tres partes desordenadas", HORAS, NOTA, MIXED),
        _score("x tiene dos columnas", TABLE, NOTA, MIXED),
        _score("Partes de tamaños distintos", HORAS, NOTA, validacion_cruzada(9, 4)),
        _score("Dos partes", HORAS, NOTA, validacion_cruzada(9, 2), edge=True),
        _score(
            "De uno en uno: tantas partes como ejemplos", X, Y, validacion_cruzada(6, 6), edge=True
        ),
        _score("Una sola parte: ValueError", HORAS, NOTA, MIXED[:1], edge=True),
        _score("Ninguna parte: ValueError", HORAS, NOTA, [], edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT, propiedades=(LEAK,))},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
