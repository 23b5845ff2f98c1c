"""El grupo de procesos de esta máquina: cada uno con su aislamiento, y el disco a mano."""

from __future__ import annotations

import concurrent.futures
import contextlib
import ctypes
import multiprocessing
import os
import signal
from collections.abc import Iterator

from autograde.course import Course
from autograde.errors import UserError
from autograde.exercises import load
from autograde.gradebook.store import ResultStore
from autograde.grading.notebook import prepare as prepare_checks
from autograde.notebooks.reading import Unreadable
from autograde.pipeline.materials import Materials, Paper
from autograde.pipeline.plan import WITNESS, Job, Problem, Settings
from autograde.pipeline.worker import Grader, Outcome, keep
from autograde.sandbox import Sandbox, SandboxUnavailable


class LocalPool:
    """Hasta `processes` procesos, que pueden morir."""

    def __init__(self, settings: Settings, processes: int) -> None:
        self.settings = settings
        self.processes = processes

    def prepare(self) -> None:
        """Prueba el aislamiento y calcula las respuestas esperadas: los procesos las heredan."""
        require_isolation(self.settings.isolated)
        materials = Materials.of(self.settings)
        assignment = load(materials.assignment)
        prepare_checks(materials.published, assignment, materials.seed, materials.device)

    def room(self) -> int:
        """A cuántas entregas se les puede buscar sitio a la vez: que ningún proceso espere."""
        return 4 * self.processes

    @property
    def crowded(self) -> bool:
        """Si una entrega puede medirse mientras se califica otra."""
        return self.processes > 1

    @contextlib.contextmanager
    def shift(self, count: int) -> Iterator[LocalShift]:
        """Procesos nuevos, para no más de `count` entregas."""
        context = multiprocessing.get_context("fork")
        with concurrent.futures.ProcessPoolExecutor(
            min(self.processes, count),
            mp_context=context,
            initializer=start_worker,
            initargs=(self.settings,),
        ) as executor:
            try:
                yield LocalShift(executor)
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                # Un trabajo a medias puede tardar; no se pierde nada por dejarlo para otra vez.
                workers = multiprocessing.active_children()
                for worker in workers:
                    worker.kill()
                for worker in workers:
                    worker.join()
                raise

    def close(self) -> None:
        """Nada queda abierto entre un turno y otro."""


class LocalShift:
    """Un turno de esos procesos: lo que devuelven está ya guardado."""

    def __init__(self, executor: concurrent.futures.Executor) -> None:
        self._executor = executor

    def submit(self, job: Job) -> concurrent.futures.Future[Outcome]:
        """Encarga una entrega."""
        if job is WITNESS:
            return self._executor.submit(witness_in_worker)
        return self._executor.submit(grade_in_worker, job)

    def outcome(self, job: Job, future: concurrent.futures.Future[Outcome]) -> Outcome:
        """Qué pasó con un encargo acabado."""
        return future.result()


def default_processes() -> int:
    """Un proceso por procesador de los que este proceso puede usar."""
    return len(os.sched_getaffinity(0))


def require_isolation(isolated: bool) -> None:
    """`UserError` si en esta máquina no se puede aislar el código, y se ha pedido."""
    try:
        with Sandbox(isolated=isolated) as sandbox, sandbox.session({}):
            pass
    except SandboxUnavailable as error:
        raise UserError(
            f"{error} Para calificar sin confinar el código (solo si te fías de él) añade "
            "--sin-aislamiento."
        ) from error


_grader: Grader | None = None
_store: ResultStore | None = None


def start_worker(settings: Settings) -> None:
    """Prepara un proceso trabajador: muere con su padre y deja Ctrl-C para él."""
    global _grader, _store
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    _grader = Grader(Materials.of(settings))
    _store = ResultStore(Course(settings.course).results_folder(settings.assignment))


def grade_in_worker(job: Job) -> Outcome:
    """Califica en el proceso trabajador, y guarda el resultado."""
    assert _grader is not None
    assert _store is not None
    return grade_and_keep(job, _grader, _store)


def witness_in_worker() -> Outcome:
    """Un problema del sistema si el proceso trabajador no puede calificar ni lo mejor."""
    assert _grader is not None
    if _grader.witness():
        return Outcome()
    return Outcome(Problem("", "No se puede calificar la solución del docente.", system=True))


def grade_and_keep(job: Job, grader: Grader, store: ResultStore) -> Outcome:
    """Califica una entrega y guarda lo que salga."""
    try:
        graded = grader.grade(Paper.of(job))
    except Unreadable as error:
        return Outcome(Problem(job.student, str(error)))
    return keep(job, graded, store)
