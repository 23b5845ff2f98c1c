"""Corre un cuaderno en la sesión aislada y hace contestar a sus pruebas.

El orden es la defensa: primero corren todas las celdas, con una instantánea en cada prueba;
después contestan los casos públicos; entonces la sesión se cierra; y solo entonces entran los
casos ocultos. Todo lo que se puede enseñar se produjo antes de que hubiera nada que esconder.

Una sesión sin cuidado cuesta mucho menos y basta casi siempre. Si una respuesta pública estropea
su instantánea se empieza otra vez, con cuidado. Si es una oculta, lo que se enseña es ya lo que
había, y solo se repiten las respuestas ocultas que hagan falta, en otra sesión cuyas salidas no
mira nadie.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from autograde.grading.accelerator import Accelerator
from autograde.grading.carried import settle_carried, suspicions
from autograde.grading.check import SESSION, Check, Run
from autograde.grading.measuring import MEASURED, measure_all, timed_on_device
from autograde.grading.on_device import settle_on_device
from autograde.grading.placing import Placing
from autograde.judge.judging import judge
from autograde.model import CellKind, Verdict
from autograde.notebooks.sanitize import sanitize_outputs
from autograde.sandbox import Budget, CellState, Disturbed, Sandbox, SandboxFailure, Session
from autograde.sandbox.budget import FIRST_PASS
from autograde.speed.yardsticks import Yardsticks
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import Plan, Respuesta

#: cuántas celdas que matan la sesión se saltan antes de dejar de ejecutar las siguientes
MAXIMUM_RERUNS = 6
#: veces que se intenta, cada una en una incubadora nueva, lo que el sistema no puede evaluar
ATTEMPTS = 2


def run_notebook(
    notebook: NotebookNode,
    found: Mapping[int, Check],
    placing: Placing,
    sandbox: Sandbox,
    files: Mapping[str, bytes],
    yardsticks: Yardsticks | None,
    accelerator: Accelerator | None = None,
    solutions: Mapping[str, str] | None = None,
) -> Run:
    """Corre las celdas de `notebook` y hace contestar a las pruebas `found`, por su índice.

    placing
        Qué define cada celda, y qué pruebas se hacen al final.
    accelerator
        Con él, las de portabilidad reciben arreglos de su dispositivo.
    solutions
        Las celdas de solución del docente, por `grade_id`, para los errores arrastrados.

    Lo que el sistema no pudo evaluar se repite, entero y en una incubadora nueva; si vuelve a
    fallar, queda en `Run.failed`.
    """
    budget = Budget.of(sandbox.limits)
    job = _Job(
        notebook, found, placing, sandbox, files, yardsticks, budget, accelerator, solutions or {}
    )
    for _ in range(ATTEMPTS):
        try:
            run = job.run(careful=False)
        except Disturbed:  # contestando a lo público: aún no ha entrado nada oculto
            run = job.run(careful=True)
        if not run.failed:
            break
        sandbox.close()
        if accelerator is not None:
            accelerator.sandbox.close()
    return run


@dataclass(frozen=True)
class _Job:
    notebook: NotebookNode
    found: Mapping[int, Check]
    placing: Placing
    sandbox: Sandbox
    files: Mapping[str, bytes]
    yardsticks: Yardsticks | None
    budget: Budget
    accelerator: Accelerator | None = None
    solutions: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def run(self, *, careful: bool) -> Run:
        run = Run()
        try:
            with contextlib.ExitStack() as stack:
                self._run(stack, run, careful)
        except SandboxFailure as failure:
            for check in self.found.values():
                if check.grade_id not in run.judged or check.kind in MEASURED:
                    run.failed.setdefault(check.grade_id, str(failure))
            run.failed.setdefault(SESSION, str(failure))
        return run

    def _run(self, stack: contextlib.ExitStack, run: Run, careful: bool) -> None:
        keys = {check.grade_id for check in self.found.values()}
        session = self._ready(stack, run, keys, careful)
        here = [c for c in self.found.values() if not self._for_device(c)]
        for check in here:
            self._ask(session, check, check.public.plan, run.public, run)
        session.seal()
        doubtful = [c for c in here if not self._settle(session, c, run)]
        if doubtful:
            session = self._settle_again(stack, doubtful, run)
        there = self._settle_on_device(stack, run)
        measure_all(self.found, session, there, run, self.yardsticks, self.accelerator)
        self._carry(run)

    # --- celdas ---------------------------------------------------------------------------------

    def _ready(
        self, stack: contextlib.ExitStack, run: Run, keys: Collection[str], careful: bool
    ) -> Session:
        """Una sesión con las celdas corridas, sin las que la matan, y sus instantáneas `keys`."""
        attempt = 0
        budget = self.budget if careful else self.budget.part(FIRST_PASS)
        while True:
            run.outputs, run.rescued = dict(run.skipped), {}
            opened = self.sandbox.session(self.files, careful=careful, budget=budget)
            session = stack.enter_context(opened)
            culprit = self._run_cells(session, run, keys)
            if culprit is None or attempt == MAXIMUM_RERUNS or budget.cells.late:
                return session
            attempt += 1
            run.skipped[culprit] = run.outputs[culprit]
            run.warnings.append(f"La celda {culprit + 1} mató la sesión; se siguió sin ella.")

    def _run_cells(
        self, session: Session, run: Run, keys: Collection[str], until: int | None = None
    ) -> int | None:
        """Corre las celdas en orden. Devuelve la que mató la sesión, si alguna lo hizo."""
        for index, cell in enumerate(self.notebook.cells[:until]):
            if cell.cell_type != "code" or index in run.skipped:
                continue
            if index in self.found:
                if self.found[index].grade_id in keys and index not in self.placing.late:
                    session.snapshot(self.found[index].grade_id)
                continue
            result = session.run_cell(cell.source)
            run.outputs[index] = sanitize_outputs(list(result.outputs))
            if result.state in (CellState.ERROR, CellState.TIME) and session.alive:
                self._rescue(session, run, index, result.line)
            late = result.state is CellState.TIME and not session.alive
            if result.state is CellState.DEAD or late:
                run.unprotected_dead.add(index)
                return index
        for index in self.placing.late:
            if self.found[index].grade_id in keys:
                session.snapshot(self.found[index].grade_id)
        return None

    def _rescue(self, session: Session, run: Run, index: int, line: int | None) -> None:
        """Ejecuta lo que una celda define detrás de la línea en que se paró."""
        run.rescued[index] = []
        for source, names in self.placing.rescue(index, line):
            result = session.run_cell(source)
            run.outputs[index] += sanitize_outputs(list(result.outputs))
            if result.state is CellState.OK:
                run.rescued[index] += names

    # --- preguntas ------------------------------------------------------------------------------

    def _ask(
        self,
        session: Session,
        check: Check,
        plan: Plan,
        answers: dict[str, tuple[Respuesta, ...]],
        run: Run,
    ) -> None:
        if check.grade_id in run.failed:
            return
        try:
            answers[check.grade_id] = session.ask(check.grade_id, plan)
        except SandboxFailure as failure:
            run.failed[check.grade_id] = str(failure)

    def _settle(self, session: Session, check: Check, run: Run) -> bool:
        """Los casos ocultos de una prueba y su juicio. False si hay que repetirlos con cuidado.

        En una sesión sin cuidado lo oculto lo contesta el proceso que ya contestó a lo público:
        si falla solo lo oculto, puede ser por algo que recuerde de entonces.
        """
        public = run.public.get(check.grade_id, ())
        if any(a.estado == "tiempo" for a in public):
            run.hidden[check.grade_id] = (Respuesta("tiempo"),) * len(check.hidden.plan.casos)
        else:
            try:
                self._ask(session, check, check.hidden.plan, run.hidden, run)
            except Disturbed:
                return False
        if check.grade_id in run.failed:
            return True
        hidden = run.hidden[check.grade_id]
        judged = judge(check.exercise, check.public, public, check.hidden, hidden)
        run.judged[check.grade_id] = judged
        if session.careful or judged.verdict is Verdict.CORRECT:
            return True
        return not diagnosticar(public, check.public).correcto

    def _settle_again(
        self, stack: contextlib.ExitStack, doubtful: Collection[Check], run: Run
    ) -> Session:
        """Las respuestas ocultas de `doubtful`, de otra sesión. Nada más de ella se aprovecha."""
        for check in doubtful:
            run.judged.pop(check.grade_id, None)
        keys = {c.grade_id for c in self.found.values() if c in doubtful or c.kind in MEASURED}
        session = self._ready(stack, Run(skipped=dict(run.skipped)), keys, careful=True)
        session.seal()
        for check in doubtful:
            self._settle(session, check, run)
        return session

    def _for_device(self, check: Check) -> bool:
        return self.accelerator is not None and check.kind is CellKind.PORTABLE

    def _settle_on_device(self, stack: contextlib.ExitStack, run: Run) -> Session | None:
        """Las pruebas que piden el dispositivo, en una sesión que lo tiene a la vista."""
        asked = [c for c in self.found.values() if self._for_device(c)]
        if self.accelerator is None or not asked:
            return None
        there = dataclasses.replace(
            self,
            sandbox=self.accelerator.sandbox,
            budget=Budget.of(self.accelerator.sandbox.limits),
        )
        keys = {c.grade_id for c in self.found.values() if c in asked or timed_on_device(c)}

        def open_session() -> Session:
            return there._ready(stack, Run(skipped=dict(run.skipped)), keys, careful=True)

        return settle_on_device(open_session, asked, self.accelerator, run)

    # --- errores arrastrados --------------------------------------------------------------------

    def _carry(self, run: Run) -> None:
        """Lo que falla por algo anterior que falla, en sesiones de las que no se enseña nada."""
        settled: set[str] = set()
        for doubt in suspicions(self.found, self.placing, run):
            key = doubt.check.grade_id
            solution = self.solutions.get(f"{doubt.earlier.grade_id}-solucion")
            if solution is None or key in settled or self.budget.cells.late:
                continue
            until = None if doubt.index in self.placing.late else doubt.index
            apart = Run(skipped=dict(run.skipped))
            try:
                with self.sandbox.session(self.files, careful=True, budget=self.budget) as session:
                    if self._run_cells(session, apart, (), until) is not None:
                        continue
                    if settle_carried(session, doubt, solution, run):
                        settled.add(key)
            except SandboxFailure as failure:
                run.failed[key] = str(failure)
