"""t1.coste_computacional: operaciones de un entrenamiento."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import at_least, edge, with_numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from solutions.descenso import coste_computacional

ID = "t1.coste_computacional"


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, p = int(rng.integers(500, 10_000)), int(rng.integers(3, 200))
    steps, b = int(rng.integers(2, 900)), int(rng.integers(2, 300))
    return [
        llamada("toda la muestra", n, p, steps),
        llamada("por lotes", n, p, steps, b),
        llamada("por lotes, con nombre", n, p, steps, b=b + 1),
        llamada("b = None", n, p, steps, b=None),
        edge("b = 1", n, p, steps, b=1),
        edge("b = n", n, p, steps, n),
        edge("ninguna iteración", n, p, 0),
        edge("ninguna iteración, por lotes", n, p, 0, b),
        edge("un parámetro", n, 1, steps),
        edge("un ejemplo", 1, p, steps),
        edge("enormes", n * 10**9, p * 10**9, steps * 10**6),
        with_numpy_integers("de NumPy", n, p, steps, b),
        with_numpy_integers("de NumPy, enormes", n * 10**6, p * 10**6, steps * 10**6),
        with_numpy_integers(
            "de NumPy, enormes y por lotes", n, p * 10**8, steps * 10**6, b * 10**5
        ),
        edge("n no válido", 0, p, steps),
        edge("p no válido", n, -p, steps),
        edge("b no válido", n, p, steps, b=0),
        edge("iteraciones no válidas", n, p, -1),
    ]


def _checked(n: int, p: int, iteraciones: int, b: int | None) -> int:
    """Valida como se pide y da los ejemplos de cada iteración."""
    at_least(n=(n, 1), p=(p, 1), iteraciones=(iteraciones, 0), b=(1 if b is None else b, 1))
    return n if b is None else b


def _product(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    examples = _checked(n, p, iteraciones, b)
    return int(np.prod([iteraciones, examples, p], dtype=object))


def _two_branches(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    _checked(n, p, iteraciones, b)
    if b is not None:
        return int(iteraciones) * int(b) * int(p)
    return int(iteraciones) * int(n) * int(p)


def _cost(formula: Callable[[int, int, int, int, int | None], Any]) -> Any:
    """Valida como se pide y aplica `formula(n, p, iteraciones, ejemplos, b)`."""

    def coste_computacional(n: int, p: int, iteraciones: int, b: int | None = None) -> Any:
        examples = _checked(n, p, iteraciones, b)
        return formula(n, p, iteraciones, examples, b)

    return coste_computacional


def _zero_is_none(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    return coste_computacional(n, p, iteraciones, b or n)


def _rejects_zero(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    at_least(iteraciones=(iteraciones, 1))
    return coste_computacional(n, p, iteraciones, b)


def _in_numpy(n: int, p: int, iteraciones: int, b: int | None = None) -> Any:
    """Tal como vienen: con enteros de Python es exacto, y con los de NumPy da la vuelta."""
    with np.errstate(over="ignore"):
        return iteraciones * _checked(n, p, iteraciones, b) * p


def _in_64_bits(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    examples = _checked(n, p, iteraciones, b)
    return int(np.prod(np.array([iteraciones, examples, p], dtype=np.int64)))


def _unchecked(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    return iteraciones * (n if b is None else b) * p


EXERCISE = Exercise(
    id=ID,
    name="coste_computacional",
    reference=coste_computacional,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        llamada("Horas/Nota, 1 000 iteraciones", 9, 2, 1000),
        llamada("100 000 ejemplos, 50 parámetros, 1 000 iteraciones", 100_000, 50, 1000),
        llamada("Lo mismo, mirando solo 32 ejemplos por iteración", 100_000, 50, 1000, b=32),
        llamada("60 000 imágenes, una red pequeña", 60_000, 7850, 200),
        llamada("La misma red, de 128 en 128", 60_000, 7850, 200, 128),
        edge("b = 1: un ejemplo por iteración", 9, 2, 1000, b=1),
        edge("0 iteraciones", 9, 2, 0),
        edge(
            "Un modelo de lenguaje: el número no cabe en 64 bits", 10**12, 7 * 10**9, 10**6, 10**6
        ),
        with_numpy_integers("Los argumentos son enteros de NumPy", 9, 2, 1000, 3),
        with_numpy_integers(
            "Enteros de NumPy cuyo producto no cabe en 64 bits", 10**9, 10**8, 10**6, 10**7
        ),
        edge("n = 0: ValueError", 0, 2, 10),
        edge("p = 0: ValueError", 9, 0, 10),
        edge("b = 0: ValueError", 9, 2, 10, b=0),
        edge("Iteraciones negativas: ValueError", 9, 2, -10),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "ignora_b",
            _cost(lambda n, p, iterations, examples, b: iterations * n * p),
            "Tu función no tiene en cuenta `b`.",
            "Si se da `b`, cada iteración mira solo `b` ejemplos, no los `n`.",
        ),
        Variant(
            "b_multiplica",
            _cost(lambda n, p, iterations, examples, b: iterations * n * p * (b or 1)),
            "Con lotes, tu coste es n veces mayor de lo que debe ser.",
            "`b` sustituye a `n`: son los ejemplos que mira cada iteración.",
        ),
        Variant(
            "por_epocas",
            _cost(
                lambda n, p, iterations, examples, b: (
                    iterations * -(-n // examples) * b * p if b else iterations * n * p
                )
            ),
            "Con lotes, cuentas épocas enteras y no iteraciones.",
            "Cada iteración es una sola actualización, con un solo lote.",
        ),
        Variant(
            "suma_la_actualizacion",
            _cost(lambda n, p, iterations, examples, b: iterations * (examples * p + p)),
            "Sumas también las p operaciones de actualizar los parámetros.",
            "Es verdad que se hacen, pero al lado de las de la derivada no cuentan: la fórmula del "
            "enunciado las deja fuera.",
        ),
        Variant(
            "sin_parametros",
            _cost(lambda n, p, iterations, examples, b: iterations * examples),
            "En tu coste no intervienen los parámetros.",
            "Cada ejemplo aporta algo a la derivada de **cada** parámetro.",
        ),
        Variant(
            "sin_iteraciones",
            _cost(lambda n, p, iterations, examples, b: examples * p),
            "Das el coste de una sola iteración.",
            "El entrenamiento entero las repite todas.",
        ),
        Variant(
            "suma_n_y_p",
            _cost(lambda n, p, iterations, examples, b: iterations * (examples + p)),
            "Sumas ejemplos y parámetros en vez de multiplicarlos.",
            "Por cada ejemplo hay que calcular una derivada para cada parámetro.",
        ),
        Variant(
            "devuelve_float",
            _cost(
                lambda n, p, iterations, examples, b: float(
                    int(iterations) * int(examples) * int(p)
                )
            ),
            "El valor es correcto, pero es un número con decimales (float) y no un entero.",
            "Multiplicar enteros da un entero. ¿Hay un `/`, un `1e3` o un `float` de más?",
        ),
        Variant(
            "desborda",
            _in_64_bits,
            "Cuando el resultado es enorme, tu número da la vuelta y sale cualquier cosa.",
            "Los enteros de NumPy tienen 64 bits; los de Python, los que hagan falta. Multiplica "
            "con `*` enteros de Python, `int(n)`.",
            others=(_in_numpy,),
        ),
        Variant(
            "rechaza_cero",
            _rejects_zero,
            "Tu función no admite 0 iteraciones.",
            "Con 0 iteraciones el coste es 0, y no es un error.",
        ),
        Variant(
            "cero_es_none",
            _zero_is_none,
            "Con b = 0 tu función hace como si no se hubiera dado `b`.",
            "En Python 0 cuenta como falso: escribe `if b is None`, no `if not b` ni `b or n`.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los argumentos imposibles.",
            "`n`, `p` y `b` han de ser 1 o más, e `iteraciones` 0 o más; si no, `ValueError`.",
        ),
    ),
    accepted={"producto": _product, "dos ramas": _two_branches},
)
