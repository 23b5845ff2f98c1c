"""La precisión de un caso: la menor de los arreglos de reales con que trabaja el alumno."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from curso.pruebas.plan.valores import Valor


def menor_precision(pasos: Iterable[Any]) -> np.dtype[Any] | None:
    """El dtype de menos precisión de los arreglos de reales de `pasos`, o None si no hay ninguno.

    De un problema o testigo, que hace sus arreglos en el sitio, cuenta su argumento `dtype`.
    """
    valores = (getattr(p, campo.name) for p in pasos for campo in dataclasses.fields(p))
    return min((d for v in valores for d in _reales(v)), key=lambda d: d.itemsize, default=None)


def _reales(v: Valor) -> Iterator[np.dtype[Any]]:
    match v:
        case np.ndarray() if v.dtype.kind == "f":
            yield v.dtype.newbyteorder("=")
        case list() | tuple():
            for x in v:
                yield from _reales(x)
        case Mapping():
            pedido = v.get("dtype")
            if isinstance(pedido, str) and np.dtype(pedido).kind == "f":
                yield np.dtype(pedido)
            yield from _reales(list(v.values()))
