"""Cuántas veces ha muerto a solas una entrega: se guarda entre órdenes, y aguanta un `kill -9`."""

from __future__ import annotations

import json
from pathlib import Path

from autograde.course import Course
from autograde.gradebook.store import write_atomically

#: las que hacen que deje de ser un fallo del sistema
ENOUGH = 3


class LoneDeaths:
    """La cuenta de una tarea: un fichero por clave de resultado.

    La clave lleva el cuaderno entregado y el código que juzga: si cambia uno, se empieza de cero.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self._folder = course.private_folder / "muertes" / assignment

    def count(self, key: str) -> int:
        """Las que van. Un fichero dañado es como si no estuviera: la duda no es de la entrega."""
        try:
            found = json.loads(self._path(key).read_text())
        except (OSError, ValueError):
            return 0
        return found if type(found) is int else 0

    def add(self, key: str) -> int:
        """Apunta una más, ya en el disco cuando vuelve. Devuelve las que van."""
        count = self.count(key) + 1
        write_atomically(self._path(key), json.dumps(count).encode())
        return count

    def forget(self, key: str) -> None:
        """Empieza de cero."""
        self._path(key).unlink(missing_ok=True)

    def enough(self, key: str) -> bool:
        """Si ya no hay que repetirla."""
        return self.count(key) >= ENOUGH

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"
