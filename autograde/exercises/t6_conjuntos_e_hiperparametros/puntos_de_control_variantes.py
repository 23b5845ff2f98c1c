"""t6.conjunto_puntos_de_control: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.conjuntos import promediar_predicciones

ID = "t6.conjunto_puntos_de_control"
Points = Sequence[Any]
Predict = Callable[[Any], Any]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la lista de puntos, o alguno de ellos.",
    "Quien te llama puede querer sus puntos después: no uses `pop` ni `del` en la lista que "
    "recibes, ni escribas en sus arreglos.",
)


def _check(puntos: Points, ultimos: int | None) -> int:
    """Cuántos puntos se usan, si los argumentos valen."""
    if len(puntos) == 0 or (ultimos is not None and ultimos < 1):
        raise ValueError("hace falta algún punto")
    return len(puntos) if ultimos is None else min(ultimos, len(puntos))


# --- correctas, escritas de otra manera ------------------------------------------------------


def _sum_in_a_loop(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    m = _check(puntos, ultimos)
    suma = 0.0
    for i in range(len(puntos) - m, len(puntos)):
        suma = suma + predecir(puntos[i])
    return suma / m


def _predict_all(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    m = _check(puntos, ultimos)
    return np.mean([predecir(p) for p in puntos][-m:], axis=0)


def _queue(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    m = _check(puntos, ultimos)
    cola: deque[Any] = deque(maxlen=m)
    for punto in puntos:
        cola.append(punto)
    return promediar_predicciones([predecir(punto) for punto in cola])


def _single_precision(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    m = _check(puntos, ultimos)
    apiladas = np.stack([predecir(p) for p in puntos[-m:]]).astype(np.float32)
    return apiladas.mean(axis=0)


def _backwards(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    m = _check(puntos, ultimos)
    media: Any = None
    for i, punto in enumerate(list(puntos)[::-1][:m], 1):
        prediccion = predecir(punto)
        media = prediccion if media is None else media + (prediccion - media) / i
    return media


ACCEPTED = {
    "suma en un bucle": _sum_in_a_loop,
    "predice con todos": _predict_all,
    "una cola": _queue,
    "en float32": _single_precision,
    "del revés": _backwards,
}


# --- equivocadas -----------------------------------------------------------------------------


def _using(
    chosen: Callable[[Points, int], Points],
    join: Callable[[list[Any], Points, int], Any] = lambda ps, puntos, m: np.mean(ps, axis=0),
    by_default: Callable[[Points], int] = len,
) -> Any:
    """La función correcta salvo en los puntos que usa y en cómo junta sus predicciones.

    `chosen(puntos, m)` los elige y `join(predicciones, puntos, m)` las junta, con m la cantidad
    que corresponde; `by_default(puntos)` es la cantidad cuando no se dice.
    """

    def conjunto_puntos_de_control(
        puntos: Points, predecir: Predict, ultimos: int | None = None
    ) -> Any:
        m = _check(puntos, by_default(puntos) if ultimos is None and len(puntos) else ultimos)
        return join([predecir(p) for p in chosen(puntos, m)], puntos, m)

    return conjunto_puntos_de_control


def _last(puntos: Points, m: int) -> Points:
    return puntos[len(puntos) - m :]


def _average_weights(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    chosen = _last(puntos, _check(puntos, ultimos))
    if isinstance(chosen[0], list):
        return predecir([np.mean(parts, axis=0) for parts in zip(*chosen, strict=True)])
    return predecir(np.mean(chosen, axis=0))


def _too_many_raises(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    if ultimos is not None and ultimos > len(puntos):
        raise ValueError("no hay tantos")
    return _predict_all(puntos, predecir, ultimos)


def _divides_by_what_was_asked(
    puntos: Points, predecir: Predict, ultimos: int | None = None
) -> Any:
    m = _check(puntos, ultimos)
    return np.sum([predecir(p) for p in puntos[-m:]], axis=0) / (m if ultimos is None else ultimos)


def _zero_is_all(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    return _predict_all(puntos, predecir, ultimos or None)


def _negative_drops(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    if len(puntos) == 0:
        raise ValueError("hace falta algún punto")
    chosen = puntos if ultimos is None else puntos[-ultimos:]
    return np.mean([predecir(p) for p in chosen], axis=0)


def _empty_is_nothing(puntos: Points, predecir: Predict, ultimos: int | None = None) -> Any:
    if ultimos is not None and ultimos < 1:
        raise ValueError("hace falta algún punto")
    return _predict_all(puntos, predecir, ultimos) if len(puntos) else None


def _pops(puntos: Any, predecir: Predict, ultimos: int | None = None) -> Any:
    m = _check(puntos, ultimos)
    return np.mean([predecir(puntos.pop()) for _ in range(m)], axis=0)


VARIANTS = (
    Variant(
        "los_primeros",
        _using(lambda puntos, m: puntos[:m]),
        "Promedias los primeros puntos, no los últimos.",
        "`puntos[:m]` son los primeros m; los últimos, `puntos[-m:]`.",
    ),
    Variant(
        "siempre_todos",
        _using(lambda puntos, m: puntos),
        "Usas siempre todos los puntos, sin hacer caso de `ultimos`.",
        "Los del principio del entrenamiento son los peores: si se piden los últimos, sobran.",
    ),
    Variant(
        "solo_el_ultimo",
        _using(lambda puntos, m: puntos[-1:]),
        "Predices solo con el último punto.",
        "Eso es el modelo de siempre, sin conjunto: hay que promediar varias predicciones.",
    ),
    Variant(
        "el_ultimo_por_defecto",
        _using(_last, by_default=lambda puntos: 1),
        "Cuando no se dice cuántos, usas solo el último punto.",
        "Con `ultimos=None` se usan todos.",
    ),
    Variant(
        "uno_de_mas",
        _using(lambda puntos, m: puntos[max(len(puntos) - m - 1, 0) :]),
        "Usas un punto más de los que se piden.",
        "`puntos[-m:]` tiene justo m elementos.",
    ),
    Variant(
        "uno_de_menos",
        _using(lambda puntos, m: puntos[len(puntos) - max(m - 1, 1) :]),
        "Usas un punto menos de los que se piden.",
        "`puntos[-m:]` tiene justo m elementos. Mira desde dónde empieza tu trozo.",
    ),
    Variant(
        "olvida_el_ultimo",
        _using(lambda puntos, m: puntos[max(len(puntos) - m - 1, 0) : max(len(puntos) - 1, 1)]),
        "El último punto, que es el mejor entrenado, se queda fuera.",
        "`puntos[a:-1]` no incluye el último; `puntos[a:]`, sí.",
    ),
    Variant(
        "promedia_los_pesos",
        _average_weights,
        "Promedias los parámetros y predices una vez, en vez de promediar las predicciones.",
        "Es otra idea (la de la media móvil) y no da lo mismo: la media de los cuadrados no es el "
        "cuadrado de la media. Predice con cada punto y promedia lo que salga.",
    ),
    Variant(
        "sin_dividir",
        _using(_last, lambda ps, puntos, m: np.sum(ps, axis=0)),
        "Sumas las predicciones y no las promedias.",
        "Falta dividir entre cuántas has sumado.",
    ),
    Variant(
        "divide_entre_todos",
        _using(_last, lambda ps, puntos, m: np.sum(ps, axis=0) / len(puntos)),
        "Sumas las predicciones de los últimos puntos, pero divides entre todos los que hay.",
        "Divide entre los que has usado.",
    ),
    Variant(
        "divide_entre_los_pedidos",
        _divides_by_what_was_asked,
        "Cuando se piden más puntos de los que hay, divides entre los pedidos.",
        "`puntos[-10:]` de una lista de tres tiene tres elementos: divide entre los que usas.",
    ),
    Variant(
        "una_lista_de_predicciones",
        _using(_last, lambda ps, puntos, m: ps),
        "Devuelves las predicciones de los puntos, sin promediar.",
        "El conjunto da una sola predicción, la media de todas.",
    ),
    Variant(
        "un_solo_numero",
        _using(_last, lambda ps, puntos, m: float(np.mean(ps))),
        "Devuelves un solo número, la media de todo.",
        "Se promedia entre puntos, ejemplo a ejemplo: `np.mean(…, axis=0)`.",
    ),
    Variant(
        "lanza_si_faltan",
        _too_many_raises,
        "Lanzas una excepción cuando se piden más puntos de los que hay.",
        "En ese caso se usan todos los que haya.",
    ),
    Variant(
        "cero_es_todos",
        _zero_is_all,
        "Con `ultimos = 0` usas todos los puntos.",
        "`if ultimos:` trata igual el 0 que el `None`. Pregunta `if ultimos is None`, y con 0 "
        "lanza `ValueError`.",
    ),
    Variant(
        "sin_validar_cuantos",
        _negative_drops,
        "No compruebas `ultimos`: con 0 usas todos los puntos y, si es negativo, te saltas los "
        "primeros.",
        "`puntos[-0:]` es la lista entera. Si `ultimos` es menor que 1, lanza `ValueError`.",
    ),
    Variant(
        "sin_puntos_da_none",
        _empty_is_nothing,
        "Si no hay ningún punto devuelves `None`.",
        "Quien te llama creería que es una predicción: lanza `ValueError`.",
    ),
    Variant("modifica_la_entrada", _pops, INTACT.causa, INTACT.pista),
)
