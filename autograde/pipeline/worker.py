"""Calificar entregas con un aislamiento ya caliente: lo mismo en esta máquina que en un racimo."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import nbformat

from autograde.exercises import Assignment, load
from autograde.gradebook.store import ResultStore
from autograde.grading import accelerator
from autograde.grading.notebook import grade_notebook
from autograde.judge.results import Graded
from autograde.notebooks.fingerprints import answer_fingerprints, stubs_of
from autograde.notebooks.rebuild import Rebuilt, rebuild
from autograde.notebooks.source import solutions
from autograde.pipeline.materials import Materials, Paper
from autograde.pipeline.plan import Job, Problem
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
    """Califica entregas con un aislamiento ya caliente; uno por proceso trabajador.

    No lee ni escribe nada: lo que le hace falta de la tarea son sus `Materials`.
    """

    def __init__(self, materials: Materials) -> None:
        self.materials = materials
        self.assignment: Assignment = load(materials.assignment)
        self.solutions = solutions(materials.solved)
        self.stubs = stubs_of(materials.published)
        isolated, absent = materials.isolated, self.assignment.absent
        self.sandbox = Sandbox(isolated=isolated, absent=absent)
        self.yardsticks = Yardsticks(self.assignment, materials.solved, isolated=isolated)
        self.accelerator = accelerator.opened(materials.device, isolated=isolated, absent=absent)

    def grade(self, paper: Paper) -> Graded:
        """Califica una entrega. `Unreadable` si no se puede leer como cuaderno."""
        rebuilt = rebuild(self.materials.published, paper.notebook)
        rebuilt = Rebuilt(rebuilt.notebook, (*paper.notes, *rebuilt.notes))
        graded = self._graded(rebuilt, paper)
        found = answer_fingerprints(graded.notebook, self.stubs)
        return dataclasses.replace(graded, fingerprints=found)

    def witness(self) -> bool:
        """Si aquí y ahora se puede calificar la mejor entrega: la que haría quien enseña."""
        best = Paper(nbformat.writes(self.materials.solved).encode())
        return not self._graded(rebuild(self.materials.published, best.notebook), best).failed

    def _graded(self, rebuilt: Rebuilt, paper: Paper) -> Graded:
        return grade_notebook(
            rebuilt,
            self.assignment,
            self.materials.seed,
            self.sandbox,
            self.materials.files_with(paper),
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


def keep(job: Job, graded: Graded, store: ResultStore) -> Outcome:
    """Guarda un resultado, si el sistema pudo con todas sus celdas."""
    if graded.failed:
        cells = ", ".join(c.grade_id for c in graded.failed)
        sentence = f"El sistema no pudo evaluar {cells}; se repetirá."
        return Outcome(Problem(job.student, sentence, system=True), unfinished=graded)
    store.put(job.key, graded)
    return Outcome(noisy=graded.noisy)
