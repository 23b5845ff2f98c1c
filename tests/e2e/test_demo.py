"""La clase de ejemplo entera: cada cuaderno saca lo previsto y repetir no cambia nada."""

from __future__ import annotations

import re

import pytest
from nbgrader.api import Gradebook

from autograde.course import Course
from autograde.demo.classroom import STUDENTS
from autograde.demo.classroom import WHOLE as TAREA
from autograde.demo.run import differences, make_demo
from autograde.gradebook.ledger import latest_results
from autograde.pipeline.run import grade_assignment

pytestmark = [pytest.mark.lento, pytest.mark.aislamiento, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "clase"
    return make_demo(folder), Course(folder)


def scores(course):
    with Gradebook(course.db_url) as gradebook:
        return {
            (s.student.id, g.name): (g.auto_score, g.manual_score, g.needs_manual_grade)
            for s in gradebook.assignment_submissions(TAREA)
            for n in s.notebooks
            for g in n.grades
        }


def test_cada_cuaderno_saca_lo_previsto(demo):
    status, course = demo
    assert list(differences(TAREA, latest_results(course, TAREA))) == []
    assert status == 0


def test_deja_libro_de_notas_retroalimentacion_y_csv(demo):
    _, course = demo
    readable = {s.id for s in STUDENTS if not s.unreadable}
    assert {student for student, _ in scores(course)} == readable
    returned = {p.parent.parent.name for p in (course.root / "feedback").glob("*/*/*.html")}
    assert returned == readable
    csv = (course.root / "entregables" / f"{TAREA}_notas.csv").read_text(encoding="utf-8-sig")
    assert "Aguilar" in csv
    report = (course.root / "entregables" / f"{TAREA}_informe.html").read_text(encoding="utf-8")
    assert "Aguilar" in report
    assert f"{len(readable)} entregas con nota" in re.sub(r"<[^>]*>", "", report)


def test_una_segunda_calificacion_no_cambia_nada_ni_lo_puesto_a_mano(demo):
    _, course = demo
    with Gradebook(course.db_url) as gradebook:
        [grade] = [
            g
            for g in gradebook.find_submission_notebook(TAREA, TAREA, "aguilar").grades
            if g.cell.name
            not in {
                c.grade_id for c in latest_results(course, TAREA)["aguilar"].cells if not c.manual
            }
        ]
        grade.manual_score = 2.0
        grade.needs_manual_grade = False
        gradebook.db.commit()
    before = scores(course)
    summary = grade_assignment(course, TAREA)
    assert (summary.graded, summary.reused) == (0, 0)
    assert summary.changes == []
    assert scores(course) == before
    again = grade_assignment(course, TAREA, repeat=True, students=["aguilar", "escobar"])
    assert again.graded == 2
    assert again.changes == []
    assert scores(course) == before
