"""t2.epocas_necesarias: el menor número de épocas."""

from __future__ import annotations

import math

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least, edge, per_epoch, with_numpy_integers
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from solutions.epocas import epocas_necesarias


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b = int(rng.integers(6, 40))
    k, epochs = int(rng.integers(6, 50)), int(rng.integers(3, 20))
    n = b * k + int(rng.integers(1, b // 2))
    return [
        llamada("justas", epochs * (k + 1), n, b),
        llamada("una más", epochs * (k + 1) + 1, n, b),
        llamada("una menos", epochs * (k + 1) - 1, n, b),
        llamada("justas, descartando", epochs * k, n, b, descartar_ultimo=True),
        llamada("una más, descartando", epochs * k + 1, n, b, True),
        llamada("múltiplo", epochs * k, b * k, b),
        edge("menos de una época", 1, n, b),
        edge("ninguna iteración", 0, n, b),
        edge("ninguna iteración, descartando", 0, n, b, descartar_ultimo=True),
        edge("ninguna, aunque sea imposible", 0, b - 1, b, descartar_ultimo=True),
        edge("b = 1", epochs, k, 1),
        edge("b = n", epochs, b, b),
        edge("b > n", epochs, b - 1, b),
        edge("imposible", epochs, b - 1, b, descartar_ultimo=True),
        with_numpy_integers("de NumPy", epochs * (k + 1) + 1, n, b),
        edge("iteraciones no válidas", -1, n, b),
        edge("b no válido", epochs, n, -b),
        edge("n no válido", epochs, -n, b),
    ]


def _loop(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), iteraciones=(iteraciones, 0))
    updates, epochs, done = per_epoch(n, b, descartar_ultimo), 0, 0
    if iteraciones > 0 and updates == 0:
        raise ValueError("imposible")
    while done < iteraciones:
        done += updates
        epochs += 1
    return epochs


def _math(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), iteraciones=(iteraciones, 0))
    if iteraciones == 0:
        return 0
    updates = n // b if descartar_ultimo else math.ceil(n / b)
    if not updates:
        raise ValueError("imposible")
    return math.ceil(iteraciones / updates)


def _guarded(iteraciones: int, n: int, b: int, drop: bool) -> int:
    """Valida como se pide y da las iteraciones por época (ValueError si es imposible)."""
    at_least(n=(n, 1), b=(b, 1), iteraciones=(iteraciones, 0))
    updates = per_epoch(n, b, drop)
    if iteraciones and not updates:
        raise ValueError("imposible")
    return updates or 1


