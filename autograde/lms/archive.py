"""Leer un ZIP o una carpeta que viene de fuera sin fiarse de nada de lo que contiene.

Nada se extrae al disco con el nombre que trae: se da la lista de ficheros que se pueden leer y la
de los que se rechazan, cada uno con su motivo (rutas que se salen, enlaces, bombas, cifrados).
"""

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograde.errors import UserError
from autograde.notebooks.submission import MAX_DEPTH, MAX_FILES

_MIB = 1 << 20
_IGNORED = {"__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".ipynb_checkpoints"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Caracteres que mueven el cursor o cambian la dirección del texto en una terminal."""
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError),
    *(ValueError, LookupError, struct.error, MemoryError, OverflowError),
)
"""Lo que `zipfile` deja escapar con un ZIP estropeado adrede."""
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENTRY_BYTES = 400
"""Octetos del índice por cada fichero: su ficha, su nombre y de sobra."""


@dataclass(frozen=True)
class Limits:
    """Hasta dónde se lee antes de dar un fichero por una bomba.

    `files` es de todo lo que se recoge, `read_files` de lo que se mira de una entrega, con los ZIP
    que traiga abiertos, y `kept_files` de lo que se guarda de ella.
    """

    files: int = 100_000
    read_files: int = 20_000
    kept_files: int = MAX_FILES
    file_bytes: int = 64 * _MIB
    submission_bytes: int = 256 * _MIB
    extra_bytes: int = 64 * _MIB
    total_bytes: int = 16 * 1024 * _MIB


DEFAULT = Limits()


@dataclass(frozen=True)
class StoredFile:
    """Un fichero que se puede leer: su ruta por partes, su fecha local y cómo leerlo.

    attempt, order
        Con qué intento llegó y el número con que el campus lo guardó, que crece; vacío y 0 si el
        campus no los da.
    """

    parts: tuple[str, ...]
    date: datetime | None
    read: Callable[[], bytes]
    attempt: str = ""
    order: int = 0

    @property
    def name(self) -> str:
        """El nombre del fichero, sin carpetas."""
        return self.parts[-1]


@dataclass(frozen=True)
class Refusal:
    """Algo que no se ha leído, y por qué."""

    path: str
    reason: str


class Refused(Exception):
    """Este fichero no se puede leer; el texto dice por qué."""


@dataclass(frozen=True)
class Contents:
    """Lo que hay en un ZIP o en una carpeta."""

    files: tuple[StoredFile, ...]
    refused: tuple[Refusal, ...]


@contextmanager
def open_source(path: Path, limits: Limits = DEFAULT) -> Iterator[Contents]:
    """Abre el ZIP o la carpeta `path`; los ficheros solo se pueden leer dentro del `with`.

    Raises:
        UserError: si `path` no es ninguna de las dos cosas o pasa de los límites.
    """
    if path.is_dir():
        yield _folder(path, limits)
    elif not path.is_file():
        raise UserError(
            f"No existe {path}: indica el ZIP de entregas que descargaste, o su carpeta."
        )
    else:
        try:
            archive = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise UserError(f"{path} no es un ZIP o está dañado: vuelve a descargarlo.") from error
        with archive:
            yield _zip(archive, limits, str(path))


def open_nested(data: bytes, limits: Limits = DEFAULT) -> Contents:
    """El contenido de un ZIP que venía dentro de una entrega.

    Raises:
        Refused: si no es un ZIP o pasa de los límites de una entrega.
    """
    try:
        stream = _Metered(data, limits.read_files * _ENTRY_BYTES)
        archive = zipfile.ZipFile(stream)
        stream.most = None
        if len(archive.infolist()) > limits.read_files:
            raise Refused(f"tiene más de {limits.read_files} ficheros")
        if sum(info.file_size for info in archive.infolist()) > limits.submission_bytes:
            raise Refused(f"al abrirlo ocupa más de {limits.submission_bytes // _MIB} MiB")
        return _zip(archive, limits, "el ZIP interior")
    except UserError as error:
        raise Refused(str(error)) from error
    except _BROKEN as error:
        raise Refused("no es un ZIP o está dañado") from error


class _Metered(io.BytesIO):
    """Un ZIP cuyo índice no se lee si es desmedido: `zipfile` lo pide de una sola vez."""

    def __init__(self, data: bytes, most: int) -> None:
        super().__init__(data)
        self.most: int | None = most

    def read(self, size: int | None = -1, /) -> bytes:
        if self.most is not None and size is not None and size > self.most:
            raise Refused("tiene demasiados ficheros")
        return super().read(size)


def is_nobodys(name: str) -> bool:
    """Si lo dejó un sistema o un programa y no quien entrega: `__MACOSX`, `._x.ipynb`…"""
    parts = re.split(r"[\\/]", name)
    return bool(_IGNORED.intersection(parts)) or parts[-1].startswith("._")


