"""t2.iteraciones_por_epoca: cuántos lotes tiene una época."""

from __future__ import annotations

import math

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least, edge, per_epoch, with_numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from solutions.epocas import iteraciones_por_epoca


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b = int(rng.integers(6, 40))
    k = int(rng.integers(3, 50))
    exact, one_more, one_less = b * k, b * k + 1, b * k + b - 1
    small = int(rng.integers(2, b))
    return [
        llamada("múltiplo", exact, b),
        llamada("múltiplo, descartando", exact, b, descartar_ultimo=True),
        llamada("sobra uno", one_more, b),
        llamada("sobra uno, descartando", one_more, b, True),
        llamada("falta uno", one_less, b, descartar_ultimo=False),
        llamada("falta uno, descartando", one_less, b, descartar_ultimo=True),
        edge("b = 1", k, 1, descartar_ultimo=bool(rng.integers(2))),
        edge("b = n", b, b, descartar_ultimo=bool(rng.integers(2))),
        edge("b > n", small, b),
        edge("b > n, descartando", small, b, descartar_ultimo=True),
        edge("un ejemplo", 1, 1),
        with_numpy_integers("de NumPy", one_more, b, dtype="int32"),
        edge("n no válido", -small, b),
        edge("b no válido", exact, -b),
        edge("b no válido, descartando", exact, -b, descartar_ultimo=True),
    ]


def _loop(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    batches = 0
    while n >= b:
        n -= b
        batches += 1
    return batches if descartar_ultimo or n == 0 else batches + 1


def _with_math(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return math.floor(n / b) if descartar_ultimo else math.ceil(n / b)


def _with_range(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return len(range(0, n - b + 1 if descartar_ultimo else n, b))


def _always_floor(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return n // b


def _always_ceil(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return -(-n // b)


def _one_more(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return n // b if descartar_ultimo else n // b + 1


def _rounded(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return n // b if descartar_ultimo else round(n / b)


def _as_float(n: int, b: int, descartar_ultimo: bool = False) -> float:
    at_least(n=(n, 1), b=(b, 1))
    return float(np.floor(n / b) if descartar_ultimo else np.ceil(n / b))


def _flag_reversed(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return per_epoch(n, b, not descartar_ultimo)


def _drops_a_full_batch(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return -(-n // b) - 1 if descartar_ultimo else -(-n // b)


def _at_least_one(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return max(1, per_epoch(n, b, descartar_ultimo))


def _rejects_large_batches(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, max(1, b)), b=(b, 1))
    return per_epoch(n, b, descartar_ultimo)


def _swapped(n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1))
    return per_epoch(b, n, descartar_ultimo)


EXERCISE = Exercise(
    id="t2.iteraciones_por_epoca",
    name="iteraciones_por_epoca",
    reference=iteraciones_por_epoca,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        llamada("La tabla Horas/Nota (9 ejemplos) en lotes de 3", 9, 3),
        llamada("9 ejemplos en lotes de 4: el último lote queda corto", 9, 4),
        llamada("Lo mismo, descartando el lote corto", 9, 4, descartar_ultimo=True),
        llamada("11 ejemplos en lotes de 4: al último solo le falta uno", 11, 4),
        llamada("8 ejemplos en lotes de 4, descartando: no hay lote corto", 8, 4, True),
        llamada("60 000 imágenes en lotes de 32", 60_000, 32),
        edge("El lote es mayor que la muestra", 5, 8),
        edge("El lote es mayor que la muestra y se descarta", 5, 8, descartar_ultimo=True),
        with_numpy_integers("n y b son enteros de NumPy", 9, 4),
        edge("n = 0 no es válido: ValueError", 0, 4),
        edge("b = 0 no es válido: ValueError", 9, 0),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "siempre_suelo",
            _always_floor,
            "Tu función nunca cuenta el último lote cuando queda corto.",
            "Con 9 ejemplos y lotes de 4 sobra un ejemplo: ¿en qué lote va si no se descarta?",
        ),
        Variant(
            "ignora_descartar",
            _always_ceil,
            "Tu función da lo mismo con `descartar_ultimo=True` que sin él.",
            "Cuando se descarta el lote corto solo cuentan los lotes completos: ¿qué redondeo es?",
        ),
        Variant(
            "uno_de_mas",
            _one_more,
            "Tu función cuenta un lote de más cuando la división es exacta.",
            "Prueba con 8 ejemplos y lotes de 4. Sumar 1 solo hace falta si sobran ejemplos.",
        ),
        Variant(
            "redondea",
            _rounded,
            "Tu función redondea al entero más cercano.",
            "Un lote corto cuenta como un lote aunque tenga un solo ejemplo: no importa lo lleno "
            "que esté.",
        ),
        Variant(
            "devuelve_float",
            _as_float,
            "El valor es correcto, pero es un número con decimales (float) y no un entero.",
            "`np.ceil` y `np.floor` devuelven float. Una cuenta de lotes es un `int`.",
        ),
        Variant(
            "descartar_al_reves",
            _flag_reversed,
            "Tu función descarta el lote corto justo cuando no debe, y al revés.",
            "Revisa la condición: `descartar_ultimo=True` es el caso con menos lotes.",
        ),
        Variant(
            "descarta_un_lote_completo",
            _drops_a_full_batch,
            "Con `descartar_ultimo=True` tu función quita un lote aunque todos estén completos.",
            "Si n es múltiplo de b no hay ningún lote corto que descartar.",
        ),
        Variant(
            "minimo_una",
            _at_least_one,
            "Tu función da siempre una iteración como mínimo.",
            "Si el único lote es corto y se descarta, no queda ninguno: son 0.",
        ),
        Variant(
            "rechaza_lotes_grandes",
            _rejects_large_batches,
            "Tu función no admite un lote mayor que la muestra.",
            "No es un error: hay un solo lote, corto, que se usa o se descarta.",
        ),
        Variant(
            "division_al_reves",
            _swapped,
            "Tu función divide b entre n.",
            "¿Cuántas veces cabe un lote en la muestra? Fíjate en el orden de los argumentos.",
        ),
        Variant(
            "sin_validar",
            lambda n, b, descartar_ultimo=False: per_epoch(n, b, descartar_ultimo),
            "Falta rechazar los argumentos imposibles.",
            "Si n o b son menores que 1, la función debe lanzar `ValueError`.",
        ),
    ),
    accepted={"bucle": _loop, "math": _with_math, "range": _with_range},
)
