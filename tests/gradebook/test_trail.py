"""El rastro de las notas: cada cambio confirmado queda apuntado, lo haga quien lo haga."""

import datetime
import sqlite3

import pytest
from nbgrader.api import Gradebook

from autograde.cli import main
from autograde.gradebook import deadlines, trail
from autograde.gradebook.record import Recorder
from autograde.gradebook.trail import history
from tests.gradebook.test_record import FULL, Submission
from tests.nbgrader.course_sample import ASSIGNMENT, grade, make_course, submit

LATE = "\nc.CursoDescenso.descuento_por_dia = 0.1\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Ana entrega tarde, se la recalifica, se le pone una nota a mano y se le da una prórroga."""
    course = make_course(tmp_path_factory.mktemp("c") / "curso", LATE)
    with Gradebook(course.db_url, course.course_id) as book:
        book.find_assignment(ASSIGNMENT).duedate = datetime.datetime(2026, 11, 20, 12, 0)
        book.db.commit()
    for student in ("ana", "benito"):
        submit(course, student, timestamp="2026-11-20 15:00:00 UTC")
    for points in (FULL, {"t9-doble": 0.0, "t9-triple": 1.0}):
        with Recorder(course, ASSIGNMENT) as recorder:
            folder = course.folder("submitted", "ana", ASSIGNMENT)
            recorder.record([(Submission("ana", folder), grade(course, "ana", points))])
    # lo que hace el formgrader: nbgrader a secas, en un proceso que leyó la configuración
    with Gradebook(course.db_url, course.course_id) as book:
        found = book.find_grade("t9-doble", ASSIGNMENT, ASSIGNMENT, "ana")
        found.manual_score = 1.5
        book.find_comment(
            "t9-doble-solucion", ASSIGNMENT, ASSIGNMENT, "ana"
        ).manual_comment = "Vale"
        book.db.commit()
        found.manual_score = 2.0
        book.db.rollback()
    until = datetime.datetime(2026, 11, 21, 12, 0)
    deadlines.write(
        course,
        ASSIGNMENT,
        deadlines.Deadlines(datetime.datetime(2026, 11, 20, 12, 0), {"ana": until}),
    )
    return course


def test_each_change_is_there_in_order_with_its_reason(course):
    found = history(course, "ana")
    assert [(c.reason, c.detail) for c in found] == [
        ("calificación", "t9-doble: — → 2; t9-triple: — → 1"),
        ("descuento por retraso", "— → 0,3"),
        ("calificación", "t9-doble: 2 → 0"),
        ("descuento por retraso", "0,3 → 0,1"),
        ("a mano", "t9-doble: — → 1,5"),
        ("comentario", "t9-doble-solucion: — → «Vale»"),
        ("prórroga", "— → 24 horas"),
    ]
    assert {c.assignment for c in found} == {ASSIGNMENT}
    assert all(c.who and c.program for c in found)


def test_of_others_there_is_nothing(course):
    assert history(course, "benito") == []
    assert history(course, "ana", "t8_otra") == []


def test_the_command_tells_it(course, capsys):
    assert main(["--curso", str(course.root), "historial", "ana", "--tarea", ASSIGNMENT]) == 0
    said = capsys.readouterr().out
    assert "a mano, por" in said
    assert "t9-doble: 2 → 0" in said
    assert main(["--curso", str(course.root), "historial", "benito"]) == 0
    assert "No hay ningún cambio" in capsys.readouterr().out
    assert main(["--curso", str(course.root), "historial", "nadie"]) != 0
    assert "No hay ningún alumno" in capsys.readouterr().err


def test_a_trail_that_cannot_be_written_does_not_undo_a_mark_and_is_said(
    course, monkeypatch, caplog
):
    def full(*_, **__):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(trail.sqlite3, "connect", full)
    with Gradebook(course.db_url, course.course_id) as book:
        book.find_grade("t9-triple", ASSIGNMENT, ASSIGNMENT, "ana").manual_score = 0.5
        book.db.commit()
        assert book.find_grade("t9-triple", ASSIGNMENT, ASSIGNMENT, "ana").manual_score == 0.5
    assert "No se ha apuntado" in caplog.text


def test_a_course_that_can_no_longer_be_read_stops_nobodys_mark(course, tmp_path, monkeypatch):
    (tmp_path / "nbgrader_config.py").write_text("esto no es Python")
    monkeypatch.setattr(trail, "_books", {})
    monkeypatch.setattr(trail, "_unknown", {tmp_path, course.root})
    before = len(history(course, "ana"))
    with Gradebook(course.db_url, course.course_id) as book:
        found = book.find_grade("t9-doble", ASSIGNMENT, ASSIGNMENT, "ana")
        found.manual_score = (found.manual_score or 0) + 0.25
        book.db.commit()
    assert len(history(course, "ana")) == before + 1
