"""La orden `autograde notas`: del libro de calificaciones a lo que se sube al campus."""

import argparse
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from pathlib import Path

from autograde.commands.lms_files import check_folder, finish, read_file, roster_of, write_file
from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.teams import Team
from autograde.lms import blackboard, canvas, exports, feedback, ledger, moodle, sent
from autograde.lms.campus import CAMPUSES
from autograde.lms.fill import FillOptions, GradeSheet, fill, without_mark
from autograde.lms.marks import Findings, GradedSubmission, JudgeCheck, Reasons
from autograde.lms.people import Roster
from autograde.lms.report import Report, Topic


@dataclass(frozen=True)
class GradeSources:
    """Lo que `notas` necesita del corrector. Cada función recibe la carpeta del curso.

    `given_by_judge(curso)` da una función (tarea, estudiante) → si esa nota la puso el corrector;
    `findings(curso, tarea)`, los hallazgos; `without_manual(curso)`, las tareas que dejan fuera las
    celdas que se corrigen a mano; `unprotected(curso, tarea)`, los estudiantes con celdas
    corregidas sin protección; `resubmitted(curso, tarea)`, los que han cambiado su entrega después;
    `reasons(curso, tarea)`, por qué perdieron puntos los ejercicios sin hallazgos.
    """

    given_by_judge: Callable[[Path], JudgeCheck]
    findings: Callable[[Path, str], Findings]
    without_manual: Callable[[Path], Set[str]]
    unprotected: Callable[[Path, str], Set[str]]
    resubmitted: Callable[[Path, str], Set[str]]
    reasons: Callable[[Path, str], Reasons] = lambda root, tarea: {}


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
        judged.reasons,
    )


def grades_command(args: argparse.Namespace, sources: GradeSources | None) -> int:
    """Atiende `autograde notas`."""
    from autograde.gradebook.penalties import recompute
    from autograde.gradebook.resubmitted import warning
    from autograde.gradebook.teams import read as read_teams
    from autograde.lms import teams

    _check_target(args)
    course = Course.find(args.curso)
    campus = _campus(args, course)
    class_roster = roster_of(course, args.tarea, campus)
    sources = sources or judge_sources()
    report = Report()
    if not args.simular:
        report.notes += [f"{change}." for change in recompute(course, args.tarea)]
    submissions, foreign = _submissions(course, args.tarea, sources)
    for student in foreign:
        report.add(Topic.FOREIGN, class_roster.label(student))
    stale = sources.resubmitted(course.root, args.tarea) & {s.student for s in submissions}
    if stale:
        report.notes.append(warning(args.tarea, stale))
    grouped = read_teams(course, args.tarea)
    target = _Target(
        class_roster,
        teams.spread(submissions, grouped, class_roster, report),
        teams.spread_ids(_handed_in(course, args.tarea), grouped),
        teams.spread_ids(_refused(course, args.tarea), grouped),
    )
    book = args.moodle or args.canvas or args.blackboard
    sheet = _sheet(args, read_file(book)) if book else None
    if args.moodle and sheet:
        moodle.check_same_assignment(
            sheet.rows, class_roster.identifiers, args.tarea, [t.name for t in grouped.values()]
        )
    outputs = _outputs(args, sheet, target, report)
    if args.retroalimentacion:
        _feedback(args, course, campus, submissions, class_roster, sheet, report)
    if not args.simular:
        for path, data in outputs:
            write_file(path, data)
            report.notes.append(f"escrito {path}.")
            final = [s for s in submissions if args.provisionales or not s.manual_pending]
            if sheet:
                there = sent.written_to(_sheet(args, data), class_roster, args.por_nombre)
                final = [s for s in final if there & {s.student, *_members(grouped, s.student)}]
            sent.note(course, args.tarea, final)
    return finish(report, args.simular)


@dataclass(frozen=True)
class _Target:
    """De quiénes se escriben notas: la clase, la nota de cada persona y quiénes entregaron.

    `refused` son aquellos cuya entrega se rechazó: no es que no entregaran.
    """

    roster: Roster
    marks: list[GradedSubmission]
    handed_in: Set[str]
    refused: Set[str]


