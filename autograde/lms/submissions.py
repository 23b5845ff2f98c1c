"""De lo que trae una entrega, qué cuaderno cuenta y qué se guarda con él."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from autograde.lms.archive import DEFAULT, Limits, Refusal, Refused, StoredFile, open_nested
from autograde.lms.incoming import Incoming
from autograde.lms.names import name_key

_NOTEBOOK = re.compile(r"\.ipynb(\.\w{1,5})?$|\.(json|txt)$", re.IGNORECASE)
_COPY = re.compile(
    r"(?:\s*\((?P<n>\d+)\)|[-_ ]*cop(?:y|ia)\s*(?P<m>\d*)|[-_ ]v(?:ersion)?\s*(?P<v>\d+)"
    r"|-(?P<c>\d{1,2}))$",
    re.IGNORECASE,
)
_OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_CONFIGURATION = re.compile(r"(nbgrader|jupyter\w*|ipython\w*)_config\.(py|json)", re.IGNORECASE)
"""Lo que nbgrader, Jupyter e IPython leen, y ejecutan, de la carpeta en que se trabaja."""
_MAX_NESTING = 2
_MAX_REFUSALS = 10


@dataclass(frozen=True)
class Choice:
    """Qué se guarda de una entrega: el cuaderno con su nombre bueno y los demás ficheros.

    note, aside
        Con qué nombre llegó, si era otro, y de cuántos intentos es; y qué otros cuadernos se
        dejaron.
    order
        El número con que el campus guardó el cuaderno, que crece; 0 si no lo da.
    earlier
        Las versiones anteriores que venían con él, con su fecha: el plazo decide cuál cuenta.
    """

    files: dict[tuple[str, ...], bytes]
    date: datetime | None
    note: str
    refused: tuple[Refusal, ...]
    aside: str = ""
    order: int = 0
    earlier: tuple[tuple[dict[tuple[str, ...], bytes], datetime], ...] = ()


def choose(
    entry: Incoming,
    name: str,
    limits: Limits = DEFAULT,
    worked_on: Callable[[bytes], bool] = lambda _: True,
) -> Choice:
    """Abre los ZIP que traiga y decide qué cuaderno se guarda como `name`.ipynb.

    Vale con cualquier nombre. Entre varios gana uno en que se haya trabajado, el más reciente y, a
    igual fecha, el número de copia más alto; los demás se nombran en `aside`. Los
    ficheros que lo acompañan son los de su mismo intento.
    """
    refused = list(entry.refused)
    read = _read(entry.files, limits, refused)
    notebooks = [(file, data) for file, data in read if _is_notebook(file.name, data)]
    others = [(file, data) for file, data in read if not _is_notebook(file.name, data)]
    chosen: dict[tuple[str, ...], bytes] = {}
    note = aside = ""
    date, order = None, 0
    earlier = []
    if notebooks:
        several = len(notebooks) > 1
        best, data = max(
            notebooks, key=lambda n: (several and worked_on(n[1]), *_preference(n[0], name))
        )
        chosen[(f"{name}.ipynb",)] = data
        date, order = best.date, best.order
        rest = [file for file, _ in notebooks if file is not best]
        note, aside = _explained(best, rest, f"{name}.ipynb")
        for file, text in sorted(notebooks, key=lambda n: n[0].date or datetime.min):
            if date and file.date and file.date < date and worked_on(text):
                files: dict[tuple[str, ...], bytes] = {(f"{name}.ipynb",): text}
                beside = [(f, d) for f, d in others if f.attempt == file.attempt]
                _keep(beside, files, limits, [])
                earlier.append((files, file.date))
        others = [(file, data) for file, data in others if file.attempt == best.attempt]
    _keep(others, chosen, limits, refused)
    return Choice(chosen, date, note, tuple(_shortened(refused)), aside, order, tuple(earlier))


def _keep(
    others: Sequence[tuple[StoredFile, bytes]],
    chosen: dict[tuple[str, ...], bytes],
    limits: Limits,
    refused: list[Refusal],
) -> None:
    """Añade a lo elegido los ficheros que acompañan al cuaderno y caben.

    Lo oculto no se guarda: no se usa al calificar, y un `.git` puede llevar órdenes.
    """
    taken = _Taken(chosen)
    if len(others) > limits.kept_files // 2:
        reason = f"son {len(others)} y se admiten {limits.kept_files // 2}: no se guarda ninguno"
        refused.append(Refusal("ficheros que acompañan al cuaderno", reason))
        return
    left = limits.extra_bytes
    for file, data in others:
        shown = "/".join(file.parts)
        if file.name.casefold() == "timestamp.txt" or any(p.startswith(".") for p in file.parts):
            continue
        if _CONFIGURATION.fullmatch(file.name):
            reason = "es configuración, que ejecutaría quien trabajara en esa carpeta"
            refused.append(Refusal(shown, reason))
        elif taken.collides(file.parts):
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
    # los cuadernos y el último intento, primero: que no se queden sin leer por lo demás
    newest_first = sorted(files, key=lambda f: f.attempt, reverse=True)
    for file in sorted(newest_first, key=lambda f: not f.name.casefold().endswith(".ipynb")):
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
        nested_files = [_as_handed_in(file, within) for within in inside.files]
        yield from _expanded(nested_files, limits, refused, budget, depth + 1)


def _as_handed_in(archive: StoredFile, file: StoredFile) -> StoredFile:
    """Un fichero de un ZIP entregado: si el campus da el intento, su fecha es la del intento."""
    if not archive.attempt:
        return file
    return replace(file, date=archive.date, attempt=archive.attempt, order=archive.order)


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


def _preference(file: StoredFile, name: str) -> tuple[datetime, bool, int, int, int]:
    """Más reciente; luego con el nombre esperado, copia más alta, subido después y menos hondo."""
    return (
        file.date or datetime.min,
        _stem(file.name) == name_key(name),
        _copy_number(file.name),
        file.order,
        -len(file.parts),
    )


def _explained(best: StoredFile, rest: Sequence[StoredFile], name: str) -> tuple[str, str]:
    """Lo que se dice de la elección: con qué nombre llegó y qué se dejó aparte.

    Que un intento sustituya a los de antes es lo normal, y no hay que mirarlo.
    """
    shown = "/".join(best.parts)
    notes = [f"{shown} se guarda como {name}"] if shown != name else []
    older = {f.attempt for f in rest if f.attempt < best.attempt}
    if older:
        notes.append(f"de {len(older) + 1} intentos se toma el último con cuaderno")
    aside = [file for file in rest if file.attempt >= best.attempt]
    if not aside:
        return "; ".join(notes), ""
    others = ", ".join("/".join(file.parts) for file in aside[:5])
    others += " ni otros" if len(aside) > 5 else ""
    return "", f"de {len(aside) + 1} cuadernos se toma {shown} y no {others}"
