"""La penalización por retraso: cuánto es, y ponerla al día sin ejecutar nada.

La nota de una entrega depende también del plazo, de las prórrogas, del descuento y de la fecha en
que se entregó, que cambian sin que cambie el cuaderno.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

from nbgrader.api import Assignment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import selectinload

from autograde.course import Course
from autograde.course.settings import CursoDescenso
from autograde.gradebook.database import exists, explained, open_gradebook
from autograde.gradebook.deadlines import put_on
from autograde.gradebook.timestamps import InvalidTimestamp, read_timestamp

#: una diferencia menor no se ve en ninguna nota
SMALLEST = 5e-5


def late_penalty(settings: CursoDescenso, score: float, seconds: float) -> float | None:
    """Los puntos que se pierden: score · min(1, descuento · días empezados)."""
    late = seconds - 60 * settings.gracia_minutos
    if late <= 0 or settings.descuento_por_dia == 0:
        return None
    return score * min(1.0, settings.descuento_por_dia * math.ceil(late / 86_400))


class Penalties:
    """Como `AssignLatePenalties` de nbgrader, con el complemento que diga la configuración."""

    def __init__(self, course: Course) -> None:
        quiet = logging.getLogger("autograde.nbgrader")
        self._nbgrader = AssignLatePenalties(config=course.config, log=quiet)
        self._nbgrader.init_plugin()

    def apply(
        self, row: SubmittedAssignment, assignment: Assignment, notebook: SubmittedNotebook
    ) -> None:
        """Pone la penalización de una entrega, de toda su nota: la automática y la de mano."""
        notebook.late_submission_penalty = None
        late = seconds_late(row, assignment)
        if late <= 0:
            return
        score = sum(score_of(grade) for grade in notebook.grades)
        penalty = self._nbgrader.plugin_inst.late_submission_penalty(row.student_id, score, late)
        if penalty is not None:
            notebook.late_submission_penalty = min(max(penalty, 0), score)


@dataclass(frozen=True)
class PenaltyChange:
    """Una penalización que ha cambiado, en puntos."""

    student: str
    before: float
    after: float

    def __str__(self) -> str:
        shown = [f"{value:.4f}".rstrip("0").rstrip(".") for value in (self.before, self.after)]
        before, after = (text.replace(".", ",") for text in shown)
        return f"{self.student}: el descuento por retraso pasa de {before} a {after} puntos"


def recompute(course: Course, assignment: str) -> list[PenaltyChange]:
    """Pone al día las penalizaciones de una tarea. Devuelve las que cambian.

    La fecha de cada entrega se vuelve a leer de su carpeta, y su prórroga de donde se guarda.
    `UserError` si el libro no se puede usar.
    """
    if not exists(course):
        return []
    penalties = Penalties(course)
    changes = []
    with open_gradebook(course) as gradebook:
        try:
            task = (
                gradebook.db.query(Assignment).filter(Assignment.name == assignment).one_or_none()
            )
            rows = _submissions(gradebook, task) if task is not None else []
            if task is not None:
                put_on(course, task, rows)
            for row in rows:
                _read_date(course, row, assignment)
                before = sum(n.late_submission_penalty or 0.0 for n in row.notebooks)
                for notebook in row.notebooks:
                    penalties.apply(row, task, notebook)
                after = sum(n.late_submission_penalty or 0.0 for n in row.notebooks)
                if abs(after - before) > SMALLEST:
                    changes.append(PenaltyChange(row.student_id, before, after))
            gradebook.db.commit()
        except DatabaseError as error:
            gradebook.db.rollback()
            raise explained(error) from error
    return sorted(changes, key=lambda change: change.student)


def date_and_extension(course: Course, assignment: str, student: str) -> None:
    """Pone en la fila de una entrega su fecha y su prórroga, antes de que nbgrader la penalice."""
    with open_gradebook(course) as gradebook:
        row = gradebook.find_submission(assignment, student)
        _read_date(course, row, assignment)
        put_on(course, row.assignment, [row])
        gradebook.db.commit()


def _submissions(gradebook: Gradebook, task: Assignment) -> list[SubmittedAssignment]:
    return list(
        gradebook.db.query(SubmittedAssignment)
        .filter(SubmittedAssignment.assignment_id == task.id)
        .options(selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades))
    )


def _read_date(course: Course, row: SubmittedAssignment, assignment: str) -> None:
    try:
        date = read_timestamp(course.folder("submitted", row.student_id, assignment), course.zone)
    except InvalidTimestamp:
        row.timestamp = None
        return
    if date is not None:
        row.timestamp = date


def seconds_late(row: SubmittedAssignment, assignment: Assignment) -> float:
    """Los segundos de retraso de una entrega, con su prórroga; 0 si no hay plazo o fecha."""
    if row.timestamp is None or assignment.duedate is None:
        return 0.0
    due = assignment.duedate if row.extension is None else assignment.duedate + row.extension
    return max(0.0, (row.timestamp - due).total_seconds())


def lateness(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    """Los segundos de retraso de quienes llegaron tarde a una tarea."""
    task = gradebook.db.query(Assignment).filter(Assignment.name == assignment).one_or_none()
    if task is None:
        return {}
    late = {row.student_id: seconds_late(row, task) for row in _submissions(gradebook, task)}
    return {student: seconds for student, seconds in late.items() if seconds > 0}


def score_of(grade: Grade) -> float:
    """La nota de una celda, como la calcula nbgrader."""
    base = grade.manual_score if grade.manual_score is not None else grade.auto_score
    return 0.0 if base is None else base + (grade.extra_credit or 0.0)
