"""Un curso hecho con una versión anterior (2026-11, antes de mudar los módulos) sigue sirviendo.

`curso_anterior.tar.xz` es su carpeta: configuración, semilla, resultados, libro y entregas de tres
alumnos inventados, tal como los dejó aquella versión.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from autograde.cli import main
from autograde.course import Course
from autograde.gradebook.judged import foreign_marks
from autograde.gradebook.ledger import latest_results
from autograde.pipeline.run import grade_assignment

ARCHIVE = Path(__file__).with_name("curso_anterior.tar.xz")
TAREA = "t2_lotes"
STUDENTS = {"aguilar", "benitez", "escobar"}


@pytest.fixture
def course(tmp_path) -> Course:
    with tarfile.open(ARCHIVE) as archive:
        archive.extractall(tmp_path, filter="data")
    return Course.find(tmp_path / "curso")


def test_its_configuration_and_its_seed_are_read(course):
    before = course.secret.path.read_bytes()
    assert course.course_id == "descenso"
    assert course.settings.descuento_por_dia == 0.0
    course.secret.ensure()
    assert course.secret.path.read_bytes() == before


def test_its_marks_and_results_are_still_ours(course):
    assert foreign_marks(course.root) == {}
    assert set(latest_results(course, TAREA)) == STUDENTS


def test_its_grades_come_out(course, tmp_path):
    out = tmp_path / "notas.csv"
    order = ["--curso", str(course.root), "notas", TAREA, "--csv", "--provisionales"]
    assert main([*order, "-o", str(out)]) == 0
    for name in ("Aguilar", "Benítez", "Escobar"):
        assert name in out.read_text(encoding="utf-8-sig")


@pytest.mark.lento
@pytest.mark.aislamiento
def test_it_is_graded_again_with_the_same_marks(course):
    """La clave de un resultado dice de qué versión es: se califica de nuevo, y nada cambia."""
    before = latest_results(course, TAREA)
    summary = grade_assignment(course, TAREA, processes=1, progress=False)
    assert (summary.graded, summary.problems) == (len(STUDENTS), [])
    after = latest_results(course, TAREA)
    for student in STUDENTS:
        old = {c.grade_id: c.points for c in before[student].cells if c.kind != "velocidad"}
        new = {c.grade_id: c.points for c in after[student].cells if c.kind != "velocidad"}
        assert new == old
