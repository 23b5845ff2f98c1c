"""t2.generar_lotes: soluciones escritas de otra manera y equivocadas sea cual sea el orden."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.cases import at_least
from autograde.model import Variant

Array = np.ndarray
Batch = tuple[Array, Array]
Generator = np.random.Generator


def by_index(x: Array, y: Array, order: Array, b: int, drop: bool = False) -> Iterator[Batch]:
    """Recorre los ejemplos en el orden dado."""
    end = len(order) - len(order) % b if drop else len(order)
    for i in range(0, end, b):
        chosen = order[i : min(i + b, end)]
        yield x[chosen], y[chosen]


# --- correctas, escritas de otra manera ------------------------------------------------------


def in_order_or_shuffled(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    at_least(b=(b, 1))
    order = np.arange(len(x)) if rng is None else rng.permutation(len(x))
    yield from by_index(x, y, order, b, descartar_ultimo)


class _Batches:
    """Un iterador escrito como clase."""

    def __init__(
        self,
        x: Array,
        y: Array,
        b: int,
        rng: Generator | None = None,
        descartar_ultimo: bool = False,
    ) -> None:
        at_least(b=(b, 1))
        self.x, self.y, self.b, self.start = x, y, b, 0
        self.order = list(range(len(x)))
        if rng is not None:
            rng.shuffle(self.order)
        self.minimum = b if descartar_ultimo else 1

    def __iter__(self) -> _Batches:
        return self

    def __next__(self) -> list[Array]:
        chosen = self.order[self.start : self.start + self.b]
        if len(chosen) < self.minimum:
            raise StopIteration
        self.start += self.b
        return [self.x[chosen], self.y[chosen]]


def _expression(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    at_least(b=(b, 1))
    order = slice(None) if rng is None else np.argsort(rng.random(len(x)))
    x_new, y_new = x[order], y[order]
    count = len(x) // b if descartar_ultimo else -(-len(x) // b)
    return ((x_new[k * b : (k + 1) * b], y_new[k * b : (k + 1) * b]) for k in range(count))


ACCEPTED = {
    "generador": in_order_or_shuffled,
    "clase": _Batches,
    "expresión generadora": _expression,
}


# --- equivocadas ------------------------------------------------------


def _list(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> list[Batch]:
    return list(in_order_or_shuffled(x, y, b, rng, descartar_ultimo))


def _without_last(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    return in_order_or_shuffled(x, y, b, rng, True)


def _ignores_drop(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    return in_order_or_shuffled(x, y, b, rng, False)


def _drops_a_full_one(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    batches = _list(x, y, b, rng)
    return iter(batches[:-1] if descartar_ultimo else batches)


def _return_in_the_loop(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Any:
    for batch in in_order_or_shuffled(x, y, b, rng, descartar_ultimo):
        return batch
    return ()


def _empty_last(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    yield from in_order_or_shuffled(x, y, b, rng, descartar_ultimo)
    if len(x) % b == 0:
        yield x[:0], y[:0]


def _endless(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    yield from in_order_or_shuffled(x, y, b, rng, descartar_ultimo)
    while True:
        yield x[:0], y[:0]


def _round_and_round(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    at_least(b=(b, 1))
    batches = list(in_order_or_shuffled(x, y, b, rng, descartar_ultimo))
    return itertools.cycle(batches)


def _unchecked(
    x: Array, y: Array, b: int, rng: Generator | None = None, descartar_ultimo: bool = False
) -> Iterator[Batch]:
    order = np.arange(len(x)) if rng is None else rng.permutation(len(x))
    return by_index(x, y, order, b, descartar_ultimo) if b > 0 else iter(())


VARIANTS = (
    Variant(
        "devuelve_lista",
        _list,
        "Tu función prepara todos los lotes de una vez, en una lista.",
        "Con una lista todos los lotes están en memoria a la vez. Con `yield` cada lote se hace "
        "cuando se pide.",
    ),
    Variant(
        "olvida_el_ultimo",
        _without_last,
        "El último lote, si queda corto, no sale nunca.",
        "Solo se descarta con `descartar_ultimo=True`.",
    ),
    Variant(
        "ignora_descartar",
        _ignores_drop,
        "El lote corto sale aunque se pida descartarlo.",
        "¿Dónde usas `descartar_ultimo`?",
    ),
    Variant(
        "descarta_un_lote_completo",
        _drops_a_full_one,
        "Con `descartar_ultimo=True` quitas el último lote aunque esté completo.",
        "Solo se descarta si tiene menos de b ejemplos.",
    ),
    Variant(
        "lote_vacio",
        _empty_last,
        "Te sobra un lote vacío al final.",
        "Si n es múltiplo de b no queda nada para otro lote: ¿hasta dónde llega tu `range`?",
    ),
    Variant(
        "no_acaba_nunca",
        _endless,
        "Tu iterador no acaba nunca: sigue dando lotes después del último.",
        "Un `while True` necesita un `break` o un `return` cuando ya no quedan ejemplos.",
        others=(_round_and_round,),
    ),
    Variant(
        "return_en_vez_de_yield",
        _return_in_the_loop,
        "Tu función acaba al llegar al primer lote.",
        "`return` termina la función; `yield` entrega un lote y la deja en pausa hasta el "
        "siguiente.",
    ),
    Variant(
        "sin_validar",
        _unchecked,
        "Falta rechazar los tamaños de lote imposibles.",
        "Si b es menor que 1, la función debe lanzar `ValueError` (al llamarla o al pedir el "
        "primer "
        "lote).",
    ),
)
