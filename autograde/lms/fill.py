"""Rellenar la hoja que descargó el docente: lo común a Moodle, Canvas y Blackboard."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from autograde.lms import numbers
from autograde.lms.comments import comment, harmless, is_ours
from autograde.lms.marks import GradedSubmission
from autograde.lms.names import name_key
from autograde.lms.people import Keys, Match, Roster
from autograde.lms.report import Report, Topic
from autograde.lms.table import Table


@dataclass(frozen=True)
class GradeRow:
    """La fila de una persona. `locked` explica por qué no se puede cambiar su nota.

    `group` es su grupo si la tarea se entrega por equipos.
    """

    index: int
    keys: Keys
    grade: str
    comment: str = ""
    maximum: Decimal = Decimal(10)
    locked: str = ""
    group: str = ""


@dataclass(frozen=True)
class GradeSheet:
    """Un fichero de notas leído: la tabla entera y qué filas y columnas se rellenan."""

    table: Table
    rows: tuple[GradeRow, ...]
    grade_column: int
    mark: str
    comment_column: int | None = None
    html_comments: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class FillOptions:
    """Qué ha pedido el docente."""

    by_name: bool = False
    provisional: bool = False
    places: int = 2


_DEFAULTS = FillOptions()
_LOOKS_LIKE_HTML = re.compile(r"<\S|&\w+;|&#")
_TAGS = re.compile(
    r"</?(p|br|b|i|u|em|strong|span|div|ul|ol|li|a|h\d|table|code|pre|img)"
    r"(\s+[\w-]+\s*=[^<>]*)?\s*/?>"
)


def fill(
    sheet: GradeSheet,
    submissions: Iterable[GradedSubmission],
    roster: Roster,
    options: FillOptions = _DEFAULTS,
    handed_in: Set[str] = frozenset(),
    refused: Set[str] = frozenset(),
) -> tuple[Table, Report]:
    """La tabla con las notas escritas y el informe; el resto de las celdas no cambia.

    `handed_in` son los estudiantes cuya entrega se recogió, aunque no tenga nota; `refused`,
    aquellos cuya entrega se rechazó.
    """
    report = Report(notes=list(sheet.notes))
    pending_marks = {submission.student: submission for submission in submissions}
    changes: dict[tuple[int, int], str] = {}
    for row, match in _matched(sheet.rows, roster, options.by_name):
        if match.problem:
            report.add(Topic.AMBIGUOUS, row.keys.label, match.problem)
            continue
        if match.student is None:
            report.add(Topic.NOT_MATCHED, row.keys.label, "no está entre los estudiantes del curso")
            continue
        submission = pending_marks.pop(match.student, None)
        if submission is None:
            report.add(without_mark(match.student, handed_in, refused), row.keys.label)
            continue
        changes.update(_cells(sheet, row, submission, options, report))
    for student in pending_marks:
        report.add(
            Topic.NOT_MATCHED, roster.label(student), "tiene nota, pero no fila en el fichero"
        )
    changes.update(_escaped(sheet, changes, report))
    _tell_rounding(report)
    return sheet.table.with_cells(changes), report


def without_mark(student: str, handed_in: Set[str], refused: Set[str]) -> Topic:
    """De qué se habla al nombrar a quien no tiene nota."""
    if student in refused:
        return Topic.REFUSED_SUBMISSION
    return Topic.UNGRADED if student in handed_in else Topic.NO_SUBMISSION


def _matched(
    rows: Iterable[GradeRow], roster: Roster, by_name: bool
) -> list[tuple[GradeRow, Match]]:
    """Cada fila con su estudiante; dos filas de un mismo estudiante son ambiguas."""
    matches = [(row, roster.match(row.keys, by_name)) for row in rows]
    claims: dict[str, list[GradeRow]] = defaultdict(list)
    for row, match in matches:
        if match.student is not None:
            claims[match.student].append(row)
    return [
        (row, Match(problem=f"varias filas corresponden a {match.student}"))
        if match.student is not None and len(claims[match.student]) > 1
        else (row, match)
        for row, match in matches
    ]


def _cells(
    sheet: GradeSheet,
    row: GradeRow,
    submission: GradedSubmission,
    options: FillOptions,
    report: Report,
) -> dict[tuple[int, int], str]:
    """Las celdas que cambian en una fila. Anota en `report` lo que hace y por qué no hace más."""
    who = row.keys.label
    if submission.unprotected:
        report.add(Topic.UNPROTECTED, who)
    if submission.team and row.group and name_key(row.group) != name_key(submission.team):
        report.add(
            Topic.AMBIGUOUS,
            who,
            f"se recogió con el equipo «{submission.team}» y la hoja dice «{row.group}»: recoge "
            "otra vez con esta hoja",
        )
        return {}
    if row.locked:
        report.add(Topic.LOCKED, who, row.locked)
        return {}
    if submission.manual_pending:
        report.add(Topic.PENDING, who, f"{submission.manual_pending} por corregir a mano")
        if not options.provisional:
            return {}
    value = numbers.scale(submission.total, submission.maximum, row.maximum)
    grade = numbers.rounded(value, options.places)
    if not 0 <= grade <= row.maximum:
        report.add(Topic.OUT_OF_RANGE, who, f"{numbers.trimmed(grade)} de {row.maximum}")
        return {}
    before, after = numbers.trimmed(value), numbers.trimmed(grade)
    if before != after:  # lo que solo cambia más allá de lo que se enseña no es noticia
        report.add(Topic.ROUNDED, who, f"{before} → {after}")
    changes: dict[tuple[int, int], str] = {}
    if numbers.parse(row.grade) == grade:
        report.add(Topic.UNCHANGED, who)
    else:
        written = numbers.written(grade, sheet.mark)
        changes[row.index, sheet.grade_column] = written
        report.add(Topic.FILLED, who, written)
        if row.grade.strip() not in ("", "-"):
            report.add(Topic.ALREADY_GRADED, who, f"{row.grade.strip()} → {written}")
    if sheet.comment_column is not None:
        if row.comment.strip() and not is_ours(row.comment):
            report.add(Topic.COMMENT_KEPT, who)
        else:
            text = comment(submission, options.provisional)
            text = html.escape(text, quote=False) if sheet.html_comments else text
            changes[row.index, sheet.comment_column] = harmless(text)
    return changes


def _escaped(
    sheet: GradeSheet, changes: Mapping[tuple[int, int], str], report: Report
) -> dict[tuple[int, int], str]:
    """Los comentarios de otra persona que el campus, al importar la hoja, leería como HTML.

    En «a<b y c>d» se perdería lo que hay entre los signos. Lo que ya lleva etiquetas no se toca.
    """
    column = sheet.comment_column
    if column is None or not sheet.html_comments:
        return {}
    found = {}
    for row in sheet.rows:
        kept = (row.index, column) not in changes and not is_ours(row.comment)
        if kept and _LOOKS_LIKE_HTML.search(row.comment) and not _TAGS.search(row.comment):
            found[row.index, column] = html.escape(row.comment, quote=False)
            report.add(Topic.ESCAPED, row.keys.label)
    return found


def _tell_rounding(report: Report) -> None:
    count = len(report.of(Topic.ROUNDED))
    if count:
        report.notes.append(
            f"notas redondeadas (la mitad, hacia arriba): {count}. Ninguna cambia más de media "
            "unidad del último decimal escrito."
        )
