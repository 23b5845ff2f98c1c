"""Con cuidado o sin él, la clase de ejemplo saca lo mismo: veredictos, puntos e informes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from autograde.demo.build import submissions
from autograde.demo.classroom import STUDENTS, Student
from autograde.demo.classroom import WHOLE as TAREA
from autograde.exercises import load
from autograde.grading import measuring
from autograde.grading.notebook import grade_notebook
from autograde.judge.judging import Judgement
from autograde.judge.results import Graded
from autograde.model import Verdict
from autograde.notebooks.rebuild import rebuild
from autograde.notebooks.source import read_source, released
from autograde.sandbox import Budget, Sandbox, Session
from autograde.speed.yardsticks import Yardsticks

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
SOURCE = Path(__file__).resolve().parents[2] / "source" / TAREA / f"{TAREA}.ipynb"
SEED = hashlib.sha256(b"las dos formas").digest()


class CarefulSandbox:
    """El mismo aislamiento, siempre con cuidado."""

    isolated = True

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self.limits = sandbox.limits

    @contextlib.contextmanager
    def session(
        self, files: Mapping[str, bytes], *, careful: bool, budget: Budget
    ) -> Iterator[Session]:
        with self._sandbox.session(files, budget=budget) as session:
            assert session.careful
            yield session


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("clase")
    source = read_source(SOURCE)
    submissions(TAREA, source, released(source), root)
    return root / "submitted"


def shown(graded: Graded) -> list[str]:
    """Los informes de las celdas de prueba (las demás llevan tiempos y direcciones)."""
    return [str(c.outputs) for c in graded.notebook.cells if c.source.startswith("comprobar(")]


@pytest.mark.parametrize("student", [s for s in STUDENTS if not s.unreadable], ids=lambda s: s.id)
def test_the_class_gets_the_same(
    sandbox: Sandbox, folder: Path, student: Student, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring, "assess", lambda *_: Judgement(Verdict.CORRECT, 1.0))
    assignment = load(TAREA)
    source = read_source(SOURCE)
    submitted = (folder / student.id / TAREA / student.file_name.format(tarea=TAREA)).read_bytes()
    seen = []
    with Yardsticks(assignment, source) as yardsticks:
        for box in (sandbox, CarefulSandbox(sandbox)):
            rebuilt = rebuild(released(source), submitted)
            seen.append(grade_notebook(rebuilt, assignment, SEED, box, student.files, yardsticks))
    quick, careful = seen
    assert quick.cells == careful.cells
    assert quick.warnings == careful.warnings
    assert len(shown(quick)) > 10
    assert shown(quick) == shown(careful)
