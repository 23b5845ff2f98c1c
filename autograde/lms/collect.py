"""`autograde recoger`: de lo que descarga el campus a las carpetas de entregas de nbgrader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograde.course import Course
from autograde.course.dates import shown, to_utc
from autograde.course.zone import required
from autograde.errors import UserError, sentence
from autograde.gradebook.attempts import Attempts
from autograde.gradebook.deadlines import Deadlines
from autograde.gradebook.deadlines import read as read_deadlines
from autograde.gradebook.teams import read as read_teams
from autograde.gradebook.teams import write as write_teams
from autograde.lms import ledger, teams
from autograde.lms.archive import DEFAULT, Limits, open_source
from autograde.lms.campus import MOODLE, Campus
from autograde.lms.deposit import Delivery, Outcome, receive
from autograde.lms.identify import owners
from autograde.lms.incoming import Incoming
from autograde.lms.moodle import check_same_assignment
from autograde.lms.participants import Participant
from autograde.lms.people import Roster
from autograde.lms.report import Report, Topic
from autograde.lms.submissions import Choice, choose
from autograde.lms.telling import tell_absent, tell_dates
from autograde.notebooks.whose import Handout
from curso.ordenes.motivos import motivo

FROM_SHEET = "hoja de Moodle"
_ANOTHER = (
    "De quienes entregaron en el ZIP no hay nadie en {sheet}: es de otra tarea o de otro curso."
)


@dataclass(frozen=True)
class CollectOptions:
    """Qué ha pedido el docente. `zone` es la de las fechas del campus; None: no se sabe."""

    replace: bool = False
    simulate: bool = False
    zone: ZoneInfo | None = None
    limits: Limits = DEFAULT


_DEFAULTS = CollectOptions()


@dataclass(frozen=True)
class _Collecting:
    """Lo que hace falta para recoger cada entrega de una vez."""

    handout: Handout
    campus: Campus
    options: CollectOptions
    report: Report
    known: dict[str, ledger.Collected]
    refused: dict[str, str]
    attempts: Attempts
    deadlines: Deadlines


def collect(
    course: Course,
    tarea: str,
    source: Path,
    sheet: bytes | None,
    roster: Roster,
    options: CollectOptions = _DEFAULTS,
    campus: Campus = MOODLE,
) -> Report:
    """Recoge las entregas de `source` (ZIP o carpeta) y devuelve el informe.

    `roster.identifiers` son los identificadores que ya se conocen de esta tarea en ese campus.

    Raises:
        UserError: si no hay ninguna entrega que leer, o la hoja es de otra tarea.
    """
    course.source_notebook(tarea)
    people = campus.rows(sheet) if sheet is not None else ()
    known = dict(ledger.read(course.root, tarea))
    refused = ledger.refused(course.root, tarea)
    work = _Collecting(
        Handout(course, tarea),
        campus,
        options,
        Report(),
        known,
        refused,
        Attempts(course, tarea),
        read_deadlines(course, tarea),
    )
    with open_source(source, options.limits) as contents:
        entries, unknown = campus.read(contents)
        if not entries:
            raise UserError(
                f"En {source} no hay ninguna entrega de {campus.name}: {campus.download}."
            )
        if _any_date(entries, people):
            required(options.zone)
        for refusal in unknown:
            work.report.add(Topic.REFUSED, refusal.path, refusal.reason)
        assigned = _assigned(work, entries, people, roster)
        for entry in assigned.entries:
            try:
                _collect_one(work, entry, assigned, roster)
            except Exception as error:  # la siguiente no tiene la culpa
                work.report.add(Topic.FAILED, entry.who, sentence(error))
    tell_absent(assigned, people, roster, work.report)
    tell_dates(assigned, campus, work.report)
    if not options.simulate:
        ledger.write(course.root, tarea, known, refused)
        _keep_teams(work, assigned)
    return work.report


def _assigned(
    work: _Collecting,
    entries: Sequence[Incoming],
    people: Sequence[Participant],
    roster: Roster,
) -> teams.Assigned:
    """De quién es cada entrega: de una persona o, si la hoja es de equipos, de un equipo."""
    tarea, campus = work.handout.assignment, work.campus
    known = read_teams(work.handout.course, tarea)
    if any(p.group for p in people):
        check_same_assignment(
            tuple(people), roster.identifiers, tarea, [t.name for t in known.values()]
        )
        found = teams.assign(entries, people, roster, known, work.report)
        if not found.teams:
            raise UserError(_ANOTHER.format(sheet=campus.sheet))
        return found
    if campus is MOODLE and not people:
        teams.refuse_without_sheet(entries, roster, known)
    rows = {p.keys.identifier: p for p in people}
    if people:
        if campus is MOODLE:
            check_same_assignment(tuple(people), roster.identifiers, tarea)
        if not any(entry.identifier in rows for entry in entries):
            raise UserError(_ANOTHER.format(sheet=campus.sheet))
    found_owners = owners(entries, rows, roster, campus.owner)
    return teams.Assigned(tuple(entries), rows, found_owners, {}, ())


def _keep_teams(work: _Collecting, assigned: teams.Assigned) -> None:
    """Guarda los equipos que se han visto, y apunta en el curso a quienes no estaban."""
    if not assigned.teams:
        return
    course, tarea = work.handout.course, work.handout.assignment
    if assigned.new_students:
        from autograde.lms.gradebook import save_students

        save_students(course, assigned.new_students)
    write_teams(course, tarea, {**read_teams(course, tarea), **assigned.teams})


def _collect_one(
    work: _Collecting,
    entry: Incoming,
    assigned: teams.Assigned,
    roster: Roster,
) -> None:
    """Recoge una entrega y, si lo que queda guardado es ella, la apunta."""
    owner, row = assigned.owners[entry.identifier], assigned.rows.get(entry.identifier)
    report = work.report
    if owner.student is None:
        report.add(Topic.AMBIGUOUS, entry.who, owner.problem)
        return
    named = owner.student in roster.by_id or owner.student in assigned.teams
    if roster.students and not named:
        report.add(Topic.CHOICES, entry.who, f"es nuevo en el curso: será {owner.student}")
    if row is not None and row.draft:
        report.add(Topic.CHOICES, entry.who, "la hoja dice que es un borrador sin enviar")
    for note in entry.notes:
        report.add(Topic.SAID, entry.who, note)
    choice = choose(entry, work.handout.assignment, work.options.limits, work.handout.worked_on)
    date, origin = _date(choice, row, entry.who, work)
    if not _deposit(work, entry, owner.student, choice, date, origin):
        return
    if entry.late and date is None:
        report.add(Topic.LATE, entry.who)
    when = date.isoformat() if date else ""
    name = work.campus.name.casefold()
    work.known[ledger.key(name, entry.identifier)] = ledger.Collected(
        owner.student, entry.folder, entry.flat, when, origin, name, choice.order
    )


def _any_date(entries: Iterable[Incoming], participants: Iterable[Participant]) -> bool:
    """Si hay alguna hora que pasar a UTC."""
    return any(p.submitted is not None for p in participants) or any(
        file.date is not None for entry in entries for file in entry.files
    )


def _date(
    choice: Choice, row: Participant | None, who: str, work: _Collecting
) -> tuple[datetime | None, str]:
    """La fecha de una entrega en UTC y de dónde sale; si no se entiende, ninguna, y se dice."""
    zone = work.options.zone
    if row is not None and row.unclear:
        work.report.add(Topic.UNCLEAR_DATE, who, f"la hoja dice {row.unclear}")
        return None, ""
    local, origin = choice.date, work.campus.date_from
    if row is not None and row.submitted is not None:
        local, origin = row.submitted, FROM_SHEET
    if local is None or zone is None:
        return None, ""
    date, doubt = to_utc(local, zone)
    if doubt:
        work.report.add(Topic.CHOICES, who, f"{local:%d/%m/%Y %H:%M}: {doubt}")
    return date, origin


def _earlier(work: _Collecting, choice: Choice) -> list[Delivery]:
    """Las versiones anteriores de la tarea que vienen en la misma entrega, con su fecha."""
    tarea, zone = work.handout.assignment, work.options.zone
    return [
        Delivery(files, to_utc(date, zone)[0], work.campus.trusted)
        for files, date in choice.earlier
        if zone is not None and work.handout.belongs_to(files[(f"{tarea}.ipynb",)]) is None
    ]


def _deposit(
    work: _Collecting,
    entry: Incoming,
    student: str,
    choice: Choice,
    date: datetime | None,
    origin: str,
) -> bool:
    """Guarda una entrega y lo cuenta. Devuelve si lo que hay en la carpeta es esta entrega."""
    report, who, tarea = work.report, entry.who, work.handout.assignment
    for refusal in choice.refused:
        report.add(Topic.REFUSED, who, f"{refusal.path}: {refusal.reason}")
    if choice.note:
        report.add(Topic.CHOICES, who, choice.note)
    if choice.aside:
        report.add(Topic.ASIDE, who, choice.aside)
    notebook = choice.files.get((f"{tarea}.ipynb",))
    other = work.handout.belongs_to(notebook) if notebook is not None else None
    if notebook is None:
        instead = f": solo {', '.join(entry.beside)}" if entry.beside else ""
        return _refuse(work, student, who, f"no trae ningún cuaderno de Jupyter{instead}")
    if entry.beside:
        report.add(Topic.BESIDE, who, ", ".join(entry.beside))
    if other is not None:
        return _refuse(work, student, who, f"su cuaderno es de «{other}», no de «{tarea}»")
    trusted = origin == FROM_SHEET or (work.campus.trusted and date is not None)
    before = work.known.get(ledger.key(work.campus.name.casefold(), entry.identifier))
    try:
        received = receive(
            work.attempts,
            student,
            Delivery(choice.files, date, trusted, choice.order),
            work.deadlines.of(student),
            work.options.replace,
            work.options.simulate,
            before.order if before else 0,
            _earlier(work, choice),
        )
    except OSError as error:
        report.add(Topic.REFUSED, who, f"no se puede guardar ({motivo(error)})")
        return False
    zone, outcome = work.options.zone, received.outcome
    when = f"fecha {shown(date, zone)}, de {origin}" if date else "sin fecha"
    if outcome is Outcome.KEPT:
        own = received.counts.date
        had = f"la que llega, {when}; la que había, {shown(own, zone) if own else 'sin fecha'}"
        why = "es de después del plazo y queda guardada; " if received.later else ""
        report.add(Topic.KEPT, who, f"{had}; {why}usa --reemplazar si quieres la que llega")
        return False
    work.refused.pop(student, None)
    topic = {Outcome.SAME: Topic.SAME, Outcome.REPLACED: Topic.REPLACED}
    report.add(topic.get(outcome, Topic.COLLECTED), who, f"{student}, {when}")
    return True


def _refuse(work: _Collecting, student: str, who: str, why: str) -> bool:
    """Rechaza una entrega: se dice, y se apunta para que luego no parezca que no entregó."""
    work.report.add(Topic.REFUSED_SUBMISSION, who, why)
    work.refused[student] = why
    return False
