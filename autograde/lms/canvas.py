"""El libro de calificaciones que exporta Canvas."""

import re
from collections.abc import Sequence
from decimal import Decimal

from autograde.errors import UserError
from autograde.lms import columns, numbers
from autograde.lms.fill import GradeRow, GradeSheet
from autograde.lms.names import plain
from autograde.lms.people import Keys
from autograde.lms.table import Record, Table, read_table

WHAT = "el libro de Canvas"
_ADVICE = "expórtalo de nuevo desde Canvas (Calificaciones, Exportar) y no cambies sus columnas"
_ASSIGNMENT = re.compile(r"^(?P<title>.*\S)\s*\((?P<id>\d+)\)$")
_MAXIMA = "points possible"
#: lo que Canvas no toma por una tarea (`NON_ASSIGNMENT_COLUMN_HEADERS` de su importador)
_NOT_ASSIGNMENTS = tuple(
    f"{which} {what}"
    for which, whats in (
        ("Current", ("Score", "Points", "Grade")),
        ("Final", ("Score", "Points", "Grade")),
        ("Override", ("Score", "Grade", "Status")),
    )
    for what in whats
)
_NOT_A_PERSON = re.compile(r"\s*(muted|manual posting.*)?\s*", re.IGNORECASE)


def people(table: Table) -> list[tuple[int, Keys]]:
    """Las filas de estudiantes del libro, con sus claves."""
    header = table.header
    lms_id = columns.require(header, ["ID"], WHAT, _ADVICE)
    whole = columns.find(header, ["Student"])
    last, first = columns.find(header, ["LastName"]), columns.find(header, ["FirstName"])
    if whole is None and (last is None or first is None):
        raise UserError(f"En {WHAT} falta la columna «Student»: {_ADVICE}.")
    number, login = columns.find(header, ["SIS User ID"]), columns.find(header, ["SIS Login ID"])
    email = columns.find(header, ["Email", "Email Address"])
    found = []
    for index, record in enumerate(table.records[1:], start=1):
        if _is_heading(record):
            continue
        cell = columns.reader(record.values)
        name = cell(whole) if whole is not None else f"{cell(last)}, {cell(first)}"
        user = cell(login)
        keys = Keys(
            identifier=cell(lms_id),
            lms_user_id=cell(lms_id),
            id_number=cell(number),
            login=user,
            email=cell(email) or (user if "@" in user else ""),
            name=name,
        )
        if name.casefold() not in ("student, test", "test student"):
            found.append((index, keys))
    return found


def read_book(data: bytes, column: str | None = None) -> GradeSheet:
    """Lee el libro que se va a rellenar; `column` es el título o el número de la tarea en Canvas.

    Raises:
        UserError: si está dañado, o no se puede saber qué columna rellenar.
    """
    table = read_table(data, WHAT)
    rows = people(table)
    possible = next((r for r in table.records[1:] if _points_possible(r)), None)
    index = choose_column(table.header, _writable(table.header, possible), column, WHAT)
    points = possible.value(index) if possible else ""
    stated = numbers.stated(points, f"el máximo de «{table.header[index]}» en {WHAT}")
    if stated is not None and stated <= 0:
        raise UserError(
            f"La tarea «{table.header[index]}» vale 0 puntos en Canvas: ponle un máximo."
        )
    grades = [record.value(index) for record in table.records[1:] if not record.blank]
    return GradeSheet(
        table=table,
        rows=tuple(
            GradeRow(
                index=row,
                keys=keys,
                grade=table.records[row].value(index),
                maximum=stated or Decimal(10),
                locked=_locked(table.records[row].value(index)),
            )
            for row, keys in rows
        ),
        grade_column=index,
        mark=numbers.decimal_mark(grades) or ".",
        notes=(f"se rellena la columna «{table.header[index]}».",)
        + _ignored(table, index)
        + (() if stated else ("el libro no dice el máximo: se supone 10.",)),
    )


def _ignored(table: Table, index: int) -> tuple[str, ...]:
    """Lo que Canvas se salta sin decirlo por cómo se llama: una columna, o una persona."""
    notes = []
    title = table.header[index]
    word = next((w for w in _NOT_ASSIGNMENTS if w in title), None)
    if word is not None:
        notes.append(
            f"Canvas se salta sin decirlo cualquier columna con «{word}» en el título, y esta se "
            f"llama «{title}»: cámbiale el nombre a la tarea en Canvas y exporta el libro otra vez."
        )
    skipped = [
        r.value(0)
        for r in table.records[1:]
        if _points_possible(r) and columns.reader(r.values)(columns.find(table.header, ["ID"]))
    ]
    for name in skipped:
        notes.append(
            f"Canvas se salta sin decirlo la fila de «{name}», porque su nombre contiene "
            f"«{_MAXIMA.title()}»: ponle la nota a mano."
        )
    return tuple(notes)


def choose_column(
    header: Sequence[str], candidates: Sequence[tuple[int, str, str]], wanted: str | None, what: str
) -> int:
    """La columna que se rellena, de entre `candidates` (posición, título, número).

    Raises:
        UserError: si no hay ninguna, o hay varias y `wanted` no señala una sola.
    """
    if wanted is not None:
        key = plain(wanted).casefold()
        chosen = [
            c for c in candidates if key in (c[2], plain(c[1]).casefold(), header[c[0]].casefold())
        ]
    else:
        chosen = list(candidates)
    if len(chosen) == 1:
        return chosen[0][0]
    if not candidates:
        raise UserError(f"En {what} no hay ninguna tarea que se pueda rellenar: {_ADVICE}.")
    names = ", ".join(f"«{header[c[0]]}»" for c in candidates)
    raise UserError(f"Elige con --columna qué tarea hay que rellenar en {what}: {names}.")


def _writable(header: Sequence[str], possible: Record | None) -> list[tuple[int, str, str]]:
    found = []
    for index, title in enumerate(header):
        match = _ASSIGNMENT.match(title)
        note = possible.value(index) if possible else ""
        if match and "read only" not in note.casefold() and "read only" not in title.casefold():
            found.append((index, match["title"], match["id"]))
    return found


def _points_possible(record: Record) -> bool:
    return _MAXIMA in record.values[0].casefold()


def _is_heading(record: Record) -> bool:
    return _points_possible(record) or all(_NOT_A_PERSON.fullmatch(v) for v in record.values)


def _locked(grade: str) -> str:
    if grade.strip().upper() == "EX":
        return "está exento (EX) en Canvas"
    return ""
