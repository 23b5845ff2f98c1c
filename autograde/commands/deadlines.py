"""La orden `plazo`: el plazo de una tarea, las prórrogas y las exenciones."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from autograde.commands.lms_files import ATTENTION
from autograde.commands.lms_grades import judge_sources
from autograde.commands.zones import with_zone
from autograde.course import Course
from autograde.course.dates import UnclearDate, parse, shown, to_utc
from autograde.course.lock import only_one
from autograde.course.zone import required
from autograde.errors import UserError
from autograde.gradebook import deadlines, teams
from autograde.gradebook.deadlines import Deadlines


def register(orders: Any) -> None:
    """Inscribe la orden."""
    parser = orders.add_parser(
        "plazo",
        help="enseña o cambia el plazo de una tarea, las prórrogas y las exenciones",
        allow_abbrev=False,
    )
    parser.add_argument("tarea", metavar="TAREA")
    parser.add_argument(
        "fecha",
        nargs="?",
        metavar="FECHA",
        help="hasta cuándo se entrega, como «2026-12-01 23:59»; sin ella se enseña lo que hay",
    )
    parser.add_argument(
        "--alumno",
        action="append",
        metavar="ID",
        help="solo para este alumno: es una prórroga (se puede repetir)",
    )
    parser.add_argument(
        "--sin-descuento",
        action="store_true",
        help="a los alumnos de --alumno no se les descuenta nada, entreguen cuando entreguen",
    )
    parser.add_argument(
        "--quitar",
        action="store_true",
        help="quita el plazo o, con --alumno, su prórroga o su exención",
    )
    parser.add_argument(
        "--zona",
        metavar="ZONA",
        help="zona horaria de la fecha (si no, la del curso, que se guarda la primera vez)",
    )
    parser.set_defaults(funcion=deadline_command)


def deadline_command(args: argparse.Namespace) -> int:
    """Atiende `autograde plazo`."""
    course = Course.find(args.curso)
    course.source_notebook(args.tarea)
    if sum(map(bool, (args.fecha, args.sin_descuento, args.quitar))) > 1:
        raise UserError("Di solo una cosa: una fecha, --sin-descuento o --quitar.")
    if args.sin_descuento and not args.alumno:
        raise UserError(
            "--sin-descuento es para algunos: añade --alumno ID, o quita el plazo a todos con "
            f"«autograde plazo {args.tarea} --quitar»."
        )
    if not (args.fecha or args.sin_descuento or args.quitar):
        return _show(course, args.tarea, args.alumno)
    with only_one(course):
        return _change(course, args)


def _change(course: Course, args: argparse.Namespace) -> int:
    from autograde.pipeline.refresh import refresh

    students = _known(course, args.tarea, args.alumno)
    before = deadlines.read(course, args.tarea)
    course, zone = with_zone(course, args.zona)
    if args.quitar:
        wanted = _without(before, students)
    elif args.sin_descuento:
        until = {s: date for s, date in before.until.items() if s not in students}
        wanted = replace(before, until=until, exempt=before.exempt | set(students))
    else:
        wanted = _moved(before, students, _date(args.fecha, required(zone)), args.tarea)
    deadlines.write(course, args.tarea, wanted)
    for line in _differences(before, wanted, zone):
        print(line)
    if wanted == before:
        print("No cambia nada: ya estaba así.")
    for notice in refresh(course, args.tarea):
        print(notice)
    return _tell_sent(course, args.tarea)


def _known(course: Course, tarea: str, students: Sequence[str] | None) -> tuple[str, ...]:
    """Los alumnos pedidos, si son todos del curso; de quien entrega en equipo, su equipo."""
    wanted = tuple(dict.fromkeys(students or ()))
    unknown = sorted(set(wanted) - deadlines.known_students(course)) if wanted else []
    if unknown:
        raise UserError(
            f"No hay ningún alumno que sea {', '.join(unknown)}: escribe su identificador en el "
            "curso (el de su carpeta en submitted/, o el que puso «autograde alumnado»)."
        )
    team_of = {m: team.id for team in teams.read(course, tarea).values() for m in team.members}
    for student in wanted:
        if student in team_of:
            print(f"{student} entrega con {team_of[student]}: lo que se haga es de todo el equipo.")
    return tuple(dict.fromkeys(team_of.get(student, student) for student in wanted))


def _date(text: str, zone: tzinfo) -> datetime:
    """La fecha que escribió el docente, en UTC."""
    from autograde.lms.dates import parse_moodle

    try:
        written = parse_moodle(text)
        local, own = (written, None) if written else parse(text, zone)
    except UnclearDate as error:
        raise UserError(f"No se puede poner ese plazo: {error}.") from error
    if ":" not in text and (local.hour, local.minute) == (0, 0):
        local = local.replace(hour=23, minute=59)
    utc, doubt = to_utc(local, own or zone)
    if doubt:
        raise UserError(f"No se puede poner ese plazo, «{text}»: ese día cambia la hora, y esa "
                        "no se sabe cuál es. Elige otra.")  # fmt: skip
    return utc


def _without(before: Deadlines, students: Sequence[str]) -> Deadlines:
    if not students:
        return replace(before, due=None)
    until = {s: date for s, date in before.until.items() if s not in students}
    return replace(before, until=until, exempt=before.exempt - set(students))


def _moved(before: Deadlines, students: Sequence[str], date: datetime, tarea: str) -> Deadlines:
    if not students:
        return replace(before, due=date)
    if before.due is None:
        raise UserError(
            f"{tarea} no tiene plazo, y sin él no hace falta ninguna prórroga: ponlo antes con "
            f"«autograde plazo {tarea} FECHA»."
        )
    if date <= before.due:
        raise UserError(
            "Esa fecha no es una prórroga, porque no pasa del plazo de la clase. Para quitar una, "
            f"«autograde plazo {tarea} --alumno ID --quitar»."
        )
    until = {**before.until, **dict.fromkeys(students, date)}
    return replace(before, until=until, exempt=before.exempt - set(students))


def _show(course: Course, tarea: str, students: Sequence[str] | None) -> int:
    """Enseña el plazo, las prórrogas y las exenciones."""
    now = deadlines.read(course, tarea)
    zone = course.zone
    print(f"Plazo de {tarea}: {_text(now.due, zone)}")
    chosen = _known(course, tarea, students)
    for student in sorted({*now.until, *now.exempt}):
        if not chosen or student in chosen:
            print(f"  {student}: {_own(now, student, zone)}")
    for student in chosen:
        if student not in now.until and student not in now.exempt:
            print(f"  {student}: {_own(now, student, zone)}")
    return 0


def _differences(before: Deadlines, after: Deadlines, zone: tzinfo | None) -> list[str]:
    """Qué cambia: quién, antes → después."""
    lines = []
    if before.due != after.due:
        lines.append(f"El plazo: {_text(before.due, zone)} → {_text(after.due, zone)}")
    touched = {*before.until, *before.exempt, *after.until, *after.exempt}
    for student in sorted(touched):
        old, new = _own(before, student, zone), _own(after, student, zone)
        if old != new:
            lines.append(f"{student}: {old} → {new}")
    return lines


def _own(deadlines: Deadlines, student: str, zone: tzinfo | None) -> str:
    if student in deadlines.exempt:
        return "sin descuento"
    date = deadlines.until.get(student)
    if date is None:
        return "sin prórroga"
    spent = deadlines.due is not None and date <= deadlines.due
    return f"prórroga hasta el {shown(date, zone)}" + (" (ya no hace falta)" if spent else "")


def _text(date: datetime | None, zone: tzinfo | None) -> str:
    return "ninguno" if date is None else shown(date, zone)


def _tell_sent(course: Course, tarea: str) -> int:
    """Dice qué notas ya sacadas para el campus son otras ahora."""
    from autograde.lms import gradebook, sent

    if not sent.any_noted(course, tarea):
        return 0
    without_manual = tarea in judge_sources().without_manual(course.root)
    marks = gradebook.read_marks(course, tarea, without_manual=without_manual)
    changed = sent.changed(course, tarea, marks)
    if not changed:
        return 0
    print(f"! Notas que ya se sacaron para el campus y cambian (en puntos): {len(changed)}")
    for change in changed:
        print(f"      {change}")
    print(f"  Vuelve a sacarlas con «autograde notas {tarea}» y súbelas otra vez.")
    return ATTENTION
