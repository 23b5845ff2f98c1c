"""Piezas con que se construyen los casos y las variantes de t2."""

from __future__ import annotations

from typing import Any

import numpy as np

from curso.pruebas.plan import Caso, Devolver, Llamar, Paso, Problema, Ref
from curso.pruebas.plan.pasos import llamada

#: la tabla del curso: horas de estudio y nota
HORAS = np.array([2, 5, 7, 9, 10, 11, 13.4, 14, 15])
NOTA = np.array([1, 3.2, 4.5, 6, 4, 4.5, 5.5, 3, 5])


def with_numpy_integers(title: str, *integers: int, dtype: str = "int64", **kwargs: Any) -> Caso:
    """Caso límite en que los argumentos enteros son de NumPy."""
    steps, values = zip(
        *(numpy_integer(n, dtype, f"entero{i}") for i, n in enumerate(integers)), strict=True
    )
    call = Llamar("resultado", values, kwargs)
    return Caso(title, (*steps, call, Devolver(Ref("resultado"))), borde=True)


def numpy_integer(value: int, dtype: str = "int64", name: str = "entero") -> tuple[Paso, Ref]:
    """El paso que hace un entero de NumPy, y la referencia con que se usa."""
    return Problema(name, "entero_de_numpy", {"entero": value, "dtype": dtype}), Ref(name, "valor")


def edge(title: str, *args: Any, **kwargs: Any) -> Caso:
    """Una llamada que es un caso límite."""
    return llamada(title, *args, borde=True, **kwargs)


def at_least(**minimums: tuple[int, int]) -> None:
    """ValueError si algún argumento, dado como (valor, mínimo), no llega a su mínimo."""
    for name, (value, minimum) in minimums.items():
        if value < minimum:
            raise ValueError(name)


def per_epoch(n: int, b: int, drop: bool = False) -> int:
    """Lotes de una época."""
    return n // b if drop else -(-n // b)
