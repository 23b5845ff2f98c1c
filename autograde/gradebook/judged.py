"""Lo que el registro del juez dice de las notas, para `notas` y `devolver`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

from autograde.course import Course
from autograde.gradebook.database import open_gradebook
from autograde.gradebook.ledger import Ledger, LedgerCell


def given_by_judge(root: Path) -> Callable[[str, str], bool]:
    """La función (tarea, alumno) → si todas sus notas automáticas son las que puso el juez."""
    course = Course(root)
    known: dict[str, dict[str, dict[str, LedgerCell]]] = {}
    book: dict[str, dict[str, dict[str, float | None]]] = {}

    def ours(assignment: str, student: str) -> bool:
        if assignment not in known:
            known[assignment] = Ledger(course).cells(assignment)
            with open_gradebook(course) as gradebook:
                book[assignment] = automatic_scores(gradebook, assignment)
        registered = {g: c.points for g, c in known[assignment].get(student, {}).items()}
        return bool(registered) and registered == book[assignment].get(student)

    return ours


def foreign_marks(root: Path) -> dict[str, list[str]]:
    """Por tarea, los alumnos con alguna nota automática que no puso el juez."""
    course = Course(root)
    with open_gradebook(course) as gradebook:
        names = [a.name for a in gradebook.assignments]
        book = {name: automatic_scores(gradebook, name) for name in names}
    ours = given_by_judge(root)
    found = {
        name: sorted(
            student
            for student, scores in students.items()
            if any(score is not None for score in scores.values()) and not ours(name, student)
        )
        for name, students in book.items()
    }
    return {name: students for name, students in found.items() if students}


def automatic_scores(gradebook: Gradebook, assignment: str) -> dict[str, dict[str, float | None]]:
    """Las notas automáticas que hay en el libro: alumno → `grade_id` → puntos."""
    rows = (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, Grade.auto_score)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Assignment.name == assignment)
    )
    scores: dict[str, dict[str, float | None]] = {}
    for student, name, score in rows:
        scores.setdefault(student, {})[name] = score
    return scores


def findings(root: Path, assignment: str) -> dict[tuple[str, str], tuple[tuple[str, str], ...]]:
    """Por (alumno, ejercicio), los códigos y las causas de sus hallazgos."""
    result: dict[tuple[str, str], dict[tuple[str, str], None]] = {}
    for student, (summary, _) in Ledger(Course(root)).summaries(assignment).items():
        for cell in summary["celdas"]:
            for code, cause in cell["hallazgos"]:
                result.setdefault((student, cell["ejercicio"]), {})[code, cause] = None
    return {key: tuple(codes) for key, codes in result.items()}


#: por qué se perdieron puntos, cuando no hay un hallazgo que lo diga
_WHY = {
    "tiempo": "se acabó el tiempo",
    "excepcion": "falla al ejecutarse",
    "memoria": "no cabe en la memoria permitida",
    "respuesta_invalida": "devuelve algo que no se puede corregir",
    "no_evaluado": "no se ha podido evaluar",
}


def why_lost(cell: Mapping[str, Any]) -> str:
    """Por qué perdió puntos una celda del resumen, si se sabe sin un hallazgo; vacío si no."""
    if cell.get("en_blanco"):
        return "está en blanco"
    return _WHY.get(cell.get("veredicto", ""), "")


def said_of(course: Course, assignment: str, student: str) -> dict[str, Mapping[str, Any]]:
    """Lo que el juez dijo de cada celda de una entrega, por su `grade_id`."""
    summary, _ = Ledger(course).summaries(assignment, [student]).get(student, ({}, False))
    return {cell["grade_id"]: cell for cell in summary.get("celdas", ())}


def reasons(root: Path, assignment: str) -> dict[tuple[str, str], str]:
    """Por (alumno, ejercicio), por qué perdió puntos si se sabe sin un hallazgo: en blanco…"""
    result: dict[tuple[str, str], str] = {}
    for student, (summary, _) in Ledger(Course(root)).summaries(assignment).items():
        for cell in summary["celdas"]:
            if why := why_lost(cell):
                result.setdefault((student, cell["ejercicio"]), why)
    return result


def unprotected(root: Path, assignment: str) -> frozenset[str]:
    """Los alumnos con celdas que ejecutó su propio código."""
    summaries = Ledger(Course(root)).summaries(assignment)
    return frozenset(student for student, (_, flag) in summaries.items() if flag)


def without_manual(root: Path) -> frozenset[str]:
    """Las tareas cuyas preguntas abiertas no cuentan."""
    return frozenset(Course(root).settings.sin_manual)
