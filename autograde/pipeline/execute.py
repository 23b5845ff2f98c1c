"""Ejecutar: repartir las entregas entre procesos trabajadores que pueden morir.

Calificar una es una función pura; corre en cualquier `concurrent.futures.Executor` y deja su
resultado en el almacén. Así una ejecución interrumpida sigue donde estaba.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from autograde.errors import UserError
from autograde.pipeline.alone import settle_alone
from autograde.pipeline.plan import Job, Problem, Settings
from autograde.pipeline.worker import Outcome, grade_in_worker, start_worker, witness_in_worker

#: en lugar de una entrega, la del docente: dice si el sistema puede calificar
_WITNESS = Job("", Path(), Path(), "")


def execute(
    jobs: Sequence[Job],
    settings: Settings,
    processes: int,
    on_done: Callable[[Job, Problem | None], None],
) -> None:
    """Califica los trabajos en `processes` procesos y llama a `on_done` según acaban.

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
        elif outcome.noisy and processes > 1:
            noisy.append(job)
        else:
            on_done(job, outcome.problem)

    left = _shared_out(jobs, settings, processes, settled)
    left = _shared_out(left, settings, processes, settled)
    while left:
        left = _one_by_one(left, settings, settled)
        troubled += left[:1]
        left = left[1:]
    _repeat(noisy, settings)
    for job in noisy:
        on_done(job, None)
    retry_alone(troubled, settings, on_done)


def retry_alone(
    jobs: Sequence[Job], settings: Settings, on_done: Callable[[Job, Problem | None], None]
) -> None:
    """Repite lo que el sistema no pudo evaluar, cada intento en un proceso nuevo."""

    def attempt(job: Job | None) -> Outcome:
        outcomes: list[Outcome] = []
        asked = _WITNESS if job is None else job
        if _one_by_one([asked], settings, lambda _job, outcome: outcomes.append(outcome)):
            sentence = "Murió el proceso que la calificaba; se repetirá."
            return Outcome(Problem(asked.student, sentence, system=True))
        return outcomes[0]

    settle_alone(jobs, settings, attempt, on_done)


def _repeat(jobs: Sequence[Job], settings: Settings) -> None:
    """Repite lo ya guardado, a solas. Si no se puede, sigue guardado lo primero."""
    while jobs:
        jobs = _one_by_one(jobs, settings, lambda _job, _outcome: None)[1:]


def _shared_out(
    jobs: Sequence[Job],
    settings: Settings,
    processes: int,
    on_done: Callable[[Job, Outcome], None],
) -> list[Job]:
    """Reparte los trabajos en un grupo de procesos; devuelve los que se quedaron sin hacer."""
    if not jobs:
        return []
    left = {job.student: job for job in jobs}
    with _pool(settings, min(processes, len(jobs))) as pool:
        futures = {pool.submit(grade_in_worker, job): job for job in jobs}
        for future in concurrent.futures.as_completed(futures):
            job = futures[future]
            try:
                outcome = _result(future, job)
            except concurrent.futures.BrokenExecutor:
                break
            del left[job.student]
            on_done(job, outcome)
    return list(left.values())


def _one_by_one(
    jobs: Sequence[Job], settings: Settings, on_done: Callable[[Job, Outcome], None]
) -> list[Job]:
    """De uno en uno, en un solo proceso; devuelve desde el que lo mató, ese incluido."""
    with _pool(settings, 1) as pool:
        for i, job in enumerate(jobs):
            try:
                outcome = _result(_submitted(pool, job), job)
            except concurrent.futures.BrokenExecutor:
                return list(jobs[i:])
            on_done(job, outcome)
    return []


def _submitted(pool: concurrent.futures.Executor, job: Job) -> concurrent.futures.Future[Outcome]:
    return pool.submit(witness_in_worker) if job is _WITNESS else pool.submit(grade_in_worker, job)


def _result(future: concurrent.futures.Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except (concurrent.futures.BrokenExecutor, UserError):
        raise
    except Exception as error:
        return Outcome(Problem(job.student, f"Fallo del sistema: {error}.", system=True))


@contextlib.contextmanager
def _pool(settings: Settings, processes: int) -> Iterator[concurrent.futures.ProcessPoolExecutor]:
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(
        processes, mp_context=context, initializer=start_worker, initargs=(settings,)
    ) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            # Un trabajo a medias puede tardar; no se pierde nada por dejarlo para otra vez.
            workers = multiprocessing.active_children()
            for worker in workers:
                worker.kill()
            for worker in workers:
                worker.join()
            raise


def default_processes() -> int:
    """Un proceso por procesador de los que este proceso puede usar."""
    return len(os.sched_getaffinity(0))
