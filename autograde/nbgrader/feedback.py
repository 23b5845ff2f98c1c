"""Devolver: la retroalimentación de una tarea, con el conversor de nbgrader."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nbgrader.converters import GenerateFeedback

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.judged import given_by_judge
from autograde.nbgrader.conversion import convert


def give_feedback(
    course: Course, assignment: str, students: Sequence[str] | None = None
) -> tuple[Path, list[str]]:
    """Escribe la retroalimentación de los alumnos calificados (o de los que se digan).

    Devuelve la carpeta y quiénes son. `UserError` si alguna nota no la puso nuestro juez.
    """
    graded = sorted(
        p.parent.parent.name
        for p in (course.root / "autograded").glob(f"*/{assignment}/{assignment}.ipynb")
    )
    chosen = graded if students is None else sorted(set(students))
    missing = sorted(set(chosen) - set(graded))
    if missing or not chosen:
        who = f" de {', '.join(missing)}" if missing else ""
        raise UserError(
            f"No hay nada calificado de «{assignment}»{who}: ejecuta antes "
            f"«autograde calificar {assignment}»."
        )
    ours = given_by_judge(course.root)
    foreign = [student for student in chosen if not ours(assignment, student)]
    if foreign:
        raise UserError(
            f"Las notas de «{assignment}» de {', '.join(foreign)} no las puso este corrector: "
            f"ejecuta «autograde calificar {assignment}» y repite la orden."
        )
    for student in chosen:
        convert(GenerateFeedback, course, assignment, student)
    return course.root / "feedback", chosen
