"""t2.entrenar_sgd: el bucle de entrenamiento por lotes."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.rules import variants
from autograde.exercises.t2_lotes.cases import HORAS, NOTA, numpy_integer
from autograde.exercises.t2_lotes.entrenar_sgd_desorden import INTACT, RULES
from autograde.exercises.t2_lotes.entrenar_sgd_variantes import ACCEPTED, VARIANTS
from autograde.exercises.t2_lotes.shuffling import MANY, RANDOM, TWELVE, comparisons, many_calls
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Problema, Ref, Rng, Tomar
from solutions.lotes import entrenar_sgd

ID = "t2.entrenar_sgd"
Array = np.ndarray
#: grupo de los casos en float32
SINGLE = "simple"
LOSS = Ref("p", "perdida_y_gradiente")
MAKE_TWO, TWO = numpy_integer(2)


def _train(
    title: str,
    w0: Array,
    x: Array,
    y: Array,
    *numbers: Any,
    problem: str = "regresion_lineal",
    before: tuple[Paso, ...] = (),
    edge: bool = False,
    group: str = "",
    **kwargs: Any,
) -> Caso:
    """Entrena sin desordenar; `numbers` son `lr`, `b` y `epocas`."""
    return Caso(
        title,
        (
            Problema("p", problem),
            *before,
            *(Construir(name, value) for name, value in (("w0", w0), ("x", x), ("y", y))),
            Llamar("resultado", (LOSS, Ref("w0"), Ref("x"), Ref("y"), *numbers), kwargs),
            Devolver(Ref("resultado"), ("w0", "x", "y")),
        ),
        borde=edge,
        grupo=group,
    )


def _each_example_once(title: str, n: int, b: int, seed: int) -> Caso:
    """Desordenando: el w final no depende del orden, sino de cuántas veces se usó cada uno."""
    return Caso(
        title,
        (
            Problema("p", "fichas"),
            Construir("w0", np.zeros(n)),
            Construir("x", np.arange(float(n))),
            Construir("y", np.arange(float(n))),
            Llamar("resultado", (LOSS, Ref("w0"), Ref("x"), Ref("y"), 0.5, b, 2, Rng(seed))),
            Tomar("w", "resultado", 1),
            Devolver(Ref("w"), ("w0", "x", "y")),
        ),
    )


def _orders(title: str, n: int, seed: int, epochs: int = 3) -> Caso:
    """Épocas de un ejemplo por lote: cada pérdida dice qué ejemplo se usó."""

    def shuffled(name: str, rng: Rng) -> tuple[Paso, ...]:
        numbers = {"lr": 1.0, "b": 1, "epocas": epochs, "rng": rng}
        return (Llamar(name, (LOSS, Ref("w0"), Ref("x"), Ref("y")), numbers),)

    numbered = np.arange(float(n))
    inputs = {"w0": np.zeros(n), "x": numbered, "y": numbered}
    case = many_calls(title, inputs, shuffled, seed, calls=16)
    return Caso(case.titulo, (Problema("p", "fichas"), *case.pasos), grupo=RANDOM)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b, k = int(rng.integers(4, 8)), int(rng.integers(2, 5))
    n = b * k + int(rng.integers(1, b - 1))
    x = np.column_stack([np.ones(n), rng.normal(size=(n, 2))])
    y, w0 = rng.normal(size=n), rng.normal(size=3)
    single = (w0.astype(np.float32), x.astype(np.float32), y.astype(np.float32))
    seed = int(rng.integers(2**60))
    return [
        _train("lote corto", w0, x, y, 0.1, b, 3),
        _train("múltiplo", w0, x[: b * k], y[: b * k], 0.05, b, 2, rng=None),
        _train("descenso completo", w0, x, y, 0.1, n, 5),
        _train("datos enteros", np.zeros(1), np.arange(n)[:, None], np.arange(n), 1e-3, b, 2),
        _each_example_once("cada uno una vez", n, b, seed),
        _orders("órdenes", int(rng.integers(4, 6)), seed),
        _orders("muchos órdenes", TWELVE, seed + 999, epochs=MANY // 16),
        _train("simple precisión", *single, 0.1, b, 2, edge=True, group=SINGLE),
        _train("una llamada", w0, x, y, 0.5, b, 2, problem="numero_de_llamada", edge=True),
        _train("b = 1", w0, x[:5], y[:5], 0.05, 1, 2, edge=True),
        _train("b > n", w0, x[:3], y[:3], 0.1, b, 3, edge=True),
        _train("ninguna época", w0, x, y, 0.1, b, 0, edge=True),
        _train("enteros de NumPy", w0, x, y, 0.1, b, TWO, before=(MAKE_TWO,), edge=True),
        _train("b negativo", w0, x, y, 0.1, -b, 2, edge=True),
        _train("épocas negativas", w0, x, y, 0.1, b, -2, edge=True),
    ]


#: Horas/Nota con la columna de unos, y las horas entre diez para que lr = 0.1 no diverja
TABLE = np.column_stack([np.ones(9), HORAS / 10])
ZERO = np.zeros(2)

EXERCISE = Exercise(
    id=ID,
    name="entrenar_sgd",
    carries=(
        "t2.partir_en_lotes",
        "t2.desordenar_ejemplos",
        "t2.generar_lotes",
    ),
    reference=entrenar_sgd,
    points={CellKind.CORRECTNESS: 1.25},
    public_cases=(
        _train("Horas/Nota, b = n: el descenso de la tarea 1", ZERO, TABLE, NOTA, 0.1, 9, 4),
        _train("Horas/Nota, lotes de 3, dos épocas", ZERO, TABLE, NOTA, 0.1, 3, 2),
        _train("Horas/Nota, lotes de 4: el último es corto", ZERO, TABLE, NOTA, 0.1, 4, 2),
        _train("Se empieza en otro w0", np.array([3.0, -1.0]), TABLE, NOTA, 0.05, 3, 1, rng=None),
        _each_example_once("Con rng, en cada época cada ejemplo se usa una vez", 7, 2, 6000),
        _orders("Con rng y muchas semillas, cada época va en otro orden", 5, 6000),
        _train(
            "Una sola llamada a perdida_y_gradiente por actualización",
            *(ZERO, TABLE, NOTA, 0.1, 3, 2),
            problem="numero_de_llamada",
            edge=True,
        ),
        _train("b = 1", ZERO, TABLE[:4], NOTA[:4], 0.1, 1, 2, edge=True),
        _train("b > n: un lote por época", ZERO, TABLE, NOTA, 0.1, 32, 3, edge=True),
        _train("0 épocas: w0 y ninguna pérdida", ZERO, TABLE, NOTA, 0.1, 3, 0, edge=True),
        _train(
            "El número de épocas es un entero de NumPy",
            *(ZERO, TABLE, NOTA, 0.1, 4, TWO),
            before=(MAKE_TWO,),
            edge=True,
        ),
        _train("b = 0: ValueError", ZERO, TABLE, NOTA, 0.1, 0, 2, edge=True),
        _train("b negativo: ValueError", ZERO, TABLE, NOTA, 0.1, -3, 2, edge=True),
        _train("Épocas negativas: ValueError", ZERO, TABLE, NOTA, 0.1, 3, -1, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(intactas=INTACT.finding(ID)),
        SINGLE: Comparacion(rtol=1e-4, atol=1e-5, intactas=INTACT.finding(ID)),
        **comparisons(ID, "entrenamiento", RULES, INTACT),
    },
    variants=(*VARIANTS, *variants((INTACT, *RULES))),
    accepted=ACCEPTED,
)
