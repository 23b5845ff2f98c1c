"""La lista de la clase: leer los participantes de Moodle o el libro de Canvas."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from autograde.errors import UserError
from autograde.lms import canvas, columns
from autograde.lms import moodle_titles as titles
from autograde.lms.names import plain, student_id
from autograde.lms.people import Keys, Roster, Student
from autograde.lms.report import Report, Topic
from autograde.lms.table import read_table

WHAT = "la lista de participantes de Moodle"
CHOICES = ("correo", "usuario", "numero")
"""De dónde puede salir el identificador de un estudiante nuevo."""


#: las columnas de notas del libro de calificaciones de Moodle: «Tarea: Práctica 1 (Real)»
_GRADE_COLUMN = re.compile(r"\((real|letra|letter|porcentaje|percentage)\)$", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """Una persona de la lista, antes de saber su identificador en el curso."""

    keys: Keys
    first_name: str
    last_name: str


def read_moodle(data: bytes) -> list[Entry]:
    """Lee «Participantes» de Moodle, su libro de calificaciones o la hoja de una tarea."""
    table = read_table(data, WHAT)
    header = table.header
    email = columns.find(header, titles.EMAIL)
    first, last = columns.find(header, titles.FIRST), columns.find(header, titles.LAST)
    whole = columns.find(header, titles.NAME)
    if first is None and whole is None:
        raise UserError(f"En {WHAT} falta la columna «Nombre»: inclúyela al exportar la lista.")
    number, login = columns.find(header, titles.ID_NUMBER), columns.find(header, titles.LOGIN)
    if email is None and number is None and login is None:
        raise UserError(
            f"En {WHAT} no hay ni correo, ni número de ID, ni usuario: incluye alguno al "
            "exportarla."
        )
    roles = columns.find(header, titles.ROLES)
    entries = []
    for record in table.records[1:]:
        if record.blank:
            continue
        cell = columns.reader(record.values)
        if teaches(cell(roles)):
            continue
        first_name = plain(cell(first) if first is not None else cell(whole))
        last_name = plain(cell(last))
        keys = Keys(
            lms_user_id=cell(number),
            id_number=cell(number),
            login=cell(login),
            email=cell(email),
            name=plain(f"{first_name} {last_name}"),
        )
        entries.append(Entry(keys, first_name, last_name))
    return entries


def about_teachers(data: bytes) -> str:
    """Lo que hay que saber de los docentes de una lista de Moodle; vacío si no hay nada.

    La lista de participantes no dice qué papel tiene cada cual; la hoja de una tarea y el libro de
    calificaciones solo traen a quien se califica.
    """
    table = read_table(data, WHAT)
    header = table.header
    roles = columns.find(header, titles.ROLES)
    if roles is not None:
        out = [r for r in table.records[1:] if teaches(r.value(roles))]
        if not out:
            return ""
        said = "1 persona que da clase" if len(out) == 1 else f"{len(out)} personas que dan clase"
        return f"{said}, según sus roles: no se apunta como alumnado."
    graded = columns.find(header, titles.IDENTIFIER) is not None
    if graded or any(_GRADE_COLUMN.search(title) for title in header):
        return ""
    return (
        "esta lista no dice quién es docente, y quien lo sea se apunta como alumnado: quita sus "
        "filas, o usa la hoja de calificaciones de una tarea, que solo trae a quien se califica."
    )


def teaches(roles: str) -> bool:
    """Si esos roles son de quien da clase y no es también alumno."""
    words = roles.casefold()
    student = any(word in words for word in titles.STUDYING)
    return not student and any(word in words for word in titles.TEACHING)


def read_canvas(data: bytes) -> list[Entry]:
    """Lee los estudiantes del libro de Canvas; su ID es el `lms_user_id`."""
    entries = []
    for _, keys in canvas.people(read_table(data, canvas.WHAT)):
        last, comma, first = keys.name.partition(",")
        first_name, last_name = (plain(first), plain(last)) if comma else (plain(keys.name), "")
        entries.append(Entry(keys, first_name, last_name))
    return entries


def merge(
    entries: Iterable[Entry], roster: Roster, id_from: str = "correo"
) -> tuple[list[Student], Report]:
    """Los estudiantes que hay que guardar: nuevos, o con datos que cambian.

    Un dato que la lista no trae no borra el que había. Quien no se puede distinguir de otro, o no
    tiene de dónde sacar un identificador, no se guarda y va al informe.
    """
    report = Report()
    found: list[tuple[Entry, str]] = []
    for entry in entries:
        match = roster.match(entry.keys)
        if match.problem:
            report.add(Topic.AMBIGUOUS, entry.keys.label, match.problem)
            continue
        known = match.student or roster.collected_as(entry.keys.name)
        identifier = known or new_id(entry.keys, id_from)
        if identifier:
            found.append((entry, identifier))
        else:
            report.add(Topic.NOT_MATCHED, entry.keys.label, f"no tiene {id_from} en el fichero")
    times = Counter(identifier for _, identifier in found)
    students = []
    for entry, identifier in found:
        if times[identifier] > 1:
            report.add(
                Topic.AMBIGUOUS,
                entry.keys.label,
                f"hay {times[identifier]} filas para {identifier}",
            )
            continue
        before = roster.by_id.get(identifier)
        student = _updated(before or Student(identifier), entry)
        if student == before:
            report.add(Topic.UNCHANGED, entry.keys.label)
            continue
        report.add(Topic.UPDATED if before else Topic.CREATED, entry.keys.label, identifier)
        students.append(student)
    return students, report


def new_id(keys: Keys, id_from: str = "correo") -> str:
    """El identificador de un estudiante que el curso aún no conoce; vacío si no hay de dónde.

    Con «correo» se recurre al número de ID y al usuario cuando la lista no trae correos.
    """
    if id_from == "usuario":
        return student_id(keys.login or keys.email.partition("@")[0])
    if id_from == "numero":
        return student_id(keys.id_number)
    return student_id(keys.email or keys.id_number or keys.login)


def _updated(student: Student, entry: Entry) -> Student:
    return replace(
        student,
        first_name=entry.first_name or student.first_name,
        last_name=entry.last_name or student.last_name,
        email=entry.keys.email or student.email,
        lms_user_id=entry.keys.lms_user_id or student.lms_user_id,
    )
