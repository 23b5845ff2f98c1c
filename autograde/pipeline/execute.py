"""Ejecutar: repartir las entregas entre quienes las califican, que pueden morir.

Calificar una es una función pura: da lo mismo que la haga un proceso de esta máquina (`local`) o
un trabajador de un racimo (`cluster`). Su resultado queda en el almacén, y así una ejecución
interrumpida sigue donde estaba.
"""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Any, Protocol

from autograde.errors import UserError
from autograde.notebooks.reading import Unreadable
from autograde.pipeline.alone import settle_alone
from autograde.pipeline.plan import WITNESS, Job, Problem, Settings
from autograde.pipeline.worker import Outcome

#: cada cuánto se mira si sigue habiendo quien califique, si no acaba nadie
LOOK_S = 2.0


class Shift(Protocol):
    """Un turno: procesos y aislamientos recién hechos."""

    def submit(self, job: Job) -> concurrent.futures.Future[Any]:
        """Encarga una entrega, o la del docente (`WITNESS`)."""

    def outcome(self, job: Job, future: concurrent.futures.Future[Any]) -> Outcome:
        """Qué pasó con un encargo acabado; si salió bien, ya está guardado."""


class Pool(Protocol):
    """Quienes califican."""

    def prepare(self) -> None:
        """Antes de empezar: `UserError` si no se va a poder calificar."""

    def room(self) -> int:
        """Cuántos encargos puede tener a la vez; `UserError` si ya no queda quien los haga."""

    @property
    def crowded(self) -> bool:
        """Si una entrega puede medirse mientras se califica otra."""

    def shift(self, count: int) -> AbstractContextManager[Shift]:
        """Un turno para no más de `count` entregas."""

    def close(self) -> None:
        """Se despide."""


def execute(
    jobs: Sequence[Job],
    settings: Settings,
    pool: Pool,
    on_done: Callable[[Job, Problem | None], None],
) -> None:
    """Reparte los trabajos entre los de `pool` y llama a `on_done` según acaban.

    Si un trabajador muere, lo que quedaba se reparte otra vez; si vuelve a pasar, va de uno en
    uno, y así solo se queda sin nota la entrega que lo mata. Lo que el sistema no pudo evaluar se
    repite al final, a solas (`alone`). Con Ctrl-C, o si no se puede guardar
    (`UserError`), se deja lo que esté a medias y se propaga la excepción.

    Lo que se midió con demasiado ruido, por lo ocupada que estaba la máquina, se repite al final y
    a solas; vale lo segundo. Si se interrumpe antes, queda lo primero.
    """
    noisy: list[Job] = []
    troubled: list[Job] = []

    def settled(job: Job, outcome: Outcome) -> None:
        if outcome.system:
            troubled.append(job)
        elif outcome.noisy and pool.crowded:
            noisy.append(job)
        else:
            on_done(job, outcome.problem)

    left = _shared_out(jobs, pool, settled)
    left = _shared_out(left, pool, settled)
    while left:
        left = _one_by_one(left, pool, settled)
        troubled += left[:1]
        left = left[1:]
    _repeat(noisy, pool)
    for job in noisy:
        on_done(job, None)
    retry_alone(troubled, settings, pool, on_done)


def retry_alone(
    jobs: Sequence[Job],
    settings: Settings,
    pool: Pool,
    on_done: Callable[[Job, Problem | None], None],
) -> None:
    """Repite lo que el sistema no pudo evaluar, cada intento en un proceso nuevo."""

    def attempt(job: Job | None) -> Outcome:
        outcomes: list[Outcome] = []
        asked = WITNESS if job is None else job
        if _one_by_one([asked], pool, lambda _job, outcome: outcomes.append(outcome)):
            sentence = "Murió el proceso que la calificaba; se repetirá."
            return Outcome(Problem(asked.student, sentence, system=True))
        return outcomes[0]

    settle_alone(jobs, settings, attempt, on_done)


def _repeat(jobs: Sequence[Job], pool: Pool) -> None:
    """Repite lo ya guardado, a solas. Si no se puede, sigue guardado lo primero."""
    while jobs:
        jobs = _one_by_one(jobs, pool, lambda _job, _outcome: None)[1:]


def _shared_out(
    jobs: Sequence[Job], pool: Pool, on_done: Callable[[Job, Outcome], None]
) -> list[Job]:
    """Reparte los trabajos; devuelve los que se quedaron sin hacer porque murió quien los hacía."""
    if not jobs:
        return []
    left = {job.student: job for job in jobs}
    waiting = iter(jobs)
    running: dict[concurrent.futures.Future[Any], Job] = {}
    with pool.shift(len(jobs)) as shift:
        while left:
            try:
                for job in islice(waiting, max(0, pool.room() - len(running))):
                    running[shift.submit(job)] = job
                done, _ = concurrent.futures.wait(
                    running, LOOK_S, concurrent.futures.FIRST_COMPLETED
                )
                for future in [f for f in running if f in done]:
                    job = running.pop(future)
                    outcome = _result(shift, future, job)
                    del left[job.student]
                    on_done(job, outcome)
            except concurrent.futures.BrokenExecutor:
                break
    return list(left.values())


def _one_by_one(
    jobs: Sequence[Job], pool: Pool, on_done: Callable[[Job, Outcome], None]
) -> list[Job]:
    """De uno en uno; devuelve desde el que mató a quien lo calificaba, ese incluido."""
    with pool.shift(1) as shift:
        for i, job in enumerate(jobs):
            try:
                future = shift.submit(job)
                while not concurrent.futures.wait([future], LOOK_S).done:
                    pool.room()
                outcome = _result(shift, future, job)
            except concurrent.futures.BrokenExecutor:
                return list(jobs[i:])
            on_done(job, outcome)
    return []


def _result(shift: Shift, future: concurrent.futures.Future[Any], job: Job) -> Outcome:
    try:
        return shift.outcome(job, future)
    except (concurrent.futures.BrokenExecutor, UserError):
        raise
    except Unreadable as error:
        return Outcome(Problem(job.student, str(error)))
    except Exception as error:
        return Outcome(Problem(job.student, f"Fallo del sistema: {error}.", system=True))
