"""Piezas con que se construyen los casos y las variantes de t5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import Caso, Paso, Problema, Ref
from curso.pruebas.plan.pasos import llamada

Array = Any
#: grupo de los casos en float32
SINGLE = "simple"


def with_inputs(title: str, inputs: Mapping[str, Any], *more: Any, **kwargs: Any) -> Caso:
    """Una llamada con las entradas dadas, en su orden, que se vigilan; y después `more`."""
    return llamada(title, *map(Ref, inputs), *more, entradas=inputs, **kwargs)


def single(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Las mismas entradas con los reales en float32."""
    return {
        name: value.astype(np.float32) if value.dtype.kind == "f" else value
        for name, value in inputs.items()
    }


def comparisons(intact: Hallazgo) -> dict[str, Comparacion]:
    """Las corrientes, y las de float32 con su tolerancia."""
    return {
        "": Comparacion(intactas=intact),
        SINGLE: Comparacion(rtol=1e-4, atol=1e-5, intactas=intact),
    }


def numpy_integers(*values: int) -> tuple[tuple[Paso, ...], Sequence[Ref]]:
    """Los pasos que hacen enteros de NumPy, y las referencias con que se usan."""
    names = [f"entero{i}" for i in range(len(values))]
    steps = tuple(
        Problema(name, "entero_de_numpy", {"entero": value})
        for name, value in zip(names, values, strict=True)
    )
    return steps, [Ref(name, "valor") for name in names]


# --- las cuentas de una red, para torcerlas en las variantes ----------------------------------
# Sirven en cualquier dispositivo: si las variantes fallasen en él, se las confundiría con quien
# escribe una función correcta que no es portable.


def softmax(z: Array, axis: int = 1) -> Array:
    """La estable."""
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def one_hot(y: Array, like: Array) -> Array:
    """Un 1 en la clase de cada fila, con la forma y el tipo de `like`."""
    classes = espacio_de_nombres(like).arange(like.shape[1])
    return (y[:, None] == classes[None, :]).astype(like.dtype)


def cross_entropy(z: Array, y: Array) -> Array:
    """La pérdida de cada ejemplo, estable."""
    centred = z - z.max(axis=1, keepdims=True)
    return np.log(np.exp(centred).sum(axis=1)) - (one_hot(y, centred) * centred).sum(axis=1)
