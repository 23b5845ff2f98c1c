"""De quién es cada entrega: de lo que dice el campus al estudiante del curso."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from autograde.lms.incoming import Incoming
from autograde.lms.names import id_from_name, letters, name_key, student_id
from autograde.lms.participants import Participant
from autograde.lms.people import Keys, Roster
from autograde.lms.roster import new_id


@dataclass(frozen=True)
class Owner:
    """El estudiante de una entrega, o por qué no se sabe."""

    student: str | None
    problem: str = ""


def owners(
    entries: Iterable[Incoming],
    participants: Mapping[str, Participant],
    roster: Roster,
    owner: Callable[[Incoming, Participant | None, Roster], Owner],
) -> dict[str, Owner]:
    """El dueño de cada entrega, por su identificador en el campus.

    Dos entregas que van a parar a la misma persona, o dos personas con el mismo nombre, son
    ambiguas.
    """
    entries = list(entries)
    found = {
        e.identifier: (
            Owner(None, e.hidden) if e.hidden else owner(e, participants.get(e.identifier), roster)
        )
        for e in entries
    }
    claims: dict[str, list[str]] = defaultdict(list)
    for identifier, one in found.items():
        if one.student is not None:
            claims[one.student].append(identifier)
    for student, identifiers in claims.items():
        if len(identifiers) > 1:
            problem = (
                f"las entregas {', '.join(sorted(identifiers))} irían todas a {student}: recoge "
                "con --hoja, que las distingue por correo o número de ID"
            )
            found.update(dict.fromkeys(identifiers, Owner(None, problem=problem)))
    return found


def in_moodle(entry: Incoming, row: Participant | None, roster: Roster) -> Owner:
    """Por orden: lo ya recogido con ese identificador, la fila de la hoja y el nombre."""
    if not entry.identifier:
        return Owner(
            None,
            problem="es la entrega común de quienes no tienen grupo y la hoja no es de una tarea "
            "por equipos: descarga el ZIP y la hoja a la vez",
        )
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


def in_canvas(entry: Incoming, row: Participant | None, roster: Roster) -> Owner:
    """Por el número de Canvas, que es el del libro; sin lista ni libro, por las letras del nombre.

    Un nombre que no es el de ese número es el de un grupo: Canvas no dice quiénes son los demás.
    """
    match = roster.match(row.keys if row else entry.keys)
    if match.problem:
        return Owner(None, match.problem)
    known = roster.by_id.get(match.student or "")
    name = row.keys.name if row else known.full_name if known and known.first_name else ""
    if name and letters(name) != letters(entry.name):
        return Owner(
            None,
            problem=f"el fichero es de «{entry.name}» y el número {entry.identifier} es de "
            f"«{name}»: si la tarea es de grupo, haz que cada persona entregue por su cuenta; si "
            "le han cambiado el nombre, exporta el libro otra vez",
        )
    if match.student is not None:
        return Owner(match.student)
    if row is not None:
        made = new_id(row.keys)
        return Owner(made) if made else Owner(None, problem="el libro no da su usuario")
    same = [s.id for s in roster.students if letters(s.full_name) == letters(entry.name)]
    if len(same) > 1:
        return Owner(None, problem=f"se llaman igual: {', '.join(same)}; recoge con --hoja LIBRO")
    return Owner(same[0] if same else student_id(entry.name) or f"canvas-{entry.identifier}")


def in_blackboard(entry: Incoming, row: Participant | None, roster: Roster) -> Owner:
    """Por el usuario, que es el del libro."""
    match = roster.match(row.keys if row else entry.keys)
    if match.problem or match.student is not None:
        return Owner(match.student, match.problem)
    made = roster.collected_as(entry.keys.name) or new_id(row.keys if row else entry.keys)
    return Owner(made) if made else Owner(None, problem="su usuario no sirve como identificador")


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
