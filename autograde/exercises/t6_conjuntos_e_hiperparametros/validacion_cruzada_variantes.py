"""t6.validacion_cruzada: qué se mira, soluciones de otra manera, y equivocadas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from autograde.model import Variant

ID = "t6.validacion_cruzada"
Array = np.ndarray
Generator = np.random.Generator
Parts = list[Any]


def _check(n: int, k: int) -> None:
    if k < 2 or k > n:
        raise ValueError("k está fuera de [2, n]")


def _order(n: int, k: int, rng: Generator | None) -> Array:
    return np.arange(n) if rng is None else rng.permutation(n)


def _pairs(parts: Sequence[Any], n: int) -> Parts:
    """Cada parte, con todo lo demás por delante."""
    return [(np.setdiff1d(np.arange(n), part), part) for part in parts]


def _split(
    parts: Callable[[Array, int], Sequence[Any]] = np.array_split,
    *,
    order: Callable[[int, int, Generator | None], Array] = _order,
    pairs: Callable[[Sequence[Any], int], Any] = _pairs,
    check: Callable[[int, int], None] = _check,
) -> Any:
    """El reparto correcto salvo en lo que se diga.

    `order(n, k, rng)` ordena los ejemplos, `parts(orden, k)` corta las partes de validación y
    `pairs(partes, n)` hace las parejas.
    """

    def validacion_cruzada(n: int, k: int, rng: Generator | None = None) -> Any:
        check(n, k)
        return pairs(parts(order(n, k, rng), k), n)

    return validacion_cruzada


# --- correctas, escritas de otra manera ------------------------------------------------------


def _lists(n: int, k: int, rng: Generator | None = None) -> Parts:
    _check(n, k)
    indices = list(range(n))
    if rng is not None:
        rng.shuffle(indices)
    inicio, repartos = 0, []
    for i in range(k):
        fin = inicio + n // k + (1 if i < n % k else 0)
        repartos.append((indices[:inicio] + indices[fin:], indices[inicio:fin]))
        inicio = fin
    return repartos


def _masks(n: int, k: int, rng: Generator | None = None) -> Parts:
    _check(n, k)
    grupo = np.arange(n) % k
    if rng is not None:
        grupo = rng.permutation(grupo)
    return [(np.flatnonzero(grupo != i), np.flatnonzero(grupo == i)) for i in range(k)]


def _fixed_seed_without_rng(n: int, k: int, rng: Generator | None = None) -> Parts:
    _check(n, k)
    orden = np.argsort((np.random.default_rng(0) if rng is None else rng).random(n))
    return [[np.delete(orden, np.s_[i::k]), orden[i::k]] for i in range(k)]


ACCEPTED = {
    "listas": _lists,
    "máscaras": _masks,
    "a saltos": _split(lambda order, k: [order[i::k] for i in range(k)]),
    "semilla fija sin rng": _fixed_seed_without_rng,
    "cortes redondeados": _split(
        lambda order, k: [order[len(order) * i // k : len(order) * (i + 1) // k] for i in range(k)]
    ),
}


# --- equivocadas -----------------------------------------------------------------------------


def _drops_the_rest(order: Array, k: int) -> Parts:
    size = len(order) // k
    return [order[i * size : (i + 1) * size] for i in range(k)]


def _rest_to_the_last(order: Array, k: int) -> Parts:
    size = len(order) // k
    return [order[i * size : (i + 1) * size if i < k - 1 else None] for i in range(k)]


def _draws_each_part(n: int, k: int, rng: Generator | None = None) -> Parts:
    _check(n, k)
    size = -(-n // k)
    order = _order(n, k, rng)
    return _pairs(
        [
            np.take(order, range(i * (size - 1), i * (size - 1) + size), mode="wrap")
            for i in range(k)
        ],
        n,
    )


def _forward(parts: Sequence[Any], n: int) -> Parts:
    """Como con datos en el tiempo: cada parte se valida con lo entrenado hasta ella."""
    before: list[Any] = [np.array([], dtype=int)]
    for part in parts[:-1]:
        before.append(np.concatenate([before[-1], part]))
    return list(zip(before, parts, strict=True))


def _global(n: int, k: int, rng: Generator | None) -> Array:
    return np.arange(n) if rng is None else np.random.permutation(n)


def _always_random(n: int, k: int, rng: Generator | None) -> Array:
    return (np.random.default_rng() if rng is None else rng).permutation(n)


def _rotated(n: int, k: int, rng: Generator | None) -> Array:
    return np.arange(n) if rng is None else np.roll(np.arange(n), rng.integers(n))


def _not_one(n: int, k: int) -> None:
    if k < 1 or k > n:
        raise ValueError("k está fuera de [1, n]")


def _not_many(n: int, k: int) -> None:
    if k < 2:
        raise ValueError("k es menor que 2")


def _unchecked(n: int, k: int, rng: Generator | None = None) -> Parts:
    parts = np.array_split(_order(n, k, rng), k) if k > 0 else []
    return _pairs(parts, n)


ALWAYS = (
    Rule(
        "son_k_parejas_de_indices",
        "otra_forma",
        "Tu función no devuelve una lista de k parejas de índices enteros, entre 0 y n − 1.",
        "Cada pareja lleva dos arreglos (o listas) de enteros: con cuáles se entrena y con cuáles "
        "se valida. No valen máscaras de booleanos, ni índices con decimales, ni conjuntos.",
        _split(pairs=lambda parts, n: list(parts)),
    ),
    Rule(
        "no_estan_al_reves",
        "al_reves",
        "Los índices de cada pareja están cambiados: primero los de validación.",
        "El orden es (entrenamiento, validación): se entrena con casi todo y se valida con poco.",
        _split(pairs=lambda parts, n: [(v, t) for t, v in _pairs(parts, n)]),
    ),
    Rule(
        "validacion_sin_repetir",
        "partes_que_se_cortan",
        "Hay ejemplos que se validan dos veces: las partes se cortan.",
        "Sortear o cortar cada parte por su cuenta puede repetir ejemplos. Ordénalos una vez y "
        "corta ese orden en k trozos seguidos.",
        _draws_each_part,
    ),
    Rule(
        "validacion_completa",
        "faltan_ejemplos",
        "Hay ejemplos que no se validan nunca.",
        "Si n no es múltiplo de k, con trozos de n // k sobran ejemplos al final: han de ir a "
        "alguna parte.",
        _split(_drops_the_rest),
    ),
    Rule(
        "partes_parecidas",
        "partes_desiguales",
        "Los tamaños de las partes se diferencian en más de uno.",
        "Si todo lo que sobra va a la misma parte, queda demasiado grande (o pequeña). Reparte lo "
        "que sobra de uno en uno: con 11 ejemplos y 4 partes, 3, 3, 3 y 2.",
        _split(_rest_to_the_last),
    ),
    Rule(
        "entrenamiento_sin_validacion",
        "entrena_con_la_validacion",
        "Entre los índices de entrenamiento están los de validación.",
        "Un modelo que ya ha visto los ejemplos con que se le examina saca siempre buena nota. "
        "Quita los de la parte que se valida.",
        _split(pairs=lambda parts, n: [(np.arange(n), part) for part in parts]),
    ),
    Rule(
        "entrenamiento_completo",
        "entrena_con_menos",
        "En alguna pareja no se entrena con todo lo demás.",
        "Se entrena con los ejemplos de las otras k − 1 partes, cada uno una vez: con los de "
        "antes y con los de después.",
        _split(pairs=_forward),
    ),
)
PLAIN_RULES = (
    Rule(
        "reparto_repetible",
        "azar_sin_rng",
        "Sin `rng`, tu función reparte de otra manera cada vez.",
        "Si no te dan un generador no hay azar: sirve el orden en que están los ejemplos.",
        _split(order=_always_random),
    ),
)
SHUFFLED_RULES = (
    Rule(
        "reparto_repetible",
        "azar_ajeno",
        "Con la misma semilla, tu función da repartos distintos.",
        "El azar ha de salir del `rng` que recibes, no de `np.random.…`: así el experimento se "
        "puede repetir.",
        _split(order=_global),
    ),
    Rule(
        "partes_segun_el_rng",
        "mismas_partes",
        "Las partes llevan siempre los mismos ejemplos, sea cual sea el `rng`.",
        "Con `rng` han de cambiar los compañeros de parte: desordena todos los ejemplos antes de "
        "cortar. ¿Usas el generador que recibes, o uno tuyo con su propia semilla?",
        _split(order=lambda n, k, rng: np.arange(n)),
    ),
    Rule(
        "companeros_al_azar",
        "mezcla_poco",
        "Los ejemplos no se reparten por igual: unos van juntos a la misma parte más a menudo que "
        "otros.",
        "Girar los ejemplos, o intercambiar unos pocos, no los desordena: usa `rng.permutation`.",
        _split(order=_rotated),
    ),
)

VARIANTS = (
    Variant(
        "admite_una_parte",
        _split(check=_not_one),
        "Admites k = 1.",
        "Con una sola parte no queda nada con que entrenar: lanza `ValueError`.",
    ),
    Variant(
        "admite_demasiadas",
        _split(check=_not_many),
        "Admites más partes que ejemplos.",
        "Habría partes vacías, con las que no se puede validar nada: si k > n, `ValueError`.",
    ),
    Variant(
        "sin_validar",
        _unchecked,
        "No compruebas k.",
        "Si k es menor que 2 o mayor que n, lanza `ValueError`.",
    ),
)
