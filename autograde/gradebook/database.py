"""Abrir el libro de calificaciones de nbgrader y contar en una frase por qué no se puede."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from nbgrader.api import (
    Assignment,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError

from autograde.course import Course
from autograde.errors import UserError


def exists(course: Course) -> bool:
    """Si el libro ya está hecho (siempre, cuando no es un fichero SQLite)."""
    url = make_url(course.db_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return True
    return Path(url.database).is_file()


@contextlib.contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """El libro del curso, que se crea si no existía. `UserError` si no se puede usar."""
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            yield gradebook
    except DatabaseError as error:
        raise explained(error) from error


def awaiting_a_person(course: Course, assignment: str) -> set[str]:
    """Los alumnos con alguna respuesta por corregir a mano."""
    with open_gradebook(course) as gradebook:
        rows = (
            gradebook.db.query(SubmittedAssignment.student_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .filter(Assignment.name == assignment, Grade.needs_manual_grade)
        )
        return {student for (student,) in rows.distinct()}


def explained(error: DatabaseError) -> UserError:
    """La frase que corresponde a un error de la base de datos."""
    reason = str(error.orig)
    for words, sentence in _SENTENCES.items():
        if words in reason:
            return UserError(f"{sentence} No se ha perdido ninguna nota ni ningún resultado.")
    return UserError(
        f"El libro de calificaciones no se puede usar ({reason}): si lo hizo otra versión de "
        "nbgrader, haz una copia y ejecuta «nbgrader db upgrade»."
    )


_SENTENCES = {
    "locked": "El libro de calificaciones está ocupado: otro programa lo está escribiendo; cuando "
    "acabe, repite la orden.",
    "readonly": "El libro de calificaciones es de solo lectura: da permiso de escritura al fichero "
    "«gradebook.db» y a su carpeta, y repite la orden.",
    "unable to open": "El libro de calificaciones no se puede abrir: comprueba la carpeta del "
    "curso y sus permisos.",
    "full": "No queda sitio en el disco: libera espacio y repite la orden.",
    "disk I/O": "El disco ha fallado al escribir el libro de calificaciones: compruébalo y repite "
    "la orden.",
    "not a database": "El libro de calificaciones está dañado: restaura «gradebook.db» de una "
    "copia.",
    "malformed": "El libro de calificaciones está dañado: restaura «gradebook.db» de una copia.",
}
