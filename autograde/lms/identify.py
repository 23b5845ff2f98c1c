"""De quién es cada entrega: del identificador de Moodle al estudiante del curso."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from autograde.lms.moodle import Participant
from autograde.lms.names import id_from_name, name_key
from autograde.lms.people import Keys, Roster
from autograde.lms.roster import new_id
from autograde.lms.submissions import Incoming


@dataclass(frozen=True)
class Owner:
    """El estudiante de una entrega, o por qué no se sabe."""

    student: str | None
    problem: str = ""


def owners(
    entries: Iterable[Incoming],
    participants: Mapping[str, Participant],
    roster: Roster,
) -> dict[str, Owner]:
    """El dueño de cada entrega, por su identificador de Moodle.

    Por orden: lo ya recogido con ese identificador, la fila de la hoja (y con ella la lista de la
    clase), y el nombre de la carpeta. Dos entregas que van a parar a la misma persona, o dos
    personas con el mismo nombre, son ambiguas.
    """
    entries = list(entries)
    found = {e.identifier: _owner(e, participants.get(e.identifier), roster) for e in entries}
    claims: dict[str, list[str]] = defaultdict(list)
    for identifier, owner in found.items():
        if owner.student is not None:
            claims[owner.student].append(identifier)
    for student, identifiers in claims.items():
        if len(identifiers) > 1:
            problem = (
                f"las entregas {', '.join(sorted(identifiers))} irían todas a {student}: recoge "
                "con --hoja, que las distingue por correo o número de ID"
            )
            found.update(dict.fromkeys(identifiers, Owner(None, problem=problem)))
    return found


def _owner(entry: Incoming, row: Participant | None, roster: Roster) -> Owner:
    if row is not None and not _same_person(entry.name, row.keys.name):
        return Owner(
            None,
            problem=f"la carpeta es de «{entry.name}» y la hoja dice «{row.keys.name}»: una de las "
            "dos es de otra tarea; descárgalas a la vez",
        )
    match = roster.match(row.keys if row else Keys(identifier=entry.identifier))
    if match.problem or match.student is not None:
        return Owner(match.student, match.problem)
    if row is not None:
        made = roster.collected_as(row.keys.name) or new_id(row.keys)
        if made:
            return Owner(made)
    if is_anonymous(entry.name):
        return Owner(f"participante-{entry.identifier}")
    return _by_name(row.keys.name if row and row.keys.name else entry.name, roster)


def is_anonymous(name: str) -> bool:
    """Si Moodle escondió el nombre (corrección anónima): «Participante» en su idioma."""
    return name_key(name) in ("participante", "participant", "partaidea", "parte-hartzailea")


def _same_person(folder: str, name: str) -> bool:
    """Si la carpeta puede ser de esa persona: las mismas palabras, con grupo delante o sin él."""
    if not name or is_anonymous(folder):
        return True
    words = set(name_key(name).replace("-", " ").split())
    there = set(name_key(folder).replace("-", " ").split())
    return words <= there or there <= words


def _by_name(name: str, roster: Roster) -> Owner:
    for candidate in _without_group(name):
        match = roster.match(Keys(name=candidate), by_name=True)
        if match.problem:
            return Owner(None, problem=match.problem)
        if match.student is not None:
            return Owner(match.student)
    made = id_from_name(name)
    if made:
        return Owner(made)
    return Owner(None, problem="su nombre no sirve como identificador: recoge con --hoja")


def _without_group(name: str) -> list[str]:
    """`name` entero y sin cada prefijo «Grupo-» que pudiera llevar, del más largo al más corto."""
    pieces = name.split("-")
    return ["-".join(pieces[start:]) for start in range(len(pieces))]
