"""Las entregas por equipos de Moodle: de una carpeta por grupo a la nota de cada persona.

Visto en el código de Moodle: la carpeta del ZIP lleva el nombre y el número del grupo
(`mod/assign/classes/downloader.php`), y la retroalimentación se reparte por ese número
(`mod/assign/feedback/file/importziplib.php`); la nota de la hoja, en cambio, es de la persona de
la fila y no llega a sus compañeros. El número de un grupo puede ser el de un participante: nunca se
comparan. Quienes no tienen grupo comparten entrega, en una carpeta sin número.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from autograde.errors import UserError
from autograde.gradebook.teams import Team
from autograde.lms.identify import Owner, is_anonymous
from autograde.lms.incoming import Incoming
from autograde.lms.marks import GradedSubmission
from autograde.lms.names import name_key, student_id
from autograde.lms.participants import Participant
from autograde.lms.people import Keys, Roster, Student
from autograde.lms.report import Report, Topic
from autograde.lms.roster import new_id

NO_NUMBER = "sin grupo"
_TEAM_NAME = re.compile(
    r"(grupo|equipo|group|team|grup|equip|groupe|équipe|talde|taldea|pareja)\b[^-]*(-\s*\w{1,3})?",
    re.IGNORECASE,
)
_NEEDS_SHEET = (
    "Esto parece una tarea que se entrega por equipos (en el ZIP hay carpetas como «{name}»): "
    "recoge con --hoja, que dice quién está en cada grupo."
)


@dataclass(frozen=True)
class Assigned:
    """Las entregas de equipo con su dueño, sus equipos, y quiénes son nuevos en el curso.

    `rows` da a cada entrega una fila con el estado y la fecha del equipo.
    """

    entries: tuple[Incoming, ...]
    rows: Mapping[str, Participant]
    owners: Mapping[str, Owner]
    teams: Mapping[str, Team]
    new_students: tuple[Student, ...]


def refuse_without_sheet(
    entries: Sequence[Incoming], roster: Roster, known: Mapping[str, Team]
) -> None:
    """`UserError` si lo que se recoge sin hoja parece de equipos: serían alumnos que no existen."""
    named = [e for e in entries if not is_anonymous(e.name)]
    odd = [e for e in named if not e.identifier or _TEAM_NAME.fullmatch(name_key(e.name))]
    if not odd and len(named) > 1:
        nobody = not any(_is_somebody(e, roster) for e in named)
        classless = not any(s.first_name or s.last_name for s in roster.students)
        one_word = all(len(e.name.split()) == 1 for e in named)
        odd = named if nobody and (one_word or not classless) else []
    if known or odd:
        name = odd[0].name if odd else next(iter(known.values())).name
        raise UserError(_NEEDS_SHEET.format(name=name))


def _is_somebody(entry: Incoming, roster: Roster) -> bool:
    match = roster.match(entry.keys)
    return match.student is not None or any(
        roster.match(Keys(name="-".join(pieces[start:])), by_name=True) != _NOBODY
        or roster.collected_as("-".join(pieces[start:])) is not None
        for pieces in [entry.name.split("-")]
        for start in range(len(pieces))
    )


_NOBODY = Roster((), {}).match(Keys())


def assign(
    entries: Iterable[Incoming],
    participants: Iterable[Participant],
    roster: Roster,
    known: Mapping[str, Team],
    report: Report,
) -> Assigned:
    """De quién es cada carpeta: del equipo que la hoja nombra igual, con las personas de sus filas.

    Un grupo que la hoja no tiene, o dos que se escriben igual, son ambiguos. Lo que no se puede
    saber de alguien va a `report`.
    """
    groups: dict[str, list[Participant]] = defaultdict(list)
    for person in participants:
        groups[name_key(person.group)].append(person)
    found = [replace(e, identifier=_identifier(e)) for e in entries]
    times: dict[str, int] = defaultdict(int)
    for entry in found:
        times[name_key(entry.name)] += 1
    rows: dict[str, Participant] = {}
    owners: dict[str, Owner] = {}
    teams: dict[str, Team] = {}
    new: dict[str, Student] = {}
    for entry in found:
        people = groups.get(name_key(entry.name), [])
        if not people or times[name_key(entry.name)] > 1:
            why = "hay dos grupos que se escriben así" if people else "la hoja no tiene ese grupo"
            owners[entry.identifier] = Owner(
                None, problem=f"{why}: descarga el ZIP y la hoja a la vez"
            )
            continue
        members = _members(people, roster, new, report)
        team = _team(entry, members, roster, {**known, **teams})
        _tell_changes(entry, team, known.get(team.id), report)
        teams[team.id] = team
        owners[entry.identifier] = Owner(team.id)
        dates = [p.submitted for p in people if p.submitted is not None]
        rows[entry.identifier] = replace(people[0], submitted=max(dates, default=None))
    return Assigned(tuple(found), rows, owners, teams, tuple(new.values()))


def _identifier(entry: Incoming) -> str:
    number = entry.identifier.removeprefix("grupo ")
    return f"grupo {number}" if number and number != NO_NUMBER else NO_NUMBER


def _members(
    people: Sequence[Participant], roster: Roster, new: dict[str, Student], report: Report
) -> tuple[str, ...]:
    members = []
    for person in people:
        keys = person.keys
        match = roster.match(keys)
        student = match.student or roster.collected_as(keys.name)
        made = "" if student or match.problem else new_id(keys)
        if made:
            new[made] = Student(made, keys.name, "", keys.email, keys.id_number)
        if student or made:
            members.append(student or made)
        else:
            problem = match.problem or "la hoja no da su correo ni su número de ID"
            report.add(Topic.AMBIGUOUS, keys.label, problem)
    return tuple(members)


def _team(
    entry: Incoming, members: tuple[str, ...], roster: Roster, known: Mapping[str, Team]
) -> Team:
    """El equipo de una carpeta: el que ya se conocía con su número o, si no, uno nuevo."""
    number = "" if entry.identifier == NO_NUMBER else entry.identifier.removeprefix("grupo ")
    same = next((t.id for t in known.values() if t.number == number), None)
    if same is None:
        key = name_key(entry.name)
        same = student_id(key if _TEAM_NAME.fullmatch(key) else f"equipo {key}")
        if same in ("", "equipo") or same in known or same in roster.by_id:
            same = f"equipo-{number or 'sin-grupo'}"
    return Team(same, entry.name, number, members)


def _tell_changes(entry: Incoming, team: Team, before: Team | None, report: Report) -> None:
    if before is None:
        report.add(Topic.CHOICES, entry.who, f"es {team.id}: {', '.join(team.members) or 'nadie'}")
    elif set(before.members) != set(team.members):
        out = sorted(set(before.members) - set(team.members))
        came = sorted(set(team.members) - set(before.members))
        said = [f"ya no están {', '.join(out)}"] if out else []
        said += [f"ahora están {', '.join(came)}"] if came else []
        report.add(Topic.CHOICES, entry.who, f"{team.id} ha cambiado: {'; '.join(said)}")
    if not team.number and len(team.members) > 1:
        report.add(
            Topic.SHARED,
            entry.who,
            f"Moodle da por común la entrega de quienes no tienen grupo: {', '.join(team.members)}",
        )


def spread(
    submissions: Iterable[GradedSubmission],
    teams: Mapping[str, Team],
    roster: Roster,
    report: Report,
) -> list[GradedSubmission]:
    """Las notas, con la de cada equipo en cada persona que está en él.

    Quien tiene además una nota propia es ambiguo: va a `report`, sin ninguna de las dos.
    """
    submissions = list(submissions)
    own = {s.student for s in submissions if s.student not in teams}
    found: list[GradedSubmission] = []
    both: set[str] = set()
    for submission in submissions:
        team = teams.get(submission.student)
        if team is None:
            found.append(submission)
            continue
        both.update(own & set(team.members))
        found += [replace(submission, student=m, team=team.name) for m in team.members]
    for student in sorted(both):
        report.add(
            Topic.AMBIGUOUS,
            roster.label(student),
            "tiene una nota suya y otra de su equipo: quita de submitted/ y de autograded/ la que "
            "no valga",
        )
    return [s for s in found if s.student not in both]


def spread_ids(students: Set[str], teams: Mapping[str, Team]) -> frozenset[str]:
    """Los estudiantes de `students`, con los de cada equipo en lugar del equipo."""
    members = {m for s in students if s in teams for m in teams[s].members}
    return frozenset(s for s in students if s not in teams) | members
