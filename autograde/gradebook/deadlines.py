"""El plazo de una tarea, las prórrogas y las exenciones.

El plazo está en el libro de nbgrader. Una prórroga puede darse antes de que el alumno entregue, y
entonces no hay en el libro fila en que ponerla: se guarda en `.curso/plazos.json`, con la fecha, y
cada fila que hay la lleva como la entiende nbgrader, en tiempo sobre el plazo. Así `nbgrader
autograde` y `autograde calificar` penalizan lo mismo.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment
from sqlalchemy.exc import DatabaseError

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.database import exists, explained, open_gradebook
from autograde.gradebook.store import write_atomically

#: la prórroga de quien está exento: cien años
FOREVER = timedelta(days=36_525)


@dataclass(frozen=True)
class Deadlines:
    """El plazo de una tarea (UTC, sin zona; None si no hay) y lo que cada alumno tiene de más.

    until
        Hasta cuándo tiene prórroga cada alumno.
    exempt
        A quién no se descuenta nada, entregue cuando entregue.
    """

    due: datetime | None = None
    until: Mapping[str, datetime] = field(default_factory=dict)
    exempt: frozenset[str] = frozenset()

    def of(self, student: str) -> datetime | None:
        """El plazo de un alumno; None si no lo tiene. Una prórroga nunca lo acorta."""
        if self.due is None or student in self.exempt:
            return None
        return max(self.due, self.until.get(student, self.due))

    def extension(self, student: str) -> timedelta | None:
        """La prórroga de un alumno como la guarda nbgrader."""
        if self.due is None:
            return None
        if student in self.exempt:
            return FOREVER
        more = self.until.get(student, self.due) - self.due
        return more if more > timedelta(0) else None


def read(course: Course, assignment: str) -> Deadlines:
    """El plazo, las prórrogas y las exenciones de una tarea, también las dadas con nbgrader."""
    kept = _kept(course).get(assignment, {})
    if not exists(course):
        return _deadlines(None, kept, {})
    with open_gradebook(course) as gradebook:
        task = _task(gradebook, assignment)
        return _deadlines(task and task.duedate, kept, _given(gradebook, task))


def write(course: Course, assignment: str, wanted: Deadlines) -> None:
    """Guarda el plazo, las prórrogas y las exenciones de una tarea.

    `UserError` si el libro o la carpeta del curso no se pueden escribir.
    """
    kept = _kept(course)
    kept[assignment] = {
        **{student: {"hasta": date.isoformat()} for student, date in wanted.until.items()},
        **{student: {"sin_descuento": True} for student in wanted.exempt},
    }
    with _book(course) as gradebook:
        task = gradebook.update_or_create_assignment(assignment)
        # Las del libro se dan por guardadas en el fichero solo cuando lo están.
        data = json.dumps({k: v for k, v in kept.items() if v}, indent=1, sort_keys=True)
        write_atomically(_path(course), data.encode(), 0o644)
        task.duedate = wanted.due
        for row in _rows(gradebook, task):
            row.extension = wanted.extension(row.student_id)


def known_students(course: Course) -> frozenset[str]:
    """Los alumnos del libro y los que tienen alguna entrega en la carpeta del curso."""
    found = {folder.name for folder in (course.root / "submitted").glob("[!.]*")}
    if exists(course):
        with open_gradebook(course) as gradebook:
            found |= {student.id for student in gradebook.students}
    return frozenset(found)


def put_on(course: Course, task: Assignment, rows: Collection[SubmittedAssignment]) -> None:
    """Pone en las filas del libro de una tarea las prórrogas guardadas de sus alumnos."""
    kept = _kept(course).get(task.name, {})
    deadlines = _deadlines(task.duedate, kept, {})
    for row in rows:
        if row.student_id in kept:
            row.extension = deadlines.extension(row.student_id)


def _deadlines(
    due: datetime | None,
    kept: Mapping[str, Mapping[str, object]],
    given: Mapping[str, timedelta],
) -> Deadlines:
    until = {s: datetime.fromisoformat(str(e["hasta"])) for s, e in kept.items() if "hasta" in e}
    exempt = {student for student, entry in kept.items() if entry.get("sin_descuento")}
    for student, more in given.items() if due is not None else ():
        if student not in kept and due is not None:
            if more >= FOREVER:
                exempt.add(student)
            else:
                until[student] = due + more
    return Deadlines(due, until, frozenset(exempt))


def _task(gradebook: Gradebook, assignment: str) -> Assignment | None:
    return gradebook.db.query(Assignment).filter(Assignment.name == assignment).one_or_none()


def _rows(gradebook: Gradebook, task: Assignment) -> list[SubmittedAssignment]:
    return list(
        gradebook.db.query(SubmittedAssignment).filter(SubmittedAssignment.assignment_id == task.id)
    )


def _given(gradebook: Gradebook, task: Assignment | None) -> dict[str, timedelta]:
    rows = _rows(gradebook, task) if task is not None else []
    return {row.student_id: row.extension for row in rows if row.extension}


@contextlib.contextmanager
def _book(course: Course) -> Iterator[Gradebook]:
    """El libro, en una transacción."""
    with open_gradebook(course) as gradebook:
        try:
            yield gradebook
            gradebook.db.commit()
        except DatabaseError as error:
            gradebook.db.rollback()
            raise explained(error) from error


def _path(course: Course) -> Path:
    return course.private_folder / "plazos.json"


def _kept(course: Course) -> dict[str, dict[str, dict[str, object]]]:
    path = _path(course)
    if not path.is_file():
        return {}
    try:
        data = dict(json.loads(path.read_text(encoding="utf-8")))
        for entries in data.values():
            _deadlines(None, entries, {})
        return data
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        raise UserError(
            f"«{path}» está dañado: restáuralo de una copia, o bórralo y vuelve a dar las "
            "prórrogas con «autograde plazo»."
        ) from error
