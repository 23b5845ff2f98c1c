"""`informe`: qué pasó en una tarea."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograde.course import Course


def register(orders: Any) -> None:
    """Inscribe la orden del informe."""
    report = orders.add_parser("informe", help="cuenta qué pasó en una tarea, en una página")
    report.add_argument("tarea", nargs="?", metavar="TAREA")
    report.add_argument(
        "-o", "--salida", type=Path, metavar="FICHERO.html", help="dónde se escribe la página"
    )
    report.add_argument(
        "--csv", type=Path, metavar="CARPETA", help="escribe también las tablas en esa carpeta"
    )
    report.add_argument(
        "--anonimo", action="store_true", help="sin nombres: un número para cada cual"
    )
    report.add_argument(
        "--alumno", metavar="ID", help="en lugar de una tarea: todo lo que ha hecho un alumno"
    )
    report.set_defaults(funcion=make_report)


def make_report(args: argparse.Namespace) -> int:
    """`autograde informe`."""
    from autograde.course import Course
    from autograde.errors import UserError

    if (args.tarea is None) == (args.alumno is None):
        raise UserError(
            "Di una tarea («autograde informe TAREA») o un alumno («autograde informe --alumno "
            "ID»): una cosa o la otra."
        )
    course = Course.find(args.curso)
    return _of_pupil(course, args) if args.alumno else _of_class(course, args)


def _of_class(course: Course, args: argparse.Namespace) -> int:
    from autograde.reports import class_page, gather, write_tables

    classroom = gather(course, args.tarea)
    if args.anonimo:
        classroom = classroom.anonymous(course.seed(args.tarea, "informe"))
    text = class_page(classroom, course.course_id, _now(course))
    _write(text, args.salida or course.root / "entregables" / f"{args.tarea}_informe.html")
    for path in write_tables(classroom, args.csv) if args.csv else ():
        print(f"Tabla:   {path}")
    return 0


def _of_pupil(course: Course, args: argparse.Namespace) -> int:
    from autograde.errors import UserError
    from autograde.reports import gather_one, pupil_page

    if args.csv or args.anonimo:
        raise UserError("«--csv» y «--anonimo» son del informe de una tarea, no del de un alumno.")
    work = gather_one(course, args.alumno)
    text = pupil_page(work[0][1].name, work, course.course_id, _now(course))
    _write(text, args.salida or course.root / "entregables" / f"informe_{args.alumno}.html")
    return 0


def _now(course: Course) -> str:
    from autograde.course.dates import shown

    return shown(datetime.datetime.now(datetime.UTC).replace(tzinfo=None), course.zone)


def _write(text: str, path: Path) -> None:
    from autograde.errors import UserError
    from curso.ordenes.motivos import motivo

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"No se puede escribir «{path}» ({motivo(error)}).") from error
    print(f"Informe: {path}")
