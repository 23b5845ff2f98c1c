"""Las notas por ejercicio en un CSV o en un libro de Excel, para quien no usa campus virtual."""

import csv
import io
from collections.abc import Sequence, Set
from decimal import Decimal

from autograde.lms import numbers
from autograde.lms.comments import harmless
from autograde.lms.marks import GradedSubmission
from autograde.lms.people import Roster, Student

Cell = str | Decimal | None


def rows(
    submissions: Sequence[GradedSubmission],
    roster: Roster,
    provisional: bool,
    places: int = 2,
    handed_in: Set[str] = frozenset(),
    refused: Set[str] = frozenset(),
) -> list[list[Cell]]:
    """La cabecera y una fila por estudiante del curso, con o sin entrega, por apellidos.

    `handed_in` son los estudiantes cuya entrega se recogió, aunque no tenga nota; `refused`,
    aquellos cuya entrega se rechazó.
    """
    exercises: dict[str, Decimal] = {}
    for submission in submissions:
        for mark in submission.exercises:
            exercises.setdefault(mark.id, mark.maximum)
    titles = [f"{name} (máx. {numbers.trimmed(top)})" for name, top in exercises.items()]
    teams = any(submission.team for submission in submissions)
    header: list[Cell] = ["Estudiante", "Apellidos", "Nombre", "Correo"]
    header += [*(["Equipo"] if teams else []), *titles]
    header += ["Retraso", "Total", "Máximo", "Nota sobre 10", "Estado"]
    by_student = {submission.student: submission for submission in submissions}
    known = {student.id: student for student in roster.students}
    people = [known.get(s, Student(s)) for s in {**known, **by_student}]
    people.sort(key=lambda s: (s.last_name.casefold(), s.first_name.casefold(), s.id))
    table = [header]
    for s in people:
        if s.id in by_student:
            marks = _marks(by_student[s.id], list(exercises), provisional, places)
        else:
            state = "sin calificar" if s.id in handed_in else "sin entrega"
            state = "entrega rechazada" if s.id in refused else state
            marks = [*[None] * (len(exercises) + 4), state]
        team = [by_student[s.id].team if s.id in by_student else ""] if teams else []
        table.append([s.id, s.last_name, s.first_name, s.email, *team, *marks])
    return table


def to_csv(table: Sequence[Sequence[Cell]]) -> bytes:
    """Un CSV que un programa de hojas de cálculo en español abre bien: `;`, coma decimal y BOM."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    for row in table:
        writer.writerow([_as_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Sequence[Sequence[Cell]], title: str) -> bytes:
    """Un libro de Excel; un texto nunca es una fórmula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title[:31]
    for number, row in enumerate(table, start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            if isinstance(value, Decimal):
                cell.value = float(value)
            elif value:
                cell.value = "".join(c for c in harmless(value) if c >= " ")
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _marks(
    submission: GradedSubmission, exercises: Sequence[str], provisional: bool, places: int
) -> list[Cell]:
    """Las celdas de notas de una entrega: sin total mientras falte corregir a mano."""
    points = {mark.id: mark for mark in submission.exercises}
    cells: list[Cell] = [
        None if name not in points or points[name].pending else points[name].points
        for name in exercises
    ]
    if submission.manual_pending and not provisional:
        state = "pendiente de corrección manual"
        return [*cells, submission.late_penalty, None, submission.maximum, None, state]
    grade = numbers.scale(submission.total, submission.maximum, Decimal(10))
    state = "provisional" if submission.manual_pending else "definitiva"
    return [
        *cells,
        submission.late_penalty,
        submission.total,
        submission.maximum,
        numbers.rounded(grade, places),
        state,
    ]


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return numbers.trimmed(cell, ",") if isinstance(cell, Decimal) else harmless(cell)
