"""Por qué perdió puntos un ejercicio sin hallazgos, según el registro del juez."""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.gradebook import judged
from autograde.gradebook.ledger import entry
from autograde.judge.results import CellReport, Graded
from autograde.model import CellKind, Verdict


def graded(verdict: Verdict, answer: str = "def f(): return 1") -> Graded:
    cell = new_code_cell(answer, metadata={"nbgrader": {"grade_id": "t1-f-solucion"}})
    report = CellReport("t1-f", "t1.f", CellKind.CORRECTNESS, verdict, 0.0, 2.0)
    notebook: nbformat.NotebookNode = new_notebook(cells=[cell])
    return Graded("t1", notebook, (report,), (), True)


@pytest.mark.parametrize(
    ("result", "why"),
    [
        (graded(Verdict.TIME), "se acabó el tiempo"),
        (graded(Verdict.EXCEPTION), "falla al ejecutarse"),
        (graded(Verdict.EXCEPTION, "def f():\n    raise NotImplementedError()"), "está en blanco"),
        (graded(Verdict.CORRECT), None),
    ],
)
def test_the_reason_is_that_of_the_judge(monkeypatch, tmp_path, result, why) -> None:
    summary = entry("ana", result).summary
    monkeypatch.setattr(judged.Ledger, "summaries", lambda self, name: {"ana": (summary, False)})
    found = judged.reasons(tmp_path, "t1")
    assert found == ({} if why is None else {("ana", "t1.f"): why})
