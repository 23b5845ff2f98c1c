"""De qué tarea es un cuaderno entregado, y si alguien ha trabajado en él."""

from __future__ import annotations

import functools

from autograde.course import Course
from autograde.errors import UserError
from autograde.notebooks.reading import SubmittedCell, Unreadable, read_submission
from autograde.notebooks.source import read_source, released


class Handout:
    """Lo que se repartió de una tarea de un curso, con lo que se compara lo que llega.

    El cuaderno de origen solo se lee si hace falta: casi nunca llega más de un cuaderno.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self.course = course
        self.assignment = assignment
        self._known: dict[str, frozenset[str]] = {}

    def worked_on(self, data: bytes) -> bool:
        """Si tiene alguna celda que no estaba en el cuaderno publicado.

        Una copia sin tocar (aunque se haya ejecutado) no la tiene; lo ilegible, tampoco.
        """
        return any(
            source not in self._texts for cell in _cells(data) if (source := _plain(cell.source))
        )

    def belongs_to(self, data: bytes) -> str | None:
        """La tarea del curso de la que es un cuaderno, si es otra y no hay duda; si no, None."""
        own = self._grade_ids(self.assignment)
        if any(f'"{grade_id}"'.encode() in data for grade_id in own):
            return None
        found = {cell.grade_id for cell in _cells(data) if cell.grade_id}
        for other in self.course.sources.assignments() if found else ():
            if other != self.assignment and found & self._grade_ids(other):
                return other
        return None

    def refuse_another(self, data: bytes) -> None:
        """`Unreadable` si el cuaderno es de otra tarea: no es un cero, es otro cuaderno."""
        other = self.belongs_to(data)
        if other is not None:
            raise Unreadable(
                f"El cuaderno es de «{other}», no de «{self.assignment}»: pide al alumno el de "
                "esta tarea. No se ha calificado."
            )

    @functools.cached_property
    def _texts(self) -> frozenset[str]:
        source = read_source(self.course.source_notebook(self.assignment))
        notebook = released(source, self.course.config)
        return frozenset(_plain(cell.source) for cell in notebook.cells)

    def _grade_ids(self, assignment: str) -> frozenset[str]:
        """Los `grade_id` del cuaderno de origen de una tarea; ninguno si no se puede leer."""
        if assignment not in self._known:
            try:
                cells = read_source(self.course.source_notebook(assignment)).cells
            except UserError:
                cells = []
            declared = (cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells)
            self._known[assignment] = frozenset(filter(None, declared))
        return self._known[assignment]


def _cells(data: bytes) -> tuple[SubmittedCell, ...]:
    try:
        return read_submission(data).cells
    except Unreadable:
        return ()


def _plain(source: str) -> str:
    return "\n".join(line.rstrip() for line in source.strip().splitlines())
