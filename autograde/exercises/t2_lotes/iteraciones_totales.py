"""t2.iteraciones_totales: actualizaciones de un entrenamiento."""

from __future__ import annotations

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least, edge, per_epoch, with_numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from solutions.epocas import iteraciones_totales


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b = int(rng.integers(6, 40))
    k, epochs = int(rng.integers(3, 50)), int(rng.integers(3, 20))
    short = b * k + int(rng.integers(1, b // 2))
    return [
        llamada("múltiplo", b * k, b, epochs),
        llamada("múltiplo, descartando", b * k, b, epochs, descartar_ultimo=True),
        llamada("lote corto", short, b, epochs),
        llamada("lote corto, descartando", short, b, epochs, True),
        edge("una época", short, b, 1),
        edge("ninguna época", short, b, 0),
        edge("b = n", b, b, epochs),
        edge("b = 1", k, 1, epochs),
        edge("b > n", b - 1, b, epochs),
        edge("b > n, descartando", b - 1, b, epochs, descartar_ultimo=True),
        with_numpy_integers("de NumPy", short, b, epochs),
        edge("épocas no válidas", short, b, -epochs),
        edge("b no válido", short, -b, epochs),
        edge("n no válido", -short, b, epochs),
    ]


def _as_sum(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return sum(per_epoch(n, b, descartar_ultimo) for _ in range(epocas))


def _with_divmod(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    full, rest = divmod(n, b)
    return epocas * (full + (rest > 0 and not descartar_ultimo))


def _one_epoch(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return per_epoch(n, b, descartar_ultimo)


def _joined(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return per_epoch(n * epocas, b, descartar_ultimo)


def _floor(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return epocas * (n // b)


def _ceil(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return epocas * -(-n // b)


def _examples(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return n * epocas


def _float(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> float:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return float(epocas * per_epoch(n, b, descartar_ultimo))


def _rounded(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return epocas * (n // b if descartar_ultimo else round(n / b))


def _one_more_each(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return epocas * (n // b if descartar_ultimo else n // b + 1)


def _drops_one(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    short = descartar_ultimo and n % b > 0 and epocas > 0
    return epocas * -(-n // b) - short


def _flag_reversed(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return epocas * per_epoch(n, b, not descartar_ultimo)


def _epochs_by_size(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return epocas * b


def _floor_of_all(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 0))
    return n * epocas // b


def _not_zero(n: int, b: int, epocas: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), epocas=(epocas, 1))
    return epocas * per_epoch(n, b, descartar_ultimo)


EXERCISE = Exercise(
    id="t2.iteraciones_totales",
    name="iteraciones_totales",
    carries=("t2.iteraciones_por_epoca",),
    reference=iteraciones_totales,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        llamada("8 ejemplos, lotes de 2, 3 épocas", 8, 2, 3),
        llamada("8 ejemplos, lotes de 2, 2 épocas", 8, 2, 2),
        llamada("8 ejemplos, lotes de 4, 3 épocas", 8, 4, 3),
        llamada("9 ejemplos, lotes de 4, 5 épocas: un lote corto en cada época", 9, 4, 5),
        llamada("Lo mismo, descartando los lotes cortos", 9, 4, 5, descartar_ultimo=True),
        llamada("11 ejemplos, lotes de 4, 2 épocas: al lote corto solo le falta uno", 11, 4, 2),
        edge("Ninguna época", 9, 4, 0),
        edge("Lote mayor que la muestra, descartando", 5, 8, 3, descartar_ultimo=True),
        with_numpy_integers("Los argumentos son enteros de NumPy", 8, 2, 3),
        edge("Un número negativo de épocas: ValueError", 8, 2, -1),
        edge("b = 0: ValueError", 8, 0, 3),
        edge("n = 0: ValueError", 0, 2, 3),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "olvida_las_epocas",
            _one_epoch,
            "Tu función da las iteraciones de una sola época.",
            "Cada época vuelve a recorrer toda la muestra: ¿cuántas veces se repite?",
        ),
        Variant(
            "junta_las_epocas",
            _joined,
            "Tu función parte en lotes todos los ejemplos de todas las épocas de una vez.",
            "Un lote no se reparte entre dos épocas: al acabar cada una se empieza otra vez. "
            "Redondea antes de multiplicar.",
            others=(_floor_of_all,),
        ),
        Variant(
            "siempre_suelo",
            _floor,
            "Tu función nunca cuenta el lote corto de cada época.",
            "Con 9 ejemplos y lotes de 4 hay tres actualizaciones por época, no dos.",
        ),
        Variant(
            "ignora_descartar",
            _ceil,
            "Tu función da lo mismo con `descartar_ultimo=True` que sin él.",
            "¿Le pasas `descartar_ultimo` a la cuenta de cada época?",
        ),
        Variant(
            "redondea",
            _rounded,
            "Tu función redondea los lotes de cada época al entero más cercano.",
            "Un lote corto cuenta como un lote aunque tenga un solo ejemplo.",
        ),
        Variant(
            "uno_de_mas_por_epoca",
            _one_more_each,
            "Tu función cuenta un lote de más en cada época cuando la división es exacta.",
            "Prueba con 8 ejemplos y lotes de 4. Sumar 1 solo hace falta si sobran ejemplos.",
        ),
        Variant(
            "descarta_uno_en_total",
            _drops_one,
            "Descartas un solo lote corto en todo el entrenamiento.",
            "En cada época queda un lote corto: se descarta uno por época.",
        ),
        Variant(
            "descartar_al_reves",
            _flag_reversed,
            "Tu función descarta el lote corto justo cuando no debe, y al revés.",
            "Revisa la condición: `descartar_ultimo=True` es el caso con menos lotes.",
        ),
        Variant(
            "epocas_por_lotes",
            _epochs_by_size,
            "Tu función multiplica las épocas por el tamaño del lote.",
            "Lo que se repite en cada época son los lotes: ¿cuántos hay?",
        ),
        Variant(
            "cuenta_ejemplos",
            _examples,
            "Tu función cuenta ejemplos vistos, no actualizaciones.",
            "Hay una actualización por lote, no una por ejemplo.",
        ),
        Variant(
            "devuelve_float",
            _float,
            "El valor es correcto, pero es un número con decimales (float) y no un entero.",
            "Usa la división entera o convierte el resultado: una cuenta es un `int`.",
        ),
        Variant(
            "rechaza_cero_epocas",
            _not_zero,
            "Tu función no admite 0 épocas.",
            "Con 0 épocas no se entrena: hay 0 iteraciones, y no es un error.",
        ),
        Variant(
            "sin_validar",
            lambda n, b, epocas, descartar_ultimo=False: epocas * per_epoch(n, b, descartar_ultimo),
            "Falta rechazar los argumentos imposibles.",
            "`n` y `b` han de ser 1 o más, y `epocas` 0 o más; si no, `ValueError`.",
        ),
    ),
    accepted={"suma": _as_sum, "divmod": _with_divmod},
)
