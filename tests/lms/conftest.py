"""Cursos de prueba: una carpeta con su tarea y, si hace falta, su libro de calificaciones."""

import argparse
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Grade

from autograde.lms import commands
from autograde.lms.course import load_course
from autograde.lms.gradebook import open_gradebook, save_students
from autograde.lms.people import Student
from tests.lms.samples import TAREA


class Course:
    """Una carpeta de curso y las órdenes que se ejecutan en ella."""

    def __init__(self, root: Path, empty_book: Path) -> None:
        self.root = root
        self.empty_book = empty_book
        folder = root / "source" / TAREA
        folder.mkdir(parents=True)
        (folder / f"{TAREA}.ipynb").write_text("{}", encoding="utf-8")

    def run(self, *arguments: object, sources: commands.GradeSources | None = None) -> int:
        """Ejecuta una orden como lo hará el programa principal."""
        parser = argparse.ArgumentParser()
        parser.add_argument("--curso", type=Path)
        commands.register(parser.add_subparsers(required=True), sources)
        args = parser.parse_args(["--curso", str(self.root), *map(str, arguments)])
        return args.ejecutar(args)

    def _book(self):
        """El libro del curso; hacerlo cuesta un segundo, así que se copia uno vacío."""
        if not (self.root / "gradebook.db").exists():
            shutil.copy(self.empty_book, self.root / "gradebook.db")
        return load_course(self.root)

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
            for student, points in marks.items():
                submission = book.add_submission(TAREA, student)
                submission.notebooks[0].late_submission_penalty = penalty
                for grade in book.db.query(Grade).filter(
                    Grade.notebook_id == submission.notebooks[0].id
                ):
                    grade.auto_score = points[grade.name]
                    grade.needs_manual_grade = points[grade.name] is None
            book.db.commit()

    def submitted(self, student: str) -> dict[str, bytes]:
        """Lo que hay en la carpeta de entrega de un estudiante."""
        base = self.root / "submitted" / student / TAREA
        return {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}


@pytest.fixture(scope="session")
def empty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un libro de calificaciones recién hecho."""
    root = tmp_path_factory.mktemp("libro")
    save_students(load_course(root), [])
    return root / "gradebook.db"


@pytest.fixture
def course(tmp_path: Path, empty_book: Path) -> Course:
    """Un curso con la tarea t1_descenso y sin libro de calificaciones todavía."""
    return Course(tmp_path / "curso", empty_book)
