"""t5.entrenar_red: una regresión softmax entrenada por lotes, con imágenes de verdad."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t5_redes_y_gpu.cases import SINGLE, Array, numpy_integers
from autograde.exercises.t5_redes_y_gpu.entrenar_red_desorden import INTACT, RANDOM, RULES, compared
from autograde.exercises.t5_redes_y_gpu.entrenar_red_variantes import ACCEPTED, VARIANTS
from autograde.exercises.t5_redes_y_gpu.measured import TRAINING
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import (
    Caso,
    Construir,
    Devolver,
    Llamar,
    Paso,
    Problema,
    Ref,
    Rng,
    Tomar,
)
from solutions.curso_t5 import entrenar_red

ID = "t5.entrenar_red"
SEED = 50_000
#: entrenamientos con semillas distintas con que se mira el orden, y cuántas se repiten
CALLS, REPEATED = 36, 3
#: imágenes, tasa, tamaño de lote y épocas con que se mira si aprende
IMAGES = (1500, 0.1, 16, 3)


def _train(
    title: str,
    X: Any,
    y: Any,
    *numbers: Any,
    before: tuple[Paso, ...] = (),
    seed: int = SEED,
    edge: bool = False,
    **kwargs: Any,
) -> Caso:
    """Un entrenamiento cuyo resultado no depende del orden; `numbers`: lr, tamaño y épocas."""
    return Caso(
        title,
        (
            *before,
            Construir("X", np.asarray(X)),
            Construir("y", np.asarray(y)),
            Llamar("resultado", (Ref("X"), Ref("y"), *numbers, Rng(seed)), kwargs),
            Devolver(Ref("resultado"), ("X", "y")),
        ),
        borde=edge,
    )


def _weights(title: str, X: Array, y: Any, *numbers: Any, **kwargs: Any) -> Caso:
    """De un entrenamiento con datos en float32, los pesos, que también lo son."""
    return Caso(
        title,
        (
            Construir("X", X.astype(np.float32)),
            Construir("y", np.asarray(y)),
            Llamar("resultado", (Ref("X"), Ref("y"), *numbers, Rng(SEED)), kwargs),
            Tomar("pesos", "resultado", 2),
            Devolver(Ref("pesos"), ("X", "y")),
        ),
        borde=True,
        grupo=SINGLE,
    )


def _orders(title: str, y: Any, seed: int) -> Caso:
    """Muchas semillas con tres ejemplos, y un entrenamiento con imágenes."""
    seeds = [*range(seed, seed + CALLS), *range(seed, seed + REPEATED)]
    names = [f"r{i}" for i in range(len(seeds))]
    n, lr, batch, epochs = IMAGES
    images = (Ref("ropa", "x"), Ref("ropa", "y"), lr, batch, epochs, Rng(seed))
    return Caso(
        title,
        (
            Construir("X", np.eye(3)),
            Construir("y", np.asarray(y)),
            *(
                Llamar(name, (Ref("X"), Ref("y"), 1.0, 1, 2, Rng(s)), {"clases": 3})
                for name, s in zip(names, seeds, strict=True)
            ),
            Problema("ropa", "ropa_reducida", {"n": n}),
            Llamar("con_imagenes", images),
            Devolver(([Ref(name) for name in names], Ref("con_imagenes")), ("X", "y")),
        ),
        limite_s=20.0,
        grupo=RANDOM,
    )


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, p = int(rng.integers(9, 14)), int(rng.integers(3, 6))
    X, y = rng.normal(size=(n, p)), rng.permutation(np.resize(np.arange(4), n))
    same, label = np.tile(rng.normal(size=p), (n, 1)), np.full(n, int(rng.integers(4)))
    seed = int(rng.integers(2**60))
    steps, (batch, epochs) = numpy_integers(64, 2)
    return [
        _train("un lote", X, y, 0.5, n, 4, seed=seed, clases=4),
        _train("un lote, más clases", X, y, 0.3, n + 3, 3, seed=seed, clases=6),
        _train("iguales, lote corto", same, label, 0.2, n // 2 + 1, 3, seed=seed, clases=4),
        _train("iguales, de uno en uno", same, label, 0.1, 1, 2, seed=seed, clases=4),
        _train("diez clases", X, y, 0.5, n, 2, seed=seed),
        _orders("órdenes", rng.permutation(3), seed),
        _weights("float32", X, y, 0.5, n, 2, clases=4),
        _train("logitos grandes", 100 * X, y, 50.0, n, 3, clases=4, edge=True),
        _train("un ejemplo", X[:1], y[:1], 0.5, 4, 3, clases=4, edge=True),
        _train("ninguna época", X, y, 0.5, 4, 0, clases=4, edge=True),
        _train("de NumPy", X, y, 0.5, batch, epochs, before=steps, clases=4, edge=True),
        _train("tamaño negativo", X, y, 0.5, -3, 2, clases=4, edge=True),
        _train("épocas negativas", X, y, 0.5, 3, -2, clases=4, edge=True),
    ]


#: el ejemplo hecho a mano: dos ejemplos, una entrada y dos clases, en un solo lote
WORKED_X, WORKED_Y = np.array([[1.0], [-1.0]]), np.array([0, 1])
FOUR = np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5], [-1.0, 1.0]])
CLASSES = np.array([2, 0, 1, 1])
SAME = np.tile([1.0, -0.5], (5, 1))
INTEGERS, (BATCH, EPOCHS) = numpy_integers(8, 2)

EXERCISE = Exercise(
    id=ID,
    name="entrenar_red",
    reference=entrenar_red,
    points={CellKind.CORRECTNESS: 1.2, CellKind.SPEED: 0.3},
    public_cases=(
        _train("El ejemplo a mano: un lote, dos épocas", WORKED_X, WORKED_Y, 1.0, 2, 2, clases=2),
        _train("Cuatro ejemplos en un lote, tres épocas", FOUR, CLASSES, 0.5, 4, 3, clases=3),
        _train("Más clases de las que aparecen en y", FOUR, CLASSES, 0.5, 4, 2, clases=5),
        _train("Sin decir cuántas clases: diez", FOUR, CLASSES, 0.5, 4, 2),
        _train(
            "Cinco ejemplos iguales en lotes de 2: el último es corto",
            *(SAME, [1] * 5, 0.5, 2, 3),
            clases=3,
        ),
        _train("Cinco ejemplos iguales, de uno en uno", SAME, [1] * 5, 0.25, 1, 2, clases=3),
        _orders(
            "Con muchas semillas, cada época va en otro orden; y con 1 500 imágenes, aprende",
            *([2, 0, 1], SEED),
        ),
        _weights("Con X en float32, W y b son float32", FOUR, CLASSES, 0.5, 4, 2, clases=3),
        _train("Logitos grandes", 100 * FOUR, CLASSES, 50.0, 4, 3, clases=3, edge=True),
        _train("Un lote mayor que la muestra", FOUR, CLASSES, 0.5, 32, 2, clases=3, edge=True),
        _train("0 épocas: ceros y ninguna pérdida", FOUR, CLASSES, 0.5, 2, 0, clases=3, edge=True),
        _train(
            "El tamaño y las épocas son enteros de NumPy",
            *(FOUR, CLASSES, 0.5, BATCH, EPOCHS),
            before=INTEGERS,
            clases=3,
            edge=True,
        ),
        _train("Lotes de 0: ValueError", FOUR, CLASSES, 0.5, 0, 2, clases=3, edge=True),
        _train("Épocas negativas: ValueError", FOUR, CLASSES, 0.5, 2, -1, clases=3, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=INTACT.finding(ID)),
        SINGLE: Comparacion(rtol=1e-4, atol=1e-5, dtype=True, intactas=INTACT.finding(ID)),
        RANDOM: compared(ID, REPEATED),
    },
    variants=(*VARIANTS, *(rule.variant() for rule in (INTACT, *RULES) if rule.build is not None)),
    accepted=ACCEPTED,
    speed=TRAINING,
)
