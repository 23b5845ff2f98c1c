"""Registrar por lotes deja el libro como lo dejarían los preprocesadores de nbgrader."""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
import sqlite3
import stat
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.preprocessors import (
    AssignLatePenalties,
    CheckCellMetadata,
    NbGraderPreprocessor,
    SaveAutoGrades,
)

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.judged import findings, given_by_judge, unprotected, without_manual
from autograde.gradebook.record import Recorder
from autograde.gradebook.review import NO_RESPONSE, Standing, needs_review
from autograde.nbgrader.conversion import convert
from curso.pruebas.compara import Hallazgo
from tests.nbgrader.course_sample import ASSIGNMENT, dump, grade, make_course, submit

FULL = {"t9-doble": 2.0, "t9-triple": 1.0}
HALF = {"t9-doble": 1.5, "t9-triple": 0.0}
LATE = "\nc.CursoDescenso.descuento_por_dia = 0.1\n"
DUE = datetime.datetime(2026, 11, 20, 12, 0)


@dataclass(frozen=True)
class Submission:
    student: str
    folder: Path
    key: str = ""
    submitted: str = ""


def record(course: Course, scores: dict[str, dict[str, float]]) -> list[tuple[str, str]]:
    with Recorder(course, ASSIGNMENT) as recorder:
        return recorder.record(
            [
                (
                    Submission(s, course.folder("submitted", s, ASSIGNMENT)),
                    grade(course, s, points),
                )
                for s, points in scores.items()
            ]
        )


class PutOutputs(NbGraderPreprocessor):
    """En lugar de ejecutar, pone las salidas que habría puesto el juez."""

    course: Course
    scores: dict[str, dict[str, float]]

    def preprocess(self, nb, resources):
        student = resources["nbgrader"]["student"]
        return grade(self.course, student, self.scores[student]).notebook, resources


def record_with_nbgrader(course: Course, scores: dict[str, dict[str, float]]) -> None:
    """Lo mismo, con los preprocesadores originales de nbgrader: lo que tomamos por verdad."""
    PutOutputs.course, PutOutputs.scores = course, scores
    course.config.Autograde.autograde_preprocessors = [
        PutOutputs,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]
    for student in scores:
        convert(Autograde, course, ASSIGNMENT, student)


def set_up(root: Path, config: str) -> Course:
    """Una clase con cada circunstancia: tarde, con prórroga, sin hora, sin contestar."""
    course = make_course(root, LATE + config)
    submit(course, "ana", timestamp="2026-11-20 11:00:00 UTC", files={"modulo.py": "x = 1"})
    submit(course, "benito", timestamp="2026-11-22 13:00:00 UTC")
    submit(course, "carla", timestamp="2026-11-22 13:00:00 UTC", text=None)
    submit(course, "dora")
    submit(course, "eva", timestamp="2026-12-24 13:00:00 UTC", double="def doble(x): ...")
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.update_or_create_assignment(ASSIGNMENT, duedate=DUE)
        gradebook.add_student("carla", first_name="Carla", last_name="Ruiz")
        extra = gradebook.add_submission(ASSIGNMENT, "carla")
        extra.extension = datetime.timedelta(days=1)
        gradebook.db.commit()
    return course


SCORES = {"ana": FULL, "benito": FULL, "carla": HALF, "dora": {**HALF, "t9-doble": 0}, "eva": HALF}


@pytest.fixture(scope="module")
def prepared(copies, tmp_path_factory) -> Path:
    """El curso recién preparado, del que cada prueba usa una copia."""
    root = tmp_path_factory.mktemp("curso") / "c"
    return copies.made(lambda config: set_up(root, config)).root


@pytest.fixture
def course(copies, prepared, tmp_path) -> Course:
    return copies.copied(prepared, tmp_path / "c")


@pytest.fixture
def both(copies, prepared, tmp_path) -> tuple[Course, Course]:
    """Dos cursos iguales: en uno registramos nosotros y en el otro nbgrader."""
    names = ("nuestro", "suyo")
    ours, theirs = (copies.copied(prepared, tmp_path / name) for name in names)
    return ours, theirs


#: lo que solo le pasa a un fichero
IN_A_FILE = pytest.mark.parametrize("copies", ["sqlite"], indirect=True)


def in_english(state: dict) -> dict:
    """Con el comentario automático de nbgrader en lugar del nuestro, que está en español."""
    for row in state.values():
        for notebook in row["notebooks"].values():
            for name, (auto, manual) in notebook["comments"].items():
                if auto == NO_RESPONSE:
                    notebook["comments"][name] = ("No response.", manual)
    return state


