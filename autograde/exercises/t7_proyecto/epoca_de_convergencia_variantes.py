"""t7.epoca_de_convergencia: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo

ID = "t7.epoca_de_convergencia"
Curve = Sequence[float]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia la curva que recibe.",
    "`sort()`, `reverse()` o `pop()` escriben en la lista de quien te llama. Usa una copia.",
)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _backwards(perdidas: Curve, tolerancia: float = 0.05) -> int | None:
    if len(perdidas) == 0:
        raise ValueError("no hay pérdidas")
    menor = math.inf
    for p in perdidas:
        if math.isfinite(p) and p < menor:
            menor = p
    tope = menor + tolerancia * abs(menor)
    epoca = None
    for e in range(len(perdidas) - 1, -1, -1):
        if not math.isfinite(perdidas[e]) or perdidas[e] > tope:
            break
        epoca = e
    return epoca


def _with_numpy(perdidas: Curve, tolerancia: float = 0.05) -> int | None:
    p = np.asarray(perdidas, dtype=float)
    if p.size == 0:
        raise ValueError("no hay pérdidas")
    finitas = p[np.isfinite(p)]
    if not finitas.size:
        return None
    cerca = np.isfinite(p) & (p <= finitas.min() + tolerancia * np.abs(finitas.min()))
    if not cerca[-1]:
        return None
    return int(len(p) - np.argmin(cerca[::-1])) if not cerca.all() else 0


def _candidates(perdidas: Curve, tolerancia: float = 0.05) -> int | None:
    if not len(perdidas):
        raise ValueError("no hay pérdidas")
    p = [x if math.isfinite(x) else math.inf for x in map(float, perdidas)]
    menor = min(p)
    for e in range(len(p)):
        if all(x - menor <= tolerancia * abs(menor) and x < math.inf for x in p[e:]):
            return e
    return None


def _in_single(perdidas: Curve, tolerancia: float = 0.05) -> int | None:
    return _with_numpy(np.asarray(perdidas, dtype=np.float32), tolerancia)  # type: ignore[arg-type]


ACCEPTED = {
    "hacia atrás": _backwards,
    "con NumPy": _with_numpy,
    "época por época": _candidates,
    "en float32": _in_single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _finite(p: list[float]) -> list[float]:
    return [x for x in p if math.isfinite(x)]


def _limit(p: list[float], tolerance: float) -> float:
    low = min(_finite(p))
    return low + tolerance * abs(low)


def _under(x: float, limit: float) -> bool:
    return math.isfinite(x) and x <= limit


def _stays(p: list[float], near: list[bool]) -> int | None:
    outside = [e for e, ok in enumerate(near) if not ok]
    first = outside[-1] + 1 if outside else 0
    return first if first < len(p) else None


def _empty() -> Any:
    raise ValueError("no hay pérdidas")


def _twisted(
    limit: Callable[[list[float], float], float] = _limit,
    under: Callable[[float, float], bool] = _under,
    find: Callable[[list[float], list[bool]], Any] = _stays,
    empty: Callable[[], Any] = _empty,
) -> Any:
    """La correcta con otro tope, otra comparación, otra época u otra respuesta sin pérdidas."""

    def epoca_de_convergencia(perdidas: Curve, tolerancia: float = 0.05) -> Any:
        p = [float(x) for x in perdidas]
        if not p:
            return empty()
        if not _finite(p):
            return find(p, [False] * len(p))
        top = limit(p, tolerancia)
        return find(p, [under(x, top) for x in p])

    return epoca_de_convergencia


def _without_abs(p: list[float], tolerance: float) -> float:
    return (1 + tolerance) * min(_finite(p))


def _absolute(p: list[float], tolerance: float) -> float:
    return min(_finite(p)) + tolerance


def _from_last(p: list[float], tolerance: float) -> float:
    return p[-1] + tolerance * abs(p[-1])


def _of_the_fall(p: list[float], tolerance: float) -> float:
    low = min(_finite(p))
    return low + tolerance * (_finite(p)[0] - low)


def _poisoned(p: list[float], tolerance: float) -> float:
    return math.nan if any(map(math.isnan, p)) else _limit(p, tolerance)


def _first_time(p: list[float], near: list[bool]) -> int | None:
    return near.index(True) if any(near) and near[-1] else None


def _first_ever(p: list[float], near: list[bool]) -> int | None:
    return near.index(True) if any(near) else None


def _last_outside(p: list[float], near: list[bool]) -> int | None:
    found = _stays(p, near)
    return found if not found else found - 1


def _lowest(p: list[float], near: list[bool]) -> int | None:
    return p.index(min(_finite(p))) if near[-1] else None


def _then(change: Callable[[int, list[float]], Any], nothing: Any = None) -> Any:
    """Lo que dice `change` de la época, o `nothing` si no la hay."""

    def find(p: list[float], near: list[bool]) -> Any:
        found = _stays(p, near)
        return nothing if found is None else change(found, p)

    return find


def _drops_not_finite(perdidas: Curve, tolerancia: float = 0.05) -> Any:
    finite = _finite([float(x) for x in perdidas])
    if not len(perdidas):
        return _empty()
    return _twisted()(finite, tolerancia) if finite else None


def _always_five(perdidas: Curve, tolerancia: float = 0.05) -> Any:
    return _twisted()(perdidas, 0.05)


def _sorts(perdidas: Any, tolerancia: float = 0.05) -> Any:
    answer = _twisted()(perdidas, tolerancia)
    perdidas.sort()
    return answer


VARIANTS = (
    Variant(
        "la_primera_vez",
        _twisted(find=_first_time),
        "Das la primera época en que la curva llega cerca del mínimo, aunque después se aleje.",
        "Desde la época que des, **todas** las pérdidas han de estar por debajo del tope. Es más "
        "fácil si recorres la curva desde el final.",
        others=(_twisted(find=_first_ever),),
    ),
    Variant(
        "epocas_desde_uno",
        _twisted(find=_then(lambda e, p: e + 1)),
        "Numeras las épocas desde 1.",
        "La primera época es la 0.",
    ),
    Variant(
        "una_antes",
        _twisted(find=_last_outside),
        "Das la última época que está por encima del tope.",
        "Se pide la siguiente, la primera que ya está dentro.",
    ),
    Variant(
        "epoca_del_minimo",
        _twisted(find=_lowest),
        "Das la época de la pérdida más baja.",
        "Se da por llegada antes: en cuanto todo lo que queda está a menos de `tolerancia` del "
        "mínimo.",
    ),
    Variant(
        "tolerancia_absoluta",
        _twisted(limit=_absolute),
        "Sumas la tolerancia al mínimo, sin multiplicarla por él.",
        "La tolerancia es una parte del mínimo: 0,05 es un 5 %.",
    ),
    Variant(
        "respecto_a_la_ultima",
        _twisted(limit=_from_last),
        "Mides la distancia a la última pérdida.",
        "El tope se calcula con la **menor**, que puede no ser la última.",
    ),
    Variant(
        "parte_de_la_bajada",
        _twisted(limit=_of_the_fall),
        "Tu tolerancia es una parte de lo que ha bajado la curva.",
        "Es una parte de la pérdida menor, baje mucho o poco: menor + tolerancia · |menor|.",
    ),
    Variant(
        "sin_valor_absoluto",
        _twisted(limit=_without_abs),
        "Con pérdidas negativas tu tope queda por debajo del mínimo.",
        "Falta el valor absoluto: menor + tolerancia · |menor|.",
    ),
    Variant(
        "justo_no_cuenta",
        _twisted(under=lambda x, top: _under(x, top) and x < top),
        "Una pérdida que está justo en el tope la dejas fuera.",
        "Ha de ser menor **o igual** (`<=`).",
    ),
    Variant(
        "tolerancia_fija",
        _always_five,
        "Usas siempre 0,05, sea cual sea la tolerancia que recibes.",
        "El 0,05 es solo el valor por defecto: usa el argumento `tolerancia`.",
    ),
    Variant(
        "nan_estropea_el_minimo",
        _twisted(limit=_poisoned),
        "Si hay un nan en la curva, no encuentras el mínimo.",
        "`min` y `np.min` se confunden con nan. Busca la menor solo entre las finitas.",
    ),
    Variant(
        "quita_los_no_finitos",
        _drops_not_finite,
        "Quitas de la curva lo que no es finito, y las épocas se corren.",
        "Una época con nan está por encima de cualquier tope, pero sigue siendo una época; y si es "
        "la última, la respuesta es `None`.",
    ),
    Variant(
        "infinito_es_cerca",
        _twisted(under=lambda x, top: not x > top),
        "Tomas nan por una pérdida que está por debajo del tope.",
        "Con nan ninguna comparación es cierta, tampoco `nan > tope`. Pregunta por lo que sí "
        "cumple (`p <= tope`).",
    ),
    Variant(
        "menos_uno",
        _twisted(find=_then(lambda e, p: e, nothing=-1)),
        "Cuando no hay época devuelves −1.",
        "Un −1 es también un índice, el de la última. Devuelve `None`.",
    ),
    Variant(
        "la_perdida",
        _twisted(find=_then(lambda e, p: p[e])),
        "Devuelves la pérdida de esa época.",
        "Se pide el número de la época.",
    ),
    Variant(
        "cuantas_quedan",
        _twisted(find=_then(lambda e, p: len(p) - e)),
        "Devuelves cuántas épocas lleva cerca del mínimo.",
        "Se pide en cuál empieza, contando desde el principio.",
    ),
    Variant("modifica_la_entrada", _sorts, INTACT.causa, INTACT.pista),
    Variant(
        "sin_validar",
        _twisted(empty=lambda: None),
        "Sin ninguna pérdida no lanzas `ValueError`.",
        "Una curva vacía es un error de quien llama: compruébalo al principio.",
    ),
)
