"""La hoja de calificaciones fuera de línea de una tarea de Moodle."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from autograde.errors import UserError
from autograde.lms import columns, numbers
from autograde.lms import moodle_titles as titles
from autograde.lms.dates import read_dates
from autograde.lms.fill import GradeRow, GradeSheet
from autograde.lms.names import name_key
from autograde.lms.participants import Participant
from autograde.lms.people import Keys
from autograde.lms.table import Table, read_table

WHAT = "la hoja de calificaciones de Moodle"
_ADVICE = (
    "descárgala en la tarea con «Descargar la hoja de calificaciones» y no cambies sus columnas. "
    "Si tu Moodle está en un idioma que no es el español ni el inglés, cámbialo en el menú de tu "
    "nombre («Idioma») y descárgala otra vez"
)
#: cómo dice Moodle que una calificación no se puede cambiar
_NO = ("no", "não", "non", "ez")
_TRAILING_NUMBER = re.compile(r"^\D*(\d+)$")
_NO_GRADE = (
    "La hoja no tiene la columna del máximo: en Moodle el tipo de calificación de la tarea es "
    "«Ninguna» y las notas no se guardarían. Ponle «Puntuación» en los ajustes de la tarea y "
    "vuelve a descargar la hoja."
)
_TICK = (
    "al subir la hoja a Moodle marca «Permitir la actualización de los registros que se han "
    "modificado recientemente en Moodle antes que en la hoja de cálculo.»; sin ella Moodle se "
    "salta a quien ya tenía nota"
)
_WORKFLOW = (
    "la tarea usa flujo de trabajo de calificación: las notas que subas quedan retenidas, y no "
    "llegan al libro de calificaciones ni las ve nadie, hasta que pongas su estado en «Publicado»."
)


def read_participants(table: Table) -> tuple[Participant, ...]:
    """Las personas de la hoja, con el identificador que Moodle les da en esta tarea."""
    header = table.header
    identifier = columns.require(header, titles.IDENTIFIER, WHAT, _ADVICE)
    group = columns.find(header, titles.GROUP)
    found = {
        name: columns.find(header, known)
        for name, known in (
            ("name", titles.NAME),
            ("email", titles.EMAIL),
            ("id_number", titles.ID_NUMBER),
            ("login", titles.LOGIN),
        )
    }
    status = columns.find(header, titles.STATUS)
    submitted = columns.find(header, titles.SUBMITTED)
    dates = read_dates([columns.reader(r.values)(submitted) for r in table.records[1:]])
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
                submitted=dates[index - 1][0],
                unclear=dates[index - 1][1],
                group=cell(group),
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
    grade = columns.require(header, titles.GRADE, WHAT, _ADVICE)
    columns.require(header, titles.GRADED, WHAT, _ADVICE)
    maximum = columns.find(header, titles.MAXIMUM)
    if maximum is None and columns.find(header, titles.SCALE) is not None:
        raise UserError(
            "La tarea de Moodle se califica con una escala: ponle una puntuación y vuelve a "
            "descargar la hoja."
        )
    if maximum is None:
        raise UserError(_NO_GRADE)
    editable = columns.find(header, titles.EDITABLE)
    comment = columns.find(header, titles.COMMENT)
    rows = []
    for person in read_participants(table):
        cell = columns.reader(table.records[person.row].values)
        no = cell(editable).casefold() in _NO
        rows.append(
            GradeRow(
                index=person.row,
                keys=person.keys,
                grade=cell(grade),
                comment=cell(comment),
                maximum=_maximum(cell(maximum), person),
                locked="Moodle no deja cambiar esta calificación" if no else "",
                group=person.group,
            )
        )
    texts = [record.value(c) for record in table.records[1:] for c in (maximum, grade)]
    english = header[grade].casefold() == "grade"
    return GradeSheet(
        table=table,
        rows=tuple(rows),
        grade_column=grade,
        comment_column=comment,
        html_comments=True,
        mark=numbers.decimal_mark(texts) or ("." if english else ","),
        notes=tuple(_notes(table, comment is not None)),
    )


def check_same_assignment(
    participants: tuple[GradeRow, ...] | tuple[Participant, ...],
    identifiers: Mapping[str, str],
    tarea: str,
    teams: Iterable[str] = (),
) -> None:
    """Comprueba que la hoja es de la tarea que se recogió: sus identificadores deben coincidir.

    `teams` son los nombres de los equipos que se recogieron: si los hay, es su grupo lo que debe
    coincidir.

    Raises:
        UserError: si se recogieron entregas y la hoja no es la suya.
    """
    names = {name_key(name) for name in teams}
    by_teams = any(p.group for p in participants)
    if names and by_teams:
        if not any(name_key(p.group) in names for p in participants):
            raise UserError(
                f"La hoja de Moodle es de otra tarea: no tiene ninguno de los equipos de {tarea}; "
                "descarga la hoja de esa tarea."
            )
        return
    if identifiers and by_teams:
        raise UserError(
            f"La hoja es de una tarea por equipos y las entregas de {tarea} se recogieron como si "
            "fueran de una sola persona: quita sus carpetas de submitted/ y recógelas con --hoja."
        )
    if identifiers and not any(p.keys.identifier in identifiers for p in participants):
        raise UserError(
            "La hoja de Moodle es de otra tarea: no tiene ninguno de los identificadores con que "
            f"se recogió {tarea}; descarga la hoja de esa tarea."
        )


def _maximum(text: str, person: Participant) -> Decimal:
    value = numbers.parse(text)
    if value is None or value <= 0:
        raise UserError(
            f"La calificación máxima de {person.keys.label} en {WHAT} no es un número («{text}»): "
            "vuelve a descargarla."
        )
    return value


def _notes(table: Table, has_comments: bool) -> list[str]:
    form = table.format
    notes = [_TICK + "."]
    if columns.find(table.header, titles.WORKFLOW) is not None:
        notes.append(_WORKFLOW)
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