def safe_parts(name: str) -> tuple[str, ...]:
    """Las partes de la ruta `name`, que nunca sale de su carpeta.

    Raises:
        Refused: si es absoluta, sube con `..`, o tiene caracteres de control o nombres enormes.
    """
    if _CONTROL.search(name):
        raise Refused("su nombre tiene caracteres de control")
    try:
        length = len(name.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise Refused("su nombre no es texto") from error
    name = name.replace("\\", "/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise Refused("su ruta es absoluta")
    parts = tuple(part for part in name.split("/") if part not in ("", "."))
    if ".." in parts:
        raise Refused("su ruta sale de la carpeta")
    if len(parts) > MAX_DEPTH:
        raise Refused(f"está dentro de más de {MAX_DEPTH} carpetas")
    if not parts or length > 1000 or any(len(part.encode()) > 255 for part in parts):
        raise Refused("su nombre está vacío o es demasiado largo")
    return parts


def _zip(archive: zipfile.ZipFile, limits: Limits, what: str) -> Contents:
    entries = [info for info in archive.infolist() if not info.is_dir()]
    if len(entries) > limits.files:
        raise UserError(
            f"{what} tiene más de {limits.files} ficheros: no parece un ZIP de entregas."
        )
    if sum(info.file_size for info in entries) > limits.total_bytes:
        raise UserError(
            f"{what} ocuparía más de {limits.total_bytes >> 30} GiB al abrirlo: no se lee; "
            "descarga las entregas por partes."
        )
    files, refused = [], []
    for info in entries:
        name = _entry_name(info)
        if is_nobodys(name):
            continue
        try:
            parts = safe_parts(name)
            _check_entry(info, limits)
        except Refused as refusal:
            refused.append(Refusal(_printable(name), str(refusal)))
            continue
        files.append(StoredFile(parts, _entry_date(info), _entry_reader(archive, info)))
    return Contents(tuple(files), tuple(refused))


def _printable(name: str) -> str:
    """`name` para enseñarlo en una terminal."""
    return _CONTROL.sub("?", name).encode("utf-8", "replace").decode("utf-8")


def _entry_name(info: zipfile.ZipInfo) -> str:
    """El nombre de la entrada; si no lo marca como UTF-8 pero lo es, se lee como UTF-8."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_FLAG:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _check_entry(info: zipfile.ZipInfo, limits: Limits) -> None:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise Refused("es un enlace o un fichero especial")
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise Refused("está cifrado")
    if info.compress_type not in _METHODS:
        raise Refused("está comprimido de una forma que no se abre: hace falta un ZIP corriente")
    if info.file_size > limits.file_bytes:
        raise Refused(f"ocupa más de {limits.file_bytes // _MIB} MiB")


def _entry_date(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time) if info.date_time[0] > 1980 else None
    except ValueError:
        return None


def _entry_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            # No más de lo que declara: `_check_entry` ya ha acotado `file_size`.
            with archive.open(info) as stream:
                return stream.read(info.file_size)
        except _BROKEN as error:
            raise Refused("está dañado") from error

    return read


def _folder(root: Path, limits: Limits) -> Contents:
    files, refused = [], []
    for folder, folders, names in os.walk(root, followlinks=False):
        folders[:] = sorted(name for name in folders if name not in _IGNORED)
        for path in (Path(folder, name) for name in [*folders, *sorted(names)]):
            relative = path.relative_to(root)
            try:
                date = _check_path(path, limits)
                parts = safe_parts(str(relative))
            except Refused as refusal:
                refused.append(Refusal(_printable(str(relative)), str(refusal)))
                continue
            if date is not None and not is_nobodys(path.name):
                files.append(StoredFile(parts, date, _path_reader(path, limits)))
        if len(files) > limits.files:
            raise UserError(f"{root} tiene más de {limits.files} ficheros: elige otra carpeta.")
    return Contents(tuple(files), tuple(refused))


def _check_path(path: Path, limits: Limits) -> datetime | None:
    """La fecha de un fichero normal; None si es una carpeta."""
    info = path.lstat()
    if stat.S_ISDIR(info.st_mode):
        return None
    if stat.S_ISLNK(info.st_mode):
        raise Refused("es un enlace")
    if not stat.S_ISREG(info.st_mode):
        raise Refused("no es un fichero normal")
    if info.st_size > limits.file_bytes:
        raise Refused(f"ocupa más de {limits.file_bytes // _MIB} MiB")
    return datetime.fromtimestamp(info.st_mtime)


def _path_reader(path: Path, limits: Limits) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with open(descriptor, "rb") as stream:
                return stream.read(limits.file_bytes)
        except OSError as error:
            raise Refused("no se puede leer") from error

    return read
