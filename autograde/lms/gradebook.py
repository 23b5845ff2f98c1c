"""El libro de calificaciones de nbgrader: leer notas y estudiantes, y guardar estudiantes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal

from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    GradeCell,
    SolutionCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.api import Student as StudentRow

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.database import exists, open_gradebook
from autograde.lms.marks import ExerciseMark, Findings, GradedSubmission, Reasons
from autograde.lms.numbers import exact
from autograde.lms.people import Student

_PART = re.compile(r"-(velocidad|memoria|portable)$")


@dataclass(frozen=True)
class _Cell:
    """La nota de una celda, tal como está en el libro."""

    name: str
    points: Decimal
    maximum: Decimal
    manual: bool
    pending: bool
    by_hand: bool = False


def read_students(course: Course) -> tuple[Student, ...]:
    """Los estudiantes del curso; ninguno si todavía no hay libro."""
    if not exists(course):
        return ()
    with open_gradebook(course) as gradebook:
        return tuple(
            Student(
                row.id,
                row.first_name or "",
                row.last_name or "",
                row.email or "",
                row.lms_user_id or "",
            )
            for row in gradebook.students
        )


def save_students(course: Course, students: Iterable[Student]) -> None:
    """Añade o actualiza estudiantes, todos o ninguno."""
    with open_gradebook(course) as gradebook:
        for student in students:
            gradebook.db.merge(
                StudentRow(
                    id=student.id,
                    first_name=student.first_name or None,
                    last_name=student.last_name or None,
                    email=student.email or None,
                    lms_user_id=student.lms_user_id or None,
                )
            )
        gradebook.db.commit()


def read_marks(
    course: Course,
    tarea: str,
    findings: Findings | None = None,
    without_manual: bool = False,
    unprotected: Set[str] = frozenset(),
    reasons: Reasons | None = None,
) -> list[GradedSubmission]:
    """Las notas de todas las entregas de `tarea`, por orden de estudiante.

    Args:
        findings: los hallazgos por (estudiante, ejercicio), que pone el corrector.
        without_manual: deja las celdas que se corrigen a mano fuera de la nota y del máximo.
        unprotected: estudiantes con celdas corregidas sin protección.
        reasons: por qué se perdieron puntos, por (estudiante, ejercicio), sin un hallazgo.

    Raises:
        UserError: si no hay libro, la tarea no está en él o no tiene puntos que repartir.
    """
    if not exists(course):
        raise UserError(
            f"Todavía no hay notas de {tarea}: ejecuta antes autograde calificar {tarea}."
        )
    with open_gradebook(course) as gradebook:
        known = sorted(name for (name,) in gradebook.db.query(Assignment.name))
        if tarea not in known:
            raise UserError(
                f"La tarea «{tarea}» no está en el libro de calificaciones: ejecuta antes "
                f"autograde calificar {tarea}. Las que están: {', '.join(known) or 'ninguna'}."
            )
        cells = _cells(gradebook, tarea)
        penalties = _penalties(gradebook, tarea)
    return [
        _submission(
            student,
            [cell for cell in cells[student] if not (without_manual and cell.manual)],
            penalty,
            findings or {},
            reasons or {},
            student in unprotected,
            tarea,
        )
        for student, penalty in sorted(penalties.items())
    ]


def exercise_id(grade_id: str) -> str:
    """El ejercicio de una celda: `t2-partir_en_lotes-memoria` → `t2.partir_en_lotes`."""
    return _PART.sub("", grade_id).replace("-", ".", 1)


def _penalties(gradebook: Gradebook, tarea: str) -> dict[str, Decimal]:
    """Los estudiantes que entregaron, con lo que se les descuenta por retraso."""
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(Assignment.name == tarea)
    )
    penalties: dict[str, Decimal] = defaultdict(Decimal)
    for student, penalty in rows:
        penalties[student] += exact(penalty or 0.0)
    return penalties


def _cells(gradebook: Gradebook, tarea: str) -> Mapping[str, list[_Cell]]:
    """Las celdas con puntos de cada estudiante, en una sola consulta."""
    solutions = {tuple(r) for r in gradebook.db.query(SolutionCell.notebook_id, SolutionCell.name)}
    grade_cell, task_cell = GradeCell.__table__, TaskCell.__table__
    base = BaseCell.__table__
    rows = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            base.c.name,
            base.c.notebook_id,
            grade_cell.c.max_score,
            task_cell.c.max_score,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
            Grade.needs_manual_grade,
        )
        .select_from(SubmittedAssignment)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Grade, Grade.notebook_id == SubmittedNotebook.id)
        .join(base, base.c.id == Grade.cell_id)
        .outerjoin(grade_cell, grade_cell.c.id == base.c.id)
        .outerjoin(task_cell, task_cell.c.id == base.c.id)
        .filter(Assignment.name == tarea)
        .order_by(base.c.name)
    )
    cells: dict[str, list[_Cell]] = defaultdict(list)
    for student, name, notebook, code_max, task_max, auto, manual, extra, pending in rows:
        score = manual if manual is not None else auto
        cells[student].append(
            _Cell(
                name=name,
                points=exact(score or 0.0) + exact((extra or 0.0) if score is not None else 0.0),
                maximum=exact(code_max if code_max is not None else task_max or 0.0),
                manual=task_max is not None or (notebook, name) in solutions,
                pending=bool(pending),
                by_hand=manual is not None or bool(extra),
            )
        )
    return cells


def _submission(
    student: str,
    cells: list[_Cell],
    penalty: Decimal,
    findings: Findings,
    reasons: Reasons,
    unprotected: bool,
    tarea: str,
) -> GradedSubmission:
    by_exercise: dict[str, list[_Cell]] = defaultdict(list)
    for cell in cells:
        by_exercise[exercise_id(cell.name)].append(cell)
    exercises = tuple(
        ExerciseMark(
            id=exercise,
            points=sum((cell.points for cell in parts), Decimal(0)),
            maximum=sum((cell.maximum for cell in parts), Decimal(0)),
            pending=any(cell.pending for cell in parts),
            findings=tuple(findings.get((student, exercise), ())),
            reason=reasons.get((student, exercise), ""),
        )
        for exercise, parts in by_exercise.items()
    )
    maximum = sum((exercise.maximum for exercise in exercises), Decimal(0))
    if maximum <= 0:
        raise UserError(f"La tarea {tarea} no reparte ningún punto: no hay nota que escribir.")
    points = sum((exercise.points for exercise in exercises), Decimal(0))
    return GradedSubmission(
        student=student,
        exercises=exercises,
        total=max(Decimal(0), points - penalty),
        maximum=maximum,
        late_penalty=penalty,
        manual_pending=sum(cell.pending for cell in cells),
        unprotected=unprotected,
        by_hand=any(cell.by_hand for cell in cells),
    )
