"""Lo que la página que se devuelve saca del libro, del registro del juez y del enunciado."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.judged import said_of
from autograde.nbgrader.returned import arrange
from autograde.notebooks.source import read_source, released


class GetGradesInOrder(GetGrades):
    """Los puntos, los comentarios y lo pendiente de cada celda; y las celdas, para leerlas.

    Es de `GenerateFeedback`, así que la página es la misma desde «autograde devolver» y desde el
    botón del formgrader.
    """

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Añade a `resources["nbgrader"]` lo que va al principio de la página."""
        nb, resources = super().preprocess(nb, resources)
        data = resources["nbgrader"]
        course = Course(Path(self.config.CourseDirectory.root))
        with Gradebook(data["db_url"]) as gradebook:
            data["alumno"] = _name(gradebook, data["student"])
        arrange(
            nb,
            data,
            statement=_statement(course, data["assignment"], data["notebook"]),
            judged=said_of(course, data["assignment"], data["student"]),
            without_manual=data["assignment"] in course.settings.sin_manual,
        )
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        cell.metadata.nbgrader["pending"] = bool(grade.needs_manual_grade)


def _name(gradebook: Gradebook, student: str) -> str:
    try:
        found = gradebook.find_student(student)
    except MissingEntry:
        return student
    return f"{found.first_name or ''} {found.last_name or ''}".strip() or student


def _statement(course: Course, assignment: str, notebook: str) -> frozenset[tuple[str, str]] | None:
    """El tipo y el texto de cada celda de lo que se repartió; None si ya no está."""
    try:
        cells = released(read_source(course.root / "source" / assignment / f"{notebook}.ipynb"))
    except UserError:
        return None
    return frozenset((cell.cell_type, cell.source.strip()) for cell in cells.cells)
