"""Abrir el libro de calificaciones de nbgrader y contar en una frase por qué no se puede."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from nbgrader.api import Gradebook
from sqlalchemy.exc import DatabaseError

from autograde.course import Course
from autograde.errors import UserError


@contextlib.contextmanager
def open_gradebook(course: Course) -> Iterator[Gradebook]:
    """El libro del curso, que se crea si no existía. `UserError` si no se puede usar."""
    try:
        with Gradebook(course.db_url, course.course_id) as gradebook:
            yield gradebook
    except DatabaseError as error:
        raise explained(error) from error


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
