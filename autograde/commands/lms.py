"""Las órdenes `recoger`, `alumnado` y `notas` de `autograde`."""

import argparse
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograde.commands.lms_arguments import add_collect, add_grades, add_roster
from autograde.course import Course
from autograde.errors import UserError
from autograde.lms import blackboard, canvas, exports, feedback, ledger, moodle, roster
from autograde.lms.campus import CAMPUSES
from autograde.lms.collect import CollectOptions, collect
from autograde.lms.fill import FillOptions, GradeSheet, fill
from autograde.lms.marks import Findings, GradedSubmission, JudgeCheck
from autograde.lms.people import Roster
from autograde.lms.report import Report, Topic
from curso.ordenes.motivos import motivo

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

ATTENTION = 3
"""Código de salida cuando la orden ha terminado pero hay algo que mirar (como en `calificar`)."""


@dataclass(frozen=True)
class GradeSources:
    """Lo que `notas` necesita del corrector. Cada función recibe la carpeta del curso.

    `given_by_judge(curso)` da una función (tarea, estudiante) → si esa nota la puso el corrector;
    `findings(curso, tarea)`, los hallazgos; `without_manual(curso)`, las tareas que dejan fuera las
    celdas que se corrigen a mano; `unprotected(curso, tarea)`, los estudiantes con celdas
    corregidas sin protección; `resubmitted(curso, tarea)`, los que han cambiado su entrega después.
    """

    given_by_judge: Callable[[Path], JudgeCheck]
    findings: Callable[[Path, str], Findings]
    without_manual: Callable[[Path], Set[str]]
    unprotected: Callable[[Path, str], Set[str]]
    resubmitted: Callable[[Path, str], Set[str]]


def judge_sources() -> GradeSources:
    """Las de verdad: el registro que lleva el corrector."""
    from autograde.gradebook import judged
    from autograde.gradebook.resubmitted import resubmitted

    return GradeSources(
        judged.given_by_judge,
        judged.findings,
        judged.without_manual,
        judged.unprotected,
        resubmitted,
    )


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
    sheet = _read(args.hoja) if args.hoja else None
    options = CollectOptions(
        replace=args.reemplazar, simulate=args.simular, zone=_zone(args.zona) if args.zona else None
    )
    known = _roster(course, args.tarea, name)
    report = collect(course, args.tarea, source, sheet, known, options, CAMPUSES[name])
    if report.of(Topic.REPLACED):
        report.notes.append(
            "las sustituidas conservan su nota anterior hasta que ejecutes «autograde calificar "
            f"{args.tarea}»."
        )
    return _finish(report, args.simular, quiet=(Topic.UNCHANGED,))


def roster_command(args: argparse.Namespace) -> int:
    """Atiende `autograde alumnado`."""
    from autograde.lms import gradebook

    course = Course.find(args.curso)
    if args.moodle:
        entries = roster.read_moodle(_read(args.moodle))
    else:
        entries = roster.read_canvas(_read(args.canvas))
    known = Roster(gradebook.read_students(course), {})
    students, report = roster.merge(entries, known, args.id)
    if not args.simular:
        gradebook.save_students(course, students)
    return _finish(report, args.simular)


def grades_command(args: argparse.Namespace, sources: GradeSources | None) -> int:
    """Atiende `autograde notas`."""
    from autograde.gradebook.penalties import recompute
    from autograde.gradebook.resubmitted import warning

    if not (args.moodle or args.canvas or args.blackboard or args.csv or args.xlsx):
        if not args.retroalimentacion:
            raise UserError(
                "Di qué hay que escribir: --moodle, --canvas, --blackboard, --csv, --xlsx o "
                "--retroalimentacion."
            )
        if args.salida:
            raise UserError("-o no sirve solo con --retroalimentacion: su ZIP ya dice dónde va.")
    course = Course.find(args.curso)
    campus = _campus(args, course)
    class_roster = _roster(course, args.tarea, campus)
    sources = sources or judge_sources()
    report = Report()
    if not args.simular:
        report.notes += [f"{change}." for change in recompute(course, args.tarea)]
    submissions, foreign = _submissions(course, args.tarea, sources)
    handed_in = {p.parent.name for p in (course.root / "submitted").glob(f"*/{args.tarea}")}
    for student in foreign:
        report.add(Topic.FOREIGN, class_roster.label(student))
    stale = sources.resubmitted(course.root, args.tarea) & {s.student for s in submissions}
    if stale:
        report.notes.append(warning(args.tarea, stale))
    sheet = _sheet(args)
    if args.moodle and sheet:
        moodle.check_same_assignment(sheet.rows, class_roster.identifiers, args.tarea)
    outputs: list[tuple[Path, bytes]] = []
    if sheet:
        options = FillOptions(args.por_nombre, args.provisionales, args.decimales)
        table, filled = fill(sheet, submissions, class_roster, options, handed_in)
        report.extend(filled)
        outputs.append((_output(args), table.to_bytes()))
    elif args.csv or args.xlsx:
        table_rows = exports.rows(
            submissions, class_roster, args.provisionales, args.decimales, handed_in
        )
        data = exports.to_csv(table_rows) if args.csv else exports.to_xlsx(table_rows, args.tarea)
        outputs.append((_output(args), data))
        _tell_export(submissions, class_roster, handed_in, report)
    if args.retroalimentacion:
        _feedback(args, course, campus, submissions, class_roster, sheet, report)
    if not args.simular:
        for path, data in outputs:
            _write(path, data)
            report.notes.append(f"escrito {path}.")
    return _finish(report, args.simular)


