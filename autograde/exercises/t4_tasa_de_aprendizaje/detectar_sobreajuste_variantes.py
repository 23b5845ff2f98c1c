"""t4.detectar_sobreajuste: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo
from solutions.vigilancia import detectar_sobreajuste

ID = "t4.detectar_sobreajuste"
Curve = Sequence[float]
Told = tuple[str, int | None]
NONE: Told = ("ninguno", None)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _with_numpy(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = np.array(entrenamiento, dtype=float), np.array(validacion, dtype=float)
    if len(e) != len(v) or len(v) == 0 or np.isnan([e, v]).any() or v.min() <= 0:
        raise ValueError("curvas")
    inicio = int(v.argmin())
    if v[-1] <= 1.1 * v[inicio] or e[-1] >= e[inicio]:
        return NONE
    return ("fuerte" if v[-1] > 1.5 * v[inicio] else "leve"), inicio


def _with_loop(entrenamiento: Curve, validacion: Curve) -> list[Any]:
    if len(entrenamiento) != len(validacion) or len(validacion) < 1:
        raise ValueError("longitudes")
    inicio = 0
    for i in range(len(validacion)):
        if entrenamiento[i] != entrenamiento[i] or not validacion[i] > 0:
            raise ValueError("pérdidas")
        if validacion[i] < validacion[inicio]:
            inicio = i
    subida = 100 * (validacion[-1] / validacion[inicio] - 1)
    nivel = "ninguno"
    if subida > 10 and entrenamiento[-1] < entrenamiento[inicio]:
        nivel = "leve"
        if subida > 50:
            nivel = "fuerte"
    return [nivel, None if nivel == "ninguno" else inicio]


def _sorting(entrenamiento: Curve, validacion: Curve) -> Told:
    if not len(validacion) == len(entrenamiento) > 0:
        raise ValueError("longitudes")
    if any(math.isnan(x) for x in [*entrenamiento, *validacion]) or min(validacion) <= 0:
        raise ValueError("pérdidas")
    minimo, inicio = min((v, i) for i, v in enumerate(validacion))
    exceso = validacion[-1] - minimo
    for nivel, parte in (("fuerte", 0.5), ("leve", 0.1)):
        if exceso > parte * minimo and entrenamiento[-1] < entrenamiento[inicio]:
            return nivel, inicio
    return NONE


def _in_single(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = (np.asarray(curva, dtype=np.float32) for curva in (entrenamiento, validacion))
    return _with_numpy(e, v)  # type: ignore[arg-type]


ACCEPTED = {
    "con NumPy": _with_numpy,
    "con un bucle": _with_loop,
    "por parejas": _sorting,
    "en float32": _in_single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _read(entrenamiento: Curve, validacion: Curve) -> tuple[list[float], list[float]]:
    detectar_sobreajuste(entrenamiento, validacion)  # comprueba como se pide
    return [float(x) for x in entrenamiento], [float(x) for x in validacion]


def _first_lowest(v: list[float]) -> int:
    return v.index(min(v))


def _last_lowest(v: list[float]) -> int:
    return len(v) - 1 - v[::-1].index(min(v))


def _first_rise(v: list[float]) -> int:
    return next((i - 1 for i in range(1, len(v)) if v[i] > v[i - 1]), len(v) - 1)


def _trained_on(e: list[float], start: int) -> bool:
    return e[-1] < e[start]


def _relative(v: list[float], start: int) -> float:
    return (v[-1] - v[start]) / v[start]


def _word(rise: float) -> str:
    return "fuerte" if rise > 0.5 else "leve" if rise > 0.1 else "ninguno"


def _twisted(
    start: Callable[[list[float]], int] = _first_lowest,
    rise: Callable[[list[float], int], float] = _relative,
    trained: Callable[[list[float], int], bool] = _trained_on,
    word: Callable[[float], str] = _word,
    told: Callable[[str, int], Any] = lambda word, at: NONE if word == "ninguno" else (word, at),
) -> Any:
    """La correcta con otra época, otra subida, otra condición u otra manera de decirlo."""

    def detectar_sobreajuste(entrenamiento: Curve, validacion: Curve) -> Any:
        e, v = _read(entrenamiento, validacion)
        at = start(v)
        return told(word(rise(v, at)) if trained(e, at) else "ninguno", at)

    return detectar_sobreajuste


def _swapped(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = _read(entrenamiento, validacion)
    return _twisted()(v, [max(x, 1e-12) for x in e])


def _from_training(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = _read(entrenamiento, validacion)
    at = _first_lowest(e)
    word = _word((v[-1] - v[at]) / v[at])
    return NONE if word == "ninguno" else (word, at)


def _gap(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = _read(entrenamiento, validacion)
    at = _first_lowest(v)
    word = _word((v[-1] - e[-1]) / e[-1]) if e[-1] > 0 else "fuerte"
    return NONE if word == "ninguno" else (word, at)


def _unchecked(*, lengths: bool = False, numbers: bool = False, positive: bool = False) -> Any:
    """Sin comprobar lo que se diga que no se comprueba."""

    def detectar_sobreajuste(entrenamiento: Curve, validacion: Curve) -> Told:
        e, v = ([float(x) for x in curve] for curve in (entrenamiento, validacion))
        if not v or (not lengths and len(e) != len(v)):
            raise ValueError("longitudes")
        if not numbers and any(map(math.isnan, [*e, *v])):
            raise ValueError("nan")
        if not positive and min(v) <= 0:
            raise ValueError("positivas")
        at = min(range(len(v)), key=v.__getitem__)
        allowed = 1.1 * v[at]
        if not v[-1] > allowed or not e[-1] < e[at]:
            return NONE
        return ("fuerte" if v[-1] > 1.5 * v[at] else "leve"), at

    return detectar_sobreajuste


def _writes(entrenamiento: Any, validacion: Any) -> Told:
    answer = detectar_sobreajuste(entrenamiento, validacion)
    validacion.sort()
    return answer


def _both_needed(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = _read(entrenamiento, validacion)
    at = _first_lowest(v)
    word = _word(_relative(v, at))
    if word == "ninguno" and not _trained_on(e, at):
        return NONE
    return ("fuerte" if word == "fuerte" else "leve"), at


def _last_epoch(entrenamiento: Curve, validacion: Curve) -> Told:
    word, at = detectar_sobreajuste(entrenamiento, validacion)
    return word, (None if at is None else len(validacion) - 1)


def _gap_checked(entrenamiento: Curve, validacion: Curve) -> Told:
    e, v = _read(entrenamiento, validacion)
    return _gap(entrenamiento, validacion) if _trained_on(e, _first_lowest(v)) else NONE


def _nan_in_training(entrenamiento: Curve, validacion: Curve) -> Told:
    last = float(entrenamiento[-1]) if len(entrenamiento) else math.nan
    spared = [last if math.isnan(x) else x for x in map(float, entrenamiento)]
    return detectar_sobreajuste(spared, validacion)


def _at_the_rise(v: list[float]) -> int:
    return next((i for i in range(1, len(v)) if v[i] > v[i - 1]), 0)


INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia las curvas que recibe.",
    "`sort()` o `append` escriben en la lista de quien te llama. Trabaja con una copia.",
)

VARIANTS = (
    Variant(
        "sin_mirar_el_entrenamiento",
        _twisted(trained=lambda e, at: True),
        "No miras la curva de entrenamiento.",
        "Si también ella ha dejado de bajar no es sobreajuste: el entrenamiento va mal.",
    ),
    Variant(
        "entrenamiento_igual",
        _twisted(trained=lambda e, at: e[-1] <= e[at]),
        "Si el entrenamiento acaba igual que estaba, dices que hay sobreajuste.",
        "La última pérdida ha de estar **por debajo** de la del inicio; igualarla no basta.",
    ),
    Variant(
        "entrenamiento_desde_la_primera",
        _twisted(trained=lambda e, at: e[-1] < e[0]),
        "Comparas la última pérdida de entrenamiento con la primera.",
        "Se compara con la que había en la época del inicio, la del mínimo de validación.",
    ),
    Variant(
        "ultimo_minimo",
        _twisted(start=_last_lowest),
        "Si el mínimo de validación se repite, das la última época en que ocurre.",
        "Empieza en la **primera**. ¿Usas `<=` en tu bucle?",
    ),
    Variant(
        "epocas_desde_uno",
        _twisted(told=lambda word, at: NONE if word == "ninguno" else (word, at + 1)),
        "Numeras las épocas desde 1.",
        "La primera época es la 0.",
    ),
    Variant(
        "epoca_siguiente",
        _twisted(start=lambda v: _first_lowest(v) + (min(v) < v[-1])),
        "Das la época siguiente a la del mínimo, y desde ella mides.",
        "El inicio es la época en que la validación es **más baja**.",
    ),
    Variant(
        "siempre_la_epoca",
        _twisted(told=lambda word, at: (word, at)),
        "Cuando no hay sobreajuste das también una época.",
        "Con `ninguno` no hay inicio: la época es `None`.",
    ),
    Variant(
        "primera_subida",
        _twisted(start=_first_rise),
        "Pones el inicio en la primera subida de la validación.",
        "Puede subir un poco y volver a bajar. El inicio es el mínimo de toda la curva.",
        others=(_twisted(start=_at_the_rise),),
    ),
    Variant(
        "subida_absoluta",
        _twisted(rise=lambda v, at: v[-1] - v[at]),
        "Comparas la subida, sin dividirla, con 0,1 y con 0,5.",
        "Los límites son un tanto por ciento **del mínimo**: divide entre él.",
    ),
    Variant(
        "entre_la_ultima",
        _twisted(rise=lambda v, at: (v[-1] - v[at]) / v[-1]),
        "Divides la subida entre la última validación.",
        "El tanto por ciento es sobre el mínimo: divide entre la más baja.",
    ),
    Variant(
        "mayor_de_despues",
        _twisted(rise=lambda v, at: max(v[at:]) / v[at] - 1),
        "Mides hasta lo más alto que llega la validación.",
        "Cuenta dónde **acaba**: un pico que vuelve a bajar no es sobreajuste.",
        others=(_twisted(rise=lambda v, at: max(v) / v[at] - 1),),
    ),
    Variant(
        "desde_la_primera",
        _twisted(rise=lambda v, at: v[-1] / v[0] - 1),
        "Comparas la última validación con la primera.",
        "Se compara con la más baja.",
    ),
    Variant(
        "justo_el_50_es_fuerte",
        _twisted(word=lambda r: "fuerte" if r >= 0.5 else "leve" if r > 0.1 else "ninguno"),
        "Con justo un 50 % dices que es fuerte.",
        "Es fuerte si la subida **pasa** del 50 %.",
    ),
    Variant(
        "fuerte_desde_el_doble",
        _twisted(word=lambda r: "fuerte" if r > 1 else "leve" if r > 0.1 else "ninguno"),
        "Solo dices «fuerte» si la validación acaba en más del doble.",
        "El 50 % de más es 1,5 veces el mínimo, no 2.",
    ),
    Variant(
        "leve_es_fuerte",
        _twisted(word=lambda r: "fuerte" if r > 0.1 else "ninguno"),
        "Nunca dices «leve»: a partir del 10 % es siempre «fuerte».",
        "Hay dos límites, el 10 % y el 50 %.",
    ),
    Variant(
        "sin_el_diez_por_ciento",
        _twisted(word=lambda r: "fuerte" if r > 0.5 else "leve" if r > 0 else "ninguno"),
        "Cualquier subida te parece sobreajuste, aunque no llegue al 10 %.",
        "Una curva de validación siempre tiembla: hasta un 10 % no se cuenta.",
    ),
    Variant(
        "palabras_cambiadas",
        _twisted(word=lambda r: "leve" if r > 0.5 else "fuerte" if r > 0.1 else "ninguno"),
        "Has cambiado «leve» por «fuerte».",
        "Es fuerte si la subida pasa del 50 %, y leve si está entre el 10 % y el 50 %.",
    ),
    Variant(
        "curvas_cambiadas",
        _swapped,
        "Parece que has cambiado las dos curvas.",
        "La primera es la de entrenamiento; el mínimo se busca en la segunda, la de validación.",
    ),
    Variant(
        "minimo_de_entrenamiento",
        _from_training,
        "Buscas el mínimo en la curva de entrenamiento.",
        "El inicio es el mínimo de la de **validación**.",
    ),
    Variant(
        "brecha_final",
        _gap,
        "Mides la distancia entre las dos curvas al final.",
        "Se mide cuánto ha subido la validación desde su propio mínimo.",
        others=(_gap_checked,),
    ),
    Variant(
        "solo_la_palabra",
        _twisted(told=lambda word, at: word),
        "Devuelves solo la palabra.",
        "Se pide una pareja: `(palabra, época)`.",
    ),
    Variant(
        "ninguno_sin_pareja",
        _twisted(told=lambda word, at: word if word == "ninguno" else (word, at)),
        "Cuando no hay sobreajuste devuelves solo la palabra.",
        'También entonces es una pareja: `("ninguno", None)`.',
    ),
    Variant(
        "pareja_al_reves",
        _twisted(told=lambda word, at: NONE if word == "ninguno" else (at, word)),
        "Das la época antes que la palabra.",
        "La pareja es `(palabra, época)`, en ese orden.",
    ),
    Variant(
        "y_en_vez_de_o",
        _both_needed,
        "Solo dices «ninguno» si se dan las dos condiciones, y basta una.",
        "La validación no sube un 10 %, **o** el entrenamiento no está por debajo: con `or`.",
    ),
    Variant(
        "ultima_epoca",
        _last_epoch,
        "Das la última época, y no aquella en que empieza.",
        "El sobreajuste empieza en la época de la validación más baja.",
    ),
    Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
    Variant(
        "sin_validar",
        _unchecked(lengths=True, numbers=True, positive=True),
        "Falta rechazar las curvas imposibles.",
        "Distinta longitud, algún nan o una validación que no sea positiva: `ValueError`.",
    ),
    Variant(
        "sin_validar_longitudes",
        _unchecked(lengths=True),
        "Admites curvas de distinta longitud.",
        "Si no tienen las mismas épocas, `ValueError`.",
    ),
    Variant(
        "sin_validar_nan",
        _unchecked(numbers=True),
        "Admites curvas con algún nan.",
        "Con nan ninguna comparación es cierta, así que hay que buscarlo aparte: `np.isnan`.",
        others=(_nan_in_training,),
    ),
    Variant(
        "sin_validar_positivas",
        _unchecked(positive=True),
        "Admites validaciones que no son positivas.",
        "El tanto por ciento de algo que vale 0 o menos no significa nada: `ValueError`.",
    ),
)
