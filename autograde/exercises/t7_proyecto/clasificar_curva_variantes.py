"""t7.clasificar_curva: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.model import Variant
from curso.pruebas.compara import Hallazgo

ID = "t7.clasificar_curva"
Curve = Sequence[float]
Numbers = list[float]

INTACT = Hallazgo(
    f"{ID}.modifica_la_entrada",
    "Tu función cambia las curvas que recibe.",
    "`sort()`, `pop()` o `append()` escriben en la lista de quien te llama. Trabaja con una copia.",
)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _with_numpy(perdidas: Curve, validacion: Curve, base: float) -> str:
    p, v = np.asarray(perdidas, dtype=float), np.asarray(validacion, dtype=float)
    n = len(p)
    if n < 2 or n != len(v):
        raise ValueError("curvas")
    if not np.isfinite([p[-1], v[-1]]).all():
        return "no converge"
    k = max(1, n // 5)
    if (p[n - 1 - k] - p[n - 1]) / (k * np.abs(p[n - 1 - k])) > 0.01:
        return "subóptima"
    if p[-1] >= 0.9 * base:
        return "no converge"
    inicio = v.argmin()
    return "sobreajusta" if v[-1] > 1.1 * v[inicio] and p[-1] < p[inicio] else "converge"


def _with_loop(perdidas: Curve, validacion: Curve, base: float) -> str:
    n = len(perdidas)
    if n != len(validacion) or n <= 1:
        raise ValueError("curvas")
    ultima, prueba = perdidas[n - 1], validacion[n - 1]
    for x in (ultima, prueba):
        if math.isnan(x) or math.isinf(x):
            return "no converge"
    k = n // 5 if n >= 10 else 1
    antes = perdidas[n - 1 - k]
    if 100 * (antes - ultima) > k * antes:
        return "subóptima"
    if ultima / base >= 0.9:
        return "no converge"
    inicio = 0
    for e in range(n):
        if validacion[e] < validacion[inicio]:
            inicio = e
    subida = (prueba - validacion[inicio]) / validacion[inicio]
    if subida > 0.1 and ultima < perdidas[inicio]:
        return "sobreajusta"
    return "converge"


def _nested(perdidas: Curve, validacion: Curve, base: float) -> str:
    p, v = list(map(float, perdidas)), list(map(float, validacion))
    if min(len(p), len(v)) < 2 or len(p) != len(v):
        raise ValueError("curvas")
    k = max(1, int(0.2 * len(p) + 1e-9))
    if math.isfinite(p[-1]) and math.isfinite(v[-1]):
        if 1 - p[-1] / p[-(k + 1)] <= 0.01 * k:
            if p[-1] < 0.9 * base:
                minimo = v.index(min(v))
                if v[-1] / v[minimo] <= 1.1 or p[-1] >= p[minimo]:
                    return "converge"
                return "sobreajusta"
            return "no converge"
        return "subóptima"
    return "no converge"


def _in_single(perdidas: Curve, validacion: Curve, base: float) -> str:
    p, v = (np.asarray(c, dtype=np.float32) for c in (perdidas, validacion))
    return _with_numpy(p, v, base)  # type: ignore[arg-type]


ACCEPTED = {
    "con NumPy": _with_numpy,
    "con un bucle": _with_loop,
    "condiciones anidadas": _nested,
    "en float32": _in_single,
}


# --- equivocadas -----------------------------------------------------------------------------


def _check(p: Numbers, v: Numbers) -> None:
    if len(p) < 2 or len(p) != len(v):
        raise ValueError("curvas")


def _ends_finite(p: Numbers, v: Numbers) -> bool:
    return math.isfinite(p[-1]) and math.isfinite(v[-1])


def _fifth(n: int) -> int:
    return max(1, n // 5)


def _fall(p: Numbers, k: int) -> float:
    return (p[-1 - k] - p[-1]) / (k * abs(p[-1 - k]))


def _poor(p: Numbers, v: Numbers, base: float) -> bool:
    return p[-1] >= 0.9 * base


def _overfits(p: Numbers, v: Numbers) -> bool:
    start = min(range(len(v)), key=v.__getitem__)
    return v[-1] > 1.1 * v[start] and p[-1] < p[start]


ORDER = ("nan", "slow", "poor", "fits")


def _twisted(
    *,
    check: Callable[[Numbers, Numbers], None] = _check,
    finite: Callable[[Numbers, Numbers], bool] = _ends_finite,
    window: Callable[[int], int] = _fifth,
    fall: Callable[[Numbers, int], float] = _fall,
    enough: float = 0.01,
    poor: Callable[[Numbers, Numbers, float], bool] = _poor,
    overfits: Callable[[Numbers, Numbers], bool] = _overfits,
    order: Sequence[str] = ORDER,
    words: tuple[str, str, str, str] = ("no converge", "subóptima", "sobreajusta", "converge"),
) -> Any:
    """La correcta con otra condición, otro orden u otras palabras."""

    def clasificar_curva(perdidas: Curve, validacion: Curve, base: float) -> Any:
        p, v = [float(x) for x in perdidas], [float(x) for x in validacion]
        check(p, v)
        tests = {
            "nan": (lambda: not finite(p, v), words[0]),
            "slow": (lambda: fall(p, window(len(p))) > enough, words[1]),
            "poor": (lambda: poor(p, v, base), words[0]),
            "fits": (lambda: overfits(p, v), words[2]),
        }
        return next((word for test, word in map(tests.__getitem__, order) if test()), words[3])

    return clasificar_curva


def _swapped(perdidas: Curve, validacion: Curve, base: float) -> Any:
    return _twisted()(validacion, perdidas, base)


def _writes(perdidas: Any, validacion: Any, base: float) -> Any:
    answer = _twisted()(perdidas, validacion, base)
    perdidas.sort()
    return answer


def _two_epochs(p: Numbers, v: Numbers) -> None:
    if len(p) < 2:
        raise ValueError("curvas")


def _short_is_fine(perdidas: Curve, validacion: Curve, base: float) -> Any:
    if len(perdidas) == len(validacion) == 1:
        return "converge"
    return _twisted()(perdidas, validacion, base)


def _of_whole_curve(p: Numbers, k: int) -> float:
    return (p[0] - p[-1]) / ((len(p) - 1) * abs(p[0]))


def _gap(p: Numbers, v: Numbers) -> bool:
    return v[-1] > 1.1 * p[-1]


VARIANTS = (
    Variant(
        "base_antes_que_bajada",
        _twisted(order=("nan", "poor", "slow", "fits")),
        "Miras la base antes que la bajada.",
        "Una curva que todavía está alta pero sigue bajando es «subóptima»: le faltan épocas. Se "
        "mira en el orden del enunciado.",
    ),
    Variant(
        "sobreajuste_antes",
        _twisted(order=("nan", "fits", "slow", "poor")),
        "Miras el sobreajuste antes que lo demás.",
        "Es lo último que se mira: antes van la bajada y la base.",
    ),
    Variant(
        "sobreajuste_antes_que_base",
        _twisted(order=("nan", "slow", "fits", "poor")),
        "Miras el sobreajuste antes que la base.",
        "Quien no mejora la base no ha aprendido nada que ajustar de más: la base va antes.",
    ),
    Variant(
        "sin_bajada",
        _twisted(order=("nan", "poor", "fits")),
        "Nunca dices «subóptima».",
        "Falta mirar cuánto baja la curva en su último quinto.",
    ),
    Variant(
        "sin_base",
        _twisted(order=("nan", "slow", "fits")),
        "No comparas la última pérdida con la base.",
        "Una curva llana que no mejora a quien predice siempre lo mismo «no converge».",
    ),
    Variant(
        "sin_sobreajuste",
        _twisted(order=("nan", "slow", "poor")),
        "No miras la curva de validación: nunca dices «sobreajusta».",
        "Al final se aplica la regla de la tarea 4: la validación acaba más de un 10 % sobre su "
        "mínimo y el entrenamiento ha seguido bajando.",
    ),
    Variant(
        "solo_la_ultima_epoca",
        _twisted(window=lambda n: 1),
        "Mides la bajada solo en la última época.",
        "De una época a otra la pérdida tiembla. Se mide en las k últimas, con k = máx(1, n // 5).",
    ),
    Variant(
        "bajada_sin_dividir",
        _twisted(fall=lambda p, k: (p[-1 - k] - p[-1]) / abs(p[-1 - k])),
        "No divides la bajada entre las k épocas.",
        "El 1 % es **por época**: divide también entre k.",
    ),
    Variant(
        "bajada_absoluta",
        _twisted(fall=lambda p, k: (p[-1 - k] - p[-1]) / k),
        "No divides la bajada entre la pérdida de partida.",
        "El 1 % es de la pérdida que había k épocas antes: una pérdida de precios está en miles y "
        "una entropía, en décimas.",
    ),
    Variant(
        "desde_la_primera",
        _twisted(fall=_of_whole_curve),
        "Mides la bajada de toda la curva.",
        "Al principio bajan todas. Lo que importa es si al final **sigue** bajando: su último "
        "quinto.",
    ),
    Variant(
        "sube_tambien_cuenta",
        _twisted(fall=lambda p, k: abs(_fall(p, k))),
        "Una curva que sube al final te parece «subóptima».",
        "Solo cuenta bajar: el valor absoluto va en el divisor, no en la diferencia.",
    ),
    Variant(
        "diez_por_ciento",
        _twisted(enough=0.1),
        "Pides que baje más de un 10 % por época.",
        "El límite es 0,01: un 1 % por época.",
    ),
    Variant(
        "base_entera",
        _twisted(poor=lambda p, v, base: p[-1] >= base),
        "Comparas con la base entera.",
        "Para haber aprendido algo hay que bajar de **0,9** veces la base.",
    ),
    Variant(
        "justo_converge",
        _twisted(poor=lambda p, v, base: p[-1] > 0.9 * base),
        "Una pérdida que es justo 0,9 veces la base la das por buena.",
        "Es «no converge» si la última es mayor **o igual** (`>=`).",
    ),
    Variant(
        "base_con_la_mejor",
        _twisted(poor=lambda p, v, base: min(p) >= 0.9 * base),
        "Comparas con la base la pérdida más baja de la curva.",
        "Se compara la última: un modelo que mejoró y volvió a empeorar no ha convergido.",
    ),
    Variant(
        "base_con_la_validacion",
        _twisted(poor=lambda p, v, base: v[-1] >= 0.9 * base),
        "Comparas con la base la última pérdida de validación.",
        "Se compara la última de entrenamiento, `perdidas[-1]`.",
    ),
    Variant(
        "no_finita_en_la_validacion",
        _twisted(finite=lambda p, v: math.isfinite(p[-1])),
        "No miras si la última pérdida de validación es finita.",
        "Si cualquiera de las dos curvas acaba en nan o en infinito, «no converge».",
    ),
    Variant(
        "solo_mira_nan",
        _twisted(finite=lambda p, v: not (math.isnan(p[-1]) or math.isnan(v[-1]))),
        "Solo miras nan: el infinito se te escapa.",
        "Usa `np.isfinite` o `math.isfinite`, que descartan los dos.",
    ),
    Variant(
        "sin_mirar_el_entrenamiento",
        _twisted(overfits=lambda p, v: v[-1] > 1.1 * min(v)),
        "Dices que sobreajusta sin mirar si el entrenamiento ha seguido bajando.",
        "Si la pérdida de entrenamiento no acaba por debajo de la que tenía en la época de menor "
        "validación, no es sobreajuste.",
    ),
    Variant(
        "solo_el_fuerte",
        _twisted(overfits=lambda p, v: v[-1] > 1.5 * min(v) and _overfits(p, v)),
        "Solo cuentas el sobreajuste fuerte, el de más de un 50 %.",
        "También el leve: basta con que la validación acabe más de un 10 % sobre su mínimo.",
    ),
    Variant(
        "cualquier_subida",
        _twisted(overfits=lambda p, v: v[-1] > min(v) and p[-1] < p[v.index(min(v))]),
        "Cualquier subida de la validación te parece sobreajuste.",
        "Hasta un 10 % sobre el mínimo no se cuenta.",
    ),
    Variant(
        "brecha",
        _twisted(overfits=_gap),
        "Comparas la validación con el entrenamiento.",
        "La regla de la tarea 4 compara la última validación con la menor que tuvo, no con la otra "
        "curva.",
    ),
    Variant(
        "curvas_cambiadas",
        _swapped,
        "Parece que has cambiado las dos curvas.",
        "La primera es la de entrenamiento: con ella se miran la bajada y la base.",
    ),
    Variant(
        "sin_acento",
        _twisted(words=("no converge", "suboptima", "sobreajusta", "converge")),
        "Escribes `suboptima`, sin acento.",
        "Las cuatro respuestas se comparan letra a letra: es `subóptima`.",
    ),
    Variant(
        "no_converge_con_guion",
        _twisted(words=("no_converge", "subóptima", "sobreajusta", "converge")),
        "Escribes `no_converge`, con guion.",
        "Las cuatro respuestas se comparan letra a letra: es `no converge`, con un espacio.",
    ),
    Variant("modifica_la_entrada", _writes, INTACT.causa, INTACT.pista),
    Variant(
        "admite_una_epoca",
        _short_is_fine,
        "Admites una curva de una sola época.",
        "Con un punto no hay bajada que medir: si hay menos de dos, `ValueError`.",
    ),
    Variant(
        "sin_validar_longitudes",
        _twisted(check=_two_epochs),
        "Admites curvas de distinta longitud.",
        "Si no tienen las mismas épocas, `ValueError`.",
    ),
    Variant(
        "sin_validar",
        _twisted(check=lambda p, v: None),
        "No compruebas las curvas.",
        "Menos de dos épocas, o curvas de distinta longitud: `ValueError`.",
    ),
)
