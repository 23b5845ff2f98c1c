"""Con qué nota se hizo la hoja que se devolvió a cada alumno: nunca se envía al lado de otra."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from autograde.course import Course
from autograde.gradebook.store import write_atomically


def note(course: Course, assignment: str, totals: Mapping[str, Decimal]) -> None:
    """Apunta la nota total con que se acaba de hacer la hoja de cada alumno de `totals`."""
    known = _read(course, assignment)
    for student, total in totals.items():
        known[student] = {"nota": str(total), "hecha": _made(course, assignment, student)}
    data = json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode()
    write_atomically(_path(course, assignment), data)


def out_of_date(course: Course, assignment: str, totals: Mapping[str, Decimal]) -> frozenset[str]:
    """De quién es la hoja de otra nota. De la que no hizo `devolver` no se sabe, y no se dice."""
    known = _read(course, assignment)
    return frozenset(
        student
        for student, total in totals.items()
        if (entry := known.get(student)) is not None
        and entry["hecha"] == _made(course, assignment, student)
        and Decimal(entry["nota"]) != total
    )


def _made(course: Course, assignment: str, student: str) -> int:
    """Cuándo se escribió la hoja, según el sistema de ficheros; 0 si no la hay."""
    pages = course.folder("feedback", student, assignment).glob("*.html")
    return max((page.stat().st_mtime_ns for page in pages), default=0)


def _path(course: Course, assignment: str) -> Path:
    return course.private_folder / "devuelto" / f"{assignment}.json"


def _read(course: Course, assignment: str) -> dict[str, dict[str, str | int]]:
    try:
        return dict(json.loads(_path(course, assignment).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
