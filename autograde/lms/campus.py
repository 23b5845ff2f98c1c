"""De qué campus viene un ZIP de entregas: cómo se lee y cómo se sabe de quién es cada una."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from autograde.lms import (
    blackboard,
    blackboard_zip,
    canvas,
    canvas_zip,
    identify,
    moodle,
    moodle_zip,
)
from autograde.lms.archive import Contents, Refusal
from autograde.lms.incoming import Incoming
from autograde.lms.participants import Participant
from autograde.lms.people import Roster
from autograde.lms.table import read_table

Reader = Callable[[Contents], tuple[list[Incoming], list[Refusal]]]
Finder = Callable[[Incoming, Participant | None, Roster], identify.Owner]


@dataclass(frozen=True)
class Campus:
    """Un campus virtual.

    name, sheet
        Cómo se llama, y cómo se llama lo que acompaña a su ZIP y dice quién es quién.
    read, owner
        Reparte los ficheros del ZIP por persona, y dice de quién es una entrega.
    rows
        Lee lo que acompaña al ZIP.
    download
        Con qué se descarga el ZIP.
    date_from, trusted
        De dónde sale la fecha de los ficheros, y si es la de la entrega.
    """

    name: str
    sheet: str
    read: Reader
    owner: Finder
    rows: Callable[[bytes], tuple[Participant, ...]]
    download: str
    date_from: str = ""
    trusted: bool = False


def _people(
    reader: Callable[..., Sequence[tuple[int, object]]], what: str
) -> Callable[[bytes], tuple[Participant, ...]]:
    def rows(data: bytes) -> tuple[Participant, ...]:
        found = reader(read_table(data, what))
        return tuple(Participant(row, keys) for row, keys in found)  # type: ignore[arg-type]

    return rows


MOODLE = Campus(
    "Moodle",
    "la hoja de Moodle",
    moodle_zip.incoming,
    identify.in_moodle,
    lambda data: moodle.read_participants(read_table(data, moodle.WHAT)),
    "usa el ZIP de «Descargar todas las entregas» sin cambiar los nombres de sus carpetas",
    "ZIP o carpeta",
)
CANVAS = Campus(
    "Canvas",
    canvas.WHAT,
    canvas_zip.incoming,
    identify.in_canvas,
    _people(canvas.people, canvas.WHAT),
    "usa el ZIP de «Descargar entregas» sin cambiar los nombres de sus ficheros",
)
BLACKBOARD = Campus(
    "Blackboard",
    blackboard.WHAT,
    blackboard_zip.incoming,
    identify.in_blackboard,
    _people(blackboard.people, blackboard.WHAT),
    "usa el ZIP de «Descargar archivo de actividad» sin cambiar los nombres de sus ficheros",
    "nombre del intento",
    trusted=True,
)
CAMPUSES: Mapping[str, Campus] = {c.name.casefold(): c for c in (MOODLE, CANVAS, BLACKBOARD)}