def _submissions(
    course: Course, tarea: str, sources: GradeSources
) -> tuple[list[GradedSubmission], list[str]]:
    """Las notas del libro, y de quiénes no se dan porque no las puso nuestro corrector."""
    from autograde.lms import gradebook

    submissions = gradebook.read_marks(
        course,
        tarea,
        findings=sources.findings(course.root, tarea),
        without_manual=tarea in sources.without_manual(course.root),
        unprotected=sources.unprotected(course.root, tarea),
    )
    ours = sources.given_by_judge(course.root)
    foreign = [s.student for s in submissions if not ours(tarea, s.student)]
    if submissions and len(foreign) == len(submissions):
        raise UserError(
            f"Las notas de {tarea} no las puso autograde: ejecuta autograde calificar {tarea} "
            "antes de sacarlas."
        )
    return [s for s in submissions if s.student not in foreign], foreign


def _sheet(args: argparse.Namespace) -> GradeSheet | None:
    if args.moodle:
        return moodle.read_sheet(_read(args.moodle))
    if args.canvas:
        return canvas.read_book(_read(args.canvas), args.columna)
    if args.blackboard:
        return blackboard.read_book(_read(args.blackboard), args.columna)
    return None


def _output(args: argparse.Namespace) -> Path:
    """Dónde escribir: donde se pidió, o junto al original con otro nombre; nunca encima."""
    source: Path | None = args.moodle or args.canvas or args.blackboard
    if source is None:
        return args.salida or Path(f"{args.tarea}-notas.{'csv' if args.csv else 'xlsx'}")
    target: Path = args.salida or source.with_name(f"{source.stem}-con-notas{source.suffix}")
    if target.resolve() == source.resolve():
        raise UserError(f"La salida es el mismo fichero que se lee ({source}): elige otra con -o.")
    return target


def _campus(args: argparse.Namespace, course: Course) -> str:
    """El campus de lo que se pide o, si no se dice, aquel del que se recogió la tarea."""
    given = next((name for name in CAMPUSES if getattr(args, name)), None)
    if given is not None:
        return given
    collected = {entry.campus for entry in ledger.read(course.root, args.tarea).values()}
    return collected.pop() if len(collected) == 1 else ledger.MOODLE


def _feedback(
    args: argparse.Namespace,
    course: Course,
    campus: str,
    submissions: list[GradedSubmission],
    class_roster: Roster,
    sheet: GradeSheet | None,
    report: Report,
) -> None:
    from autograde.gradebook.given_back import out_of_date

    where = feedback.upload(CAMPUSES[campus].name)
    collected = ledger.of_campus(ledger.read(course.root, args.tarea), campus)
    rows = sheet.rows if sheet and args.moodle else ()
    stale = out_of_date(course, args.tarea, {s.student: s.total for s in submissions})
    for student in sorted(stale):
        report.add(
            Topic.NO_FEEDBACK,
            class_roster.label(student),
            f"la hoja que hay es de otra nota: ejecuta autograde devolver {args.tarea}",
        )
    submissions = [s for s in submissions if s.student not in stale]
    known = feedback.prefixes(collected, rows, class_roster, args.por_nombre)
    files, told = feedback.plan(
        course, args.tarea, submissions, known, class_roster, args.provisionales
    )
    if sheet or args.csv or args.xlsx:
        told.lines = [line for line in told.lines if line.topic is not Topic.PENDING]
    report.extend(told)
    if not files:
        report.notes.append(
            f"no hay retroalimentación que enviar: no se escribe {args.retroalimentacion}."
        )
    elif not args.simular:
        _check_folder(args.retroalimentacion)
        feedback.write(args.retroalimentacion, files)
        report.notes.append(f"escrito {args.retroalimentacion}: súbelo en la tarea de {where}.")


def _tell_export(
    submissions: list[GradedSubmission],
    class_roster: Roster,
    handed_in: Set[str],
    report: Report,
) -> None:
    graded = set()
    for submission in submissions:
        graded.add(submission.student)
        who = class_roster.label(submission.student)
        report.add(Topic.PENDING if submission.manual_pending else Topic.FILLED, who)
        if submission.unprotected:
            report.add(Topic.UNPROTECTED, who)
    for student in class_roster.students:
        if student.id not in graded:
            topic = Topic.UNGRADED if student.id in handed_in else Topic.NO_SUBMISSION
            report.add(topic, class_roster.label(student.id))


def _roster(course: Course, tarea: str, campus: str) -> Roster:
    from autograde.lms import gradebook

    collected = ledger.of_campus(ledger.read(course.root, tarea), campus)
    identifiers = {identifier: entry.student for identifier, entry in collected.items()}
    return Roster(gradebook.read_students(course), identifiers)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UserError(
            f"No se conoce la zona horaria «{name}»: escribe una como Europe/Madrid."
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserError(
            f"No se puede leer {path} ({motivo(error)}): comprueba la ruta y los permisos."
        ) from error


def _check_folder(path: Path) -> None:
    if not path.absolute().parent.is_dir():
        raise UserError(f"No existe la carpeta donde escribir {path}: créala o elige otra.")


def _write(path: Path, data: bytes) -> None:
    _check_folder(path)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UserError(
            f"No se puede escribir {path} ({motivo(error)}): elige otro sitio, o ciérralo si está "
            "abierto en otro programa."
        ) from error


def _finish(report: Report, simulated: bool, quiet: tuple[Topic, ...] | None = None) -> int:
    print(report.text() if quiet is None else report.text(quiet))
    if simulated:
        print("  Simulación: no se ha escrito nada.")
    return ATTENTION if report.needs_attention else 0
