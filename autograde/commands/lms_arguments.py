"""Los argumentos de `recoger`, `alumnado` y `notas`, con su ayuda."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from autograde.lms.roster import CHOICES as ID_CHOICES

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_collect(subparsers: "Subparsers") -> argparse.ArgumentParser:
    """Añade `recoger TAREA`."""
    parser = subparsers.add_parser(
        "recoger", help="recoge las entregas que descargaste del campus virtual", allow_abbrev=False
    )
    parser.add_argument("tarea", metavar="TAREA")
    origin = parser.add_mutually_exclusive_group(required=True)
    for campus, name in (
        ("--moodle", "Descargar todas las entregas"),
        ("--canvas", "Descargar entregas"),
        ("--blackboard", "Descargar archivo de actividad"),
    ):
        origin.add_argument(
            campus,
            type=Path,
            metavar="ENTREGAS",
            help=f"el ZIP de «{name}», o la carpeta donde lo abriste",
        )
    parser.add_argument(
        "--hoja",
        type=Path,
        metavar="HOJA.csv",
        help="la hoja de calificaciones de la misma tarea de Moodle (da el correo y la fecha de "
        "cada entrega), o el libro exportado de Canvas o de Blackboard (da quién es quién)",
    )
    parser.add_argument(
        "--zona",
        metavar="ZONA",
        help="zona horaria del campus, como Europe/Madrid (si no, la del curso; la primera que se "
        "dice se guarda en él)",
    )
    parser.add_argument(
        "--reemplazar",
        action="store_true",
        help="sustituye también las entregas que no son más antiguas que la que llega",
    )
    parser.add_argument(
        "--detalle", action="store_true", help="dice de quién es cada cosa, y no solo cuántas son"
    )
    _add_simulate(parser)
    return parser


def add_roster(subparsers: "Subparsers") -> argparse.ArgumentParser:
    """Añade `alumnado`."""
    parser = subparsers.add_parser(
        "alumnado", help="añade al curso los estudiantes del campus virtual", allow_abbrev=False
    )
    origin = parser.add_mutually_exclusive_group(required=True)
    origin.add_argument(
        "--moodle",
        type=Path,
        metavar="PARTICIPANTES.csv",
        help="la lista de participantes de Moodle",
    )
    origin.add_argument("--canvas", type=Path, metavar="LIBRO.csv", help="el libro de Canvas")
    parser.add_argument(
        "--id",
        choices=ID_CHOICES,
        default=ID_CHOICES[0],
        help="de dónde sale el identificador de un estudiante nuevo (por omisión, el correo)",
    )
    _add_simulate(parser)
    return parser


def add_grades(subparsers: "Subparsers") -> argparse.ArgumentParser:
    """Añade `notas TAREA`."""
    parser = subparsers.add_parser(
        "notas", help="escribe las notas de una tarea para el campus virtual", allow_abbrev=False
    )
    parser.add_argument("tarea", metavar="TAREA")
    target = parser.add_mutually_exclusive_group()
    target.add_argument(
        "--moodle", type=Path, metavar="HOJA.csv", help="rellena la hoja de la tarea de Moodle"
    )
    target.add_argument(
        "--canvas", type=Path, metavar="LIBRO.csv", help="rellena el libro exportado de Canvas"
    )
    target.add_argument(
        "--blackboard", type=Path, metavar="LIBRO.csv", help="rellena el libro de Blackboard"
    )
    target.add_argument("--csv", action="store_true", help="notas por ejercicio en un CSV")
    target.add_argument("--xlsx", action="store_true", help="notas por ejercicio en un Excel")
    parser.add_argument(
        "-o", "--salida", type=Path, metavar="SALIDA", help="fichero que se escribe"
    )
    parser.add_argument(
        "--retroalimentacion",
        type=Path,
        metavar="ZIP",
        help="escribe además el ZIP de retroalimentación para Moodle o para Canvas",
    )
    parser.add_argument(
        "--provisionales",
        action="store_true",
        help="escribe también la parte automática de quien espera corrección manual",
    )
    parser.add_argument(
        "--por-nombre",
        action="store_true",
        help="si no hay otra clave, reconoce a cada persona por su nombre cuando es único",
    )
    parser.add_argument(
        "--columna", metavar="TAREA", help="título o número de la tarea en Canvas o Blackboard"
    )
    parser.add_argument(
        "--decimales", type=int, choices=range(6), default=2, help="decimales de la nota (2)"
    )
    _add_simulate(parser)
    return parser


def _add_simulate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--simular", action="store_true", help="solo cuenta lo que haría, sin escribir nada"
    )
