"""El plazo, de verdad: recoger, calificar, moverlo, y que nada se ejecute dos veces."""

from __future__ import annotations

import shutil

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograde.cli import main
from autograde.course import Course
from autograde.pipeline import execute
from tests.lms.samples import Person, folder, make_zip, worksheet
from tests.pipeline.class_sample import STUDENTS, TAREA, make_class

pytestmark = [pytest.mark.lento, pytest.mark.aislamiento, pytest.mark.xdist_group("plazos")]

LUIS = Person(201, "Luis Pérez Martín", "luis@uni.es")
ON_TIME = "viernes, 20 de noviembre de 2026, 10:05"
LATE = "domingo, 22 de noviembre de 2026, 10:05"


class Class:
    """Un curso, los cuadernos que se entregan y las órdenes que se le dan."""

    def __init__(self, course: Course) -> None:
        self.course = course
        path = course.folder("submitted", STUDENTS[0], TAREA) / f"{TAREA}.ipynb"
        worse = nbformat.read(path, as_version=4)
        answers = [c for c in worse.cells if c.metadata.get("nbgrader", {}).get("solution")]
        next(c for c in answers if c.cell_type == "code").source = "# me falta"
        self.notebooks = [path.read_bytes(), nbformat.writes(worse).encode()]
        shutil.rmtree(course.root / "submitted")

    def run(self, *order: str) -> int:
        return main(["--curso", str(self.course.root), *order])

    def collect(self, which: int, date: str = "") -> int:
        entries = {f"{folder(LUIS)}/{TAREA}.ipynb": self.notebooks[which]}
        source = make_zip(self.course.root / "e.zip", entries, (2026, 11, 29, 12, 0, 0))
        order = ["recoger", TAREA, "--moodle", str(source), "--zona", "Europe/Madrid"]
        if date:
            sheet = self.course.root / "hoja.csv"
            person = Person(LUIS.number, LUIS.name, LUIS.email, date=date)
            sheet.write_bytes(worksheet([person]))
            order += ["--hoja", str(sheet)]
        return self.run(*order)

    def grade(self) -> int:
        return self.run("calificar", TAREA, "--procesos", "1")

    @property
    def student(self) -> str:
        (found,) = (p.name for p in (self.course.root / "submitted").iterdir())
        return found

    def marks(self) -> tuple[float, float]:
        """Los puntos y el descuento que hay en el libro."""
        with Gradebook(self.course.db_url, self.course.course_id) as book:
            (notebook,) = book.find_submission(TAREA, self.student).notebooks
            return notebook.score, notebook.late_submission_penalty or 0.0


@pytest.fixture(scope="module")
def class_(tmp_path_factory) -> Class:
    root = tmp_path_factory.mktemp("plazos") / "curso"
    made = Class(make_class(root))
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text() + "c.CursoDescenso.descuento_por_dia = 0.1\n")
    return made


def test_from_the_first_date_to_the_last_deadline(class_, capsys, monkeypatch):
    """El caso público 05, y lo que sigue: otra entrega, y el plazo que va y viene."""
    assert class_.run("plazo", TAREA, "2026-11-20 23:59", "--zona", "Europe/Madrid") == 0
    assert class_.collect(0) == 0
    assert class_.grade() == 0
    first, penalty = class_.marks()
    assert penalty > 0
    class_.collect(0, ON_TIME)
    assert class_.grade() == 0
    assert class_.marks() == (first, 0.0)
    assert "el descuento por retraso pasa de" in capsys.readouterr().out

    assert class_.collect(1, LATE) == 3
    assert "es de después del plazo y queda guardada" in capsys.readouterr().out
    class_.run("notas", TAREA, "--csv", "--provisionales", "-o", str(class_.course.root / "n.csv"))
    assert class_.run("plazo", TAREA, "2026-11-25 23:59") == 0
    told = capsys.readouterr().out
    assert "El plazo: 20/11/2026 23:59 CET → 25/11/2026 23:59 CET" in told
    assert "cuenta la entrega del 22/11/2026 10:05 CET, y no la del 20/11/2026 10:05 CET" in told
    assert "falta ejecutar" in told
    assert class_.grade() == 0
    second, penalty = class_.marks()
    assert (second != first, penalty) == (True, 0.0)

    def refuse(jobs, *_more):
        assert not jobs
        return []

    monkeypatch.setattr(execute, "_shared_out", refuse)
    capsys.readouterr()
    assert class_.run("plazo", TAREA, "2026-11-20 23:59") == 0
    told = capsys.readouterr().out
    assert "cuenta la entrega del 20/11/2026 10:05 CET" in told
    assert "falta ejecutar" not in told
    assert class_.marks() == (first, 0.0)
    assert class_.run("plazo", TAREA, "2026-11-25", "--alumno", class_.student) == 3
    told = capsys.readouterr().out
    assert "sin prórroga → prórroga hasta el 25/11/2026 23:59 CET" in told
    assert "! Notas que ya se sacaron para el campus y cambian (en puntos): 1" in told
    assert class_.marks() == (second, 0.0)
    assert class_.grade() == 0
    assert class_.marks() == (second, 0.0)
