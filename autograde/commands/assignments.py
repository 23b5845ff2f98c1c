"""Las órdenes que admiten varias tareas, o todas las del curso."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence

from autograde.course import Course
from autograde.errors import UserError


def add(parser: argparse.ArgumentParser) -> None:
    """Añade a una orden las tareas de las que se ocupa."""
    parser.add_argument("tarea", nargs="*", metavar="TAREA", help="una o varias tareas del curso")
    parser.add_argument("--todas", action="store_true", help="todas las tareas del curso")


def chosen(args: argparse.Namespace, course: Course) -> tuple[str, ...]:
    """Las tareas que se han pedido, cada una una vez. `UserError` si no se entiende cuáles."""
    known = course.sources.assignments()
    if args.todas and args.tarea:
        raise UserError("Di las tareas por su nombre o --todas, pero no las dos cosas.")
    if args.todas:
        if not known:
            raise UserError(f"El curso de {course.root} no tiene ninguna tarea en source/.")
        return known
    if not args.tarea:
        raise UserError(
            f"Di de qué tarea, o --todas. Las que hay: {', '.join(known) or 'ninguna'}."
        )
    for name in args.tarea:
        course.source_notebook(name)
    return tuple(dict.fromkeys(args.tarea))


def each(names: Sequence[str], order: Callable[[str], int]) -> int:
    """Hace `order` con cada tarea y da el peor de sus códigos de salida.

    Lo que falla en una se dice y no deja a las demás sin hacer.
    """
    if len(names) == 1:
        return order(names[0])
    worst = 0
    for name in names:
        try:
            worst = max(worst, order(name))
        except UserError as error:
            print(f"{name}: {error}", file=sys.stderr)
            worst = max(worst, 1)
    return worst
