"""Un proceso trabajador: califica entregas con un aislamiento ya caliente y guarda el resultado."""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Mapping
from dataclasses import dataclass

import nbformat

from autograde.course import Course
from autograde.exercises import Assignment, load
from autograde.gradebook.store import ResultStore
from autograde.grading import accelerator
from autograde.grading.notebook import grade_notebook
from autograde.grading.notebook import prepare as prepare_checks
from autograde.judge.results import Graded
from autograde.notebooks.rebuild import Rebuilt, Unreadable, rebuild
from autograde.notebooks.source import read_source, released, solutions
from autograde.notebooks.submission import read_bytes
from autograde.pipeline.plan import Job, Problem, Settings, extra_files
from autograde.sandbox import Sandbox
from autograde.speed.yardsticks import Yardsticks


@dataclass(frozen=True)
class Outcome:
    """Qué pasó con una entrega.

    problem
        El problema, si lo hubo.
    noisy
        Si se midió con demasiado ruido.
    unfinished
        Lo que salió, con los fallos del sistema que no dejan guardarlo.
    """

    problem: Problem | None = None
    noisy: bool = False
    unfinished: Graded | None = None

    @property
    def system(self) -> bool:
        """Si no se pudo calificar y no consta que sea cosa de la entrega."""
        return self.problem is not None and self.problem.system


class Grader:
    """Califica entregas con un aislamiento ya caliente; uno por proceso trabajador."""

    def __init__(self, settings: Settings) -> None:
        self.course = Course(settings.course)
        self.assignment: Assignment = load(settings.assignment)
        self.solved = read_source(self.course.source_notebook(self.assignment.name))
        self.source = released(self.solved, self.course.config)
        self.solutions = solutions(self.solved)
        self.seed = self.course.seed(self.assignment.name, self.assignment.edition)
        self.store = ResultStore(self.course.results_folder(self.assignment.name))
        self.data = self.course.data_files(self.assignment.name)
        self.sandbox = Sandbox(isolated=settings.isolated, absent=self.assignment.absent)
        self.yardsticks = Yardsticks(self.assignment, self.solved, isolated=settings.isolated)
        self.accelerator = accelerator.opened(
            settings.device, isolated=settings.isolated, absent=self.assignment.absent
        )

    def grade(self, job: Job) -> Outcome:
        """Califica una entrega y, si no hubo ningún problema, guarda el resultado."""
        try:
            rebuilt = rebuild(self.source, read_bytes(job.notebook))
            rebuilt = Rebuilt(rebuilt.notebook, (*job.notes, *rebuilt.notes))
            # lo del docente tapa lo que el alumno entregue con el mismo nombre, como en nbgrader
            files = {**extra_files(job.folder, job.notebook), **self.data}
            graded = self._graded(rebuilt, files)
        except Unreadable as error:
            return Outcome(Problem(job.student, str(error)))
        if graded.failed:
            cells = ", ".join(c.grade_id for c in graded.failed)
            sentence = f"El sistema no pudo evaluar {cells}; se repetirá."
            return Outcome(Problem(job.student, sentence, system=True), unfinished=graded)
        self.store.put(job.key, graded)
        return Outcome(noisy=graded.noisy)

    def witness(self) -> bool:
        """Si aquí y ahora se puede calificar la mejor entrega: la que haría quien enseña."""
        rebuilt = rebuild(self.source, nbformat.writes(self.solved).encode())
        return not self._graded(rebuilt, self.data).failed

    def _graded(self, rebuilt: Rebuilt, files: Mapping[str, bytes]) -> Graded:
        return grade_notebook(
            rebuilt,
            self.assignment,
            self.seed,
            self.sandbox,
            files,
            self.yardsticks,
            self.accelerator,
            self.solutions,
        )

    def close(self) -> None:
        """Cierra los aislamientos."""
        if self.accelerator is not None:
            self.accelerator.close()
        self.yardsticks.close()
        self.sandbox.close()


def prepare(settings: Settings) -> None:
    """Calcula una vez, antes de repartir, las respuestas esperadas: los procesos las heredan."""
    grader = Grader(settings)
    prepare_checks(grader.source, grader.assignment, grader.seed, settings.device)


_grader: Grader | None = None


def start_worker(settings: Settings) -> None:
    """Prepara un proceso trabajador: muere con su padre y deja Ctrl-C para él."""
    global _grader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    _grader = Grader(settings)


def grade_in_worker(job: Job) -> Outcome:
    """Califica en el proceso trabajador."""
    assert _grader is not None
    return _grader.grade(job)


def witness_in_worker() -> Outcome:
    """Un problema del sistema si el proceso trabajador no puede calificar ni lo mejor."""
    assert _grader is not None
    if _grader.witness():
        return Outcome()
    return Outcome(Problem("", "No se puede calificar la solución del docente.", system=True))
