"""Qué cuadernos de origen se publican y cuáles no, y que un error no se lleva lo publicado."""

from __future__ import annotations

import copy
import sqlite3

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.course import Course
from autograde.errors import UserError
from autograde.exercises import Assignment
from autograde.model import CellKind, Exercise
from autograde.nbgrader import generation
from autograde.nbgrader.generate import generate
from autograde.nbgrader.generation import check_test_cells
from autograde.notebooks.source import released
from curso.pruebas.plan.pasos import llamada
from tests.nbgrader.course_sample import ASSIGNMENT, make_course, submit
from tests.notebooks.notebook_sample import build_source


def _exercise(name: str, points: float) -> Exercise:
    case = llamada(f"{name}(1)", 1)
    return Exercise(
        id=f"t9.{name}",
        name=name,
        reference=lambda x: x,
        public_cases=[case],
        hidden_cases=lambda rng: [case],
        points={CellKind.CORRECTNESS: points},
    )


EXERCISES = Assignment(
    ASSIGNMENT, {e.id: e for e in (_exercise("doble", 2), _exercise("triple", 1))}, "1", "1"
)


@pytest.fixture(autouse=True)
def exercises_of_t9(monkeypatch):
    """Los ejercicios de la tarea de ejemplo, que no está en el paquete."""
    monkeypatch.setattr(generation, "load", lambda name: EXERCISES)


def find(notebook, id_: str):
    return next(c for c in notebook.cells if c.id == id_)


def test_a_good_source_passes():
    check_test_cells(build_source(), ASSIGNMENT, allow_unprotected=False)


def _plain_assert(notebook):
    find(notebook, "test-doble").source = "assert doble(2) == 4"


def _hidden(notebook):
    find(notebook, "test-doble").source += "\n### BEGIN HIDDEN TESTS\n1\n### END HIDDEN TESTS"


def _unknown(notebook):
    find(notebook, "test-doble").source = 'comprobar("t9.cuadruple")'


def _kind(notebook):
    find(notebook, "test-doble").source = 'comprobar("t9.doble", velocidad=True)'


def _points(notebook):
    find(notebook, "test-doble").metadata.nbgrader.points = 7


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_plain_assert, "«t9-doble» de «t9» no llama a «comprobar»"),
        (_hidden, "HIDDEN TESTS"),
        (_unknown, "«t9.cuadruple», que no es de esta tarea"),
        (_kind, "pide «velocidad»"),
        (_points, "vale 7 puntos y en el ejercicio son 2"),
    ],
)
def test_what_the_judge_would_not_protect_is_refused(spoil, words):
    notebook = build_source()
    spoil(notebook)
    with pytest.raises(UserError, match=words):
        check_test_cells(notebook, ASSIGNMENT, allow_unprotected=False)


def test_unprotected_cells_pass_only_with_permission_and_without_hidden_tests():
    notebook = build_source()
    _plain_assert(notebook)
    check_test_cells(notebook, ASSIGNMENT, allow_unprotected=True)
    _hidden(notebook)
    with pytest.raises(UserError, match="HIDDEN TESTS"):
        check_test_cells(notebook, ASSIGNMENT, allow_unprotected=True)


def write_source(course: Course, notebook) -> None:
    nbformat.write(notebook, course.source_notebook(ASSIGNMENT))


def released_files(course: Course) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in course.release_folder(ASSIGNMENT).iterdir()}


def test_generar_refuses_with_the_sentence_and_keeps_what_was_released(tmp_path):
    course = make_course(tmp_path / "c")
    before = released_files(course)
    notebook = build_source()
    _plain_assert(notebook)
    write_source(course, notebook)
    with pytest.raises(UserError, match="no llama a «comprobar»"):
        generate(course, ASSIGNMENT)
    (course.source_notebook(ASSIGNMENT)).write_text("{")
    with pytest.raises(UserError, match="no se puede leer"):
        generate(course, ASSIGNMENT)
    assert released_files(course) == before


def test_a_folder_with_two_notebooks_is_refused(tmp_path):
    course = make_course(tmp_path / "c")
    nbformat.write(build_source(), course.source_notebook(ASSIGNMENT).with_name("otro.ipynb"))
    with pytest.raises(UserError, match=r"más cuadernos \(otro.ipynb\)"):
        generate(course, ASSIGNMENT)


def test_cells_cannot_be_added_once_there_are_submissions(tmp_path):
    course = make_course(tmp_path / "c")
    submit(course, "ana")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.add_student("ana")
        gradebook.add_submission(ASSIGNMENT, "ana")
    notebook = build_source()
    extra = copy.deepcopy(find(notebook, "sol-doble"))
    extra.id, extra.metadata.nbgrader.grade_id = "nueva", "t9-nueva-solucion"
    notebook.cells.append(extra)
    write_source(course, notebook)
    before = released_files(course)
    with pytest.raises(UserError, match="Ya hay entregas"):
        generate(course, ASSIGNMENT)
    assert released_files(course) == before != {}
    assert [p.name for p in (course.root / "release").iterdir()] == [ASSIGNMENT]


def test_a_locked_gradebook_is_one_sentence(tmp_path, monkeypatch):
    course = make_course(tmp_path / "c")
    before = released_files(course)
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3.dbapi2, "connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0.05})
    )
    blocker = connect(course.root / "gradebook.db")
    blocker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="ocupado"):
        generate(course, ASSIGNMENT)
    blocker.rollback()
    assert released_files(course) == before


def test_the_release_is_what_submissions_are_rebuilt_on(tmp_path):
    """`released` hace lo mismo que `generate_assignment`: si no, las sumas no coincidirían."""
    course = make_course(tmp_path / "c")
    path = course.release_folder(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    assert released(build_source(), course.config) == nbformat.read(path, as_version=4)


def test_the_stubs_of_the_course_count(tmp_path):
    course = make_course(tmp_path / "c", "c.ClearSolutions.text_stub = 'Contesta.'\n")
    path = course.release_folder(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    assert find(nbformat.read(path, as_version=4), "porque").source == "Contesta."
    assert find(released(build_source(), course.config), "porque").source == "Contesta."
