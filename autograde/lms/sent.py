"""Qué nota de cada alumno se sacó para el campus virtual, y cuándo: si después cambia, se dice."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from autograde.course import Course
from autograde.course.dates import shown
from autograde.gradebook.store import write_atomically
from autograde.lms import numbers
from autograde.lms.fill import GradeSheet
from autograde.lms.marks import GradedSubmission
from autograde.lms.people import Roster


@dataclass(frozen=True)
class SentChange:
    """Una nota que ya no es la que se sacó: los puntos de entonces y los de ahora, y cuándo fue."""

    student: str
    before: Decimal
    after: Decimal | None
    when: str

    def __str__(self) -> str:
        after = "sin nota" if self.after is None else numbers.trimmed(self.after)
        return f"{self.student}: {numbers.trimmed(self.before)} → {after} (se sacó el {self.when})"


def written_to(sheet: GradeSheet, roster: Roster, by_name: bool) -> set[str]:
    """Los alumnos que llevan alguna nota en una hoja rellenada."""
    return {
        student
        for row in sheet.rows
        if not row.locked
        and numbers.parse(row.grade) is not None
        and (student := roster.match(row.keys, by_name).student) is not None
    }


def note(course: Course, tarea: str, submissions: Iterable[GradedSubmission]) -> None:
    """Apunta las notas que se acaban de sacar."""
    known = _read(course, tarea)
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat()
    for submission in submissions:
        known[submission.student] = {"puntos": str(submission.total), "cuando": now}
    data = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode()
    write_atomically(_path(course, tarea), data)


def any_noted(course: Course, tarea: str) -> bool:
    """Si se ha sacado alguna nota de la tarea."""
    return bool(_read(course, tarea))


def changed(
    course: Course, tarea: str, submissions: Iterable[GradedSubmission]
) -> list[SentChange]:
    """Las notas de las sacadas que ahora son otras."""
    now = {s.student: s.total for s in submissions}
    found = []
    for student, entry in sorted(_read(course, tarea).items()):
        before, after = Decimal(entry["puntos"]), now.get(student)
        if after is None or numbers.rounded(after, 4) != numbers.rounded(before, 4):
            when = shown(datetime.fromisoformat(entry["cuando"]), course.zone)
            found.append(SentChange(student, before, after, when))
    return found


def _path(course: Course, tarea: str) -> Path:
    return course.private_folder / "lms" / f"{tarea}-enviado.json"


def _read(course: Course, tarea: str) -> dict[str, Mapping[str, str]]:
    try:
        known = dict(json.loads(_path(course, tarea).read_text(encoding="utf-8")))
        for entry in known.values():
            Decimal(entry["puntos"])
            datetime.fromisoformat(entry["cuando"])
        return known
    except (OSError, ValueError, TypeError, KeyError, InvalidOperation):
        return {}
