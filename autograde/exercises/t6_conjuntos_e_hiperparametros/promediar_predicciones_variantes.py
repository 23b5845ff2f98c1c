"""t6.promediar_predicciones: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo

ID = "t6.promediar_predicciones"
Array = Any
Predictions = Sequence[Array]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia alguna de las predicciones que recibe.",
    "`suma = predicciones[0]` no copia nada: después, `suma += …` escribe en la predicción del "
    "primer modelo. Empieza con una copia, o escribe `suma = suma + …`.",
)


def _check(predicciones: Predictions) -> None:
    if len(predicciones) == 0:
        raise ValueError("ninguna predicción")
    if len({tuple(p.shape) for p in predicciones}) > 1:
        raise ValueError("formas distintas")


# --- correctas, escritas de otra manera ------------------------------------------------------


def _stacked(predicciones: Predictions) -> Array:
    _check(predicciones)
    return np.mean(np.stack(predicciones), axis=0)


def _running_mean(predicciones: Predictions) -> Array:
    _check(predicciones)
    media = predicciones[0] * 1.0
    for i, prediccion in enumerate(predicciones[1:], 2):
        media = media + (prediccion - media) / i
    return media


def _in_place_on_a_copy(predicciones: Predictions) -> Array:
    _check(predicciones)
    suma = predicciones[0] * 0.0
    for prediccion in predicciones:
        suma += prediccion
    suma /= len(predicciones)
    return suma


def _weights(predicciones: Predictions) -> Array:
    _check(predicciones)
    partes = [prediccion * (1 / len(predicciones)) for prediccion in predicciones]
    return reduce(lambda a, b: a + b, partes)


def _element_by_element(predicciones: Predictions) -> Array:
    _check(predicciones)
    media = np.zeros_like(predicciones[0] * 1.0)
    for donde in np.ndindex(*predicciones[0].shape):
        for prediccion in predicciones:
            media[donde] += prediccion[donde] / len(predicciones)
    return media


ACCEPTED = {
    "apilar": _stacked,
    "media sobre la marcha": _running_mean,
    "en su propia copia": _in_place_on_a_copy,
    "pesos iguales": _weights,
    "bucle por elementos": _element_by_element,
}


# --- equivocadas -----------------------------------------------------------------------------


def _joined(join: Callable[[Predictions], Any]) -> Any:
    """Lo que da `join` con unas predicciones que sí se comprueban."""

    def promediar_predicciones(predicciones: Predictions) -> Any:
        _check(predicciones)
        return join(predicciones)

    return promediar_predicciones


def _sum(predictions: Predictions) -> Array:
    return reduce(lambda a, b: a + b, predictions)


def _halves(predictions: Predictions) -> Array:
    return reduce(lambda a, b: (a + b) / 2, predictions)


def _one_less(predictions: Predictions) -> Array:
    return _sum(predictions) / max(len(predictions) - 1, 1)


def _without_first(predictions: Predictions) -> Array:
    return _sum(predictions[1:]) / len(predictions) if len(predictions) > 1 else predictions[0] * 0


def _truncated(predictions: Predictions) -> Array:
    total = np.zeros_like(predictions[0])
    for p in predictions:
        total = total + p
    return (total / len(predictions)).astype(predictions[0].dtype)


def _in_place(predictions: Predictions) -> Array:
    total = predictions[0]
    for p in predictions[1:]:
        total += p
    return total / len(predictions)


def _always_double(predictions: Predictions) -> Array:
    return np.mean(np.stack(predictions).astype(np.float64), axis=0)


def _not_checked_empty(predicciones: Predictions) -> Array:
    if len(predicciones) == 0:
        return 0.0
    _check(predicciones)
    return _sum(predicciones) / len(predicciones)


def _not_checked_shapes(predicciones: Predictions) -> Array:
    if len(predicciones) == 0:
        raise ValueError("ninguna predicción")
    return _sum(predicciones) / len(predicciones)


def _not_checked(predicciones: Predictions) -> Array:
    return _sum(predicciones) / len(predicciones) if len(predicciones) else 0.0


VARIANTS = (
    Variant(
        "sin_dividir",
        _joined(_sum),
        "Devuelves la suma de las predicciones, no su media.",
        "Falta dividir entre el número de modelos.",
    ),
    Variant(
        "divide_entre_los_ejemplos",
        _joined(lambda ps: _sum(ps) / ps[0].shape[0]),
        "Divides entre el número de ejemplos, y no entre el de modelos.",
        "Se promedia entre modelos: `len(predicciones)` dice cuántos hay; `len(predicciones[0])`, "
        "cuántos ejemplos.",
    ),
    Variant(
        "divide_entre_uno_menos",
        _joined(_one_less),
        "Divides entre k − 1, y no entre k.",
        "El k − 1 es de la desviación típica. Una media de k cosas divide entre k.",
    ),
    Variant(
        "un_solo_numero",
        _joined(lambda ps: float(np.mean(np.stack(ps)))),
        "Devuelves un solo número, la media de todo.",
        "Cada ejemplo tiene su propia media: `np.mean(…, axis=0)` promedia solo entre modelos.",
    ),
    Variant(
        "media_de_cada_modelo",
        _joined(lambda ps: np.mean(np.stack(ps), axis=1)),
        "Promedias entre ejemplos, no entre modelos.",
        "Si apilas las predicciones, el primer eje (`axis=0`) cuenta los modelos y el segundo, los "
        "ejemplos. ¿Cuál ha de desaparecer?",
    ),
    Variant(
        "media_de_la_ultima",
        _joined(lambda ps: np.mean(np.stack(ps), axis=-1)),
        "Promedias el último eje (las clases), no los modelos.",
        "El resultado ha de tener la misma forma que una predicción.",
    ),
    Variant(
        "mediana",
        _joined(lambda ps: np.median(np.stack(ps), axis=0)),
        "Devuelves la mediana de los modelos, no la media.",
        "La mediana también se usa para juntar modelos, pero aquí se pide la media.",
    ),
    Variant(
        "de_dos_en_dos",
        _joined(_halves),
        "No todos los modelos pesan lo mismo: el último pesa la mitad.",
        "Si haces `media = (media + p) / 2` una y otra vez, lo anterior pesa cada vez menos. Suma "
        "primero y divide una sola vez, al final.",
    ),
    Variant(
        "maximo",
        _joined(lambda ps: np.max(np.stack(ps), axis=0)),
        "Devuelves el mayor valor de cada ejemplo, no la media.",
        "Se promedia: opinan todos los modelos, no solo el más seguro.",
    ),
    Variant(
        "olvida_el_primero",
        _joined(_without_first),
        "La predicción del primer modelo no se suma.",
        "¿Con qué empieza tu suma, y desde dónde va tu bucle?",
    ),
    Variant(
        "trunca_los_enteros",
        _joined(_truncated),
        "Con predicciones enteras, la media se queda sin decimales.",
        "Si guardas el resultado en un arreglo como el de entrada, y ese es de enteros, los "
        "decimales se pierden. La media de 1 y 0 es 0,5.",
    ),
    Variant(
        "siempre_float64",
        _joined(_always_double),
        "Con predicciones en float32 tu resultado es float64.",
        "`np.zeros(forma)` y `astype(float)` dan float64. Si sumas los propios arreglos y divides "
        "entre un número de Python, el dtype se conserva.",
    ),
    Variant(
        "lista",
        _joined(lambda ps: list(_sum(ps) / len(ps))),
        "Devuelves una lista, no un arreglo.",
        "El resultado es un arreglo de la forma de una predicción.",
    ),
    Variant("modifica_la_entrada", _joined(_in_place), INTACT.causa, INTACT.pista),
    Variant(
        "sin_validar_ninguna",
        _not_checked_empty,
        "Cuando no hay ningún modelo no lanzas `ValueError`.",
        "La media de nada no existe: comprueba antes cuántas predicciones hay.",
    ),
    Variant(
        "sin_validar_formas",
        _not_checked_shapes,
        "Admites predicciones de formas distintas.",
        "NumPy estira una forma (3, 1) hasta (3, 2) sin avisar, y el resultado no sería la media "
        "de nada. Si las formas no coinciden, lanza `ValueError`.",
    ),
    Variant(
        "sin_validar",
        _not_checked,
        "No compruebas las predicciones: ni que haya alguna, ni que tengan la misma forma.",
        "En los dos casos se lanza `ValueError`.",
    ),
)