def _floor(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    return iteraciones // _guarded(iteraciones, n, b, descartar_ultimo)


def _rounded(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    return round(iteraciones / _guarded(iteraciones, n, b, descartar_ultimo))


def _one_more(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    updates = _guarded(iteraciones, n, b, descartar_ultimo)
    return iteraciones // updates + 1 if iteraciones else 0


def _by_examples(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    _guarded(iteraciones, n, b, descartar_ultimo)
    return -(-iteraciones * b // n)


def _no_drop(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    return -(-iteraciones // _guarded(iteraciones, n, b, False))


def _float(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> float:
    return float(np.ceil(iteraciones / _guarded(iteraciones, n, b, descartar_ultimo)))


def _at_least_one(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    return max(1, -(-iteraciones // _guarded(iteraciones, n, b, descartar_ultimo)))


def _impossible_is_zero(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    at_least(n=(n, 1), b=(b, 1), iteraciones=(iteraciones, 0))
    updates = per_epoch(n, b, descartar_ultimo)
    return -(-iteraciones // updates) if updates else 0


def _raises_for_none(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    if per_epoch(n, max(b, 1), descartar_ultimo) == 0:
        raise ValueError("imposible")
    return epocas_necesarias(iteraciones, n, b, descartar_ultimo)


def _unchecked(iteraciones: int, n: int, b: int, descartar_ultimo: bool = False) -> int:
    return -(-iteraciones // per_epoch(n, b, descartar_ultimo)) if iteraciones else 0


EXERCISE = Exercise(
    id="t2.epocas_necesarias",
    name="epocas_necesarias",
    carries=(
        "t2.iteraciones_por_epoca",
        "t2.iteraciones_totales",
    ),
    reference=epocas_necesarias,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        llamada("12 iteraciones, 8 ejemplos, lotes de 2", 12, 8, 2),
        llamada("13 iteraciones: hace falta empezar otra época", 13, 8, 2),
        llamada("15 iteraciones: a la cuarta época solo le sobra una", 15, 8, 2),
        llamada("10 iteraciones, 9 ejemplos, lotes de 4", 10, 9, 4),
        llamada("Lo mismo, descartando el lote corto", 10, 9, 4, descartar_ultimo=True),
        llamada("100 000 iteraciones sobre 60 000 imágenes en lotes de 32", 100_000, 60_000, 32),
        edge("Ninguna iteración", 0, 9, 4),
        edge("Ninguna iteración, aunque hacer alguna sea imposible", 0, 5, 8, True),
        edge("El lote no cabe, pero no se descarta", 3, 5, 8),
        edge("El lote no cabe y se descarta: imposible, ValueError", 3, 5, 8, True),
        with_numpy_integers("Los argumentos son enteros de NumPy", 13, 8, 2),
        edge("Iteraciones negativas: ValueError", -5, 8, 2),
        edge("b = 0: ValueError", 12, 8, 0),
        edge("n = 0: ValueError", 12, 0, 2),
    ),
    hidden_cases=_hidden,
    variants=(
        Variant(
            "siempre_suelo",
            _floor,
            "Con tu respuesta no se llega a las iteraciones pedidas.",
            "Si después de las épocas completas faltan actualizaciones, hay que empezar otra.",
        ),
        Variant(
            "redondea",
            _rounded,
            "Tu función redondea al entero más cercano.",
            "Aunque de la última época haga falta una sola actualización, hay que empezarla.",
        ),
        Variant(
            "una_de_mas",
            _one_more,
            "Cuando las épocas cuadran justo, tu función da una de más.",
            "Se pide el menor número de épocas: prueba con 12 iteraciones a 4 por época.",
        ),
        Variant(
            "cuenta_por_ejemplos",
            _by_examples,
            "Tu función divide los ejemplos vistos entre n, como si todos los lotes fueran "
            "completos y ninguno se descartara.",
            "Calcula primero las iteraciones de una época, con su redondeo, y después divide.",
        ),
        Variant(
            "ignora_descartar",
            _no_drop,
            "Tu función no tiene en cuenta `descartar_ultimo`.",
            "Al descartar el lote corto cada época da menos iteraciones: harán falta más épocas.",
        ),
        Variant(
            "devuelve_float",
            _float,
            "El valor es correcto, pero es un número con decimales (float) y no un entero.",
            "`np.ceil` devuelve float. Un número de épocas es un `int`.",
        ),
        Variant(
            "minimo_una",
            _at_least_one,
            "Tu función da al menos una época, incluso si no se pide ninguna iteración.",
            "Para 0 iteraciones no hace falta ninguna época.",
        ),
        Variant(
            "lanza_sin_pedir_ninguna",
            _raises_for_none,
            "Tu función lanza una excepción aunque no se pida ninguna iteración.",
            "Para 0 iteraciones hacen falta 0 épocas, también cuando no se podría hacer ninguna: "
            "mira las iteraciones antes que los lotes.",
        ),
        Variant(
            "imposible_da_cero",
            _impossible_is_zero,
            "Cuando ninguna cantidad de épocas basta, tu función devuelve un número.",
            "Si en una época no hay ninguna actualización, pedir alguna es imposible: "
            "lanza `ValueError`.",
        ),
        Variant(
            "sin_validar",
            _unchecked,
            "Falta rechazar los argumentos imposibles.",
            "n y b han de ser 1 o más, iteraciones 0 o más, y una época sin lotes no sirve; "
            "si no, `ValueError`.",
        ),
    ),
    accepted={"bucle": _loop, "math": _math},
)
