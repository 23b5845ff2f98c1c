"""`autograde plazo`, la zona horaria del curso y las fechas que no se adivinan."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from autograde.course import Course as CourseFolder
from autograde.course import zone
from autograde.errors import UserError
from autograde.gradebook import deadlines
from autograde.gradebook.deadlines import FOREVER
from autograde.lms import sent
from autograde.lms.gradebook import read_marks
from autograde.lms.people import Student
from tests.lms.conftest import CONFIG
from tests.lms.samples import ANA, INIGO, TAREA, folder, make_zip, notebook, worksheet

FILE = f"{TAREA}.ipynb"
A = "t1-gradiente_numerico"
DUE = datetime(2026, 11, 20, 22, 59)


@pytest.fixture
def madrid(course):
    """El curso, en Madrid, con un descuento y dos alumnos que entregaron tarde."""
    settings = "c.CursoDescenso.descuento_por_dia = 0.1\n"
    settings += "c.AssignLatePenalties.plugin_class = 'autograde.nbgrader.late.LatePenalty'\n"
    text = CONFIG.replace("UTC", "Europe/Madrid") + settings
    (course.root / "nbgrader_config.py").write_text(text)
    course.folder = CourseFolder(course.root)
    course.enrol(Student("ana"), Student("luis"), Student("eva"))
    course.grade({"ana": {A: 2.0}, "luis": {A: 1.0}})
    for student in ("ana", "luis"):
        where = course.folder.folder("submitted", student, TAREA)
        where.mkdir(parents=True)
        (where / "timestamp.txt").write_text("2026-11-21 10:00:00 UTC")
    course.run("plazo", TAREA, "2026-11-20 23:59")
    return course


def row(course, student):
    with Gradebook(course.folder.db_url, course.folder.course_id) as book:
        found = book.find_submission(TAREA, student)
        penalty = found.notebooks[0].late_submission_penalty or 0.0
        return found.duedate, found.extension, found.total_seconds_late, penalty


def test_the_deadline_is_in_the_zone_of_the_course_and_its_discount_follows(madrid, capsys):
    assert row(madrid, "ana") == (DUE, None, 39_660.0, pytest.approx(0.2))
    assert madrid.run("plazo", TAREA, "2026-11-22 10:00") == 0
    told = capsys.readouterr().out
    assert "El plazo: 20/11/2026 23:59 CET → 22/11/2026 10:00 CET" in told
    assert "ana: el descuento por retraso pasa de 0,2 a 0 puntos" in told
    assert row(madrid, "luis")[2:] == (0.0, 0.0)


def test_an_extension_and_an_exemption_are_for_some_and_nbgrader_sees_them(madrid, capsys):
    assert madrid.run("plazo", TAREA, "2026-11-23", "--alumno", "ana") == 0
    assert madrid.run("plazo", TAREA, "--sin-descuento", "--alumno", "luis") == 0
    assert row(madrid, "ana")[:2] == (datetime(2026, 11, 23, 22, 59), timedelta(days=3))
    assert row(madrid, "luis")[1:] == (FOREVER, 0.0, 0.0)
    capsys.readouterr()
    assert madrid.run("plazo", TAREA) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"Plazo de {TAREA}: 20/11/2026 23:59 CET",
        "  ana: prórroga hasta el 23/11/2026 23:59 CET",
        "  luis: sin descuento",
    ]
    assert madrid.run("plazo", TAREA, "--quitar", "--alumno", "ana", "--alumno", "luis") == 0
    told = capsys.readouterr().out
    assert "luis: sin descuento → sin prórroga" in told
    assert "luis: el descuento por retraso pasa de 0 a 0,1 puntos" in told
    assert row(madrid, "ana")[1] is None


def test_an_extension_is_a_date_and_may_come_before_the_submission(madrid):
    madrid.run("plazo", TAREA, "2026-11-25 23:59", "--alumno", "eva")
    madrid.run("plazo", TAREA, "2026-11-22 23:59")
    limits = deadlines.read(madrid.folder, TAREA)
    assert limits.of("eva") == datetime(2026, 11, 25, 22, 59)
    madrid.run("plazo", TAREA, "2026-11-30 23:59")
    assert deadlines.read(madrid.folder, TAREA).of("eva") == datetime(2026, 11, 30, 22, 59)
    with Gradebook(madrid.folder.db_url, madrid.folder.course_id) as book:
        own = book.add_submission(TAREA, "eva")
        book.find_assignment(TAREA).duedate = DUE
        deadlines.put_on(madrid.folder, own.assignment, [own])
        assert own.extension == timedelta(days=5)


def test_without_a_deadline_there_is_no_extension_and_nbgrader_still_works(madrid):
    """nbgrader falla al sumar una prórroga a un plazo que no hay."""
    with Gradebook(madrid.folder.db_url, madrid.folder.course_id) as book:
        book.grant_extension(TAREA, "ana", days=2)
    assert deadlines.read(madrid.folder, TAREA).until["ana"] == DUE + timedelta(days=2)
    assert madrid.run("plazo", TAREA, "--quitar") == 0
    assert row(madrid, "ana")[:3] == (None, None, 0)
    madrid.run("plazo", TAREA, "2026-11-20 23:59")
    assert row(madrid, "ana")[1] == timedelta(days=2)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        (["05/12/2026 23:59"], "5 de diciembre o el 12 de mayo"),
        (["mañana"], "no es una fecha"),
        (["2026-10-25 02:30"], "cambia la hora"),
        (["2026-11-19", "--alumno", "ana"], "no es una prórroga"),
        (["2026-11-29", "--alumno", "nadie"], "nadie"),
        (["--sin-descuento"], "--alumno ID"),
        (["2026-11-29", "--quitar"], "solo una cosa"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(madrid, order, words):
    before = deadlines.read(madrid.folder, TAREA)
    with pytest.raises(UserError, match=words):
        madrid.run("plazo", TAREA, *order)
    assert deadlines.read(madrid.folder, TAREA) == before


def test_a_mark_that_was_given_out_and_changes_is_listed(madrid, capsys):
    sent.note(madrid.folder, TAREA, read_marks(madrid.folder, TAREA))
    assert madrid.run("plazo", TAREA, "2026-11-23", "--alumno", "ana") == 3
    told = capsys.readouterr().out
    assert "! Notas que ya se sacaron para el campus y cambian (en puntos): 1" in told
    assert "      ana: 1,8 → 2 (se sacó el " in told


def deliver(course, tmp_path, *options, sheet=None, date=(2026, 11, 20, 23, 30, 0)):
    source = make_zip(tmp_path / "e.zip", {f"{folder(ANA)}/{FILE}": notebook("a")}, date)
    more = []
    if sheet is not None:
        (tmp_path / "h.csv").write_bytes(sheet)
        more = ["--hoja", tmp_path / "h.csv"]
    return course.run("recoger", TAREA, "--moodle", source, *more, *options)


def test_the_zone_is_asked_for_once_and_kept(course, tmp_path, capsys):
    config = course.root / "nbgrader_config.py"
    config.write_text("c = get_config()\n")
    with pytest.raises(UserError, match="--zona Europe/Madrid"):
        deliver(course, tmp_path)
    assert not (course.root / "submitted").exists()
    assert deliver(course, tmp_path, "--zona", "Europe/Madrid") == 0
    assert "La zona horaria del curso es desde ahora Europe/Madrid" in capsys.readouterr().out
    assert CourseFolder(course.root).zone.key == "Europe/Madrid"
    before = config.read_text()
    assert deliver(course, tmp_path, date=(2026, 11, 20, 23, 30, 0)) == 0
    assert config.read_text() == before
    stamp = course.submitted("ana-lopez-garcia")["timestamp.txt"]
    assert stamp == b"2026-11-20 22:30:00.000000 UTC\n"


def test_a_new_course_has_the_zone_of_the_machine_unless_it_is_nobodys(tmp_path, monkeypatch):
    for name, kept in (("America/Lima", "America/Lima"), ("Etc/UTC", ""), (None, "")):
        monkeypatch.setattr("tzlocal.get_localzone_name", lambda name=name: name)
        assert zone.detected() == kept
        made = CourseFolder.create(tmp_path / f"c-{name or 'nada'}".replace("/", ""), kept)
        assert (made.zone.key if made.zone else "") == kept


def test_an_ambiguous_date_of_a_sheet_is_not_guessed_nor_replaced_by_the_one_of_the_zip(
    course, tmp_path, capsys
):
    sheet = worksheet([replace(ANA, date="05/11/2026 23:50")])
    assert deliver(course, tmp_path, sheet=sheet) == 3
    told = capsys.readouterr().out
    assert "! Con una fecha que no se entiende" in told
    assert "puede ser el 5 de noviembre o el 11 de mayo" in told
    assert set(course.submitted(ANA.email)) == {FILE}


def test_another_date_of_the_same_column_says_the_order(course, tmp_path):
    sheet = worksheet(
        [replace(ANA, date="05/11/2026 23:50"), replace(INIGO, date="21/11/2026 10:00")]
    )
    deliver(course, tmp_path, sheet=sheet)
    stamp = course.submitted(ANA.email)["timestamp.txt"]
    assert stamp == b"2026-11-05 23:50:00.000000 UTC\n"


def test_of_several_files_the_deadline_says_which_one_counts(course, tmp_path):
    """De dos versiones con su hora en el ZIP, la de después del plazo no cuenta."""
    course.enrol(Student("ana-lopez-garcia"))
    course.run("plazo", TAREA, "2026-11-20 23:59")
    path = tmp_path / "e.zip"
    with zipfile.ZipFile(path, "w") as z:
        for name, day in ((FILE, 20), ("otra.ipynb", 22)):
            info = zipfile.ZipInfo(f"{folder(ANA)}/{name}", (2026, 11, day, 9, 0, 0))
            z.writestr(info, notebook(name))
    for due, counts in (("2026-11-20", FILE), ("2026-11-23", "otra.ipynb"), ("2026-11-20", FILE)):
        course.run("plazo", TAREA, due)
        course.run("recoger", TAREA, "--moodle", path)
        assert course.submitted("ana-lopez-garcia")[FILE] == notebook(counts)
