"""La hoja de calificaciones fuera de línea de una tarea de Moodle."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from autograde.errors import UserError
from autograde.lms import columns, numbers
from autograde.lms.dates import parse_moodle
from autograde.lms.fill import GradeRow, GradeSheet
from autograde.lms.people import Keys
from autograde.lms.table import Format, Table, read_table

IDENTIFIER = ("Identificador", "Identifier")
NAME = ("Nombre completo", "Full name")
EMAIL = ("Dirección de correo", "Email address", "Dirección Email", "Correo electrónico")
ID_NUMBER = ("Número de ID", "ID number")
LOGIN = ("Nombre de usuario", "Username")
STATUS = ("Estado", "Estatus", "Status")
GRADE = ("Calificación", "Grade")
MAXIMUM = ("Calificación máxima", "Maximum grade")
SCALE = ("Escala", "Scale")
EDITABLE = (
    "La calificación puede ser cambiada",
    "La calificación puede cambiarse",
    "Grade can be changed",
)
SUBMITTED = ("Última modificación (entrega)", "Last modified (submission)")
GRADED = ("Última modificación (calificación)", "Last modified (grade)")
COMMENT = ("Comentarios de retroalimentación", "Feedback comments")

WHAT = "la hoja de calificaciones de Moodle"
_ADVICE = "descarga en la tarea «Descargar hoja de calificaciones» y no cambies sus columnas"
_TRAILING_NUMBER = re.compile(r"^\D*(\d+)$")
_TICK = (
    "al subir la hoja a Moodle marca «Permitir actualizar registros que se han modificado más "
    "recientemente en Moodle que en la hoja de cálculo»; sin ella Moodle se salta a quien ya tenía "
    "nota"
)


@dataclass(frozen=True)
class Participant:
    """Una fila de la hoja: quién es y cuándo entregó (hora de Moodle, sin zona)."""

    row: int
    keys: Keys
    status: str
    submitted: datetime | None

    @property
    def submitted_something(self) -> bool:
        """Si la hoja dice que entregó."""
        return self.submitted is not None or self.status.casefold().startswith(
            ("enviado", "submitted")
        )

    @property
    def draft(self) -> bool:
        """Si la hoja dice que lo subió, pero no llegó a enviarlo."""
        return self.status.casefold().startswith(("borrador", "draft"))


def read_participants(table: Table) -> tuple[Participant, ...]:
    """Las personas de la hoja, con el identificador que Moodle les da en esta tarea."""
    header = table.header
    identifier = columns.require(header, IDENTIFIER, WHAT, _ADVICE)
    found = {
        name: columns.find(header, titles)
        for name, titles in (
            ("name", NAME),
            ("email", EMAIL),
            ("id_number", ID_NUMBER),
            ("login", LOGIN),
        )
    }
    status = columns.find(header, STATUS)
    submitted = columns.find(header, SUBMITTED)
    participants = []
    for index, record in enumerate(table.records[1:], start=1):
        if record.blank:
            continue
        cell = columns.reader(record.values)
        number = _TRAILING_NUMBER.match(cell(identifier))
        if not number:
            raise UserError(
                f"La línea {record.line} de {WHAT} tiene un identificador que no termina en número "
                f"(«{cell(identifier)}»): {_ADVICE}."
            )
        participants.append(
            Participant(
                row=index,
                keys=Keys(
                    identifier=number[1],
                    **{name: cell(column) for name, column in found.items()},
                ),
                status=cell(status),
                submitted=parse_moodle(cell(submitted)),
            )
        )
    return tuple(participants)


def read_sheet(data: bytes) -> GradeSheet:
    """Lee la hoja que se va a rellenar.

    Raises:
        UserError: si está dañada, le faltan columnas o la tarea usa una escala en vez de números.
    """
    table = read_table(data, WHAT)
    header = table.header
    grade = columns.require(header, GRADE, WHAT, _ADVICE)
    columns.require(header, GRADED, WHAT, _ADVICE)
    maximum = columns.find(header, MAXIMUM)
    if maximum is None and columns.find(header, SCALE) is not None:
        raise UserError(
            "La tarea de Moodle se califica con una escala: ponle una puntuación y vuelve a "
            "descargar la hoja."
        )
    editable = columns.find(header, EDITABLE)
    comment = columns.find(header, COMMENT)
    rows = []
    for person in read_participants(table):
        cell = columns.reader(table.records[person.row].values)
        no = cell(editable).casefold() == "no"
        rows.append(
            GradeRow(
                index=person.row,
                keys=person.keys,
                grade=cell(grade),
                comment=cell(comment),
                maximum=_maximum(cell(maximum), person, maximum is not None),
                locked="Moodle no deja cambiar esta calificación" if no else "",
            )
        )
    texts = [record.values[c] for record in table.records[1:] for c in (maximum, grade)
             if c is not None and c < len(record.values)]  # fmt: skip
    spanish = header[grade].casefold() == GRADE[0].casefold()
    return GradeSheet(
        table=table,
        rows=tuple(rows),
        grade_column=grade,
        comment_column=comment,
        html_comments=True,
        mark=numbers.decimal_mark(texts) or ("," if spanish else "."),
        notes=tuple(_notes(table.format, comment is not None)),
    )


def check_same_assignment(
    participants: tuple[GradeRow, ...] | tuple[Participant, ...],
    identifiers: Mapping[str, str],
    tarea: str,
) -> None:
    """Comprueba que la hoja es de la tarea que se recogió: sus identificadores deben coincidir.

    Raises:
        UserError: si se recogieron entregas y la hoja no tiene ninguno de sus identificadores.
    """
    if identifiers and not any(p.keys.identifier in identifiers for p in participants):
        raise UserError(
            "La hoja de Moodle es de otra tarea: no tiene ninguno de los identificadores con que "
            f"se recogió {tarea}; descarga la hoja de esa tarea."
        )


def _maximum(text: str, person: Participant, stated: bool) -> Decimal:
    if not stated:
        return Decimal(10)
    value = numbers.parse(text)
    if value is None or value <= 0:
        raise UserError(
            f"La calificación máxima de {person.keys.label} en {WHAT} no es un número («{text}»): "
            "vuelve a descargarla."
        )
    return value


def _notes(form: Format, has_comments: bool) -> list[str]:
    notes = [_TICK + "."]
    if form.separator != ",":
        notes.append("el fichero no usa comas: elige su separador en el formulario de Moodle.")
    if form.encoding != "utf-8":
        notes.append(f"el fichero está en {form.encoding}: elígelo como codificación al subirlo.")
    if not has_comments:
        notes.append(
            "la hoja no tiene columna de comentarios: activa «Comentarios de retroalimentación» en "
            "la tarea si los quieres."
        )
    return notes
