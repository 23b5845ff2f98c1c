"""La copia de un curso: libro, semilla, resultados y entregas juntos, con la suma de cada fichero.

Es un solo fichero, que se escribe aparte y se pone en su sitio de un golpe: a medias no queda nunca
ninguno. Las bases de datos SQLite se copian con su propia orden, que da una foto entera aunque otro
programa las esté escribiendo. Restaurar comprueba todas las sumas antes de que haya carpeta.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import os
import shutil
import sqlite3
import stat
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.engine import make_url

from autograde.course import Course
from autograde.course.folder import CONFIG_NAME
from autograde.course.lock import only_one
from autograde.course.sources import IGNORED
from autograde.errors import UserError
from autograde.gradebook.store import TEMPORARY
from curso.ordenes.motivos import motivo

FORMAT = 1
_MANIFEST = "copia.json"
_BOOK = "gradebook.db"
_SQLITE = b"SQLite format 3\0"
_LEFT_OUT = frozenset({"calificar.lock", _MANIFEST, *IGNORED})
_SUFFIXES = (".nbgrader.log", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class Copied:
    """Lo que hay en una copia.

    book
        Dónde está el libro: «aquí», o el servidor del que hay que copiarlo aparte.
    skipped
        Lo que no es un fichero corriente (enlaces, tuberías), que no se copia.
    """

    path: Path
    files: int
    size: int
    book: str
    skipped: tuple[str, ...] = ()


def copy(course: Course, out: Path) -> Copied:
    """Escribe en `out` la copia del curso. `UserError` si no se puede."""
    out = out.absolute()
    try:
        with only_one(course), tempfile.TemporaryDirectory(prefix=TEMPORARY) as workshop:
            out.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(prefix=TEMPORARY, dir=out.parent)
            try:
                with os.fdopen(handle, "wb") as stream:
                    done = _write(course, stream, Path(workshop), {out, Path(draft)})
                    stream.flush()
                    os.fsync(stream.fileno())
                os.replace(draft, out)
            finally:
                Path(draft).unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        why = motivo(error) if isinstance(error, OSError) else str(error)
        raise UserError(
            f"No se ha hecho la copia «{out}» ({why}): comprueba los permisos y el espacio del "
            "disco, y repite la orden."
        ) from error
    return Copied(out, done.files, out.stat().st_size, done.book, done.skipped)


def restore(backup: Path, folder: Path) -> Course:
    """Deja en `folder`, que no debe existir o estar vacía, el curso de una copia.

    `UserError` si la copia está dañada o incompleta: entonces no deja nada.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"«{folder}» ya existe y no está vacía: restaura en otra carpeta.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=".curso-restaurado-", dir=folder.parent))
    except OSError as error:
        raise UserError(f"No se puede crear «{folder}»: {motivo(error)}.") from error
    try:
        with tarfile.open(backup, "r:gz") as tar:
            tar.extractall(draft, filter="data")
        _check(draft, backup)
        draft.chmod(0o755)
        os.replace(draft, folder)
    except FileNotFoundError as error:
        raise UserError(f"No existe la copia «{backup}».") from error
    except (tarfile.TarError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise _damaged(backup, "no se puede leer entera") from error
    except OSError as error:
        raise UserError(f"No se puede restaurar en «{folder}»: {motivo(error)}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Course(folder)


# --- escribir -----------------------------------------------------------------------------------


def _write(course: Course, stream: io.BufferedIOBase, workshop: Path, omit: set[Path]) -> Copied:
    sums: dict[str, str] = {}
    skipped: list[str] = []
    url = make_url(course.db_url)
    outside = Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    with tarfile.open(fileobj=stream, mode="w:gz") as tar:
        for path in _files(course.root, omit, skipped):
            name = path.relative_to(course.root).as_posix()
            sums[name] = _add(tar, _still(path, course.root, workshop), name)
        if outside is not None and outside.is_file() and _BOOK not in sums:
            sums[_BOOK] = _add(tar, _snapshot(outside, workshop), _BOOK)
        book = "aquí" if outside is not None else (url.host or url.get_backend_name())
        about = {
            "formato": FORMAT,
            "version": version("curso-descenso"),
            "cuando": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            "libro": book,
            "ficheros": sums,
        }
        data = json.dumps(about, indent=1).encode("ascii")
        entry = tarfile.TarInfo(_MANIFEST)
        entry.size, entry.mode = len(data), 0o600
        tar.addfile(entry, io.BytesIO(data))
    return Copied(Path(), len(sums), 0, book, tuple(skipped))


def _files(course: Path, omit: set[Path], skipped: list[str]) -> Iterator[Path]:
    """Los ficheros del curso, por orden; lo que no lo es se apunta en `skipped`."""
    for folder, inside, names in os.walk(course):
        inside[:] = sorted(n for n in inside if n not in IGNORED)
        ours = Path(folder) in (course, course / ".curso")
        for name in sorted([*names, *(n for n in inside if (Path(folder) / n).is_symlink())]):
            path = Path(folder) / name
            if path in omit or (ours and (name in _LEFT_OUT or name.endswith(_SUFFIXES))):
                continue
            if stat.S_ISREG(path.lstat().st_mode):
                yield path
            else:
                skipped.append(str(path))


def _still(path: Path, root: Path, workshop: Path) -> Path:
    """El fichero, o la foto de una base de datos del curso; nunca se abre una de un alumno."""
    ours = path.parent in (root, root / ".curso")
    with path.open("rb") as stream:
        is_database = ours and stream.read(len(_SQLITE)) == _SQLITE
    return _snapshot(path, workshop) if is_database else path


def _snapshot(path: Path, workshop: Path) -> Path:
    picture = workshop / "base.db"
    picture.unlink(missing_ok=True)
    with (
        contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
        contextlib.closing(sqlite3.connect(picture)) as target,
    ):
        source.backup(target)
    picture.chmod(stat.S_IMODE(path.stat().st_mode))
    return picture


def _add(tar: tarfile.TarFile, path: Path, name: str) -> str:
    """Añade un fichero tal como está ahora; su suma es la de lo que entró."""
    data = path.read_bytes()
    entry = tarfile.TarInfo(name)
    about = path.stat()
    entry.size, entry.mode, entry.mtime = len(data), stat.S_IMODE(about.st_mode), about.st_mtime
    tar.addfile(entry, io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


# --- comprobar ----------------------------------------------------------------------------------


def _check(draft: Path, backup: Path) -> None:
    manifest = draft / _MANIFEST
    if not manifest.is_file():
        raise _damaged(backup, "está cortada, o no la hizo «autograde copia»")
    about: Mapping[str, object] = json.loads(manifest.read_text(encoding="ascii"))
    if about["formato"] != FORMAT:
        raise UserError(
            f"«{backup}» la hizo una versión más nueva ({about['version']}): instálala y repite."
        )
    manifest.unlink()
    wanted = about["ficheros"]
    found = {p.relative_to(draft).as_posix(): _sum(p) for p in draft.rglob("*") if p.is_file()}
    if found != wanted:
        raise _damaged(backup, "sus sumas no coinciden")
    if CONFIG_NAME not in found:
        raise _damaged(backup, f"le falta «{CONFIG_NAME}»")


def _sum(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _damaged(backup: Path, why: str) -> UserError:
    return UserError(f"La copia «{backup}» no vale: {why}. Usa otra; no se ha escrito nada.")
