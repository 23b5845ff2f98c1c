"""t4.proporcion_actualizacion: cuánto se mueven los pesos para lo que miden."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje.proporcion_actualizacion_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Ref
from solutions.vigilancia import proporcion_actualizacion

Array = Any


def _moved(title: str, before: list[Any], after: list[Any], *, edge: bool = False) -> Caso:
    """Los conjuntos de antes y de después, que han de quedar intactos."""
    inputs = {f"a{i}": np.asarray(v) for i, v in enumerate(before)}
    inputs |= {f"d{i}": np.asarray(v) for i, v in enumerate(after)}
    lists = (
        [Ref(f"a{i}") for i in range(len(before))],
        [Ref(f"d{i}") for i in range(len(after))],
    )
    made = (Construir(name, value) for name, value in inputs.items())
    return Caso(
        title,
        (*made, Llamar("resultado", lists), Devolver(Ref("resultado"), tuple(inputs))),
        borde=edge,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    def pair(shape: tuple[int, ...], ratio: float) -> tuple[Array, Array]:
        """Unos pesos y un paso que mide `ratio` veces lo que ellos."""
        w, step = rng.normal(size=shape), rng.normal(size=shape)
        return w, w + step * (ratio * np.linalg.norm(w) / np.linalg.norm(step))

    def several(*wanted: tuple[tuple[int, ...], float]) -> tuple[list[Array], list[Array]]:
        before, after = zip(*(pair(shape, ratio) for shape, ratio in wanted), strict=True)
        return list(before), list(after)

    low, good, high = (
        float(rng.uniform(*limits)) for limits in ((1e-5, 8e-5), (3e-4, 5e-3), (0.02, 0.4))
    )
    zero = np.zeros((2, 3))
    single = [rng.normal(size=shape).astype(np.float32) for shape in ((20,), (4, 5))]
    return [
        _moved("poco", *several(((30,), low))),
        _moved("bien", *several(((30,), good))),
        _moved("mucho", *several(((30,), high))),
        _moved("matriz", *several(((6, 5), good))),
        _moved("matriz y mucho", *several(((4, 9), high))),
        _moved("núcleo de una convolución", *several(((3, 3, 2, 4), good))),
        _moved("una red", *several(((8, 5), good), ((5,), high), ((5, 3), low), ((3,), good))),
        _moved("casi el límite de abajo", *several(((12,), 0.9e-4), ((12,), 1.1e-4))),
        _moved("casi el límite de arriba", *several(((12,), 0.9e-2), ((12,), 1.1e-2))),
        _moved("más que los pesos", *several(((9,), 3 + high))),
        _moved("gira sin crecer", [[3.0, 4.0]], [[4.0, 3.0]]),
        _moved("encoge", [[3.0, 4.0]], [[2.7, 3.6]]),
        _moved("simple precisión", single, [np.float32(1 + good) * w for w in single]),
        _moved("quietos", [np.ones(4), np.ones(3)], [np.ones(4), 1.001 * np.ones(3)], edge=True),
        _moved("a cero y se mueven", [zero, np.ones(2)], [zero + 0.01, np.ones(2)], edge=True),
        _moved("a cero y quietos", [zero, np.ones(2)], [zero, 1.5 * np.ones(2)], edge=True),
        _moved("enteros", [[3, 4], [1, 0]], [[3, 5], [1, 0]], edge=True),
        _moved("un peso", [[2.0]], [[2.0 + 2 * good]], edge=True),
        _moved("ninguno", [], [], edge=True),
        _moved("uno de más", [np.ones(2)], [np.ones(2), np.ones(3)], edge=True),
        _moved("de otro tamaño", [np.ones(4)], [np.ones(3)], edge=True),
        _moved("de otra forma", [np.ones((2, 3))], [np.ones(3)], edge=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="proporcion_actualizacion",
    reference=proporcion_actualizacion,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.25},
    public_cases=(
        _moved("El ejemplo hecho a mano", [[3.0, 4.0], [0.6, 0.8]], [[3.003, 4.004], [0.6, 0.83]]),
        _moved("Casi no se mueven: subir", [[3.0, 4.0]], [[3.00003, 4.00004]]),
        _moved("Giran sin crecer", [[3.0, 4.0]], [[4.0, 3.0]]),
        _moved("Una matriz", [[[1.0, 2.0], [2.0, 4.0]]], [[[1.0, 2.001], [2.002, 4.002]]]),
        _moved(
            "Los pesos y los sesgos de una capa",
            *([np.full((4, 3), 0.5), np.array([0.1, -0.2, 0.2])],),
            [np.full((4, 3), 0.5001), np.array([0.1, -0.2, 0.1])],
        ),
        _moved("Encogen a la mitad", [[2.0, 0.0]], [[1.0, 0.0]]),
        _moved(
            "En float32",
            [np.array([1.0, -2.0, 2.0], np.float32)],
            [np.array([1.01, -2.0, 2.0], np.float32)],
        ),
        _moved("Unos no se mueven", [[1.0, 1.0], [2.0]], [[1.0, 1.0], [2.01]], edge=True),
        _moved("A cero, y se mueven: inf", [[0.0, 0.0]], [[0.0, 0.1]], edge=True),
        _moved("A cero, y no se mueven: 0", [[0.0, 0.0]], [[0.0, 0.0]], edge=True),
        _moved("Ningún conjunto: lista vacía", [], [], edge=True),
        _moved("Listas de distinta longitud: ValueError", [[1.0], [2.0]], [[1.0]], edge=True),
        _moved("De otra forma, aunque NumPy los reste", [[[1.0, 2.0]]], [[1.0, 2.0]], edge=True),
        _moved("Arreglos de distinto tamaño: ValueError", [[1.0, 2.0, 3.0]], [[1, 2]], edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
