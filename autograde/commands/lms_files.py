"""Lo que leen, escriben y cuentan las órdenes del campus virtual."""

from pathlib import Path

from autograde.course import Course
from autograde.errors import UserError
from autograde.lms import ledger
from autograde.lms.people import Roster, Student
from autograde.lms.report import Report, Topic
from curso.ordenes.motivos import motivo

ATTENTION = 3
"""Código de salida cuando la orden ha terminado pero hay algo que mirar (como en `calificar`)."""


def roster_of(course: Course, tarea: str, campus: str) -> Roster:
    """Los estudiantes del curso, y los identificadores con que se recogió la tarea de un campus."""
    collected = ledger.of_campus(ledger.read(course.root, tarea), campus)
    identifiers = {identifier: entry.student for identifier, entry in collected.items()}
    return Roster(students_of(course), identifiers)


def students_of(course: Course) -> tuple[Student, ...]:
    """Los estudiantes del libro de calificaciones; un equipo no es uno."""
    from autograde.gradebook import teams
    from autograde.lms import gradebook

    not_people = teams.every_id(course)
    return tuple(s for s in gradebook.read_students(course) if s.id not in not_people)


def read_file(path: Path) -> bytes:
    """Lo que hay en un fichero, o un `UserError` que dice por qué no se puede leer."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"No se puede leer {path} ({motivo(error)}): comprueba la ruta y los permisos."
        ) from error


def check_folder(path: Path) -> None:
    """`UserError` si no existe la carpeta donde se va a escribir `path`."""
    if not path.absolute().parent.is_dir():
        raise UserError(f"No existe la carpeta donde escribir {path}: créala o elige otra.")


def write_file(path: Path, data: bytes) -> None:
    """Escribe un fichero, o un `UserError` que dice por qué no se puede."""
    check_folder(path)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UserError(
            f"No se puede escribir {path} ({motivo(error)}): elige otro sitio, o ciérralo si está "
            "abierto en otro programa."
        ) from error


def finish(report: Report, simulated: bool, quiet: tuple[Topic, ...] | None = None) -> int:
    """Enseña el informe y da el código de salida."""
    print(report.text() if quiet is None else report.text(quiet))
    if simulated:
        print("  Simulación: no se ha escrito nada.")
    return ATTENTION if report.needs_attention else 0
