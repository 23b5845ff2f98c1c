"""t5.entrenar_en_dispositivo: entrenar en la GPU sin mover los datos más de una vez."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import SINGLE, numpy_integers
from autograde.exercises.t5_redes_y_gpu.entrenar_en_dispositivo_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Problema, Ref
from solutions.curso_t5 import entrenar_en_dispositivo


def _train(
    title: str,
    x: Any,
    y: Any,
    w0: Any,
    *numbers: Any,
    delta: float = 0.125,
    problem: str = "regresion_lineal",
    before: tuple[Paso, ...] = (),
    edge: bool = False,
    group: str = "",
) -> Caso:
    """Un entrenamiento con viajes que se cuentan; `numbers` son lr, b y épocas."""
    inputs = {"x": np.asarray(x), "y": np.asarray(y), "w0": np.asarray(w0)}
    return Caso(
        title,
        (
            Problema("p", problem),
            Problema("puente", "puente_contado", {"delta": delta}),
            *before,
            *(Construir(name, value) for name, value in inputs.items()),
            Llamar(
                "resultado",
                (
                    *map(Ref, inputs),
                    Ref("p", "perdida_y_gradiente"),
                    *numbers,
                    Ref("puente", "a_dispositivo"),
                    Ref("puente", "a_memoria"),
                ),
            ),
            Devolver(Ref("resultado"), tuple(inputs)),
        ),
        borde=edge,
        grupo=group,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b, k = int(rng.integers(3, 6)), int(rng.integers(2, 4))
    n = b * k + int(rng.integers(1, b - 1))
    x, y, w0 = rng.normal(size=(n, 3)), rng.normal(size=n), rng.normal(size=3)
    small = (v.astype(np.float32) for v in (x, y, w0))
    steps, (batch, epochs) = numpy_integers(b, 2)
    delta = float(rng.uniform(0.2, 0.6))
    return [
        _train("lote corto", x, y, w0, 0.1, b, 3, delta=delta),
        _train("justo", x[: b * k], y[: b * k], w0, 0.05, b, 2, delta=-delta),
        _train("un lote", x, y, w0, 0.1, n, 3, delta=delta),
        _train("una época", x, y, w0, 0.1, b, 1, delta=delta),
        _train("una llamada", x, y, w0, 0.5, b, 2, problem="numero_de_llamada"),
        _train("sin delta", x, y, w0, 0.1, b, 2, delta=0.0),
        _train("simple", *small, 0.1, b, 2, delta=0.25, edge=True, group=SINGLE),
        _train("de uno en uno", x[:5], y[:5], w0, 0.05, 1, 2, delta=delta, edge=True),
        _train("lote mayor", x[:4], y[:4], w0, 0.1, 9, 2, delta=delta, edge=True),
        _train("ninguna época", x, y, w0, 0.1, b, 0, delta=delta, edge=True),
        _train("de NumPy", x, y, w0, 0.1, batch, epochs, before=steps, delta=delta, edge=True),
        _train("b negativo", x, y, w0, 0.1, -b, 2, edge=True),
        _train("épocas negativas", x, y, w0, 0.1, b, -2, edge=True),
    ]


_X = np.array([[1.0, 0.5], [1.0, -1.0], [1.0, 2.0], [1.0, 0.0], [1.0, 1.5]])
_Y = np.array([1.0, -0.5, 2.0, 0.5, 1.0])
_W = np.array([0.5, -0.25])
INTEGERS, (BATCH, EPOCHS) = numpy_integers(2, 2)

EXERCISE = Exercise(
    id=ID,
    name="entrenar_en_dispositivo",
    reference=entrenar_en_dispositivo,
    points={CellKind.CORRECTNESS: 0.8},
    public_cases=(
        _train(
            "El ejemplo a mano: dos ejemplos, lotes de uno, una época y delta = 1",
            *([[1.0], [2.0]], [1.0, 3.0], [0.0], 0.1, 1, 1),
            delta=1.0,
        ),
        _train("Lotes de 2: el último es corto", _X, _Y, _W, 0.1, 2, 3),
        _train("Un solo lote por época", _X, _Y, _W, 0.1, 5, 4),
        _train("Otro delta", _X, _Y, _W, 0.05, 3, 2, delta=-0.5),
        _train("delta = 0: los pesos de siempre", _X, _Y, _W, 0.1, 2, 2, delta=0.0),
        _train(
            "Una sola llamada a perdida_y_gradiente por actualización",
            *(_X, _Y, _W, 0.5, 2, 2),
            problem="numero_de_llamada",
        ),
        _train(
            "Arreglos de float32",
            *(v.astype(np.float32) for v in (_X, _Y, _W)),
            *(0.1, 2, 2),
            edge=True,
            group=SINGLE,
        ),
        _train("Lotes de 1", _X, _Y, _W, 0.1, 1, 2, edge=True),
        _train("b > n", _X, _Y, _W, 0.1, 8, 2, edge=True),
        _train("0 épocas: los datos van y los pesos vuelven", _X, _Y, _W, 0.1, 2, 0, edge=True),
        _train(
            "b y las épocas son enteros de NumPy",
            *(_X, _Y, _W, 0.1, BATCH, EPOCHS),
            before=INTEGERS,
            edge=True,
        ),
        _train("b = 0: ValueError", _X, _Y, _W, 0.1, 0, 2, edge=True),
        _train("Épocas negativas: ValueError", _X, _Y, _W, 0.1, 2, -1, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=INTACT),
        SINGLE: Comparacion(rtol=1e-4, atol=1e-5, intactas=INTACT),
    },
    variants=VARIANTS,
    accepted=ACCEPTED,
)