def files(course: Course) -> dict[str, tuple[int, bytes]]:
    root = course.root / "autograded"
    return {
        str(p.relative_to(root)): (stat.S_IMODE(p.stat().st_mode), p.read_bytes())
        for p in root.rglob("*")
        if p.is_file()
    }


def test_the_state_is_that_of_nbgrader(both):
    ours, theirs = both
    assert record(ours, SCORES) == []
    record_with_nbgrader(theirs, SCORES)
    state = in_english(dump(ours))
    assert state == dump(theirs)
    assert files(ours) == files(theirs)
    # y no es que las dos estén vacías
    assert state["benito"]["notebooks"]["t9"]["penalty"] == pytest.approx(0.1 * 3 * 3.0)
    assert state["carla"]["notebooks"]["t9"]["comments"]["t9-porque"] == ("No response.", None)
    assert state["eva"]["notebooks"]["t9"]["penalty"] == pytest.approx(1.5)
    assert state["ana"]["notebooks"]["t9"]["penalty"] is None
    assert files(ours)["ana/t9/modulo.py"] == (0o444, b"x = 1")
    assert files(ours)["ana/t9/datos.csv"] == (0o444, b"1,2\n")


def test_a_second_submission_changes_what_nbgrader_would_change(both):
    for course, recorder in zip(both, (record, record_with_nbgrader), strict=True):
        recorder(course, SCORES)
        submit(course, "ana", timestamp="2026-11-21 13:00:00 UTC", double="otra", text=None)
        submit(course, "benito", text="Ahora sí.")
        recorder(course, {"ana": HALF, "benito": FULL})
    ours, theirs = both
    assert in_english(dump(ours)) == dump(theirs)
    assert files(ours) == files(theirs)
    assert dump(ours)["ana"]["notebooks"]["t9"]["penalty"] == pytest.approx(0.1 * 2 * 1.5)


def test_a_second_run_changes_nothing(course):
    record(course, SCORES)
    before, kept = dump(course), files(course)
    assert record(course, SCORES) == []
    assert dump(course) == before
    assert files(course) == kept


def put_manual(course: Course, student: str, name: str, score: float) -> None:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        grade_row = gradebook.find_grade(name, ASSIGNMENT, ASSIGNMENT, student)
        grade_row.manual_score = score
        grade_row.needs_manual_grade = False
        comment_cell = "t9-porque" if name == "t9-porque" else name + "-solucion"
        comment = gradebook.find_comment(comment_cell, ASSIGNMENT, ASSIGNMENT, student)
        comment.manual_comment = "Bien."
        gradebook.db.commit()


def grade_of(course: Course, student: str, name: str) -> tuple:
    return dump(course)[student]["notebooks"]["t9"]["grades"][name]


def test_grades_by_hand_stay_when_nothing_changed(course):
    record(course, SCORES)
    put_manual(course, "ana", "t9-porque", 2.5)
    put_manual(course, "ana", "t9-doble", 0.25)
    before = dump(course)
    assert record(course, SCORES) == []
    assert dump(course) == before
    assert grade_of(course, "ana", "t9-porque")[:4] == (None, 2.5, None, False)
    assert grade_of(course, "ana", "t9-doble")[:4] == (2.0, 0.25, None, False)


@pytest.mark.parametrize(
    ("change", "reopened"),
    [
        ({"text": "Otra cosa."}, ["t9-porque"]),
        ({"double": "def doble(x):\n    return x + x"}, ["t9-doble"]),
        ({}, []),
    ],
)
def test_when_the_answer_changes_the_flag_returns_and_is_said(course, change, reopened):
    record(course, SCORES)
    put_manual(course, "ana", "t9-porque", 2.5)
    put_manual(course, "ana", "t9-doble", 0.25)
    submit(course, "ana", **change)
    notices = record(course, {"ana": FULL})
    flags = {n: g[3] for n, g in dump(course)["ana"]["notebooks"]["t9"]["grades"].items()}
    assert [n for n, flag in flags.items() if flag] == reopened
    assert [s for s, text in notices if all(n in text for n in reopened)] == ["ana"] * len(reopened)
    assert grade_of(course, "ana", "t9-porque")[1] == 2.5


