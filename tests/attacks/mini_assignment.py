"""Una tarea pequeña con todo lo que se ataca: casos públicos, ocultos, límite y de excepción."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.exercises import Assignment
from autograde.judge.checks import hidden_check
from autograde.model import CellKind, Exercise, Variant
from autograde.notebooks.source import released
from curso.pruebas.plan import Caso
from curso.pruebas.plan.pasos import llamada
from curso.pruebas.plan.valores import Ref

TASK = "t0_ataques"
SEED = b"semilla de las pruebas de ataque"
#: segundos de reloj de un caso
CASE_S = 1.5
POINTS = {"doble": 2.0, "suma": 3.0, "orden": 4.0, "raiz": 1.0}
TOTAL = sum(POINTS.values())


def doble(x: int) -> int:
    return 2 * x


def suma(v: np.ndarray) -> float:
    return float(v.sum())


def orden(xs: list[int]) -> list[int]:
    return sorted(xs)


def raiz(x: float) -> float:
    if x < 0:
        raise ValueError("no hay raíz real")
    return math.sqrt(x)


def _hidden_ints(rng: np.random.Generator) -> Sequence[Caso]:
    return [_call("oculto", int(x)) for x in rng.integers(10**9, 10**12, 3)]


def _hidden_arrays(rng: np.random.Generator) -> Sequence[Caso]:
    values = [rng.integers(10**6, 10**9, 4).astype(float) for _ in range(2)]
    return [llamada("oculto", Ref("v"), entradas={"v": v}, limite_s=CASE_S) for v in values]


def _hidden_lists(rng: np.random.Generator) -> Sequence[Caso]:
    return [_call("oculto", [int(x) for x in rng.integers(10**9, 10**12, 4)])]


def _hidden_roots(rng: np.random.Generator) -> Sequence[Caso]:
    return [
        _call("oculto", float(rng.integers(10**6, 10**9))),
        _call("oculto, negativo", -float(rng.integers(10**6, 10**9)), borde=True),
    ]


def _call(title: str, *args: object, borde: bool = False) -> Caso:
    return llamada(title, *args, borde=borde, limite_s=CASE_S)


_V = np.array([1.0, 2.0, 4.0])
EXERCISES = (
    Exercise(
        id="t0.doble",
        name="doble",
        reference=doble,
        public_cases=(_call("tres", 3), _call("cero", 0, borde=True)),
        hidden_cases=_hidden_ints,
        points={CellKind.CORRECTNESS: POINTS["doble"]},
        variants=(Variant("suma_dos", lambda x: x + 2, "Sumas dos.", "Multiplica."),),
    ),
    Exercise(
        id="t0.suma",
        name="suma",
        reference=suma,
        public_cases=(llamada("tres", Ref("v"), entradas={"v": _V}, limite_s=CASE_S),),
        hidden_cases=_hidden_arrays,
        points={CellKind.CORRECTNESS: POINTS["suma"]},
    ),
    Exercise(
        id="t0.orden",
        name="orden",
        reference=orden,
        public_cases=(_call("tres", [3, 1, 2]),),
        hidden_cases=_hidden_lists,
        points={CellKind.CORRECTNESS: POINTS["orden"]},
    ),
    Exercise(
        id="t0.raiz",
        name="raiz",
        reference=raiz,
        public_cases=(_call("cuatro", 4.0), _call("negativo", -1.0, borde=True)),
        hidden_cases=_hidden_roots,
        points={CellKind.CORRECTNESS: POINTS["raiz"]},
    ),
)
ASSIGNMENT = Assignment(TASK, {e.id: e for e in EXERCISES}, "v1", "e1")

#: lo que entrega quien lo sabe hacer
GOOD = {
    "doble": "def doble(x):\n    return x + x",
    "suma": "def suma(v):\n    return float(np.sum(v))",
    "orden": "def orden(xs):\n    return sorted(xs)",
    "raiz": "def raiz(x):\n    if x < 0:\n        raise ValueError\n    return x**0.5",
}


def _cell(kind: Any, grade_id: str, source: str, **own: Any) -> NotebookNode:
    cell = kind(source, id=grade_id)
    flags = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata["nbgrader"] = {**flags, **own, "grade_id": grade_id, "schema_version": 3}
    return cell


def build_source() -> NotebookNode:
    """El cuaderno del docente."""
    start = "import numpy as np\nfrom curso.comprobar import comprobar"
    cells = [
        _cell(new_markdown_cell, "t0-enunciado", "# Ataques", locked=True),
        _cell(new_code_cell, "t0-inicio", start, locked=True),
    ]
    for name, points in POINTS.items():
        solution = f"### BEGIN SOLUTION\n{GOOD[name]}\n### END SOLUTION"
        cells.append(_cell(new_code_cell, f"t0-{name}-solucion", solution, solution=True))
        test = _cell(
            new_code_cell, f"t0-{name}", f'comprobar("t0.{name}")', grade=True, locked=True
        )
        test.metadata["nbgrader"]["points"] = points
        cells.append(test)
    question = _cell(new_markdown_cell, "t0-pregunta", "¿?", grade=True, solution=True)
    question.metadata["nbgrader"]["points"] = 1.0
    return new_notebook(cells=[*cells, question])


@functools.cache
def source() -> NotebookNode:
    """El cuaderno publicado, como plantilla (no se modifica)."""
    return released(build_source())


@functools.cache
def hidden_traces(seed: bytes = SEED) -> frozenset[str]:
    """Los números de los casos ocultos y de sus respuestas, como los escribiría quien los cuenta.

    También del revés, en hexadecimal y sin decimales.
    """
    found: set[str] = set()
    for exercise in EXERCISES:
        check = hidden_check(exercise, CellKind.CORRECTNESS, seed)
        values = [
            v for case in check.plan.casos for step in case.pasos for v in vars(step).values()
        ]
        for number in _numbers([values, [a.valor for a in check.esperadas]]):
            if abs(number) >= 10**5:
                text = str(abs(int(number)))
                found |= {text, text[::-1], f"{abs(int(number)):x}"}
    return frozenset(found)


def _numbers(value: object) -> Iterator[float]:
    match value:
        case bool() | None | str():
            return
        case int() | float():
            yield value
        case np.ndarray():
            yield from value.ravel().tolist()
        case dict():
            yield from _numbers(list(value.values()))
        case list() | tuple():
            for part in value:
                yield from _numbers(part)


def dumped(data: object) -> str:
    """El texto de un resultado guardado."""
    return json.dumps(data, ensure_ascii=False, default=str)
