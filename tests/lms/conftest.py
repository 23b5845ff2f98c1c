"""Cursos de prueba: una carpeta con su tarea y, si hace falta, su libro de calificaciones."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Grade, SubmittedAssignment, SubmittedNotebook

from autograde.commands import deadlines
from autograde.commands import lms as commands
from autograde.course import Course as CourseFolder
from autograde.gradebook.database import open_gradebook
from autograde.lms.gradebook import save_students
from autograde.lms.people import Student
from tests.lms.samples import NOTEBOOK, TAREA

#: la zona de quien no pide otra
CONFIG = "c = get_config()\nc.CursoDescenso.zona = 'UTC'\n"


class Course:
    """Una carpeta de curso y las órdenes que se ejecutan en ella."""

    def __init__(self, root: Path, empty_book: Path) -> None:
        self.root = root
        self.empty_book = empty_book
        self.folder = CourseFolder(root)
        folder = root / "source" / TAREA
        folder.mkdir(parents=True)
        (folder / f"{TAREA}.ipynb").write_bytes(NOTEBOOK)
        (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")

    def run(self, *arguments: object, sources: commands.GradeSources | None = None) -> int:
        """Ejecuta una orden como lo hará el programa principal."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--curso", type=Path)
        orders = parser.add_subparsers(required=True)
        commands.register(orders, sources)
        deadlines.register(orders)
        args = parser.parse_args(["--curso", str(self.root), *map(str, arguments)])
        return args.funcion(args)

    def _book(self):
        """El libro del curso; hacerlo cuesta un segundo, así que se copia uno vacío."""
        if not (self.root / "gradebook.db").exists():
            shutil.copy(self.empty_book, self.root / "gradebook.db")
        return self.folder

    def enrol(self, *students: Student) -> None:
        """Añade estudiantes al libro."""
        save_students(self._book(), students)

    def grade(self, marks: dict[str, dict[str, float | None]], *, manual=(), penalty=0.0) -> None:
        """Escribe notas: por estudiante, los puntos de cada celda (None: pendiente de una persona).

        Cada celda vale 2 puntos; las de `manual` se corrigen a mano.
        """
        cells = list(next(iter(marks.values())))
        with open_gradebook(self._book()) as book:
            book.add_assignment(TAREA)
            book.add_notebook(TAREA, TAREA)
            for name in cells:
                book.add_grade_cell(name, TAREA, TAREA, max_score=2.0, cell_type="code")
                if name in manual:
                    book.add_solution_cell(name, TAREA, TAREA)
            notebook = book.find_notebook(TAREA, TAREA)
            graded = {cell.name: cell.id for cell in notebook.grade_cells}
            for student, points in marks.items():
                # Como `add_submission`, pero todo en una transacción: hay clases de 2 000.
                submission = SubmittedAssignment(
                    assignment_id=notebook.assignment_id, student_id=student
                )
                sheet = SubmittedNotebook(notebook_id=notebook.id, late_submission_penalty=penalty)
                sheet.grades = [
                    Grade(
                        cell_id=graded[name],
                        auto_score=score,
                        needs_manual_grade=score is None,
                    )
                    for name, score in points.items()
                ]
                submission.notebooks = [sheet]
                book.db.add(submission)
            book.db.commit()

    def submitted(self, student: str) -> dict[str, bytes]:
        """Lo que hay en la carpeta de entrega de un estudiante."""
        base = self.root / "submitted" / student / TAREA
        return {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}


@pytest.fixture(scope="session", autouse=True)
def programs() -> Iterator[None]:
    """nbgrader busca `alembic` en PATH; la orden `autograde` ya pone allí la carpeta de Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        yield


@pytest.fixture(scope="session")
def empty_book(programs: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un libro de calificaciones recién hecho."""
    root = tmp_path_factory.mktemp("libro")
    (root / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    save_students(CourseFolder(root), [])
    return root / "gradebook.db"


@pytest.fixture
def course(tmp_path: Path, empty_book: Path) -> Course:
    """Un curso con la tarea t1_descenso y sin libro de calificaciones todavía."""
    return Course(tmp_path / "curso", empty_book)
