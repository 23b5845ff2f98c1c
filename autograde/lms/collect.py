"""`autograde recoger`: de lo que descarga Moodle a las carpetas de entregas de nbgrader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from autograde.course import Course
from autograde.errors import UserError, sentence
from autograde.lms import ledger
from autograde.lms.archive import DEFAULT, Limits, open_source
from autograde.lms.dates import to_utc
from autograde.lms.deposit import Delivery, Outcome, apply, decide
from autograde.lms.identify import Owner, owners
from autograde.lms.moodle import WHAT, Participant, check_same_assignment, read_participants
from autograde.lms.people import Roster
from autograde.lms.report import Report, Topic
from autograde.lms.submissions import Choice, Incoming, choose, incoming
from autograde.lms.table import read_table
from autograde.notebooks.whose import Handout
from curso.ordenes.motivos import motivo

FROM_SHEET = "hoja de Moodle"
FROM_SOURCE = "ZIP o carpeta"


@dataclass(frozen=True)
class CollectOptions:
    """Qué ha pedido el docente. `zone` es la de las fechas de Moodle; None: la de esta máquina."""

    replace: bool = False
    simulate: bool = False
    zone: tzinfo | None = None
    limits: Limits = DEFAULT


_DEFAULTS = CollectOptions()


def collect(
    course: Course,
    tarea: str,
    source: Path,
    sheet: bytes | None,
    roster: Roster,
    options: CollectOptions = _DEFAULTS,
) -> Report:
    """Recoge las entregas de `source` (ZIP o carpeta) y devuelve el informe.

    `roster.identifiers` son los identificadores que ya se conocen de esta tarea.

    Raises:
        UserError: si no hay ninguna entrega que leer, o la hoja es de otra tarea.
    """
    course.source_notebook(tarea)
    participants = {p.keys.identifier: p for p in _participants(sheet)}
    handout = Handout(course, tarea)
    report = Report()
    with open_source(source, options.limits) as contents:
        entries, unknown = incoming(contents)
        if not entries:
            raise UserError(
                f"En {source} no hay ninguna entrega de Moodle: usa el ZIP de «Descargar todas las "
                "entregas» sin cambiar los nombres de sus carpetas."
            )
        if sheet is not None:
            _check_sheet(entries, participants, roster, tarea)
        for refusal in unknown:
            report.add(Topic.REFUSED, refusal.path, refusal.reason)
        known = dict(ledger.read(course.root, tarea))
        found = owners(entries, participants, roster)
        for entry in entries:
            owner = found[entry.identifier]
            row = participants.get(entry.identifier)
            try:
                collected = _collect_one(handout, entry, owner, row, roster, options, report)
            except Exception as error:  # la siguiente no tiene la culpa
                report.add(Topic.FAILED, _who(entry), sentence(error))
                continue
            if collected is not None:
                known[entry.identifier] = collected
    _tell_absent(entries, participants, roster, {o.student for o in found.values()}, report)
    _tell_dates(entries, participants, report)
    if not options.simulate:
        ledger.write(course.root, tarea, known)
    return report


def _who(entry: Incoming) -> str:
    return f"{entry.name} ({entry.identifier})"


def _collect_one(
    handout: Handout,
    entry: Incoming,
    owner: Owner,
    row: Participant | None,
    roster: Roster,
    options: CollectOptions,
    report: Report,
) -> ledger.Collected | None:
    """Recoge una entrega. Devuelve lo que se apunta de ella, si lo que queda guardado es ella."""
    who = _who(entry)
    if owner.student is None:
        report.add(Topic.AMBIGUOUS, who, owner.problem)
        return None
    if roster.students and owner.student not in roster.by_id:
        report.add(Topic.CHOICES, who, f"es nuevo en el curso: será {owner.student}")
    if row is not None and row.draft:
        report.add(Topic.CHOICES, who, "la hoja dice que es un borrador sin enviar")
    choice = choose(entry, handout.assignment, options.limits, handout.worked_on)
    date, origin = _date(choice, row, options.zone)
    if not _deposit(handout, owner.student, who, choice, date, origin, options, report):
        return None
    when = date.isoformat() if date else ""
    return ledger.Collected(owner.student, entry.folder, entry.flat, when, origin)


def _participants(sheet: bytes | None) -> tuple[Participant, ...]:
    return read_participants(read_table(sheet, WHAT)) if sheet is not None else ()


def _check_sheet(
    entries: Sequence[Incoming],
    participants: Mapping[str, Participant],
    roster: Roster,
    tarea: str,
) -> None:
    check_same_assignment(tuple(participants.values()), roster.identifiers, tarea)
    if not any(entry.identifier in participants for entry in entries):
        raise UserError(
            "La hoja de Moodle no tiene ninguno de los identificadores del ZIP: es de otra tarea, "
            "o la tarea se entrega por equipos (quítale las entregas en grupo para recogerla)."
        )


def _date(
    choice: Choice, row: Participant | None, zone: tzinfo | None
) -> tuple[datetime | None, str]:
    """La fecha de una entrega en UTC y de dónde sale."""
    if row is not None and row.submitted is not None:
        return to_utc(row.submitted, zone), FROM_SHEET
    if choice.date is not None:
        return to_utc(choice.date, zone), FROM_SOURCE
    return None, ""


def _deposit(
    handout: Handout,
    student: str,
    who: str,
    choice: Choice,
    date: datetime | None,
    origin: str,
    options: CollectOptions,
    report: Report,
) -> bool:
    """Guarda una entrega y lo cuenta. Devuelve si lo que hay en la carpeta es esta entrega."""
    tarea = handout.assignment
    for refusal in choice.refused:
        report.add(Topic.REFUSED, who, f"{refusal.path}: {refusal.reason}")
    if choice.note:
        report.add(Topic.CHOICES, who, choice.note)
    if choice.aside:
        report.add(Topic.ASIDE, who, choice.aside)
    notebook = choice.files.get((f"{tarea}.ipynb",))
    if notebook is None:
        report.add(Topic.REFUSED_SUBMISSION, who, "no trae ningún cuaderno de Jupyter")
        return False
    other = handout.belongs_to(notebook)
    if other is not None:
        report.add(Topic.REFUSED_SUBMISSION, who, f"su cuaderno es de «{other}», no de «{tarea}»")
        return False
    folder = handout.course.folder("submitted", student, tarea)
    delivery = Delivery(choice.files, date, trusted=origin == FROM_SHEET)
    outcome, previous = decide(folder, delivery, options.replace)
    when = f"fecha {date:%d/%m/%Y %H:%M} UTC, de {origin}" if date else "sin fecha"
    if outcome is Outcome.KEPT:
        detail = f"la que llega, {when}; la que había, "
        detail += f"{previous:%d/%m/%Y %H:%M} UTC" if previous else "sin fecha"
        report.add(Topic.KEPT, who, f"{detail}; usa --reemplazar si quieres la que llega")
        return False
    if not options.simulate:
        try:
            apply(folder, delivery, outcome)
        except OSError as error:
            report.add(Topic.REFUSED, who, f"no se puede guardar en {folder}: {motivo(error)}")
            return False
    topic = {Outcome.SAME: Topic.UNCHANGED, Outcome.REPLACED: Topic.REPLACED}
    report.add(topic.get(outcome, Topic.COLLECTED), who, f"{student}, {when}")
    return True


def _tell_absent(
    entries: Sequence[Incoming],
    participants: Mapping[str, Participant],
    roster: Roster,
    owners_found: set[str | None],
    report: Report,
) -> None:
    """Quién no entregó: según la hoja o, sin ella, según la lista de la clase."""
    if participants:
        present = {entry.identifier for entry in entries}
        for identifier, person in participants.items():
            if identifier in present:
                continue
            said = "la hoja dice que entregó, pero no viene" if person.submitted_something else ""
            report.add(Topic.NO_SUBMISSION, person.keys.label, said)
    else:
        for student in roster.students:
            if student.id not in owners_found:
                report.add(Topic.NO_SUBMISSION, roster.label(student.id))


def _tell_dates(
    entries: Sequence[Incoming], participants: Mapping[str, Participant], report: Report
) -> None:
    undated = sum(
        1
        for entry in entries
        if (row := participants.get(entry.identifier)) is None or row.submitted is None
    )
    if undated:
        report.notes.append(
            f"entregas con la fecha del ZIP o de la carpeta: {undated}. En Moodle suele ser la de "
            "la descarga; recoge con --hoja para tener la de entrega."
        )
