"""Lo que `recoger` cuenta de la clase entera: quién falta, y de dónde salen las fechas."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from autograde.lms import teams
from autograde.lms.campus import Campus
from autograde.lms.names import name_key
from autograde.lms.participants import Participant
from autograde.lms.people import Roster
from autograde.lms.report import Report, Topic

_DOWNLOAD = timedelta(minutes=30)
"""Lo que puede durar una descarga: con más diferencia, las fechas no son las suyas."""


def tell_absent(
    assigned: teams.Assigned, people: Sequence[Participant], roster: Roster, report: Report
) -> None:
    """Quién no entregó: según la hoja o, sin ella, según la lista de la clase."""
    present = {entry.identifier for entry in assigned.entries}
    groups = {name_key(team.name) for team in assigned.teams.values()}
    for person in people:
        if person.keys.identifier in present or (person.group and name_key(person.group) in groups):
            continue
        who = person.keys.label + (f" (grupo «{person.group}»)" if person.group else "")
        if person.submitted_something:
            report.add(Topic.MISSING, who, "la hoja dice que entregó, pero no viene")
        else:
            report.add(Topic.NO_SUBMISSION, who)
    owners_found = {owner.student for owner in assigned.owners.values()}
    for student in roster.students if not people else ():
        if student.id not in owners_found:
            report.add(Topic.NO_SUBMISSION, roster.label(student.id))


def tell_dates(assigned: teams.Assigned, campus: Campus, report: Report) -> None:
    """De dónde salen las fechas que no son las de la hoja."""
    undated = [
        entry
        for entry in assigned.entries
        if (row := assigned.rows.get(entry.identifier)) is None or row.submitted is None
    ]
    if not undated or campus.trusted:
        return
    if not campus.date_from:
        report.notes.append(
            f"{campus.name} no da la fecha de entrega: sin ella no hay descuento por retraso."
        )
        return
    said = (
        "Son distintas unas de otras: serán las de la subida de cada fichero, que pone Moodle 4.4 "
        "y los posteriores"
        if _spread_out([file.date for entry in undated for file in entry.files])
        else "Son casi iguales: serán las de la descarga, que es lo que ponen los anteriores a "
        "Moodle 4.4"
    )
    report.notes.append(
        f"entregas con la fecha del ZIP o de la carpeta: {len(undated)}. {said}; recoge con --hoja "
        "para tener la de entrega."
    )


def _spread_out(dates: Sequence[datetime | None]) -> bool:
    """Si los ficheros no se escribieron todos en la misma descarga."""
    known = [date for date in dates if date is not None]
    return bool(known) and max(known) - min(known) > _DOWNLOAD
