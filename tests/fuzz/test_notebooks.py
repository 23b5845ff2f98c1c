"""Cuadernos estropeados, rehechos y calificados: ninguna excepción que no sea `Unreadable`."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograde.grading.notebook import grade_notebook
from autograde.judge.results import from_json, to_json
from autograde.notebooks.rebuild import Unreadable, rebuild
from autograde.notebooks.source import read_source, released
from autograde.sandbox import CellRun, CellState, Limits, Sandbox
from curso.pruebas.plan import ErrorDeCodec, Respuesta, valor_de_json
from tests.fuzz.mutations import (
    as_bytes,
    examples,
    mutated_bytes,
    mutated_json,
    random_json,
)
from tests.grading.fakes import ASSIGNMENT, good_cells, rebuilt

SOURCE = Path(__file__).parents[2] / "source" / "t2_lotes" / "t2_lotes.ipynb"


@pytest.fixture(scope="module")
def release():
    return released(read_source(SOURCE))


def broken(document: dict, i: int) -> bytes:
    rng = np.random.default_rng(i)
    if i % 2:
        return mutated_bytes(as_bytes(document), rng)
    return as_bytes(mutated_json(document, rng))


def test_rebuilding_never_fails_but_with_a_sentence(release):
    document = json.loads(nbformat.writes(release))
    expected = {c.metadata.nbgrader.grade_id for c in release.cells if "nbgrader" in c.metadata}
    read = 0
    for i in examples(600):
        with contextlib.suppress(Unreadable):
            result = None
            result = rebuild(release, broken(document, i))
        if result is None:
            continue
        read += 1
        cells = [c for c in result.notebook.cells if "nbgrader" in c.metadata]
        assert [c.metadata.nbgrader.grade_id for c in cells if c.metadata.nbgrader.grade]
        assert {c.metadata.nbgrader.grade_id for c in cells} == expected
        if i % 20 == 0:
            nbformat.validate(result.notebook)
    assert read > len(examples(600)) / 10, "casi nada llegó a rehacerse: no se prueba gran cosa"


class HostileSession:
    """Una sesión que contesta cualquier cosa con forma de salida y de respuesta."""

    alive, careful = True, True

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def run_cell(self, source, limit_s=None):
        kinds = ("stream", "display_data", "execute_result", "error")
        outputs = []
        for _ in range(int(self.rng.integers(4))):
            output = random_json(self.rng)
            output = output if isinstance(output, dict) else {"data": output, "text": output}
            outputs.append({**output, "output_type": str(self.rng.choice(kinds))})
        states = list(CellState)
        return CellRun(tuple(outputs), states[int(self.rng.integers(len(states)))])

    def snapshot(self, key):
        pass

    def seal(self):
        pass

    def ask(self, key, plan):
        states = ("valor", "valor", "excepcion", "sin_definir", "invalida", "tiempo", "muerte")
        return tuple(self._answer(str(self.rng.choice(states))) for _ in plan.casos)

    def _answer(self, state):
        name = str(self.rng.choice(["ValueError", "MemoryError"]))
        try:
            value = valor_de_json(random_json(self.rng))
        except ErrorDeCodec:
            return Respuesta("invalida")
        return Respuesta(state, value, excepcion=None if state == "valor" else name)


class HostileSandbox:
    isolated = True
    limits = Limits()

    def __init__(self, rng):
        self.rng = rng

    @contextlib.contextmanager
    def session(self, files=None, **_):
        yield HostileSession(self.rng)


def test_grading_whatever_comes_out_of_the_session_never_fails():
    template = rebuilt(*good_cells()).notebook
    document = json.loads(nbformat.writes(template))
    for i in examples(400):
        rng = np.random.default_rng(i)
        try:
            notebook = rebuild(template, broken(document, i))
        except Unreadable:
            continue
        graded = grade_notebook(notebook, ASSIGNMENT, b"semilla", HostileSandbox(rng))
        assert all(0 <= (c.points or 0) <= c.maximum for c in graded.cells)
        assert from_json(json.loads(json.dumps(to_json(graded)))).summary() == graded.summary()


@pytest.mark.lento
@pytest.mark.aislamiento
def test_broken_notebooks_in_the_real_sandbox_stop_nothing():
    template = rebuilt(*good_cells()).notebook
    document = json.loads(nbformat.writes(template))
    full = 0
    with Sandbox() as sandbox:
        for i in range(24):
            try:
                notebook = rebuild(template, broken(document, i))
            except Unreadable:
                continue
            graded = grade_notebook(notebook, ASSIGNMENT, b"semilla", sandbox)
            assert not graded.failed
            full += graded.points == graded.maximum
        healthy = rebuild(template, as_bytes(document))
        last = grade_notebook(healthy, ASSIGNMENT, b"semilla", sandbox)
    assert last.points == last.maximum
    assert full
