"""Los equipos de una tarea que se entrega en grupo: quiénes son, y como quién se califican.

Un equipo se califica como si fuera un alumno, con su propio identificador: una entrega, una nota,
un descuento y una sola respuesta abierta que corregir. Quién pertenece a él se guarda por tarea,
que es como lo da el campus, y solo hace falta para llevar la nota a cada persona.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.store import write_atomically

VERSION = 1


@dataclass(frozen=True)
class Team:
    """Un equipo en una tarea.

    number
        El del grupo en el campus; vacío si es el de quienes no tienen grupo.
    members
        Los identificadores de los estudiantes.
    """

    id: str
    name: str
    number: str
    members: tuple[str, ...]


def read(course: Course, assignment: str) -> dict[str, Team]:
    """Los equipos de una tarea, por su identificador; ninguno si se entrega de uno en uno."""
    return _read(_folder(course) / f"{assignment}.json")


def write(course: Course, assignment: str, teams: Mapping[str, Team]) -> None:
    """Guarda los equipos de una tarea."""
    data = {"version": VERSION, "equipos": [asdict(team) for _, team in sorted(teams.items())]}
    text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    write_atomically(_folder(course) / f"{assignment}.json", text.encode())


def every_id(course: Course) -> frozenset[str]:
    """Los identificadores de los equipos de todas las tareas: no son estudiantes."""
    return frozenset(name for path in _folder(course).glob("*.json") for name in _read(path))


def _folder(course: Course) -> Path:
    return course.private_folder / "equipos"


def _read(path: Path) -> dict[str, Team]:
    if not path.is_file():
        return {}
    try:
        rows = json.loads(path.read_text(encoding="utf-8"))["equipos"]
        teams = [Team(**{**row, "members": tuple(row["members"])}) for row in rows]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"{path} está dañado: bórralo y vuelve a recoger la tarea con su hoja."
        ) from error
    return {team.id: team for team in teams}
