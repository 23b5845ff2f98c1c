"""`crear`, `generar`, `empaquetar` y `abrir`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from curso.ordenes import jupyter

#: la dirección con la que la extensión de nbgrader abre, además, su formgrader
_WITH_FORMGRADER = "/lab?formgrader=true"


def register(orders: Any) -> None:
    """Inscribe las órdenes de preparar el curso."""
    create = orders.add_parser("crear", help="crea la carpeta de un curso nuevo")
    create.add_argument("carpeta", type=Path, metavar="CARPETA")
    create.add_argument(
        "--zona",
        metavar="ZONA",
        help="zona horaria de la clase, como Europe/Madrid (si no, la de esta máquina)",
    )
    create.set_defaults(funcion=create_course)

    generate = orders.add_parser("generar", help="genera el cuaderno de los alumnos")
    generate.add_argument("tarea", metavar="TAREA")
    generate.set_defaults(funcion=generate_assignment)

    package = orders.add_parser("empaquetar", help="hace el zip que reciben los alumnos")
    package.add_argument("tarea", metavar="TAREA")
    package.add_argument("-o", "--salida", type=Path, metavar="ZIP", help="dónde escribirlo")
    package.set_defaults(funcion=package_assignment)

    lab = orders.add_parser("abrir", help="abre JupyterLab en español, con el formgrader")
    jupyter.agregar_opciones(lab)
    lab.set_defaults(funcion=open_lab)


def create_course(args: argparse.Namespace) -> int:
    """`autograde crear`."""
    from autograde.course import Course
    from autograde.course.zone import detected, named

    zone = named(args.zona).key if args.zona else detected()
    course = Course.create(args.carpeta, zone)
    print(f"Curso creado en {course.root}")
    print(_about_zone(zone))
    print("Sigue con: autograde generar TAREA (dentro de esa carpeta)")
    return 0


def _about_zone(zone: str) -> str:
    if not zone:
        return (
            "No se sabe la zona horaria de la clase: añade --zona ZONA (como Europe/Madrid) la "
            "primera vez que recojas entregas o pongas un plazo, y quedará guardada."
        )
    return f"Sus fechas son de {zone}; para cambiarla, c.CursoDescenso.zona en nbgrader_config.py"


def generate_assignment(args: argparse.Namespace) -> int:
    """`autograde generar`."""
    from autograde.course import Course
    from autograde.nbgrader.generate import generate

    course = Course.find(args.curso)
    folder = generate(course, args.tarea)
    print(f"Generada en {folder}")
    return 0


def package_assignment(args: argparse.Namespace) -> int:
    """`autograde empaquetar`."""
    from autograde.course import Course
    from autograde.nbgrader.generate import generate
    from autograde.packaging.student_zip import build_zip

    course = Course.find(args.curso)
    release = generate(course, args.tarea)
    out = args.salida or course.root / "entregables" / f"{args.tarea}.zip"
    build_zip(release, args.tarea, out)
    print(f"Para los alumnos: {out}")
    return 0


def open_lab(args: argparse.Namespace) -> int:
    """`autograde abrir`: el JupyterLab de quien enseña, en la carpeta del curso."""
    from autograde.course import Course

    course = Course.find(args.curso)
    return jupyter.arrancar(course.root, jupyter.opciones_de(args), _WITH_FORMGRADER)
