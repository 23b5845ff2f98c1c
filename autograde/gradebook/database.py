"""Abrir el libro de calificaciones de nbgrader y contar en una frase por qué no se puede."""

from __future__ import annotations

import contextlib
import os
import re
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
from sqlalchemy.exc import ArgumentError, DatabaseError

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook import trail


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
        with _connected(course) as gradebook:
            yield gradebook
    except DatabaseError as error:
        raise explained(error) from error


def _connected(course: Course) -> Gradebook:
    for name, value in _WAITS.items():
        os.environ.setdefault(name, value)
    trail.watch(course.root, course.db_url)
    try:
        return Gradebook(course.db_url, course.course_id)
    except ModuleNotFoundError as error:
        raise UserError(
            f"Para el libro de `c.CourseDirectory.db_url` falta el paquete «{error.name}»: con "
            "PostgreSQL, instala `curso-descenso[docente,postgres]` y escribe la dirección con "
            "`postgresql+psycopg://`."
        ) from error
    except ArgumentError as error:
        raise UserError(
            "La dirección `c.CourseDirectory.db_url` no se entiende: ha de ser como "
            "`sqlite:////carpeta/gradebook.db` o "
            "`postgresql+psycopg://usuario:clave@servidor/base`."
        ) from error


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
    reason = str(error.orig).strip()
    sentence = _BY_STATE.get(getattr(error.orig, "sqlstate", None) or "")
    for words, meaning in _BY_WORDS.items():
        if sentence is None and re.search(words, reason):
            sentence = meaning
    if sentence is not None:
        return UserError(f"{sentence} No se ha perdido ninguna nota ni ningún resultado.")
    return UserError(
        f"El libro de calificaciones no se puede usar ({reason}): si lo hizo otra versión de "
        "nbgrader, haz una copia y ejecuta «nbgrader db upgrade»."
    )


#: con PostgreSQL: segundos que se espera a que conteste, y milisegundos a que otro suelte una fila
_WAITS = {"PGCONNECT_TIMEOUT": "15", "PGOPTIONS": "-c lock_timeout=30000"}

_BUSY = (
    "El libro de calificaciones está ocupado: otro programa lo está escribiendo; cuando acabe, "
    "repite la orden."
)
_FULL = "No queda sitio en el disco: libera espacio y repite la orden."
_GONE = (
    "El servidor de PostgreSQL no contesta: comprueba que está en marcha y que "
    "`c.CourseDirectory.db_url` dice bien su dirección, y repite la orden."
)
_DAMAGED = "El libro de calificaciones está dañado: restaura «gradebook.db» de una copia."

#: lo que dice PostgreSQL con su código (apéndice A de su manual)
_BY_STATE = {
    "55P03": _BUSY,
    "40P01": _BUSY,
    "53100": _FULL,
    "25006": "El servidor de PostgreSQL solo deja leer: usa la dirección del principal en "
    "`c.CourseDirectory.db_url`.",
    "42501": "El usuario de `c.CourseDirectory.db_url` no puede escribir en la base: dale permiso "
    "para crear tablas y para cambiarlas, y repite la orden.",
    "57P01": _GONE,
    "57P02": _GONE,
    "57P03": _GONE,
}
#: lo que solo dice con palabras; las de PostgreSQL, en los dos idiomas en que puede contestar
_BY_WORDS = {
    "locked": _BUSY,
    "readonly": "El libro de calificaciones es de solo lectura: da permiso de escritura al fichero "
    "«gradebook.db» y a su carpeta, y repite la orden.",
    "unable to open": "El libro de calificaciones no se puede abrir: comprueba la carpeta del "
    "curso y sus permisos.",
    "full": _FULL,
    "disk I/O": "El disco ha fallado al escribir el libro de calificaciones: compruébalo y repite "
    "la orden.",
    "not a database|malformed": _DAMAGED,
    "password|pg_hba|autentifica|role .* does not exist|no existe \\S+ rol": "PostgreSQL no acepta "
    "el usuario o la clave de `c.CourseDirectory.db_url`: corrígelos y repite la orden.",
    "database .* does not exist|no existe \\S+ base": "La base de `c.CourseDirectory.db_url` no "
    "existe en el servidor de PostgreSQL: créala (con `createdb`) y repite la orden.",
    "connection|server|resolve|timeout|conexión|servidor": _GONE,
}
