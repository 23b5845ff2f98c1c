"""Las cifras de una medida: quien se mide ya vio lo oculto, y moviéndolas podría contarlo.

El envío contesta bien a todo, guarda un bit del caso oculto en su carpeta y, cuando lo miden, gasta
más o menos según ese bit, sin salirse nunca de su tramo. El control son las cifras que tiene
delante quien mide: en ellas el bit se lee.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograde.grading.notebook import grade_notebook
from autograde.judge.checks import hidden_check
from autograde.judge.results import Graded, to_json
from autograde.model import CellKind
from autograde.sandbox import Sandbox
from autograde.speed import assess
from autograde.speed.yardsticks import Yardsticks
from tests.attacks.mini_assignment import dumped
from tests.grading.fakes import grade_cell, rebuilt, solution_cell
from tests.speed.sine import ASSIGNMENT, SINE, source_notebook

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
MB = 10**6

STEERING = """
import os
import numpy as np

def seno(x):
    if x.shape == (3, 2):
        with open("/tmp/bit", "w") as fichero:
            fichero.write(str(int(x[0, 0] > 0)))
    elif len(x) > 100 and os.path.exists("/tmp/bit") and open("/tmp/bit").read() == "1":
        if len(x) > 100_000:
            estorbo = np.ones(750_000)
        else:
            np.sin(x[: len(x) // 4])
    return np.sin(x)
"""


def _bit(seed: bytes) -> bool:
    (case,) = hidden_check(SINE, CellKind.CORRECTNESS, seed).plan.casos
    (table,) = (arg for step in case.pasos for arg in getattr(step, "args", ()))
    return bool(table[0, 0] > 0)


def _seed(bit: bool) -> bytes:
    return next(s for s in (f"semilla {i}".encode() for i in range(50)) if _bit(s) is bit)


@pytest.fixture(scope="module")
def roomy() -> Iterator[Sandbox]:
    """Los ataques de esta tabla necesitan los límites de verdad: se miden tablas grandes."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def patterns() -> Iterator[Yardsticks]:
    with Yardsticks(ASSIGNMENT, source_notebook()) as yardsticks:
        yield yardsticks


@pytest.fixture
def seen(monkeypatch) -> list[float]:
    """Las cifras de cada medida, como las tiene quien mide: la razón, o los octetos de más."""
    figures: list[float] = []

    def spying(measure, figure):
        def measured(*args):
            result = measure(*args)
            figures.append(figure(result))
            return result

        return measured

    monkeypatch.setattr(
        assess, "measure", spying(assess.measure, lambda r: r.decision.interval.ratio)
    )
    monkeypatch.setattr(assess, "measure_peak", spying(assess.measure_peak, lambda r: r.extra))
    return figures


def _grade(seed: bytes, box: Sandbox, patterns: Yardsticks) -> Graded:
    cells = (
        grade_cell('comprobar("t0.seno")', "t0-seno", 1.0),
        grade_cell('comprobar("t0.seno", velocidad=True)', "t0-seno-velocidad", 2.0),
        grade_cell('comprobar("t0.seno", memoria=True)', "t0-seno-memoria", 1.0),
    )
    notebook = rebuilt(solution_cell(STEERING, "t0-seno-solucion"), *cells)
    for index, cell in enumerate(notebook.notebook.cells):
        cell.id = f"c{index}"
    return grade_notebook(notebook, ASSIGNMENT, seed, box, None, patterns)


def test_a_hidden_bit_moves_the_figures_and_nothing_that_is_kept(roomy, patterns, seen):
    kept = {}
    for bit in (False, True):
        graded = _grade(_seed(bit), roomy, patterns)
        assert graded.points == graded.maximum
        kept[bit] = dumped(to_json(graded)) + dumped(graded.summary())
    _, without, _, with_more = seen
    assert with_more - without > 4 * MB  # el control: por las cifras de quien mide, el bit se lee
    assert kept[False] == kept[True]
