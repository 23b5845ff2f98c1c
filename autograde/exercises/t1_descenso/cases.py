"""Piezas con que se construyen los casos y las variantes de t1."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from curso.pruebas.compara import Hallazgo
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Problema, Ref
from curso.pruebas.plan.pasos import llamada

Array = Any

#: la tabla del curso: horas de estudio y nota
HORAS = np.array([2, 5, 7, 9, 10, 11, 13.4, 14, 15])
NOTA = np.array([1, 3.2, 4.5, 6, 4, 4.5, 5.5, 3, 5])
#: Horas/Nota con su columna de unos
TABLE = np.column_stack([np.ones(9), HORAS])

#: ½·(x² + y²): con tasas y pesos sencillos, cada paso del descenso es exacto
ROUND = {"suave": 1.0, "abrupta": 1.0}


def with_problem(
    title: str,
    problem: str,
    *args: Any,
    inputs: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    before: tuple[Paso, ...] = (),
    edge: bool = False,
    group: str = "",
    **kwargs: Any,
) -> Caso:
    """Una llamada que usa un problema del curso, citado por su nombre, y vigila sus entradas."""
    return Caso(
        title,
        (
            Problema(problem, problem, settings or {}),
            *before,
            *(Construir(name, value) for name, value in inputs.items()),
            Llamar("resultado", args, kwargs),
            Devolver(Ref("resultado"), tuple(inputs)),
        ),
        borde=edge,
        grupo=group,
    )


def edge(title: str, *args: Any, **kwargs: Any) -> Caso:
    """Una llamada que es un caso límite."""
    return llamada(title, *args, borde=True, **kwargs)


def numpy_integer(value: int, name: str = "entero") -> tuple[Paso, Ref]:
    """El paso que hace un entero de NumPy, y la referencia con que se usa."""
    return Problema(name, "entero_de_numpy", {"entero": value}), Ref(name, "valor")


def with_numpy_integers(title: str, *args: Any) -> Caso:
    """Caso límite en que los argumentos enteros son de NumPy."""
    steps: list[Paso] = []
    values = []
    for i, value in enumerate(args):
        if isinstance(value, int):
            step, value = numpy_integer(value, f"entero{i}")
            steps.append(step)
        values.append(value)
    call = Llamar("resultado", tuple(values))
    return Caso(title, (*steps, call, Devolver(Ref("resultado"))), borde=True)


def at_least(**minimums: tuple[int, int]) -> None:
    """ValueError si algún argumento, dado como (valor, mínimo), no llega a su mínimo."""
    for name, (value, minimum) in minimums.items():
        if value < minimum:
            raise ValueError(name)


def floating(w: Array) -> Array:
    """Copia de `w` con decimales (float32 se conserva)."""
    return w.copy() if w.dtype.kind == "f" else w.astype(float)


def touches_start(exercise: str, name: str = "w0") -> Hallazgo:
    """El hallazgo de quien cambia el punto de partida que le dan."""
    return Hallazgo(
        f"{exercise}.modifica_{name}",
        f"Tu función cambia el {name} que recibe.",
        f"`w = {name}` no copia nada: son dos nombres del mismo arreglo. Y `w -= …` escribe en él. "
        f"Empieza con `w = {name}.copy()`, o escribe `w = w - …`.",
    )
