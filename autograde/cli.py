"""La orden `autograde`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from autograde.errors import UserError
from autograde.programs import put_our_programs_first
from curso.ordenes.consola import Analizador, ErrorDeUso, ejecutar


def build_parser() -> Analizador:
    """El analizador de argumentos con todas las órdenes."""
    from autograde.commands import course, deadlines, demo, grading, keeping, lms, reports

    parser = Analizador(
        prog="autograde",
        description="Genera, recoge, califica y devuelve las tareas del curso.",
    )
    _add_course(parser, Path())
    orders = parser.agregar_ordenes()
    for module in (course, grading, lms, deadlines, reports, keeping, demo):
        module.register(orders)
    for order in orders.choices.values():
        _add_course(order, argparse.SUPPRESS)
    return parser


def _add_course(parser: argparse.ArgumentParser, default: object) -> None:
    """`--curso` vale delante y detrás del nombre de la orden."""
    parser.add_argument(
        "--curso",
        type=Path,
        default=default,
        metavar="CARPETA",
        help="la carpeta del curso (por defecto, la actual)",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Punto de entrada. Devuelve el código de salida."""
    put_our_programs_first()
    return ejecutar(build_parser(), argv, conocidos=(UserError, ErrorDeUso))


if __name__ == "__main__":
    sys.exit(main())
