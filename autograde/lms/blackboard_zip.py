"""El ZIP de «Descargar archivo de actividad» de Blackboard: de quién es cada fichero.

Visto en programas públicos que lo leen (`kwurst/bb-file-cleanup`,
`jeroendoggen/blackboard-analysis-tools`, el lector de `CodeGrade` y la documentación de nbgrader):
el ZIP se llama `gradebook_CURSO_TAREA_FECHA.zip` y cada fichero,
`TAREA_USUARIO_attempt_FECHA_nombre`, con FECHA como `AAAA-MM-DD-HH-MM-SS`; por cada intento hay
además un `TAREA_USUARIO_attempt_FECHA.txt`, en inglés, con `Name: Nombre (usuario)`, `Date
Submitted`, `Comments` y, por fichero, `Original filename` y `Filename`. En neerlandés `attempt` es
`poging`. Que en español sea otra palabra y los títulos del `.txt` estén traducidos se supone: por
eso no se mira qué palabra es ni qué título, sino su sitio. De qué zona es la hora del nombre no
está escrito en ninguna parte: se toma la del campus.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from autograde.lms.archive import Contents, Refusal, Refused, StoredFile
from autograde.lms.incoming import Incoming
from autograde.lms.names import plain
from autograde.lms.people import Keys
from autograde.notebooks.submission import shown

_FILE = re.compile(
    r"^(?P<head>.+)_(?P<word>[^\W\d_]+)_(?P<date>\d{4}(?:-\d{2}){5})(?:_(?P<file>.+)|\.txt)$",
    re.DOTALL,
)
_NAME = re.compile(r"[^:]+:\s*(?P<name>.*?)\s*\((?P<user>[^()]+)\)\s*$")
_LABELLED = re.compile(r"\s+[^:]+:\s*(?P<value>.+?)\s*$")
_COMMENTS = ("comments:", "comentarios:")
_NO_COMMENTS = ("there are no student comments", "no hay comentarios")
_INFO_BYTES = 1 << 20
_HEADING = re.compile(r"[^\s:][^:]{0,40}:\s*$")


@dataclass(frozen=True)
class Info:
    """Lo que dice el `.txt` de un intento: de quién es, qué comenta y cómo se llamaba cada cosa."""

    name: str = ""
    user: str = ""
    comment: str = ""
    originals: dict[str, str] = field(default_factory=dict)


def incoming(contents: Contents) -> tuple[list[Incoming], list[Refusal]]:
    """Reparte los ficheros por persona. Devuelve también lo que no se puede atribuir a nadie."""
    unknown = list(contents.refused)
    attempts: dict[tuple[str, str], list[tuple[StoredFile, re.Match[str]]]] = {}
    for file in contents.files:
        match = _FILE.match(file.name)
        if match is None or _date(match["date"]) is None:
            shown_path = "/".join(file.parts)
            unknown.append(Refusal(shown_path, "su nombre no es el de una entrega de Blackboard"))
            continue
        attempts.setdefault((match["head"], match["date"]), []).append((file, match))
    entries: dict[str, Incoming] = {}
    for (head, date), found in sorted(attempts.items(), key=lambda item: item[0][1]):
        _add_attempt(entries, head, date, found)
    return list(entries.values()), unknown


def _add_attempt(
    entries: dict[str, Incoming],
    head: str,
    date: str,
    found: list[tuple[StoredFile, re.Match[str]]],
) -> None:
    info = next((_read_info(f, found) for f, match in found if match["file"] is None), Info())
    named = bool(info.user) and head.casefold().endswith(f"_{info.user}".casefold())
    user = info.user if named else head.rpartition("_")[2]
    keys = Keys(
        identifier=user.casefold(),
        login=user,
        email=user if "@" in user else "",
        name=info.name if named else "",
    )
    entry = entries.setdefault(
        user.casefold(), Incoming(user.casefold(), keys.name or user, "", True, keys)
    )
    for file, match in found:
        if match["file"] is not None:
            name = plain_name(info.originals.get(file.name, match["file"]))
            entry.files.append(StoredFile((name,), _date(date), file.read, date))
    if info.comment:
        entry.notes.append(f"deja un comentario en Blackboard: {shown(info.comment)}")


def _read_info(file: StoredFile, found: Iterable[tuple[StoredFile, re.Match[str]]]) -> Info:
    try:
        data = file.read()[:_INFO_BYTES]
    except Refused:
        return Info()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return parse_info(data.decode(encoding, "replace"), {f.name for f, _ in found})


def parse_info(text: str, names: Iterable[str]) -> Info:
    """Lo que dice el `.txt` de un intento; `names` son los ficheros que trae en el ZIP.

    Los ficheros se reconocen porque uno de los dos nombres es el que tienen en el ZIP.
    """
    names = set(names)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    owner = _NAME.match(first)
    originals: dict[str, str] = {}
    before = ""
    for line in lines:
        match = _LABELLED.match(line)
        value = match["value"] if match else ""
        if value in names and before:
            originals[value] = before
        before = value
    return Info(
        plain(owner["name"]) if owner else "",
        owner["user"].strip() if owner else "",
        _comment(lines),
        originals,
    )


def plain_name(name: str) -> str:
    """El nombre que el alumno dio a un fichero, sin carpetas: nunca lleva fuera de la entrega."""
    return re.split(r"[\\/]", name)[-1].strip(". \x00") or "sin-nombre"


def _comment(lines: list[str]) -> str:
    start = next((i for i, line in enumerate(lines) if line.strip().casefold() in _COMMENTS), None)
    if start is None:
        return ""
    said = []
    for line in lines[start + 1 :]:
        if _HEADING.match(line):
            break
        said.append(line)
    text = plain(" ".join(said))
    return "" if text.casefold().startswith(_NO_COMMENTS) else text


def _date(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S")
    except ValueError:
        return None
