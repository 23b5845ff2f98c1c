"""Lo que se sabe de una clase en una tarea, juntado del libro, del registro y de las entregas."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.database import exists, open_gradebook
from autograde.gradebook.judged import findings, unprotected
from autograde.gradebook.ledger import latest_results
from autograde.gradebook.penalties import lateness
from autograde.judge.results import CellReport, Graded
from autograde.lms.gradebook import read_marks, read_students
from autograde.lms.marks import GradedSubmission
from curso.pruebas.compara import Hallazgo

#: lo que dice el hueco de un ejercicio mientras nadie lo ha escrito
UNDONE = "raise NotImplementedError"


@dataclass(frozen=True)
class Pupil:
    """Un alumno en la tarea.

    mark
        Su nota, o None si no entregó o no se pudo calificar.
    cells
        Sus celdas automáticas, tal como las dejó el juez; vacía si no hay resultado.
    answers
        El código de cada ejercicio.
    late_s
        Segundos de retraso.
    handed_in
        Si hay una entrega suya recogida.
    fingerprints
        Las huellas de la respuesta de cada ejercicio; de las cortas no hay.
    """

    id: str
    name: str
    mark: GradedSubmission | None = None
    cells: tuple[CellReport, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    late_s: float = 0.0
    handed_in: bool = False
    fingerprints: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def blank(self) -> frozenset[str]:
        """Los ejercicios que dejó como venían."""
        return frozenset(e for e, answer in self.answers.items() if UNDONE in answer)

    @property
    def findings(self) -> dict[str, tuple[Hallazgo, ...]]:
        """Por ejercicio hecho, lo que se halló en su respuesta, sin repetir."""
        found: dict[str, dict[str, Hallazgo]] = {}
        for cell in self.cells:
            for finding in cell.findings if cell.exercise not in self.blank else ():
                found.setdefault(cell.exercise or "", {})[finding.codigo] = finding
        return {exercise: tuple(each.values()) for exercise, each in found.items()}


@dataclass(frozen=True)
class Classroom:
    """Una clase en una tarea, por orden de alumno."""

    assignment: str
    pupils: tuple[Pupil, ...]

    @property
    def marked(self) -> tuple[Pupil, ...]:
        """Los que tienen nota."""
        return tuple(p for p in self.pupils if p.mark is not None)

    def anonymous(self, secret: bytes) -> Classroom:
        """La misma, sin nombres: a cada cual, un número que no dice su lugar en la lista."""
        order = sorted(
            self.pupils, key=lambda p: hashlib.sha256(secret + p.id.encode("utf-8")).digest()
        )
        hidden = (
            replace(p, id=f"n{i:03}", name=f"Alumno {i}", answers=p.answers)
            for i, p in enumerate(order, 1)
        )
        return Classroom(self.assignment, tuple(hidden))


def gather_one(course: Course, student: str) -> list[tuple[str, Pupil]]:
    """Lo que hizo un alumno en cada tarea que ya tiene notas, por orden de tarea.

    Raises:
        UserError: si no es del curso, o todavía no hay notas de nada.
    """
    found = []
    for assignment in graded_assignments(course):
        for pupil in gather(course, assignment).pupils:
            if pupil.id == student:
                found.append((assignment, pupil))
    if not found:
        raise UserError(
            f"En este curso no hay notas de nadie que se llame «{student}»: mira cómo se llama en "
            "`autograde notas TAREA --csv`."
        )
    return found


def graded_assignments(course: Course) -> list[str]:
    """Las tareas de las que hay alguna entrega en el libro."""
    if not exists(course):
        return []
    with open_gradebook(course) as gradebook:
        return sorted(a.name for a in gradebook.assignments if a.num_submissions)


def gather(course: Course, assignment: str) -> Classroom:
    """La clase en una tarea.

    Raises:
        UserError: si la tarea no tiene ninguna nota.
    """
    marks = {
        m.student: m
        for m in read_marks(
            course,
            assignment,
            findings(course.root, assignment),
            assignment in course.settings.sin_manual,
            unprotected(course.root, assignment),
        )
    }
    if not marks:
        raise UserError(
            f"Todavía no hay notas de {assignment}: ejecuta antes autograde calificar {assignment}."
        )
    names = {s.id: f"{s.first_name} {s.last_name}".strip() or s.id for s in read_students(course)}
    with open_gradebook(course) as gradebook:
        late = lateness(gradebook, assignment)
    results = latest_results(course, assignment)
    handed = {p.parent.name for p in (course.root / "submitted").glob(f"*/{assignment}")}
    everybody = sorted(names.keys() | marks.keys() | handed)
    return Classroom(
        assignment,
        tuple(
            _pupil(s, names, marks.get(s), results.get(s), late.get(s, 0.0), s in handed)
            for s in everybody
        ),
    )


def _pupil(
    student: str,
    names: Mapping[str, str],
    mark: GradedSubmission | None,
    result: Graded | None,
    late_s: float,
    handed_in: bool,
) -> Pupil:
    pupil = Pupil(student, names.get(student, student), mark, late_s=late_s, handed_in=handed_in)
    if result is None:
        return pupil
    automatic = tuple(c for c in result.cells if c.exercise is not None)
    return replace(
        pupil,
        cells=automatic,
        answers=_answers(result),
        warnings=result.warnings,
        fingerprints={
            answer.removesuffix("-solucion").replace("-", ".", 1): found
            for answer, found in result.fingerprints.items()
        },
    )


def _answers(result: Graded) -> dict[str, str]:
    """El código de la celda de respuesta de cada ejercicio."""
    sources = {
        cell.metadata.get("nbgrader", {}).get("grade_id"): cell.source
        for cell in result.notebook.cells
        if cell.cell_type == "code"
    }
    exercises = {c.exercise for c in result.cells if c.exercise is not None}
    found = {e: sources.get(e.replace(".", "-", 1) + "-solucion") for e in exercises}
    return {exercise: source for exercise, source in found.items() if source}
