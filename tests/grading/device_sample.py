"""Un ejercicio portátil mínimo, `suma(x)`, y un dispositivo que falla cuando se le manda."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from autograde.exercises import Assignment
from autograde.grading.accelerator import Accelerator
from autograde.grading.notebook import grade_notebook
from autograde.judge.results import Graded
from autograde.model import CellKind, Exercise
from autograde.sandbox import Device, Sandbox
from curso.pruebas.plan import Ref
from curso.pruebas.plan.pasos import llamada
from tests.grading.fakes import grade_cell, rebuilt, solution_cell

#: el doble, con un número de dispositivo que lo distingue de la sesión corriente
DOUBLE = Device("doble", visible="7")
GOOD = "def suma(x):\n    return x.sum(axis=0)\n"
#: solo se porta bien donde hay un dispositivo que abrir
ONLY_THERE = """
import os

def suma(x):
    return x.sum(axis=0) if os.environ.get("CUDA_VISIBLE_DEVICES") == "7" else 0
"""


def _case(title, x):
    return llamada(title, Ref("x"), entradas={"x": x})


SUM = Exercise(
    id="t0.suma",
    name="suma",
    reference=lambda x: x.sum(axis=0),
    public_cases=(_case("unos", np.ones((3, 2))),),
    hidden_cases=lambda rng: [_case("oculto", rng.normal(size=(4, 3)))],
    points={CellKind.CORRECTNESS: 1.0, CellKind.PORTABLE: 2.0},
)
ASSIGNMENT = Assignment("t0_suma", {SUM.id: SUM}, "v1", "e1")


class Scripted(Accelerator):
    """Un dispositivo cuya prueba dice, una tras otra, lo que se le mande."""

    def __init__(self, faults: Iterable[str | None] = (), device: Device = DOUBLE) -> None:
        super().__init__(device)
        self.faults = list(faults)

    def fault(self) -> str | None:
        return self.faults.pop(0)


def grade(sandbox: Sandbox, accelerator: Accelerator | None, source: str) -> Graded:
    """Califica un cuaderno con esa solución."""
    notebook = rebuilt(
        solution_cell("import numpy as np\n" + source, "t0-suma-solucion"),
        grade_cell('comprobar("t0.suma")', "t0-suma", 1.0),
        grade_cell('comprobar("t0.suma", portable=True)', "t0-suma-portable", 2.0),
    )
    return grade_notebook(notebook, ASSIGNMENT, b"semilla", sandbox, accelerator=accelerator)
