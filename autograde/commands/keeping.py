"""`copia`, `restaurar` e `historial`: lo que hay que poder volver a encontrar."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import Any


def register(orders: Any) -> None:
    """Inscribe las órdenes de guardar un curso."""
    copy = orders.add_parser("copia", help="guarda el curso entero en un fichero comprobado")
    copy.add_argument(
        "-o", "--salida", type=Path, metavar="FICHERO.tar.gz", help="dónde se escribe la copia"
    )
    copy.set_defaults(funcion=make_copy)

    restore = orders.add_parser("restaurar", help="hace de una copia una carpeta de curso")
    restore.add_argument("copia", type=Path, metavar="FICHERO.tar.gz")
    restore.add_argument("carpeta", type=Path, metavar="CARPETA")
    restore.set_defaults(funcion=restore_copy)

    history = orders.add_parser(
        "historial", help="quién cambió las notas de un alumno, cuándo y por qué"
    )
    history.add_argument("alumno", metavar="ALUMNO")
    history.add_argument("--tarea", metavar="TAREA", help="solo las de esta tarea")
    history.set_defaults(funcion=show_history)


def make_copy(args: argparse.Namespace) -> int:
    """`autograde copia`."""
    from autograde.course import Course
    from autograde.gradebook.backup import copy

    course = Course.find(args.curso)
    today = datetime.datetime.now(course.zone).strftime("%Y-%m-%d")
    done = copy(course, args.salida or course.root.parent / f"{course.root.name}-{today}.tar.gz")
    size = f"{done.size / 1e6:.1f}".replace(".", ",")
    print(f"Copia: {done.path} ({done.files} ficheros, {size} MB)")
    print("Lleva la semilla secreta y las entregas: guárdala donde guardas las notas.")
    if done.book != "aquí":
        print(
            f"! El libro de calificaciones está en el servidor «{done.book}» y no va en ella: "
            "cópialo a la vez con «pg_dump»."
        )
    for path in done.skipped:
        print(f"! Fuera de la copia, porque no es un fichero corriente: {path}")
    return 3 if done.skipped or done.book != "aquí" else 0


def restore_copy(args: argparse.Namespace) -> int:
    """`autograde restaurar`."""
    from autograde.gradebook.backup import restore

    course = restore(args.copia, args.carpeta)
    print(f"Curso restaurado en {course.root}; todas las sumas coinciden.")
    return 0


def show_history(args: argparse.Namespace) -> int:
    """`autograde historial`."""
    from autograde.course import Course
    from autograde.course.dates import shown
    from autograde.errors import UserError
    from autograde.gradebook.deadlines import known_students
    from autograde.gradebook.trail import history

    course = Course.find(args.curso)
    found = history(course, args.alumno, args.tarea)
    if not found and args.alumno not in known_students(course):
        raise UserError(
            f"No hay ningún alumno que sea {args.alumno}: escribe su identificador en el curso (el "
            "de su carpeta en submitted/)."
        )
    for change in found:
        when = shown(change.when, course.zone)
        print(f"{when}  {change.assignment}  {change.reason}, por {change.who} ({change.program})")
        print(f"    {change.detail}")
    if not found:
        print("No hay ningún cambio apuntado.")
    return 0
