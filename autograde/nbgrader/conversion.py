"""Usar los conversores de nbgrader como funciones, y contar sus errores en una frase."""

from __future__ import annotations

import contextlib
import glob
import logging
import signal
import threading
from collections.abc import Iterator
from types import FrameType
from typing import Any

from nbgrader.converters.base import BaseConverter, NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import DatabaseError

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.database import explained

_NOT_A_SUBMISSION = "."
#: segundos de procesador para convertir un cuaderno
_CPU_S = 60.0


def convert(
    kind: type[BaseConverter], course: Course, assignment: str, student: str = _NOT_A_SUBMISSION
) -> None:
    """Pasa un conversor de nbgrader por una tarea (y un alumno), sobre lo que ya hubiera.

    `UserError`, con la causa, si nbgrader no puede.
    """
    quiet = logging.getLogger("autograde.nbgrader")
    quiet.setLevel(logging.CRITICAL)
    coursedir = CourseDirectory(config=course.config, log=quiet)
    coursedir.assignment_id = assignment
    coursedir.student_id = glob.escape(student)
    converter = _remembering(kind)(coursedir=coursedir, config=course.config, log=quiet)
    converter.force = True
    try:
        with _processor(_CPU_S, student):
            converter.start()
    except (NbGraderException, DatabaseError) as error:
        raise _sentence(
            converter.cause or error.__context__ or error, assignment, student
        ) from error


@contextlib.contextmanager
def _processor(seconds: float, student: str) -> Iterator[None]:
    """Los segundos de procesador de una conversión: la de una entrega desmedida se abandona."""
    if threading.current_thread() is not threading.main_thread():
        yield  # solo el hilo principal recibe señales
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise UserError(f"la página de {student} cuesta demasiado de hacer, y se abandona.")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _remembering(kind: type[BaseConverter]) -> Any:
    """El mismo conversor, que recuerda la excepción que nbgrader solo escribe en su registro."""

    class Remembering(kind):
        cause: Exception | None = None

        def convert_single_notebook(self, notebook_filename: str) -> None:
            try:
                super().convert_single_notebook(notebook_filename)
            except Exception as error:
                self.cause = error
                raise

    Remembering.__name__ = kind.__name__  # su sección en la configuración
    return Remembering


def _sentence(cause: BaseException, assignment: str, student: str) -> UserError:
    if isinstance(cause, UserError):
        return cause
    if isinstance(cause, DatabaseError):
        return explained(cause)
    if "Cannot add or remove cells" in str(cause) or "Cannot modify" in str(cause):
        return UserError(
            f"Ya hay entregas de «{assignment}» en el libro de calificaciones: no se pueden "
            "añadir, quitar ni renombrar celdas; deshaz ese cambio o borra antes la tarea con "
            "«nbgrader db assignment remove»."
        )
    whose = "" if student == _NOT_A_SUBMISSION else f" de {student}"
    return UserError(
        f"nbgrader no pudo convertir «{assignment}»{whose} ({type(cause).__name__}: {cause})."
    )
