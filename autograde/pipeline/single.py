"""Calificar una entrega, con el mismo almacén que la clase entera: para `nbgrader autograde`."""

from __future__ import annotations

import contextlib

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.record import Recorder
from autograde.gradebook.store import ResultStore
from autograde.judge.results import Graded
from autograde.pipeline.execute import retry_alone
from autograde.pipeline.local import LocalPool, grade_and_keep
from autograde.pipeline.materials import Materials
from autograde.pipeline.plan import Problem, Settings, make_plan
from autograde.pipeline.worker import Grader


def grade_submission(
    course: Course, assignment: str, student: str, *, isolated: bool = True
) -> Graded:
    """El resultado de una entrega: el guardado o, si no lo hay, uno nuevo que se guarda.

    `UserError` si no se puede calificar; si es porque no se puede leer, su nota anterior se retira.
    """
    settings = Settings(course.root, assignment, isolated)
    plan = make_plan(course, settings, [student])
    problems = list(plan.problems)
    if plan.jobs:
        store = ResultStore(course.results_folder(assignment))
        with contextlib.closing(Grader(Materials.of(settings))) as grader:
            outcome = grade_and_keep(plan.jobs[0], grader, store)
        if outcome.system:
            retry_alone(
                plan.jobs,
                settings,
                LocalPool(settings, 1),
                lambda _job, left: problems.extend(filter(None, [left])),
            )
        else:
            problems += filter(None, [outcome.problem])
    if not problems:
        job = (*plan.jobs, *plan.ready)[0]
        graded = ResultStore(course.results_folder(assignment)).get(job.key)
        if graded is not None:
            return graded
        problems = [Problem(student, "El resultado no se pudo guardar.", system=True)]
    if not problems[0].system:
        withdraw(course, assignment, student, problems[0].sentence)
    raise UserError(f"{student}: {problems[0].sentence}")


def withdraw(course: Course, assignment: str, student: str, sentence: str) -> None:
    """Retira la nota de una entrega que ya no se puede leer: no la conserva en silencio."""
    with Recorder(course, assignment) as recorder:
        recorder.withdraw(student, sentence)
