"""Registrar: llevar los resultados al libro de calificaciones, por lotes, en un solo proceso."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence

from autograde.course import Course
from autograde.errors import sentence
from autograde.gradebook.judged import given_by_judge
from autograde.gradebook.ledger import Ledger
from autograde.gradebook.record import Recorder
from autograde.gradebook.store import ResultStore
from autograde.judge.report import GIVEN_UP
from autograde.judge.results import Graded
from autograde.pipeline.plan import Job, Problem
from autograde.pipeline.summary import Change, Summary

#: cada cuántas entregas, o segundos, se escribe en el libro de calificaciones
BATCH = 40
BATCH_SECONDS = 3.0


class Register:
    """Lleva los resultados al libro de calificaciones, por lotes, y recuerda cuáles están ya."""

    def __init__(self, course: Course, assignment: str, summary: Summary) -> None:
        self.course = course
        self.assignment = assignment
        self.summary = summary
        self.store = ResultStore(course.results_folder(assignment))
        self.recorded = Ledger(course).keys(assignment)
        self.ours = given_by_judge(course.root)
        self.waiting: dict[str, Job] = {}
        self.last = time.monotonic()
        self.failed = False
        self.wrote = False

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Con el libro abierto; al salir, también si es por un error, registra lo que quede."""
        with Recorder(self.course, self.assignment) as self.recorder:
            try:
                yield
            finally:
                if not self.failed:
                    self.flush()

    def done(self, job: Job, fresh: bool) -> None:
        """Una entrega con resultado guardado."""
        if not fresh and self._in_the_book(job):
            self.summary.unchanged += 1
            return
        self.summary.graded += fresh
        self.summary.reused += not fresh
        self.waiting[job.student] = job
        if len(self.waiting) >= BATCH or time.monotonic() - self.last > BATCH_SECONDS:
            self.flush()

    def _in_the_book(self, job: Job) -> bool:
        """Si el libro tiene ya este resultado y ninguna nota que pusiera otro."""
        return self.recorded.get(job.student) == job.key and self.ours(self.assignment, job.student)

    def withdraw(self, problem: Problem) -> None:
        """Una entrega que no se pudo calificar: no conserva en silencio la nota anterior."""
        if problem.system:
            return
        notice = self.recorder.withdraw(problem.student, problem.sentence)
        if notice:
            self.summary.notices.append(f"{problem.student}: {notice}")
        self.recorded.pop(problem.student, None)

    def flush(self) -> None:
        """Registra lo que espera, en una transacción, y apunta que está hecho."""
        self.failed = True
        batch = []
        for student, job in sorted(self.waiting.items()):
            graded = self.store.get(job.key)
            if graded is None:
                why = "El resultado se ha dañado en el disco: repite la orden y se volverá a hacer."
                self.summary.problems.append(Problem(student, why, system=True))
                continue
            batch.append((job, graded))
        if batch:
            self._record(batch)
        self.waiting.clear()
        self.last = time.monotonic()
        self.failed = False

    def _record(self, batch: Sequence[tuple[Job, Graded]]) -> None:
        """Registra un lote; si no se puede, de uno en uno, y solo se queda fuera el que falla.

        `UserError` si no se puede con ninguno: es del libro o del disco, no de una entrega.
        """
        try:
            self._record_together(batch)
        except Exception as error:
            if len(batch) == 1 and not self.wrote:
                raise
            problems = []
            for job, graded in batch:
                try:
                    self._record_together([(job, graded)])
                except Exception as own:
                    problems.append(Problem(job.student, sentence(own), system=True))
            if len(problems) == len(batch) and not self.wrote:
                raise error
            self.summary.problems += problems

    def _record_together(self, batch: Sequence[tuple[Job, Graded]]) -> None:
        for student, notice in self.recorder.record(batch):
            self.summary.notices.append(f"{student}: {notice}")
        self.wrote = True
        for job, graded in batch:
            if any(cell.review for cell in graded.cells):
                self.summary.notices.append(f"{job.student}: {GIVEN_UP}")
            self._note_change(job, graded)
            self.recorded[job.student] = job.key

    def _note_change(self, job: Job, graded: Graded) -> None:
        old = self.recorded.get(job.student)
        if old is None or old == job.key:
            return
        lines = changes(self.store.get(old), graded)
        if lines:
            self.summary.changes.append(Change(job.student, tuple(lines)))


def changes(before: Graded | None, after: Graded) -> list[str]:
    """Qué celdas cambian de puntos entre dos resultados: «celda: antes → después»."""
    if before is None:
        return []
    old = {c.grade_id: c.points for c in before.cells}
    return [
        f"{c.grade_id}: {_number(old.get(c.grade_id))} → {_number(c.points)}"
        for c in after.cells
        if old.get(c.grade_id) != c.points
    ]


def _number(points: float | None) -> str:
    return "—" if points is None else f"{points:g}".replace(".", ",")
