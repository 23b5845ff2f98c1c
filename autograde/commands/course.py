"""`crear`, `generar`, `empaquetar` y `abrir`."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograde.commands import assignments
from autograde.errors import UserError
from curso.ordenes import jupyter

if TYPE_CHECKING:
    from autograde.course import Course

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
    create.add_argument(
        "--desde",
        type=Path,
        metavar="CARPETA",
        help="con las tareas, los ejercicios y los ajustes de otro curso, y sin su alumnado",
    )
    create.set_defaults(funcion=create_course)

    generate = orders.add_parser("generar", help="genera el cuaderno de los alumnos")
    assignments.add(generate)
    generate.set_defaults(funcion=generate_assignment)

    package = orders.add_parser("empaquetar", help="hace el zip que reciben los alumnos")
    assignments.add(package)
    package.add_argument(
        "-o", "--salida", type=Path, metavar="ZIP", help="dónde escribirlo, si es una sola"
    )
    package.set_defaults(funcion=package_assignment)

    lab = orders.add_parser("abrir", help="abre JupyterLab en español, con el formgrader")
    jupyter.agregar_opciones(lab)
    lab.set_defaults(funcion=open_lab)


def create_course(args: argparse.Namespace) -> int:
    """`autograde crear`."""
    from autograde.course import Course
    from autograde.course.zone import detected, named

    zone = named(args.zona).key if args.zona else detected()
    model = Course.find(args.desde) if args.desde else None
    course = Course.create(args.carpeta, zone, model)
    if model is not None:
        zone = _like(course, model, zone)
    names = course.sources.assignments()
    print(f"Curso creado en {course.root}")
    print(_about_zone(zone))
    print(f"Tareas: {', '.join(names)}")
    print(f"Sigue dentro de esa carpeta: cd {shlex.quote(str(args.carpeta))}")
    print(f"  autograde generar {names[0]}      el cuaderno de los alumnos (o --todas)")
    print(f"  autograde empaquetar {names[0]}   el zip que se les reparte")
    print(f"  autograde calificar {names[0]}    lo que haya en submitted/")
    return 0


def _like(course: Course, model: Course, zone: str) -> str:
    """Dice qué trae un curso hecho de otro, y devuelve su zona."""
    print(f"Tareas, ejercicios y ajustes de {model.root}; la semilla es nueva y no hay nadie.")
    print("Los plazos no vienen: ponlos con «autograde plazo». Repasa nbgrader_config.py.")
    if model.config.CourseDirectory.get("db_url", ""):
        print("! El otro decía dónde está su libro: este tiene el suyo, en gradebook.db.")
    if not course.settings.zona and zone:
        course = course.in_zone(zone)
    return course.settings.zona


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

    def one(name: str) -> int:
        print(f"Generada en {generate(course, name)}")
        return 0

    return assignments.each(assignments.chosen(args, course), one)


def package_assignment(args: argparse.Namespace) -> int:
    """`autograde empaquetar`."""
    from autograde.course import Course
    from autograde.nbgrader.generate import generate
    from autograde.packaging.student_zip import build_zip

    course = Course.find(args.curso)
    names = assignments.chosen(args, course)
    if args.salida and len(names) > 1:
        raise UserError("-o es de un solo zip: quítalo, o empaqueta las tareas de una en una.")

    def one(name: str) -> int:
        out = args.salida or course.root / "entregables" / f"{name}.zip"
        build_zip(generate(course, name), name, out)
        print(f"Para los alumnos: {out}")
        return 0

    return assignments.each(names, one)


def open_lab(args: argparse.Namespace) -> int:
    """`autograde abrir`: el JupyterLab de quien enseña, en la carpeta del curso."""
    from autograde.course import Course

    course = Course.find(args.curso)
    return jupyter.arrancar(course.root, jupyter.opciones_de(args), _WITH_FORMGRADER)
