"""t2.generar_lotes: un iterador perezoso que recorre los ejemplos por lotes."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.rules import variants
from autograde.exercises.t2_lotes.cases import HORAS, NOTA, numpy_integer
from autograde.exercises.t2_lotes.generar_lotes_desorden import INTACT, RULES
from autograde.exercises.t2_lotes.generar_lotes_medido import MEMORY, SPEED
from autograde.exercises.t2_lotes.generar_lotes_variantes import ACCEPTED, VARIANTS
from autograde.exercises.t2_lotes.shuffling import MANY, TWELVE, comparisons, many_calls, tiny
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Ref, Rng, Tomar
from solutions.lotes import generar_lotes

ID = "t2.generar_lotes"
Array = np.ndarray
#: un lote más de los que puede haber: así se nota si sobra alguno y un iterador infinito acaba
_TOO_MANY = 12
MAKE_THREE, THREE = numpy_integer(3)


def _in_order(
    title: str,
    x: Array,
    y: Array,
    b: Any,
    *,
    before: tuple[Paso, ...] = (),
    edge: bool = False,
    **kwargs: Any,
) -> Caso:
    return Caso(
        title,
        (
            Construir("x", x),
            Construir("y", y),
            *before,
            Llamar("iterador", (Ref("x"), Ref("y"), b), kwargs),
            Tomar("lotes", "iterador", _TOO_MANY),
            Devolver(Ref("lotes"), ("x", "y")),
        ),
        borde=edge,
    )


def _twice(title: str, x: Array, y: Array, b: int) -> Caso:
    """Toma un lote y después otro: una lista empezaría de nuevo, un iterador sigue."""
    return Caso(
        title,
        (
            Construir("x", x),
            Construir("y", y),
            Llamar("iterador", (Ref("x"), Ref("y"), b)),
            Tomar("primero", "iterador", 1),
            Tomar("segundo", "iterador", 1),
            Devolver([Ref("primero"), Ref("segundo")], ("x", "y")),
        ),
    )


def _shuffled(name: str, rng: Rng) -> tuple[Paso, ...]:
    iterator = f"{name}_iterador"
    call = Llamar(iterator, (Ref("x"), Ref("y"), 2), {"rng": rng})
    return (call, Tomar(name, iterator, _TOO_MANY))


def _shuffled_dropping(name: str, rng: Rng) -> tuple[Paso, ...]:
    iterator = f"{name}_iterador"
    call = Llamar(iterator, (Ref("x"), Ref("y"), 2, rng), {"descartar_ultimo": True})
    return (call, Tomar(name, iterator, _TOO_MANY))


def _hidden(rng: np.random.Generator) -> list[Caso]:
    b = int(rng.integers(3, 6))
    n = 3 * b + int(rng.integers(1, b))
    x, y = rng.normal(size=(n, 2)), rng.integers(0, 9, size=n)
    numbered = np.arange(TWELVE, dtype=np.int8)
    twelve = {"x": numbered, "y": -numbered}
    images = rng.normal(size=(n, 2, 2)).astype(np.float32)
    seed = int(rng.integers(2**60))
    return [
        _in_order("lote corto", x, y, b),
        _in_order("lote corto, descartando", x, y, b, descartar_ultimo=True),
        _in_order("múltiplo", x[: 3 * b], y[: 3 * b], b),
        _in_order("múltiplo, descartando", x[: 3 * b], y[: 3 * b], b, descartar_ultimo=True),
        _in_order("imágenes", images, x, b),
        _in_order("una dimensión", y, y * 2, b, rng=None, descartar_ultimo=False),
        _twice("dos tandas", x, y, b),
        _in_order("b = n", x[:b], y[:b], b, edge=True),
        _in_order("b = 1", x[:b], y[:b], 1, edge=True),
        _in_order("b > n", x[: b - 1], y[: b - 1], b, edge=True),
        _in_order("b > n, descartando", x[:2], y[:2], b, edge=True, descartar_ultimo=True),
        _in_order("b de NumPy", x, y, THREE, before=(MAKE_THREE,), edge=True),
        _in_order("b negativo", x, y, -b, edge=True),
        many_calls("al azar", {"x": x[:6], "y": np.arange(6)}, _shuffled, seed),
        many_calls("al azar, muchas veces", twelve, _shuffled, seed + 9999, calls=MANY),
        many_calls("al azar, corto", {"x": x[:5], "y": x[5:10]}, _shuffled, seed + 999),
        many_calls(
            "al azar, descartando",
            {"x": x[:5], "y": x[:5, 0]},
            _shuffled_dropping,
            seed + 1999,
        ),
        tiny("un ejemplo", {"x": x[:1], "y": y[:1]}, _shuffled, seed),
    ]


TABLE = np.column_stack([np.ones(9), HORAS])

EXERCISE = Exercise(
    id=ID,
    name="generar_lotes",
    reference=generar_lotes,
    points={CellKind.CORRECTNESS: 1.0, CellKind.SPEED: 0.3, CellKind.MEMORY: 0.3},
    public_cases=(
        _in_order("Horas/Nota en lotes de 3, en orden", HORAS, NOTA, 3),
        _in_order("Horas/Nota en lotes de 4: el último es corto", TABLE, NOTA, 4),
        _in_order("Lo mismo, descartando el corto", TABLE, NOTA, 4, descartar_ultimo=True),
        _in_order("Lotes de 3, descartando: no hay corto", HORAS, NOTA, 3, descartar_ultimo=True),
        _twice("Se toma un lote y luego otro: ha de seguir donde iba", HORAS, NOTA, 3),
        many_calls(
            "Seis ejemplos en lotes de 2, desordenados con muchas semillas",
            {"x": TABLE[:6], "y": np.arange(6)},
            _shuffled,
            seed=4000,
        ),
        many_calls(
            "Cinco ejemplos en lotes de 2, desordenados y descartando el corto",
            {"x": HORAS[:5], "y": np.arange(5)},
            _shuffled_dropping,
            seed=5000,
        ),
        _in_order("b > n: un solo lote", HORAS, NOTA, 20, edge=True),
        _in_order("b > n, descartando: nada", HORAS, NOTA, 20, edge=True, descartar_ultimo=True),
        _in_order("b es un entero de NumPy", HORAS, NOTA, THREE, before=(MAKE_THREE,), edge=True),
        tiny("Un solo ejemplo, con rng", {"x": HORAS[:1], "y": NOTA[:1]}, _shuffled, seed=1),
        _in_order("b = 0: ValueError", HORAS, NOTA, 0, edge=True),
        _in_order("b negativo: ValueError", HORAS, NOTA, -3, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={
        "": Comparacion(dtype=True, secuencia=False, intactas=INTACT.finding(ID)),
        **comparisons(ID, "iterador", RULES, INTACT),
    },
    variants=(*VARIANTS, *variants((INTACT, *RULES))),
    accepted=ACCEPTED,
    speed=SPEED,
    memory=MEMORY,
)
