"""Una tarea mínima y un aislamiento de mentira, para probar el juez sin bubblewrap."""

from __future__ import annotations

import contextlib

import numpy as np
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograde.exercises import Assignment
from autograde.model import CellKind, Exercise, Variant
from autograde.notebooks.rebuild import Rebuilt
from autograde.sandbox import CellRun, CellState, Disturbed, Limits, SandboxFailure
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Respuesta, ejecutar_caso
from curso.pruebas.plan.pasos import llamada


def double(x):
    return 2 * x


def _plus_two(x):
    return x + 2


DOUBLE = Exercise(
    id="t0.doble",
    name="doble",
    reference=double,
    public_cases=(llamada("tres", 3), llamada("cero", 0, borde=True)),
    hidden_cases=lambda rng: [llamada("oculto", int(rng.integers(5, 10**9)))],
    points={CellKind.CORRECTNESS: 2.0},
    comparisons={"": Comparacion()},
    variants=(Variant("suma_dos", _plus_two, "Sumas dos.", "Multiplica."),),
)


ASSIGNMENT = Assignment("t0_prueba", {DOUBLE.id: DOUBLE}, "v1", "e1")


def solution_cell(source, grade_id="t0-doble-solucion"):
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade": False,
        "solution": True,
        "locked": False,
        "grade_id": grade_id,
        "schema_version": 3,
        "task": False,
    }
    return cell


def grade_cell(source='comprobar("t0.doble")', grade_id="t0-doble", points=2.0):
    cell = new_code_cell(source)
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": False,
        "locked": True,
        "grade_id": grade_id,
        "points": points,
        "schema_version": 3,
        "task": False,
    }
    return cell


def good_cells():
    """Las celdas de un cuaderno con el ejercicio bien resuelto."""
    return (solution_cell("def doble(x):\n    return x + x"), grade_cell())


def rebuilt(*cells):
    return Rebuilt(new_notebook(cells=list(cells)), ())


class FakeSession:
    """Corre las celdas con `exec` en este mismo proceso; `MUERE` en una celda la mata.

    Sin cuidado, una instantánea recuerda entre una pregunta y otra, como en el aislamiento.
    """

    def __init__(self, log, fail_on, careful, disturbed_by, number):
        self.alive = True
        self.careful = careful
        self.sealed = False
        self.disturbed_by = disturbed_by
        self.output = f"sesión {number}"
        self.namespace = {"np": np}
        self.cells = []
        self.snapshots = {}
        self.log = log
        self.fail_on = fail_on

    def run_cell(self, source, limit_s=None):
        assert not self.sealed
        self.log.append(("cell", source))
        if "MUERE" in source:
            self.alive = False
            return CellRun((), CellState.DEAD)
        self.cells.append(source)
        try:
            exec(source, self.namespace)
        except Exception as error:
            output = new_output(
                "error", ename=type(error).__name__, evalue=str(error), traceback=[]
            )
            return CellRun((output,), CellState.ERROR)
        return CellRun((new_output("stream", text=self.output),), CellState.OK)

    def snapshot(self, key):
        self.log.append(("snapshot", key))
        self.snapshots[key] = dict(self.namespace), tuple(self.cells)

    def seal(self):
        self.log.append(("seal",))
        self.sealed = True

    def ask(self, key, plan):
        kind = "hidden" if plan.casos[0].titulo == "oculto" else "public"
        self.log.append(("ask", key, kind))
        if key == self.fail_on:
            raise SandboxFailure("el aislamiento ha fallado")
        if kind == self.disturbed_by and not self.careful:
            raise Disturbed(key)
        if key not in self.snapshots:
            return tuple(Respuesta("muerte") for _ in plan.casos)
        space, cells = self.snapshots[key]
        if self.careful:  # cada pregunta, un proceso nuevo
            space = {"np": np}
            for source in cells:
                with contextlib.suppress(Exception):
                    exec(source, space)
        detail = not self.sealed
        return tuple(
            ejecutar_caso(c, plan.nombre, space, plan.dispositivo, con_detalle=detail)
            for c in plan.casos
        )


class FakeSandbox:
    isolated = True
    limits = Limits()

    def __init__(self, fail_on=None, disturbed_by=None):
        self.log = []
        self.fail_on = fail_on
        self.disturbed_by = disturbed_by

    def close(self):
        self.log.append(("close",))

    @contextlib.contextmanager
    def session(self, files=None, *, careful=True, budget=None):
        self.log.append(("open",))
        number = self.log.count(("open",))
        yield FakeSession(self.log, self.fail_on, careful, self.disturbed_by, number)
