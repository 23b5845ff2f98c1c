"""Lo que trae el ZIP de entregas de Moodle: de quién es cada fichero y cuál cuenta."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from autograde.lms.archive import (
    DEFAULT,
    Contents,
    Limits,
    Refusal,
    Refused,
    StoredFile,
    open_nested,
)
from autograde.lms.names import name_key, plain

_MOODLE = re.compile(
    r"^(?P<name>[^_]*)_(?P<id>\d+)_assignsubmission_(?P<plugin>[a-z]+)(?P<rest>_.*)?$", re.DOTALL
)
_NOTEBOOK = re.compile(r"\.ipynb(\.\w{1,5})?$|\.(json|txt)$", re.IGNORECASE)
_COPY = re.compile(
    r"(?:\s*\((?P<n>\d+)\)|[-_ ]*cop(?:y|ia)\s*(?P<m>\d*)|[-_ ]v(?:ersion)?\s*(?P<v>\d+))$",
    re.IGNORECASE,
)
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_MAX_NESTING = 2


@dataclass(frozen=True)
class Incoming:
    """Todo lo que Moodle dice que entregó una persona (o un equipo).

    `folder` es el nombre de carpeta tal como vino, para devolver la retroalimentación con él;
    `flat` indica que no era una carpeta, sino el principio del nombre del fichero.
    """

    identifier: str
    name: str
    folder: str
    flat: bool
    files: list[StoredFile] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True)
class Choice:
    """Qué se guarda de una entrega: el cuaderno con su nombre bueno y los demás ficheros."""

    files: dict[tuple[str, ...], bytes]
    date: datetime | None
    notes: tuple[str, ...]
    refused: tuple[Refusal, ...]


def incoming(contents: Contents) -> tuple[list[Incoming], list[Refusal]]:
    """Reparte los ficheros por persona.

    Devuelve las entregas y lo que no se puede atribuir a nadie.
    """
    entries: dict[str, Incoming] = {}
    unknown = list(contents.refused)
    for file in contents.files:
        owner = _owner(file.parts)
        if owner is None:
            shown = "/".join(file.parts)
            unknown.append(Refusal(shown, "su nombre no es el de una entrega de Moodle"))
            continue
        match, depth = owner
        flat = depth == len(file.parts) - 1
        inner = (match["rest"][1:],) if flat else file.parts[depth + 1 :]
        folder = file.parts[depth][: match.start("rest")] + "_" if flat else file.parts[depth]
        entry = entries.setdefault(
            match["id"], Incoming(match["id"], plain(match["name"]), folder, flat)
        )
        if match["plugin"] == "file":
            entry.files.append(StoredFile(inner, file.date, file.read))
        else:
            reason = "no es un fichero entregado (texto en línea u otro complemento)"
            entry.refused.append(Refusal("/".join(inner), reason))
    return list(entries.values()), unknown


def choose(entry: Incoming, name: str, limits: Limits = DEFAULT) -> Choice:
    """Abre los ZIP que traiga y decide qué cuaderno se guarda como `name`.ipynb.

    Vale con cualquier nombre. Entre varios gana el más reciente y, a igual fecha, el número de
    copia más alto; los demás se nombran en las notas y no se guardan.
    """
    refused = list(entry.refused)
    read = _read(entry.files, limits, refused)
    notebooks = [(file, data) for file, data in read if _is_notebook(file.name, data)]
    others = [(file, data) for file, data in read if not _is_notebook(file.name, data)]
    chosen: dict[tuple[str, ...], bytes] = {}
    notes: list[str] = []
    date = None
    if notebooks:
        best, data = max(notebooks, key=lambda n: _preference(n[0], name))
        chosen[(f"{name}.ipynb",)] = data
        date = best.date
        notes = _explained(best, [file for file, _ in notebooks], f"{name}.ipynb")
    left = limits.extra_bytes
    for file, data in others:
        shown = "/".join(file.parts)
        if file.name.casefold() == "timestamp.txt":
            continue
        if _collides(file.parts, chosen):
            refused.append(Refusal(shown, "su nombre choca con el de otro fichero"))
        elif len(data) > left:
            reason = (
                f"los ficheros que acompañan al cuaderno pasan de {limits.extra_bytes >> 20} MiB"
            )
            refused.append(Refusal(shown, reason))
        else:
            chosen[file.parts] = data
            left -= len(data)
    return Choice(chosen, date, tuple(notes), tuple(refused))


def _read(
    files: Iterable[StoredFile], limits: Limits, refused: list[Refusal]
) -> list[tuple[StoredFile, bytes]]:
    """Lo que hay en los ficheros de una entrega, con los ZIP abiertos."""
    left = limits.submission_bytes
    read = []
    for file in _expanded(files, limits, refused, depth=0):
        try:
            data = file.read()
        except Refused as refusal:
            refused.append(Refusal("/".join(file.parts), str(refusal)))
            continue
        left -= len(data)
        if left < 0:
            reason = f"la entrega pasa de {limits.submission_bytes >> 20} MiB"
            refused.append(Refusal("/".join(file.parts), reason))
            break
        read.append((file, data))
    return read


def _expanded(
    files: Iterable[StoredFile], limits: Limits, refused: list[Refusal], depth: int
) -> Iterator[StoredFile]:
    for file in files:
        name, shown = file.name.casefold(), "/".join(file.parts)
        if name.endswith(_OTHER_ARCHIVES):
            refused.append(Refusal(shown, "solo se abren archivos ZIP"))
        if not name.endswith(".zip"):
            yield file
            continue
        if depth == _MAX_NESTING:
            refused.append(Refusal(shown, "hay demasiados ZIP uno dentro de otro"))
            continue
        try:
            inside = open_nested(file.read(), limits)
        except Refused as refusal:
            refused.append(Refusal(shown, str(refusal)))
            continue
        refused.extend(Refusal(f"{shown}/{r.path}", r.reason) for r in inside.refused)
        yield from _expanded(inside.files, limits, refused, depth + 1)


def _collides(parts: tuple[str, ...], chosen: Mapping[tuple[str, ...], bytes]) -> bool:
    """Si guardar `parts` pisaría otro fichero, o haría carpeta de un fichero o al revés."""
    return any(parts[: len(other)] == other or other[: len(parts)] == parts for other in chosen)


def _owner(parts: Sequence[str]) -> tuple[re.Match[str], int] | None:
    """El primer tramo de la ruta que nombra una entrega, y su posición."""
    for depth, part in enumerate(parts):
        match = _MOODLE.match(part)
        last = depth == len(parts) - 1
        if match and (not last or len(match["rest"] or "") > 1):
            return match, depth
    return None


def _is_notebook(name: str, data: bytes) -> bool:
    if name.casefold().endswith(".ipynb"):
        return True
    looks = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and b'"nbformat"' in data
    return looks and bool(_NOTEBOOK.search(name) or "." not in name)


def _stem(name: str) -> str:
    return name_key(_COPY.sub("", _NOTEBOOK.sub("", name)))


def _copy_number(name: str) -> int:
    match = _COPY.search(_NOTEBOOK.sub("", name))
    if not match:
        return 0
    return int(next((group for group in match.groups() if group), "1")[:9])


def _preference(file: StoredFile, name: str) -> tuple[datetime, bool, int, int]:
    """Más reciente; luego con el nombre esperado, con copia más alta y menos carpetas."""
    return (
        file.date or datetime.min,
        _stem(file.name) == name_key(name),
        _copy_number(file.name),
        -len(file.parts),
    )


def _explained(best: StoredFile, candidates: Iterable[StoredFile], name: str) -> list[str]:
    shown = "/".join(best.parts)
    rest = ["/".join(file.parts) for file in candidates if file is not best]
    if rest:
        return [f"de {len(rest) + 1} cuadernos se toma {shown} y no {', '.join(rest)}"]
    return [f"{shown} se guarda como {name}"] if shown != name else []
