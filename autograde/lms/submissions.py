"""Lo que trae el ZIP de entregas de Moodle: de quién es cada fichero y cuál cuenta."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
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
_MAX_REFUSALS = 10


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
    """Qué se guarda de una entrega: el cuaderno con su nombre bueno y los demás ficheros.

    note, aside
        Con qué nombre llegó, si era otro; y qué otros cuadernos se dejaron.
    """

    files: dict[tuple[str, ...], bytes]
    date: datetime | None
    note: str
    refused: tuple[Refusal, ...]
    aside: str = ""


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


def choose(
    entry: Incoming,
    name: str,
    limits: Limits = DEFAULT,
    worked_on: Callable[[bytes], bool] = lambda _: True,
) -> Choice:
    """Abre los ZIP que traiga y decide qué cuaderno se guarda como `name`.ipynb.

    Vale con cualquier nombre. Entre varios gana uno en que se haya trabajado, el más reciente y, a
    igual fecha, el número de copia más alto; los demás se nombran en `aside` y no se guardan.
    """
    refused = list(entry.refused)
    read = _read(entry.files, limits, refused)
    notebooks = [(file, data) for file, data in read if _is_notebook(file.name, data)]
    others = [(file, data) for file, data in read if not _is_notebook(file.name, data)]
    chosen: dict[tuple[str, ...], bytes] = {}
    note = aside = ""
    date = None
    if notebooks:
        several = len(notebooks) > 1
        best, data = max(
            notebooks, key=lambda n: (several and worked_on(n[1]), *_preference(n[0], name))
        )
        chosen[(f"{name}.ipynb",)] = data
        date = best.date
        rest = [file for file, _ in notebooks if file is not best]
        note, aside = _explained(best, rest, f"{name}.ipynb")
    _keep(others, chosen, limits, refused)
    return Choice(chosen, date, note, tuple(_shortened(refused)), aside)


def _keep(
    others: Sequence[tuple[StoredFile, bytes]],
    chosen: dict[tuple[str, ...], bytes],
    limits: Limits,
    refused: list[Refusal],
) -> None:
    """Añade a lo elegido los ficheros que acompañan al cuaderno y caben."""
    taken = _Taken(chosen)
    if len(others) > limits.kept_files // 2:
        reason = f"son {len(others)} y se admiten {limits.kept_files // 2}: no se guarda ninguno"
        refused.append(Refusal("ficheros que acompañan al cuaderno", reason))
        return
    left = limits.extra_bytes
    for file, data in others:
        shown = "/".join(file.parts)
        if file.name.casefold() == "timestamp.txt":
            continue
        if taken.collides(file.parts):
            refused.append(Refusal(shown, "su nombre choca con el de otro fichero"))
        elif len(data) > left:
            reason = (
                f"los ficheros que acompañan al cuaderno pasan de {limits.extra_bytes >> 20} MiB"
            )
            refused.append(Refusal(shown, reason))
        elif len(taken) >= limits.kept_files:
            refused.append(Refusal(shown, "son demasiados ficheros y carpetas"))
        else:
            chosen[file.parts] = data
            taken.add(file.parts)
            left -= len(data)


class _Taken:
    """Las rutas ya ocupadas: los ficheros y las carpetas que los contienen."""

    def __init__(self, files: Iterable[tuple[str, ...]]) -> None:
        self._files: set[tuple[str, ...]] = set()
        self._folders: set[tuple[str, ...]] = set()
        for parts in files:
            self.add(parts)

    def __len__(self) -> int:
        return len(self._files) + len(self._folders)

    def add(self, parts: tuple[str, ...]) -> None:
        self._files.add(parts)
        self._folders.update(parts[:depth] for depth in range(1, len(parts)))

    def collides(self, parts: tuple[str, ...]) -> bool:
        """Si guardar `parts` pisaría otro fichero, o haría carpeta de un fichero o al revés."""
        above = (parts[:depth] for depth in range(1, len(parts) + 1))
        return parts in self._folders or any(folder in self._files for folder in above)


def _shortened(refused: list[Refusal]) -> list[Refusal]:
    """Los primeros, y cuántos más: una entrega no llena ella sola el informe."""
    extra = len(refused) - _MAX_REFUSALS
    if extra <= 1:
        return refused
    return [*refused[:_MAX_REFUSALS], Refusal(f"y {extra} ficheros más", "por motivos parecidos")]


class _Budget:
    """Lo que queda por leer de una entrega, con los ZIP que traiga."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes = limits.submission_bytes
        self._files = limits.read_files

    def spend(self, size: int) -> None:
        """Un fichero más. `_Spent` si ya no quedaba con qué leerlo."""
        self._files -= 1
        self._bytes -= size
        if self._files < 0:
            raise _Spent(f"la entrega trae más de {self._limits.read_files} ficheros")
        if self._bytes < 0:
            raise _Spent(f"la entrega pasa de {self._limits.submission_bytes >> 20} MiB")


class _Spent(Exception):
    """La entrega se pasa de lo que se lee de una; lo leído hasta aquí vale."""


def _read(
    files: Iterable[StoredFile], limits: Limits, refused: list[Refusal]
) -> list[tuple[StoredFile, bytes]]:
    """Lo que hay en los ficheros de una entrega, con los ZIP abiertos."""
    read: list[tuple[StoredFile, bytes]] = []
    try:
        for file, data in _expanded(files, limits, refused, _Budget(limits), depth=0):
            read.append((file, data))
    except _Spent as spent:
        refused.insert(0, Refusal("lo demás de la entrega", str(spent)))
    return read


def _expanded(
    files: Iterable[StoredFile],
    limits: Limits,
    refused: list[Refusal],
    budget: _Budget,
    depth: int,
) -> Iterator[tuple[StoredFile, bytes]]:
    # los cuadernos, primero: que no se queden sin leer por lo que los acompaña
    for file in sorted(files, key=lambda f: not f.name.casefold().endswith(".ipynb")):
        name, shown = file.name.casefold(), "/".join(file.parts)
        if name.endswith(_OTHER_ARCHIVES):
            refused.append(Refusal(shown, "solo se abren archivos ZIP"))
        nested = name.endswith(".zip")
        if nested and depth == _MAX_NESTING:
            refused.append(Refusal(shown, "hay demasiados ZIP uno dentro de otro"))
            continue
        data, inside = b"", None
        try:
            data = file.read()
            inside = open_nested(data, limits) if nested else None
        except Refused as refusal:
            refused.append(Refusal(shown, str(refusal)))
            budget.spend(len(data))
            continue
        budget.spend(len(data))
        if inside is None:
            yield file, data
            continue
        refused.extend(Refusal(f"{shown}/{r.path}", r.reason) for r in inside.refused)
        yield from _expanded(inside.files, limits, refused, budget, depth + 1)


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


def _explained(best: StoredFile, rest: Sequence[StoredFile], name: str) -> tuple[str, str]:
    """Lo que se dice de la elección: con qué nombre llegó y qué se dejó aparte."""
    shown = "/".join(best.parts)
    if rest:
        others = ", ".join("/".join(file.parts) for file in rest[:5])
        others += " ni otros" if len(rest) > 5 else ""
        return "", f"de {len(rest) + 1} cuadernos se toma {shown} y no {others}"
    return (f"{shown} se guarda como {name}" if shown != name else ""), ""
