"""t6.log_uniforme: qué se mira, soluciones de otra manera, y equivocadas."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from autograde.model import Variant

ID = "t6.log_uniforme"
Array = np.ndarray
Generator = np.random.Generator


def _range(minimo: float, maximo: float, n: int) -> None:
    if not 0 < minimo < maximo:
        raise ValueError("el intervalo no es bueno")


def _count(minimo: float, maximo: float, n: int) -> None:
    if n < 0:
        raise ValueError("n es negativo")


def _check(minimo: float, maximo: float, n: int) -> None:
    _range(minimo, maximo, n)
    _count(minimo, maximo, n)


def _drawn(
    draw: Callable[[float, float, Generator, int], Any],
    check: Callable[[float, float, int], None] = _check,
) -> Any:
    """Los sorteos que hace `draw(minimo, maximo, rng, n)`, con los argumentos comprobados."""

    def log_uniforme(minimo: float, maximo: float, rng: Generator, n: int) -> Any:
        check(minimo, maximo, n)
        with np.errstate(all="ignore"):
            return draw(minimo, maximo, rng, n)

    return log_uniforme


# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(minimo: float, maximo: float, rng: Generator, n: int) -> list[float]:
    numeros = []
    for _ in range(n):
        u = rng.random()
        numeros.append(10 ** (math.log10(minimo) + u * math.log10(maximo / minimo)))
    return numeros


def _right(minimo: float, maximo: float, rng: Generator, n: int) -> Array:
    return np.exp(rng.uniform(np.log(minimo), np.log(maximo), size=n))


ACCEPTED = {
    "bucle": _drawn(_loop),
    "base 10": _drawn(lambda a, b, rng, n: 10 ** rng.uniform(np.log10(a), np.log10(b), size=n)),
    "base 2": _drawn(lambda a, b, rng, n: np.exp2(rng.uniform(np.log2(a), np.log2(b), n))),
    "razón elevada": _drawn(lambda a, b, rng, n: a * (b / a) ** rng.random(n)),
    "en float32": _drawn(lambda a, b, rng, n: _right(a, b, rng, n).astype(np.float32)),
    "de arriba abajo": _drawn(lambda a, b, rng, n: b * (a / b) ** rng.random(n)),
}


# --- equivocadas -----------------------------------------------------------------------------


def _orders(minimo: float, maximo: float) -> int:
    return round(math.log10(maximo / minimo))


def _powers(minimo: float, maximo: float, rng: Generator, n: int) -> Array:
    return minimo * 10.0 ** rng.integers(0, _orders(minimo, maximo), size=n)


def _flat_within(minimo: float, maximo: float, rng: Generator, n: int) -> Array:
    return _powers(minimo, maximo, rng, n) * rng.uniform(1, 10, size=n)


def _unchecked(minimo: float, maximo: float, rng: Generator, n: int) -> Array:
    """Sin los avisos de NumPy: con un intervalo imposible da nan o lo que salga."""
    low, high = np.log(np.float64(max(minimo, 0.0))), np.log(np.float64(max(maximo, 0.0)))
    return np.exp(low + (high - low) * rng.random(max(n, 0)))


RULES = (
    Rule(
        "son_n_numeros",
        "otra_forma",
        "Tu función no devuelve n números reales en un arreglo.",
        "Con `size=n`, los métodos de `rng` dan un arreglo de n números. Un `float` suelto no "
        "vale ni cuando n es 1.",
        _drawn(lambda a, b, rng, n: float(_right(a, b, rng, 1)[0])),
    ),
    Rule(
        "dentro_del_intervalo",
        "fuera_del_intervalo",
        "Hay números que se salen del intervalo entre `minimo` y `maximo`.",
        "Se sortea el logaritmo, entre el de `minimo` y el de `maximo`, y luego se deshace con la "
        "misma base: `np.exp` con `np.log`, o `10 **` con `np.log10`.",
        _drawn(lambda a, b, rng, n: 10 ** rng.uniform(a, b, size=n)),
    ),
    Rule(
        "sorteo_repetible",
        "azar_ajeno",
        "Con la misma semilla, tu función da números distintos.",
        "El azar ha de salir del `rng` que recibes, no de `np.random.…`: así el experimento se "
        "puede repetir.",
        _drawn(lambda a, b, rng, n: a * (b / a) ** np.random.random(n)),
    ),
    Rule(
        "sorteo_segun_el_rng",
        "siempre_los_mismos",
        "Salen siempre los mismos números, sea cual sea el `rng`.",
        "Una rejilla (`np.geomspace`) no es un sorteo, y un generador tuyo con su propia semilla "
        "da siempre lo mismo: usa el `rng` que recibes.",
        _drawn(lambda a, b, rng, n: np.geomspace(a, b, n)),
    ),
    Rule(
        "casi_todos_distintos",
        "pocos_valores",
        "Tus números se repiten: salen de unos pocos valores.",
        "Entre 0,01 y 0,1 también hay números. Sortear un exponente entero solo da potencias de "
        "diez, y sortear una vez y repetir no son n sorteos.",
        _drawn(_powers),
    ),
    Rule(
        "ordenes_por_igual",
        "ordenes_desiguales",
        "No todos los órdenes de magnitud salen con la misma frecuencia.",
        "Con un sorteo uniforme entre 0,0001 y 0,1, nueve de cada diez números pasan de 0,01. Lo "
        "que ha de ser uniforme es el logaritmo.",
        _drawn(lambda a, b, rng, n: rng.uniform(a, b, size=n)),
    ),
    Rule(
        "por_igual_en_cada_orden",
        "uniforme_dentro_de_cada_orden",
        "Cada orden de magnitud sale por igual, pero dentro de él los números no se reparten como "
        "deben.",
        "Sortear por un lado el exponente y por otro la primera cifra favorece a las cifras altas: "
        "entre 1 y 2 ha de caer lo mismo que entre 2 y 4, y que entre 4 y 8.",
        _drawn(_flat_within),
    ),
    Rule(
        "sin_ordenar",
        "ordenados",
        "Tus números no son independientes: salen en orden.",
        "Quien pruebe los primeros creerá que son unos cualesquiera. No los ordenes.",
        _drawn(lambda a, b, rng, n: np.sort(_right(a, b, rng, n))),
    ),
)
FEW_RULES = (RULES[0], RULES[1], RULES[2])

VARIANTS = (
    Variant(
        "sin_validar_intervalo",
        _drawn(_unchecked, _count),
        "Admites intervalos imposibles.",
        "Ha de cumplirse `0 < minimo < maximo` (el logaritmo de 0 no existe); si no, `ValueError`.",
    ),
    Variant(
        "sin_validar_n",
        _drawn(lambda a, b, rng, n: _right(a, b, rng, max(n, 0)), _range),
        "Admites que se pidan menos de cero números.",
        "Si n es negativo, lanza `ValueError`; con n = 0 el arreglo está vacío.",
    ),
    Variant(
        "sin_validar",
        _drawn(_unchecked, lambda a, b, n: None),
        "No compruebas los argumentos: ni el intervalo ni n.",
        "Si no se cumple `0 < minimo < maximo`, o si n es negativo, lanza `ValueError`.",
    ),
)