def test_when_the_automatic_score_changes_the_flag_returns(course):
    record(course, SCORES)
    put_manual(course, "ana", "t9-doble", 0.25)
    ((who, text),) = record(course, {"ana": HALF})
    assert who == "ana"
    assert "t9-doble" in text
    assert grade_of(course, "ana", "t9-doble")[:4] == (1.5, 0.25, None, True)


def test_without_the_judge_ledger_a_grade_by_hand_is_looked_at_again(course):
    record(course, SCORES)
    put_manual(course, "ana", "t9-porque", 2.5)
    (course.private_folder / "registro.db").unlink()
    record(course, SCORES)
    assert grade_of(course, "ana", "t9-porque")[:4] == (None, 2.5, None, True)


@pytest.mark.parametrize(
    ("before", "auto", "same", "expected"),
    [
        (Standing(None, None, True), None, True, True),
        (Standing(None, None, True), 0.0, True, False),
        (Standing(1.0, None, False), 2.0, False, False),
        (Standing(1.0, 3.0, False), 1.0, True, False),
        (Standing(1.0, 3.0, True), 1.0, True, True),
        (Standing(1.0, 3.0, False), 1.0, False, True),
        (Standing(1.0, 3.0, False), 2.0, True, True),
        (Standing(None, 3.0, False), None, True, False),
        (Standing(None, 3.0, False), None, False, True),
    ],
)
def test_when_a_grade_needs_a_person(before, auto, same, expected):
    assert needs_review(before, auto, same_answer=same) is expected


def test_a_submission_that_cannot_be_converted_does_not_keep_its_grade(course):
    record(course, SCORES)
    put_manual(course, "ana", "t9-porque", 2.5)
    with Recorder(course, ASSIGNMENT) as recorder:
        notice = recorder.withdraw("ana", "El fichero está vacío.")
        assert notice is not None
        assert "retirado" in notice
        assert "vacío" in notice
        assert recorder.withdraw("ana", "El fichero está vacío.") is None
        assert recorder.withdraw("nadie", "No hay cuaderno.") is None
    state = dump(course)
    assert state["ana"]["notebooks"]["t9"]["grades"]["t9-doble"][:4] == (None, None, None, True)
    assert state["ana"]["notebooks"]["t9"]["grades"]["t9-porque"][:4] == (None, 2.5, None, True)
    assert not (course.root / "autograded" / "ana" / "t9").exists()
    assert "nadie" not in state
    assert state["benito"]["score"] == 3.0


def test_who_gave_each_grade_is_known(course):
    record(course, {"ana": FULL, "benito": FULL})
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade("t9-doble", "t9", "t9", "benito").auto_score = 1.0
        gradebook.add_student("zoe")
        gradebook.add_submission(ASSIGNMENT, "zoe")
        gradebook.db.commit()
    ours = given_by_judge(course.root)
    assert ours("t9", "ana")
    assert not ours("t9", "benito")
    assert not ours("t9", "zoe")
    assert findings(course.root, "t9") == {}
    assert unprotected(course.root, "t9") == frozenset()


def test_what_notas_asks_about_the_marks(course):
    """Los hallazgos, quién tiene notas sin protección y qué tareas van sin la parte manual."""
    wrong = Hallazgo("t9.doble.suma", "Sumas en lugar de multiplicar.", "Mira el enunciado.")
    graded = grade(course, "ana", HALF)
    first, second = graded.cells
    marked = (
        dataclasses.replace(first, findings=(wrong,)),
        dataclasses.replace(second, exercise=None, unprotected=True),
    )
    folder = course.folder("submitted", "ana", ASSIGNMENT)
    with Recorder(course, ASSIGNMENT) as recorder:
        recorder.record([(Submission("ana", folder), dataclasses.replace(graded, cells=marked))])
    record(course, {"benito": FULL})
    assert findings(course.root, "t9") == {
        ("ana", "t9.doble"): (("t9.doble.suma", "Sumas en lugar de multiplicar."),)
    }
    assert unprotected(course.root, "t9") == {"ana"}
    assert without_manual(course.root) == frozenset()
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.CursoDescenso.sin_manual = ['t9']\n")
    assert without_manual(course.root) == {"t9"}


# --- cuando algo falla ----------------------------------------------------------------------------


@IN_A_FILE
def test_an_assignment_that_was_not_generated_is_said(course):
    (course.root / "gradebook.db").unlink()
    with pytest.raises(UserError, match="autograde generar t9"), Recorder(course, ASSIGNMENT):
        pass


