"""Todas las entregas que llegaron de cada alumno: ninguna se pierde, y una es la que cuenta.

Cada una está, entera y con su fecha, en `.curso/entregas/<tarea>/<alumno>/<número>/`; la que cuenta
está además en `submitted/`, donde la buscan `autograde calificar` y nbgrader. El plazo decide cuál:
si cambia se vuelve a elegir, y lo ya ejecutado no se ejecuta otra vez.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from autograde.course import Course
from autograde.course.settings import CursoDescenso
from autograde.gradebook.store import TEMPORARY, write_atomically
from autograde.gradebook.timestamps import (
    FILE_NAME,
    InvalidTimestamp,
    read_timestamp,
    timestamp_text,
)

Files = Mapping[tuple[str, ...], bytes]
_NOTE = "entrega.json"


@dataclass(frozen=True)
class Attempt:
    """Una entrega que llegó.

    number
        En qué orden llegó.
    digest
        La huella de sus ficheros.
    date, trusted
        Cuándo se entregó (UTC, sin zona; None si no se sabe), y si esa fecha la da el campus.
    order
        El número con que la guardó el campus, que crece; 0 si no lo da.
    imposed
        Si el docente dijo que sustituye a las anteriores, que ya no cuentan.
    """

    number: int
    digest: str
    date: datetime | None = None
    trusted: bool = False
    order: int = 0
    imposed: bool = False

    def follows(self, other: Attempt) -> bool:
        """Si se sabe que es posterior a otra: por la fecha, por el orden o porque se dijo."""
        dated = self.date is not None and other.date is not None and self.date > other.date
        return dated or 0 < other.order < self.order or self.imposed


def choose(
    attempts: Sequence[Attempt],
    deadline: datetime | None,
    settings: CursoDescenso,
    points: Callable[[Attempt], float | None] | None = None,
) -> Attempt:
    """La entrega que cuenta de las de un alumno, según la regla del curso.

    points
        La nota de una entrega, descontado su retraso; None si no está calificada. Para elegir la
        mejor hacen falta todas: mientras falte alguna, la última.
    """
    start = max((i for i, attempt in enumerate(attempts) if attempt.imposed), default=0)
    alive = attempts[start:]
    rule = settings.entrega_que_cuenta
    if rule == "mejor" and points is not None:
        marks = [points(attempt) for attempt in alive]
        known = [mark for mark in marks if mark is not None]
        if len(known) == len(alive):
            return _last([a for a, mark in zip(alive, known, strict=True) if mark == max(known)])
    if rule == "a_tiempo" and deadline is not None:
        limit = deadline + timedelta(minutes=settings.gracia_minutos)
        on_time = [a for a in alive if a.date is None or a.date <= limit]
        return _last(on_time or alive)
    return _last(alive)


def _last(attempts: Sequence[Attempt]) -> Attempt:
    last = attempts[0]
    for attempt in attempts[1:]:
        if attempt.follows(last):
            last = attempt
    return last


class Attempts:
    """Las entregas de una tarea."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.course = course
        self.assignment = assignment
        self.root = course.private_folder / "entregas" / assignment

    def students(self) -> list[str]:
        """De quiénes hay alguna guardada."""
        return sorted(path.name for path in self.root.glob("*") if path.is_dir())

    def of(self, student: str) -> list[Attempt]:
        """Las de un alumno, en el orden en que llegaron."""
        found = []
        for note in sorted((self.root / student).glob(f"[0-9]*/{_NOTE}")):
            data = json.loads(note.read_text(encoding="utf-8"))
            date = data.pop("date")
            moment = datetime.fromisoformat(date) if date else None
            found.append(Attempt(int(note.parent.name), date=moment, **data))
        return sorted(found, key=lambda attempt: attempt.number)

    def files(self, student: str, attempt: Attempt) -> Path:
        """La carpeta con los ficheros de una entrega guardada."""
        return self._folder(student, attempt) / "ficheros"

    def current(self, student: str) -> str:
        """La huella de lo que hay en `submitted/`; vacía si no hay nada."""
        folder = self.course.folder("submitted", student, self.assignment)
        return digest(contents(folder)) if folder.is_dir() else ""

    def found(self, student: str, known: Sequence[Attempt]) -> tuple[Attempt, Files] | None:
        """Lo que hay en `submitted/` sin estar guardado: lo que otro programa o alguien puso."""
        folder = self.course.folder("submitted", student, self.assignment)
        if not folder.is_dir():
            return None
        files = contents(folder)
        mark = digest(files)
        if any(attempt.digest == mark for attempt in known):
            return None
        try:
            date = read_timestamp(folder, self.course.zone)
        except InvalidTimestamp:
            date = None
        number = known[-1].number + 1 if known else 1
        own = Attempt(number, mark, date)
        placed = bool(known) and not own.follows(_last(known))
        return replace(own, imposed=placed), files

    def add(self, student: str, attempt: Attempt, files: Files) -> None:
        """Guarda una entrega, entera o nada."""
        target = self._folder(student, attempt)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=target.parent))
        try:
            write_files(draft / "ficheros", files)
            self._write_note(draft, attempt)
            os.replace(draft, target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise

    def update(self, student: str, attempt: Attempt) -> None:
        """Corrige lo que se sabe de una ya guardada: su fecha."""
        self._write_note(self._folder(student, attempt), attempt)

    def put(self, student: str, attempt: Attempt) -> None:
        """Deja en `submitted/` una entrega guardada, entera o nada."""
        folder = self.course.folder("submitted", student, self.assignment)
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            write_files(fresh, contents(self.files(student, attempt)))
            if attempt.date is not None:
                (fresh / FILE_NAME).write_text(timestamp_text(attempt.date), encoding="utf-8")
            fresh.chmod(0o755)
            old = fresh.with_name(fresh.name + _OLD)
            if folder.exists():
                os.replace(folder, old)
            os.replace(fresh, folder)
            shutil.rmtree(old, ignore_errors=True)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise

    def recover(self) -> None:
        """Arregla lo que dejó a medias una orden a la que mataron; con el curso cerrado a otras."""
        for draft in self.root.glob(f"*/{TEMPORARY}*"):
            shutil.rmtree(draft, ignore_errors=True)
        for left in sorted((self.course.root / "submitted").glob(f"*/.{self.assignment}-*")):
            folder = left.with_name(self.assignment)
            if left.name.endswith(_OLD) and not folder.exists():
                os.replace(left, folder)
            else:
                shutil.rmtree(left, ignore_errors=True)

    def _folder(self, student: str, attempt: Attempt) -> Path:
        return self.root / student / f"{attempt.number:04d}"

    def _write_note(self, folder: Path, attempt: Attempt) -> None:
        data = {
            "digest": attempt.digest,
            "date": attempt.date.isoformat() if attempt.date else "",
            "trusted": attempt.trusted,
            "order": attempt.order,
            "imposed": attempt.imposed,
        }
        write_atomically(folder / _NOTE, json.dumps(data, indent=1).encode())


_OLD = ".anterior"


def contents(folder: Path) -> dict[tuple[str, ...], bytes]:
    """Los ficheros de una entrega por su ruta, sin el de la fecha y sin seguir enlaces."""
    return {
        path.relative_to(folder).parts: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink() and path.name != FILE_NAME
    }


def digest(files: Files) -> str:
    """La huella de unos ficheros."""
    total = hashlib.sha256()
    for parts, data in sorted(files.items()):
        for piece in ("/".join(parts).encode("utf-8", "surrogateescape"), data):
            total.update(len(piece).to_bytes(8, "big") + piece)
    return total.hexdigest()


def write_files(folder: Path, files: Files) -> None:
    """Escribe unos ficheros en una carpeta."""
    folder.mkdir(parents=True, exist_ok=True)
    for parts, data in files.items():
        target = folder.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
