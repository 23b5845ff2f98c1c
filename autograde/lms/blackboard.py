"""El libro de calificaciones que descarga Blackboard (con comas, o UTF-16 con tabuladores)."""

import re
from decimal import Decimal

from autograde.lms import columns, numbers
from autograde.lms.canvas import choose_column
from autograde.lms.fill import GradeRow, GradeSheet
from autograde.lms.people import Keys
from autograde.lms.table import Table, read_table

WHAT = "el libro de Blackboard"
_ADVICE = "descárgalo de nuevo (Centro de calificaciones, Trabajar sin conexión)"
_ASSIGNMENT = re.compile(r"^(?P<title>.*?)\s*\[(?P<points>[^\]]*)\]\s*\|(?P<id>\d+)$")
_POINTS = re.compile(r"\d+(?:[.,]\d+)?")


def people(table: Table) -> list[tuple[int, Keys]]:
    """Las filas de estudiantes del libro, con sus claves."""
    header = table.header
    login = columns.require(header, ["Username", "Nombre de usuario"], WHAT, _ADVICE)
    last = columns.find(header, ["Last Name", "Apellidos", "Apellido"])
    first = columns.find(header, ["First Name", "Nombre"])
    number = columns.find(header, ["Student ID", "ID de alumno", "ID de estudiante"])
    found = []
    for index, record in enumerate(table.records[1:], start=1):
        if record.blank:
            continue
        cell = columns.reader(record.values)
        user = cell(login)
        keys = Keys(
            identifier=user.casefold(),
            login=user,
            id_number=cell(number),
            email=user if "@" in user else "",
            name=f"{cell(first)} {cell(last)}".strip(),
        )
        found.append((index, keys))
    return found


def read_book(data: bytes, column: str | None = None) -> GradeSheet:
    """Lee el libro que se va a rellenar; `column` es el título o el número tras la barra `|`.

    Raises:
        UserError: si está dañado, o no se puede saber qué columna rellenar.
    """
    table = read_table(data, WHAT)
    rows = people(table)
    matches = [(i, _ASSIGNMENT.match(title)) for i, title in enumerate(table.header)]
    candidates = [(i, m["title"], m["id"]) for i, m in matches if m and _POINTS.search(m["points"])]
    index = choose_column(table.header, candidates, column, WHAT)
    chosen = _ASSIGNMENT.match(table.header[index])
    assert chosen is not None
    points = _POINTS.search(chosen["points"])
    assert points is not None
    maximum = numbers.stated(points.group(), f"el máximo de «{table.header[index]}»") or Decimal(10)
    grades = [record.value(index) for record in table.records[1:] if not record.blank]
    return GradeSheet(
        table=table,
        rows=tuple(
            GradeRow(
                index=row,
                keys=keys,
                grade=table.records[row].value(index),
                maximum=maximum,
            )
            for row, keys in rows
        ),
        grade_column=index,
        mark=numbers.decimal_mark([*grades, points.group()]) or ".",
        notes=(f"se rellena la columna «{table.header[index]}».",),
    )