def test_a_source_that_changed_since_it_was_generated_is_said(course):
    with Gradebook(course.db_url, course.course_id) as gradebook:
        gradebook.find_grade_cell("t9-doble", "t9", "t9").max_score = 5
        gradebook.db.commit()
    with pytest.raises(UserError, match=r"ha cambiado desde que se generó \(t9-doble\)"):
        record(course, {"ana": FULL})
    assert "ana" not in dump(course)


@IN_A_FILE
def test_a_locked_gradebook_is_one_sentence_and_nothing_is_lost(course, monkeypatch):
    monkeypatch.setattr(sqlite3.dbapi2, "connect", _impatient(sqlite3.connect))
    record(course, {"ana": HALF})
    before, kept = dump(course), files(course)
    blocker = sqlite3.connect(course.root / "gradebook.db")
    blocker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError, match="ocupado"):
        record(course, {"ana": FULL, "benito": FULL})
    blocker.rollback()
    assert dump(course) == before
    assert files(course) == kept
    record(course, {"ana": FULL, "benito": FULL})
    assert dump(course)["benito"]["score"] == 3.0


@IN_A_FILE
def test_a_gradebook_locked_half_way_is_one_sentence_and_nothing_is_lost(course, monkeypatch):
    monkeypatch.setattr(sqlite3.dbapi2, "connect", _impatient(sqlite3.connect))
    blocker = sqlite3.connect(course.root / "gradebook.db")
    submissions = [
        (Submission(s, course.folder("submitted", s, ASSIGNMENT)), grade(course, s, FULL))
        for s in ("ana", "benito")
    ]
    with Recorder(course, ASSIGNMENT) as recorder:
        blocker.execute("BEGIN IMMEDIATE")
        with pytest.raises(UserError, match="ocupado"):
            recorder.record(submissions)
    blocker.rollback()
    assert set(dump(course)) == {"carla"}
    assert files(course) == {}


def _impatient(connect):
    return lambda *args, **kwargs: connect(*args, **{**kwargs, "timeout": 0.05})


@IN_A_FILE
def test_a_read_only_gradebook_is_one_sentence(course):
    config = course.root / "nbgrader_config.py"
    url = f"sqlite:///file:{course.root / 'gradebook.db'}?mode=ro&uri=true"
    config.write_text(config.read_text() + f"c.CourseDirectory.db_url = {url!r}\n")
    with pytest.raises(UserError, match="solo lectura"):
        record(Course(course.root), {"ana": FULL})
    assert files(course) == {}


@IN_A_FILE
def test_a_damaged_gradebook_is_one_sentence(course):
    (course.root / "gradebook.db").write_bytes(b"no soy SQLite" * 1000)
    with pytest.raises(UserError, match="dañado"):
        record(course, {"ana": FULL})


def test_a_full_disk_is_one_sentence_and_nothing_is_lost(course, monkeypatch):
    record(course, {"ana": HALF})
    before, kept = dump(course), files(course)

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(UserError, match="espacio"):
        record(course, {"benito": FULL, "ana": FULL})
    monkeypatch.undo()
    assert dump(course) == before
    assert files(course) == kept


def test_links_in_a_submission_are_not_copied(course, tmp_path):
    secret = tmp_path / "secreto"
    secret.write_text("secreto")
    (course.folder("submitted", "ana", ASSIGNMENT) / "enlace.txt").symlink_to(secret)
    record(course, {"ana": FULL})
    assert "ana/t9/enlace.txt" not in files(course)


def test_what_a_killed_run_left_is_removed(course):
    """Lo de hace un rato no se toca: puede ser de una ejecución en marcha."""
    root = course.root / "autograded"
    for name in (".nuevas-vieja", ".nuevas-reciente"):
        (root / name / "0").mkdir(parents=True)
    os.utime(root / ".nuevas-vieja", (0, 0))
    record(course, {"ana": FULL})
    assert {p.name for p in root.glob(".nuevas-*")} == {".nuevas-reciente"}


def test_a_timestamp_that_makes_no_sense_is_said(course):
    submit(course, "ana", timestamp="ayer por la tarde")
    ((who, text),) = record(course, {"ana": FULL})
    assert who == "ana"
    assert "ayer por la tarde" in text
    assert dump(course)["ana"]["timestamp"] is None


def test_the_recorded_notebook_is_valid(course):
    record(course, {"ana": FULL})
    path = course.folder("autograded", "ana", ASSIGNMENT) / "t9.ipynb"
    nbformat.validate(nbformat.read(path, as_version=4))
