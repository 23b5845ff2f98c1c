"""`copia` y `restaurar`: un curso entero en un fichero, y al revés."""

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
