"""Las órdenes `recoger`, `alumnado` y `notas` de `autograde`."""

import argparse
import contextlib
from functools import partial
from typing import TYPE_CHECKING

from autograde.commands.lms_arguments import add_collect, add_grades, add_roster
from autograde.commands.lms_files import finish, read_file, roster_of, students_of
from autograde.commands.lms_grades import GradeSources, grades_command
from autograde.commands.zones import with_zone
from autograde.course import Course
from autograde.course.lock import only_one
from autograde.gradebook.attempts import Attempts
from autograde.lms import roster
from autograde.lms.campus import CAMPUSES
from autograde.lms.collect import CollectOptions, collect
from autograde.lms.people import Roster
from autograde.lms.report import COLLECTED_QUIETLY, Topic

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def register(subparsers: "Subparsers", sources: GradeSources | None = None) -> None:
    """Añade las tres órdenes; cada una deja en `args.funcion` la función que la atiende.

    `sources` sustituye en las pruebas al registro del corrector.
    """
    add_collect(subparsers).set_defaults(funcion=collect_command)
    add_roster(subparsers).set_defaults(funcion=roster_command)
    add_grades(subparsers).set_defaults(funcion=partial(grades_command, sources=sources))


def collect_command(args: argparse.Namespace) -> int:
    """Atiende `autograde recoger`."""
    course = Course.find(args.curso)
    name, source = next(
        (name, path) for name in CAMPUSES if (path := getattr(args, name)) is not None
    )
    sheet = read_file(args.hoja) if args.hoja else None
    course, zone = with_zone(course, args.zona, keep=not args.simular)
    options = CollectOptions(replace=args.reemplazar, simulate=args.simular, zone=zone)
    known = roster_of(course, args.tarea, name)
    with contextlib.nullcontext() if args.simular else only_one(course):
        if not args.simular:
            Attempts(course, args.tarea).recover()
        report = collect(course, args.tarea, source, sheet, known, options, CAMPUSES[name])
    if report.of(Topic.REPLACED):
        report.notes.append(
            "las sustituidas conservan su nota anterior hasta que ejecutes «autograde calificar "
            f"{args.tarea}»."
        )
    quiet = (Topic.SAME,) if args.detalle else COLLECTED_QUIETLY
    if not args.detalle and any(report.of(topic) for topic in COLLECTED_QUIETLY):
        report.notes.append("con --detalle se dice de quién es cada cosa.")
    return finish(report, args.simular, quiet)


def roster_command(args: argparse.Namespace) -> int:
    """Atiende `autograde alumnado`."""
    from autograde.lms import gradebook

    course = Course.find(args.curso)
    if args.moodle:
        entries = roster.read_moodle(read_file(args.moodle))
    else:
        entries = roster.read_canvas(read_file(args.canvas))
    known = Roster(students_of(course), {})
    students, report = roster.merge(entries, known, args.id)
    if args.moodle and (said := roster.about_teachers(read_file(args.moodle))):
        report.notes.append(said)
    if not args.simular:
        gradebook.save_students(course, students)
    return finish(report, args.simular)
