"""Qué resultado está registrado de cada alumno: la clave de cada entrega ya anotada."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from autograde.course import Course
from autograde.pipeline.store import ResultStore, write_atomically
from autograde.results import Graded


class Registry:
    """Las claves registradas de una tarea, en un fichero que se escribe de una vez."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.path = course.private_folder / "registro" / f"{assignment}.json"
        self.keys = _read(self.path)

    def save(self) -> None:
        """Guarda las claves."""
        text = json.dumps(self.keys, indent=0, sort_keys=True, ensure_ascii=False)
        write_atomically(self.path, text.encode("utf-8"))


def latest_results(course: Course, assignment: str) -> dict[str, Graded]:
    """El último resultado registrado de cada alumno."""
    store = ResultStore(course.results_folder(assignment))
    found = {s: store.get(key) for s, key in Registry(course, assignment).keys.items()}
    return {student: graded for student, graded in found.items() if graded is not None}


def _read(path: Path) -> dict[str, str]:
    try:
        keys: Mapping[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return dict(keys)
    except (OSError, ValueError):
        return {}
