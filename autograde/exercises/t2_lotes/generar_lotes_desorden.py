"""t2.generar_lotes: qué se mira al desordenar, y soluciones que no lo cumplen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from autograde.exercises.t2_lotes.cases import at_least
from autograde.exercises.t2_lotes.generar_lotes_variantes import (
    Array,
    Batch,
    Generator,
    by_index,
    in_order_or_shuffled,
)
from autograde.exercises.t2_lotes.shuffling import swapping_with_any

Order = Callable[[int, int, Generator], Array]


def _in_this_order(order: Order) -> Any:
    """Una función correcta salvo en el orden, que da `order(n, b, rng)` cuando hay `rng`."""

    def generar_lotes(
        x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
    ) -> Iterator[Batch]:
        at_least(b=(b, 1))
        indices = np.arange(len(x)) if rng is None else order(len(x), b, rng)
        yield from by_index(x, y, indices, b, descartar_ultimo)

    return generar_lotes


def _in_place(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    if rng is not None:
        order = rng.permutation(len(x))
        x[:], y[:] = x[order], y[order]
    return in_order_or_shuffled(x, y, b, None, descartar_ultimo)


def _two_permutations(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    if rng is not None:
        x, y = rng.permutation(x), rng.permutation(y)
    return in_order_or_shuffled(x, y, b, None, descartar_ultimo)


def _same_left_out(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    end = len(x) - len(x) % b if descartar_ultimo and b > 0 else len(x)
    return in_order_or_shuffled(x[:end], y[:end], b, rng, descartar_ultimo)


def _inside_each_batch(n: int, b: int, rng: Generator) -> Array:
    order = np.arange(n)
    return np.concatenate([rng.permutation(order[i : i + b]) for i in range(0, n, b)])


def _whole_batches(n: int, b: int, rng: Generator) -> Array:
    full = n - n % b
    blocks = rng.permutation(np.arange(full).reshape(-1, b))
    return np.concatenate([blocks.ravel(), np.arange(full, n)])


INTACT = Rule(
    "",
    "modifica_la_entrada",
    "Tu función desordena los propios arreglos que recibe.",
    "Desordena los índices, no los datos: cada lote se saca con sus índices.",
    _in_place,
)
RULES = (
    Rule(
        "misma_estructura",
        "otra_forma",
        "Con `rng`, tus lotes no tienen el número, el tamaño o el tipo previstos.",
        "Los lotes miden lo mismo con `rng` que sin él. ¿Descartas el corto solo cuando se pide?",
    ),
    Rule(
        "elementos_de_la_entrada",
        "rompe_los_ejemplos",
        "En tus lotes hay filas que no estaban en los datos.",
        "Un ejemplo es una fila entera: elige filas con los índices de la permutación.",
    ),
    Rule(
        "sin_repetir",
        "repite_ejemplos",
        "En una misma pasada algún ejemplo sale dos veces y otro ninguna.",
        "Sortear cada lote por separado puede repetir ejemplos: haz una permutación al principio y "
        "córtala en trozos.",
        _in_this_order(lambda n, b, rng: rng.integers(0, n, n)),
    ),
    Rule(
        "desordena",
        "ignora_rng",
        "Aunque se dé `rng`, los ejemplos salen siempre en el orden en que estaban.",
        "Si `rng` no es `None`, hace falta una permutación de los índices.",
        _in_this_order(lambda n, b, rng: np.arange(n)),
    ),
    Rule(
        "conserva_parejas",
        "dos_permutaciones",
        "x e y salen en órdenes distintos: cada ejemplo pierde su respuesta.",
        "Los dos se eligen con los mismos índices, en el mismo orden.",
        _two_permutations,
    ),
    Rule(
        "repite_con_la_semilla",
        "azar_ajeno",
        "Con la misma semilla, tu función da órdenes distintos.",
        "El azar ha de salir del `rng` que recibes, no de `np.random.…`.",
        _in_this_order(lambda n, b, rng: np.random.permutation(n)),
    ),
    Rule(
        "depende_de_la_semilla",
        "orden_fijo",
        "Tu función da siempre el mismo orden, sea cual sea el `rng`.",
        "¿Creas un generador nuevo, con su propia semilla, dentro de la función?",
        _in_this_order(lambda n, b, rng: np.random.default_rng(42).permutation(n)),
    ),
    Rule(
        "cambia_entre_lotes",
        "desordena_dentro",
        "Solo desordenas dentro de cada lote: cada lote lleva siempre los mismos ejemplos.",
        "El orden dentro de un lote no cambia su gradiente. Desordena todos los ejemplos antes de "
        "cortar.",
        _in_this_order(_inside_each_batch),
        {"b": 2},
    ),
    Rule(
        "deshace_los_lotes",
        "desordena_lotes",
        "Desordenas los lotes, pero dentro de cada uno van siempre los mismos ejemplos.",
        "Eso era el ejercicio de desordenar lotes. Aquí se desordenan los ejemplos y después se "
        "cortan los lotes.",
        _in_this_order(_whole_batches),
        {"b": 2},
    ),
    Rule(
        "todos_por_igual",
        "descarta_siempre_los_mismos",
        "Al descartar el lote corto se quedan fuera siempre los mismos ejemplos.",
        "Desordena primero todos los ejemplos y descarta después los que sobren.",
        _same_left_out,
    ),
    Rule(
        "posiciones_uniformes",
        "mezcla_poco",
        "No todos los ejemplos salen en todos los lugares con la misma probabilidad.",
        "Intercambiar un par de ejemplos no basta, e intercambiar cada uno con otro cualquiera "
        "tampoco: unos órdenes salen más que otros. `rng.permutation` los da todos por igual.",
        _in_this_order(lambda n, b, rng: swapping_with_any(n, rng)),
    ),
    Rule(
        "vecinos_uniformes",
        "mantiene_los_vecinos",
        "Los ejemplos que iban seguidos siguen yendo seguidos casi siempre.",
        "Girar los datos o darles la vuelta no los desordena: busca una permutación al azar.",
        _in_this_order(lambda n, b, rng: np.roll(np.arange(n), rng.integers(n))),
    ),
)
