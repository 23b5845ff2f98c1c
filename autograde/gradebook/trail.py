"""El rastro de las notas: quién cambió cuál, cuándo y por qué, lo hiciera quien lo hiciera.

El libro de nbgrader solo guarda la nota de ahora. Aquí se apunta cada cambio cuando se confirma,
en `.curso/rastro.db`, lo haga una orden de `autograde`, una de nbgrader o el formgrader: todos
escriben con SQLAlchemy en un proceso que ha leído la configuración del curso.
"""

from __future__ import annotations

import contextlib
import getpass
import logging
import os
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.api import Comment, Grade, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import event, inspect
from sqlalchemy.orm import Session

from autograde.course import Course
from autograde.errors import UserError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS cambio (
    cuando TEXT, quien TEXT, programa TEXT, tarea TEXT, alumno TEXT, motivo TEXT, detalle TEXT
)
"""
#: lo que se sigue de cada fila del libro, y cómo se llama que cambie
_FOLLOWED: dict[type, dict[str, str]] = {
    Grade: {
        "auto_score": "calificación",
        "manual_score": "a mano",
        "extra_credit": "puntos de más",
    },
    Comment: {"manual_comment": "comentario"},
    SubmittedNotebook: {"late_submission_penalty": "descuento por retraso"},
    SubmittedAssignment: {"extension": "prórroga"},
}
_CHANGED, _PENDING = "rastro por nombrar", "rastro"
_LONGEST = 300
#: de los cursos cuya configuración se ha leído en este proceso: la carpeta de cada libro, y las de
#: aquellos de los que todavía no se sabe cuál es su libro
_books: dict[str, Path] = {}
_unknown: set[Path] = set()


@dataclass(frozen=True)
class Change:
    """Un cambio: cuándo (UTC, sin zona), quién, con qué programa, de qué tarea y por qué."""

    when: datetime
    who: str
    program: str
    assignment: str
    student: str
    reason: str
    detail: str


def watch(root: Path, db_url: str = "") -> None:
    """Apunta desde ahora lo que se cambie en el libro del curso de `root`.

    Sin `db_url` se sabrá cuál es cuando se escriba: al leerse la configuración no está dicho aún.
    """
    root = root.resolve()
    if db_url:
        _books[db_url] = root
    elif root not in _books.values():
        _unknown.add(root)


def history(course: Course, student: str, assignment: str | None = None) -> list[Change]:
    """Los cambios de las notas de un alumno, por orden."""
    path = _path(course.root)
    if not path.is_file():
        return []
    query = "SELECT * FROM cambio WHERE alumno = ?"
    values = [student]
    if assignment is not None:
        query, values = f"{query} AND tarea = ?", [student, assignment]
    with contextlib.closing(sqlite3.connect(path, timeout=30)) as db:
        rows = db.execute(f"{query} ORDER BY cuando, rowid", values).fetchall()
    return [Change(datetime.fromisoformat(when), *rest) for when, *rest in rows]


def _path(root: Path) -> Path:
    return root / ".curso" / "rastro.db"


# --- apuntar ------------------------------------------------------------------------------------


@event.listens_for(Session, "after_flush")
def _flushed(session: Session, _: Any) -> None:
    """Lo que cambia se sabe antes de que la sesión lo dé por hecho; de quién es, después."""
    if _books or _unknown:
        rows = (*session.new, *session.dirty)
        session.info[_CHANGED] = [(row, *change) for row in rows for change in _changes(row)]


@event.listens_for(Session, "after_flush_postexec")
def _named(session: Session, _: Any) -> None:
    found = session.info.setdefault(_PENDING, [])
    for row, reason, detail in session.info.pop(_CHANGED, ()):
        submission = _submission_of(row)
        where = f"{row.cell.name}: " if isinstance(row, Grade | Comment) else ""
        text = f"{where}{detail}"[:_LONGEST]
        found.append((submission.assignment.name, submission.student_id, reason, text))


@event.listens_for(Session, "after_rollback")
def _rolled_back(session: Session) -> None:
    session.info.pop(_PENDING, None)


@event.listens_for(Session, "after_commit")
def _committed(session: Session) -> None:
    found = session.info.pop(_PENDING, None)
    root = _root_of(session) if found else None
    if not found or root is None:
        return
    try:
        _path(root).parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(_path(root), timeout=30)) as db, db:
            db.execute(_SCHEMA)
            db.executemany("INSERT INTO cambio VALUES (?, ?, ?, ?, ?, ?, ?)", _rows(found))
    except (OSError, sqlite3.Error) as error:
        # la nota ya está puesta: que falte el apunte no la deshace, pero se dice
        logging.getLogger("autograde").warning("No se ha apuntado un cambio de nota: %s.", error)


def _changes(row: Any) -> Iterator[tuple[str, str]]:
    """De una fila del libro, el motivo y el detalle de cada cosa que cambia."""
    for name, reason in _FOLLOWED.get(type(row), {}).items():
        history = inspect(row).attrs[name].history
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if history.has_changes() and before != after:
            yield reason, f"{_shown(before)} → {_shown(after)}"


def _submission_of(row: Any) -> SubmittedAssignment:
    if isinstance(row, SubmittedAssignment):
        return row
    return row.assignment if isinstance(row, SubmittedNotebook) else row.notebook.assignment


def _shown(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:g} horas".replace(".", ",")
    return f"{value:g}".replace(".", ",") if isinstance(value, float | int) else f"«{value}»"


def _rows(found: Iterable[tuple[str, str, str, str]]) -> list[tuple[str, ...]]:
    """Una línea por alumno, tarea y motivo: las celdas de una calificación van juntas."""
    together: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for assignment, student, reason, detail in found:
        together[assignment, student, reason].append(detail)
    when = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="seconds")
    who, program = os.environ.get("JUPYTERHUB_USER") or getpass.getuser(), _program()
    reasons = [reason for followed in _FOLLOWED.values() for reason in followed.values()]
    ordered = sorted(together.items(), key=lambda item: reasons.index(item[0][2]))
    return [(when, who, program, *key, "; ".join(details)) for key, details in ordered]


def _program() -> str:
    name = Path(sys.argv[0]).name
    if "jupyter" in name or "ipykernel" in name:
        return "formgrader"
    order = next((a for a in sys.argv[1:] if not a.startswith("-")), "")
    return f"{name.removesuffix('.py')} {order}".strip()


def _root_of(session: Session) -> Path | None:
    """La carpeta del curso cuyo libro es el de esta sesión."""
    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    while url not in _books and _unknown:
        root = _unknown.pop()
        with contextlib.suppress(UserError):  # un curso que ya no se puede leer no es este
            _books[Course(root).db_url] = root
        _unknown.discard(root)  # leer su configuración lo ha vuelto a apuntar
    return _books.get(url)
