"""Devolver: la retroalimentación de una tarea, con el conversor de nbgrader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.converters import GenerateFeedback

from autograde.course import Course
from autograde.errors import UserError, sentence
from autograde.gradebook.given_back import note
from autograde.gradebook.judged import given_by_judge
from autograde.lms.gradebook import read_marks
from autograde.nbgrader.conversion import convert


@dataclass(frozen=True)
class GivenBack:
    """Dónde está la retroalimentación, de quiénes, y por qué no de otros (alumno → frase)."""

    folder: Path
    students: list[str]
    failed: dict[str, str]


def give_feedback(
    course: Course, assignment: str, students: Sequence[str] | None = None
) -> GivenBack:
    """Escribe la retroalimentación de los alumnos calificados (o de los que se digan).

    Con quien falla, o tiene una nota que no puso nuestro juez, se sigue con los demás. `UserError`
    si no hay nada calificado.
    """
    graded = [
        student
        for student in course.students_in("autograded", assignment)
        if (course.folder("autograded", student, assignment) / f"{assignment}.ipynb").exists()
    ]
    chosen = graded if students is None else sorted(set(students))
    missing = sorted(set(chosen) - set(graded))
    if missing or not chosen:
        who = f" de {', '.join(missing)}" if missing else ""
        raise UserError(
            f"No hay nada calificado de «{assignment}»{who}: ejecuta antes "
            f"«autograde calificar {assignment}»."
        )
    ours = given_by_judge(course.root)
    failed: dict[str, str] = {}
    for student in chosen:
        if not ours(assignment, student):
            failed[student] = (
                f"sus notas no las puso este corrector: ejecuta «autograde calificar {assignment}» "
                "y repite la orden."
            )
            continue
        try:
            convert(GenerateFeedback, course, assignment, student)
        except Exception as error:  # lo de uno no deja sin retroalimentación a los demás
            failed[student] = sentence(error)
    done = [student for student in chosen if student not in failed]
    if done:
        without = assignment in course.settings.sin_manual
        marks = read_marks(course, assignment, without_manual=without)
        totals = {mark.student: mark.total for mark in marks}
        note(course, assignment, {student: totals[student] for student in done})
    return GivenBack(course.root / "feedback", done, failed)
