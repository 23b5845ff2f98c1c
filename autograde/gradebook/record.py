"""Registrar resultados en el libro de nbgrader, por lotes: una transacción cada muchas entregas.

El estado final es el que dejan `SaveAutoGrades` y `AssignLatePenalties` de nbgrader; la diferencia
es que aquí se leen y se escriben todas las filas de un lote de una vez.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from nbformat.notebooknode import NotebookNode
from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_solution, is_task
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import selectinload

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.autograded import AutogradedFolder
from autograde.gradebook.database import explained, open_gradebook
from autograde.gradebook.deadlines import put_on
from autograde.gradebook.ledger import Ledger, LedgerCell, answer_digests, entry
from autograde.gradebook.penalties import Penalties
from autograde.gradebook.review import NO_RESPONSE, Standing, needs_review
from autograde.gradebook.timestamps import InvalidTimestamp, read_timestamp
from autograde.judge.results import Graded

_REOPENED = "hay que volver a mirar a mano {cells}: cambió la respuesta o su nota automática."
_WITHDRAWN = "su nota anterior se ha retirado, porque la entrega ya no se puede calificar."


class Submission(Protocol):
    """De quién es una entrega, en qué carpeta está, la clave de su resultado y su huella."""

    @property
    def student(self) -> str: ...
    @property
    def folder(self) -> Path: ...
    @property
    def key(self) -> str: ...
    @property
    def submitted(self) -> str: ...


@dataclass(frozen=True)
class _Cells:
    """Las celdas de la tarea en el libro: nombre → identificador de su fila."""

    grades: Mapping[str, str]
    comments: Mapping[str, str]
    points: Mapping[str, float]


class Recorder:
    """Escribe resultados en el libro de un curso y en `autograded/`. Gestor de contexto.

    Todo error del libro o del disco es un `UserError`; lo que no se llegó a registrar queda como
    estaba, y se puede repetir.
    """

    def __init__(self, course: Course, assignment: str) -> None:
        self.course = course
        self.assignment = assignment
        self.ledger = Ledger(course)
        self.folders = AutogradedFolder(course, assignment)
        self._penalties = Penalties(course)

    def __enter__(self) -> Self:
        self._manager = open_gradebook(self.course)
        self._gradebook = self._manager.__enter__()
        try:
            self._row, self._cells = self._find_assignment()
        except BaseException:
            self._gradebook.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: types.TracebackType | None,
    ) -> None:
        self._manager.__exit__(kind, error, traceback)

    def record(self, batch: Sequence[tuple[Submission, Graded]]) -> list[tuple[str, str]]:
        """Registra un lote, todo o nada. Devuelve avisos (alumno, frase)."""
        notices: list[tuple[str, str]] = []
        for _, graded in batch:
            if graded.failed:
                raise ValueError("un resultado con fallos del sistema no se registra")
            self._check_same_cells(graded.notebook)
        students = [submission.student for submission, _ in batch]
        registered = self.ledger.cells(self.assignment, set(students))
        with self.folders.prepared([(s.folder, s.student, g.notebook) for s, g in batch]) as ready:
            try:
                rows = self._submissions(students)
                put_on(self.course, self._row, rows.values())
                for submission, graded in batch:
                    student = submission.student
                    row = rows[student]
                    self._timestamp(row, submission.folder, notices)
                    reopened = self._save(row, graded, registered.get(student, {}))
                    if reopened:
                        cells = ", ".join(reopened)
                        notices.append((student, _REOPENED.format(cells=cells)))
                self._gradebook.db.commit()
            except DatabaseError as error:
                self._gradebook.db.rollback()
                raise explained(error) from error
            except BaseException:
                self._gradebook.db.rollback()
                raise
            ready.publish()
        entries = [entry(s.student, g, s.key, s.submitted) for s, g in batch]
        self.ledger.write(self.assignment, entries)
        return notices

    def withdraw(self, student: str, sentence: str) -> str | None:
        """Retira la nota automática de una entrega que ya no se puede calificar.

        Lo puesto a mano se queda, pendiente de revisión. Devuelve el aviso, o None si no había
        nota que retirar.
        """
        try:
            row = self._existing([student]).get(student)
            grades = [] if row is None else [g for n in row.notebooks for g in n.grades]
            stale = [g for g in grades if g.auto_score is not None or not g.needs_manual_grade]
            for grade in stale:
                grade.auto_score = None
                grade.needs_manual_grade = True
            for notebook in row.notebooks if row is not None else ():
                notebook.late_submission_penalty = None
            self._gradebook.db.commit()
        except DatabaseError as error:
            self._gradebook.db.rollback()
            raise explained(error) from error
        self.folders.remove(student)
        self.ledger.remove(self.assignment, student)
        return f"{_WITHDRAWN} {sentence}" if stale else None

    # --- la tarea -----------------------------------------------------------------------------

    def _find_assignment(self) -> tuple[Assignment, _Cells]:
        row = (
            self._gradebook.db.query(Assignment)
            .filter(Assignment.name == self.assignment)
            .one_or_none()
        )
        notebook = row and next((n for n in row.notebooks if n.name == self.assignment), None)
        if row is None or notebook is None:
            raise UserError(
                f"La tarea «{self.assignment}» no está en el libro de calificaciones: ejecuta "
                f"antes «autograde generar {self.assignment}»."
            )
        self._notebook_id = notebook.id
        graded = [*notebook.grade_cells, *notebook.task_cells]
        commented = [*notebook.solution_cells, *notebook.task_cells]
        return row, _Cells(
            {cell.name: cell.id for cell in graded},
            {cell.name: cell.id for cell in commented},
            {cell.name: cell.max_score for cell in graded},
        )

    def _check_same_cells(self, notebook: NotebookNode) -> None:
        own = {
            cell.metadata.nbgrader.grade_id: float(cell.metadata.nbgrader.points)
            for cell in notebook.cells
            if is_grade(cell) or is_task(cell)
        }
        if own != dict(self._cells.points):
            changed = sorted({name for name, _ in own.items() ^ self._cells.points.items()})
            raise UserError(
                f"El cuaderno de origen de «{self.assignment}» ha cambiado desde que se generó "
                f"({', '.join(changed)}): ejecuta «autograde generar {self.assignment}» y repite."
            )

    # --- las filas ----------------------------------------------------------------------------

    def _existing(self, students: Sequence[str]) -> dict[str, SubmittedAssignment]:
        rows = (
            self._gradebook.db.query(SubmittedAssignment)
            .filter(
                SubmittedAssignment.assignment_id == self._row.id,
                SubmittedAssignment.student_id.in_(students),
            )
            .options(
                selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades),
                selectinload(SubmittedAssignment.notebooks).selectinload(
                    SubmittedNotebook.comments
                ),
            )
        )
        return {row.student_id: row for row in rows}

    def _submissions(self, students: Sequence[str]) -> dict[str, SubmittedAssignment]:
        """Las filas de las entregas de un lote; las que no había, nuevas, como las de nbgrader."""
        db = self._gradebook.db
        known = {id_ for (id_,) in db.query(Student.id).filter(Student.id.in_(students))}
        db.add_all(Student(id=student) for student in students if student not in known)
        rows = self._existing(students)
        notebooks = {n.id: n for n in self._row.notebooks}
        for student in students:
            if student not in rows:
                rows[student] = SubmittedAssignment(
                    assignment_id=self._row.id,
                    student_id=student,
                    notebooks=[self._new_notebook(n) for n in notebooks.values()],
                )
        db.add_all(rows.values())
        return rows

    def _new_notebook(self, notebook: Notebook) -> SubmittedNotebook:
        graded = [*notebook.grade_cells, *notebook.task_cells]
        commented = [*notebook.solution_cells, *notebook.task_cells]
        return SubmittedNotebook(
            notebook_id=notebook.id,
            grades=[Grade(cell_id=cell.id, needs_manual_grade=True) for cell in graded],
            comments=[Comment(cell_id=cell.id) for cell in commented],
        )

    def _timestamp(
        self, row: SubmittedAssignment, folder: Path, notices: list[tuple[str, str]]
    ) -> None:
        try:
            timestamp = read_timestamp(folder, self.course.zone)
        except InvalidTimestamp as error:
            notices.append((row.student_id, str(error)))
            row.timestamp = None
            return
        if timestamp is not None:
            row.timestamp = timestamp

    def _save(
        self,
        row: SubmittedAssignment,
        graded: Graded,
        registered: Mapping[str, LedgerCell],
    ) -> list[str]:
        """Pone las notas y comentarios automáticos; devuelve las celdas que se reabren."""
        notebook = graded.notebook
        asked = {cell.grade_id for cell in graded.cells if cell.review}
        submitted = next(n for n in row.notebooks if n.notebook_id == self._notebook_id)
        grades = {grade.cell_id: grade for grade in submitted.grades}
        comments = {comment.cell_id: comment for comment in submitted.comments}
        answers = answer_digests(notebook)
        reopened = []
        for cell in notebook.cells:
            if is_grade(cell):
                name = cell.metadata.nbgrader.grade_id
                known = registered.get(name)
                same = known is not None and known.answer == answers[name]
                grade = grades[self._cells.grades[name]]
                if self._grade(grade, determine_grade(cell)[0], same, name in asked):
                    reopened.append(name)
            if is_solution(cell) or is_task(cell):
                name = cell.metadata.nbgrader.grade_id
                empty = not is_task(cell) and (
                    cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                )
                comments[self._cells.comments[name]].auto_comment = NO_RESPONSE if empty else None
        self._penalties.apply(row, self._row, submitted)
        return reopened

    def _grade(
        self, grade: Grade, auto_score: float | None, same_answer: bool, asked: bool
    ) -> bool:
        before = Standing(grade.auto_score, grade.manual_score, grade.needs_manual_grade)
        grade.auto_score = auto_score
        grade.needs_manual_grade = needs_review(
            before, auto_score, same_answer=same_answer, asked=asked
        )
        return (
            before.manual_score is not None
            and grade.needs_manual_grade
            and not before.needs_manual_grade
        )