def _check_target(args: argparse.Namespace) -> None:
    if args.moodle or args.canvas or args.blackboard or args.csv or args.xlsx:
        return
    if not args.retroalimentacion:
        raise UserError(
            "Di qué hay que escribir: --moodle, --canvas, --blackboard, --csv, --xlsx o "
            "--retroalimentacion."
        )
    if args.salida:
        raise UserError("-o no sirve solo con --retroalimentacion: su ZIP ya dice dónde va.")


def _handed_in(course: Course, tarea: str) -> Set[str]:
    return set(course.students_in("submitted", tarea))


def _refused(course: Course, tarea: str) -> Set[str]:
    """De quién se rechazó la entrega al recogerla, o tiene en su carpeta otra cosa."""
    from autograde.notebooks.reading import Unreadable
    from autograde.notebooks.submission import find_notebook

    found = set(ledger.refused(course.root, tarea))
    for student in _handed_in(course, tarea) - found:
        folder = course.folder("submitted", student, tarea)
        if not any(folder.iterdir()):
            continue
        try:
            find_notebook(folder, tarea)
        except Unreadable:
            found.add(student)
    return found


def _outputs(
    args: argparse.Namespace, sheet: GradeSheet | None, target: _Target, report: Report
) -> list[tuple[Path, bytes]]:
    """Lo que se escribirá, y dónde. Cuenta en `report` lo que se hace con cada persona."""
    if sheet:
        options = FillOptions(args.por_nombre, args.provisionales, args.decimales)
        table, filled = fill(
            sheet, target.marks, target.roster, options, target.handed_in, target.refused
        )
        report.extend(filled)
        return [(_output(args), table.to_bytes())]
    if not (args.csv or args.xlsx):
        return []
    rows = exports.rows(
        target.marks,
        target.roster,
        args.provisionales,
        args.decimales,
        target.handed_in,
        target.refused,
    )
    _tell_export(target, report)
    data = exports.to_csv(rows) if args.csv else exports.to_xlsx(rows, args.tarea)
    return [(_output(args), data)]


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
        reasons=sources.reasons(course.root, tarea),
    )
    if not submissions:
        raise UserError(
            f"No hay nada calificado de {tarea}: ejecuta antes autograde calificar {tarea}."
        )
    ours = sources.given_by_judge(course.root)
    foreign = [s.student for s in submissions if not ours(tarea, s.student)]
    if len(foreign) == len(submissions):
        raise UserError(
            f"Las notas de {tarea} no las puso autograde: ejecuta autograde calificar {tarea} "
            "antes de sacarlas."
        )
    return [s for s in submissions if s.student not in foreign], foreign


def _members(grouped: Mapping[str, Team], student: str) -> tuple[str, ...]:
    return grouped[student].members if student in grouped else ()


def _sheet(args: argparse.Namespace, data: bytes) -> GradeSheet:
    """Lee la hoja, o la que se acaba de escribir."""
    if args.moodle:
        return moodle.read_sheet(data)
    if args.canvas:
        return canvas.read_book(data, args.columna)
    return blackboard.read_book(data, args.columna)


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
        check_folder(args.retroalimentacion)
        feedback.write(args.retroalimentacion, files)
        report.notes.append(f"escrito {args.retroalimentacion}: súbelo en la tarea de {where}.")


def _tell_export(target: _Target, report: Report) -> None:
    graded = set()
    for submission in target.marks:
        graded.add(submission.student)
        who = target.roster.label(submission.student)
        report.add(Topic.PENDING if submission.manual_pending else Topic.FILLED, who)
        if submission.unprotected:
            report.add(Topic.UNPROTECTED, who)
    for student in target.roster.students:
        if student.id not in graded:
            topic = without_mark(student.id, target.handed_in, target.refused)
            report.add(topic, target.roster.label(student.id))
