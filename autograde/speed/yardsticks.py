"""El patrón y la identidad de cada ejercicio, en una sesión propia e idéntica a la del alumno."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from autograde.exercises import Assignment
from autograde.model import Exercise
from autograde.sandbox import CellState, Device, Sandbox, SandboxFailure, Session
from autograde.speed.probe import Probe
from curso.pruebas.plan import Plan


class Yardsticks:
    """El patrón es la solución del cuaderno de origen; se prepara una vez para toda la clase.

    source
        El cuaderno de origen, con sus soluciones. Se ejecutan su primera celda de código y las de
        solución; las demás no hacen falta.
    device
        El dispositivo en que se miden, si no es el procesador.
    """

    def __init__(
        self,
        assignment: Assignment,
        source: NotebookNode,
        *,
        isolated: bool = True,
        device: Device | None = None,
    ) -> None:
        self._assignment = assignment
        self._source = source
        self._isolated = isolated
        self._device = device
        self._there: Yardsticks | None = None
        self._sandbox: Sandbox | None = None
        self._session: Session | None = None

    def yardstick(self, exercise: Exercise) -> Probe:
        """Una sonda sobre la solución del cuaderno."""
        return Probe(self._ready(), exercise.id, self._plan(exercise), trusted=True)

    def identity(self, exercise: Exercise, source: str) -> Probe:
        """Una sonda sobre `source`, una identidad de las del ejercicio."""
        key = _identity_key(exercise, source)
        return Probe(self._ready(), key, self._plan(exercise), trusted=True)

    def on(self, device: Device | None) -> Yardsticks:
        """Los mismos patrones en un dispositivo; ellos mismos si es el suyo."""
        if device == self._device:
            return self
        if self._there is None:
            self._there = Yardsticks(
                self._assignment, self._source, isolated=self._isolated, device=device
            )
        return self._there

    def close(self) -> None:
        """Cierra el aislamiento. Se puede llamar más de una vez."""
        there, self._there = self._there, None
        if there is not None:
            there.close()
        sandbox, self._sandbox, self._session = self._sandbox, None, None
        if sandbox is not None:
            sandbox.close()

    def __enter__(self) -> Yardsticks:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ready(self) -> Session:
        if self._session is None:
            self._sandbox = Sandbox(
                isolated=self._isolated, device=self._device, absent=self._assignment.absent
            )
            try:
                self._session = self._start(self._sandbox)
            except BaseException:
                self.close()
                raise
        return self._session

    def _start(self, sandbox: Sandbox) -> Session:
        session = sandbox.session({})
        for cell in _needed_cells(self._source):
            _run(session, cell.source)
        for exercise in self._assignment.exercises.values():
            if exercise.measured:
                session.snapshot(exercise.id)
        for exercise in self._assignment.exercises.values():
            for source in exercise.identities:
                _run(session, source)
                session.snapshot(_identity_key(exercise, source))
        session.seal()
        return session

    def _plan(self, exercise: Exercise) -> Plan:
        return measuring_plan(exercise, self._device)


def _needed_cells(notebook: NotebookNode) -> Iterator[Any]:
    first = True
    for cell in notebook.cells:
        if cell.cell_type == "code":
            if first or cell.metadata.get("nbgrader", {}).get("solution"):
                yield cell
            first = False


def _run(session: Session, source: str) -> None:
    if session.run_cell(source).state is not CellState.OK:
        raise SandboxFailure(f"El patrón no se puede ejecutar: falla «{source.splitlines()[0]}».")


def measuring_plan(exercise: Exercise, device: Device | None) -> Plan:
    """El plan, sin casos, con que se mide un ejercicio: los casos se hacen al medir."""
    return Plan(exercise.id, exercise.name, (), None if device is None else device.backend)


def _identity_key(exercise: Exercise, source: str) -> str:
    return f"{exercise.id}/{exercise.identities.index(source)}"
