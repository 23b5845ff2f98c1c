"""A solas: lo que el sistema no pudo evaluar se repite cuando no se califica nada más.

Cada intento va en un proceso y una incubadora nuevos, entre dos entregas honradas (la del docente)
que demuestran que el sistema funciona. Así, una entrega a la que mató algo de fuera sale con su
nota, y la que se muere siempre acaba por ser cosa suya: a la tercera muerte a solas se queda con
los puntos de lo que se llegó a juzgar, marcada para que la mire una persona, y no se repite más.

Cada orden hace un intento: entre uno y otro puede haberse arreglado lo que fallaba.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from autograde.course import Course
from autograde.gradebook.deaths import ENOUGH, LoneDeaths
from autograde.gradebook.store import ResultStore
from autograde.judge.report import give_up
from autograde.pipeline.plan import HOPELESS, Job, Problem, Settings
from autograde.pipeline.worker import Outcome

#: califica una entrega en un proceso nuevo, o (sin entrega) dice si se puede calificar
Attempt = Callable[[Job | None], Outcome]


def settle_alone(
    jobs: Sequence[Job],
    settings: Settings,
    attempt: Attempt,
    on_done: Callable[[Job, Problem | None], None],
) -> None:
    """Repite a solas cada uno de `jobs`, que fallaron por algo del sistema."""
    works = bool(jobs) and not attempt(None).system
    for job in jobs:
        if not works:
            on_done(job, _pending(job))
            continue
        outcome = attempt(job)
        if not outcome.system:
            on_done(job, outcome.problem)
            continue
        works = not attempt(None).system
        on_done(job, _counted(job, settings, outcome) if works else outcome.problem)


def _pending(job: Job) -> Problem:
    sentence = "El sistema no puede calificar ni la solución del docente; se repetirá."
    return Problem(job.student, sentence, system=True)


def _counted(job: Job, settings: Settings, outcome: Outcome) -> Problem | None:
    """Apunta una muerte a solas. Devuelve lo que queda por resolver, si queda algo."""
    course = Course(settings.course)
    assert outcome.problem is not None
    count = LoneDeaths(course, settings.assignment).add(job.key)
    if count < ENOUGH:
        sentence = f"{outcome.problem.sentence} Van {count} de {ENOUGH} a solas."
        return replace(outcome.problem, sentence=sentence)
    if outcome.unfinished is None:
        return Problem(job.student, HOPELESS)
    ResultStore(course.results_folder(settings.assignment)).put(
        job.key, give_up(outcome.unfinished)
    )
    return None
