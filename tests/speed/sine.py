"""Un ejercicio mínimo con velocidad y memoria, `seno(x)`, y sesiones con soluciones a medida."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import numpy as np
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograde.exercises import Assignment
from autograde.model import CellKind, Exercise
from autograde.model.measures import MemorySpec, PeakSpec, SpeedSpec
from autograde.sandbox import CellState, Sandbox, Session
from autograde.speed.measure import BUDGET_S, SpeedResult, measure
from autograde.speed.probe import Probe
from autograde.speed.yardsticks import Yardsticks
from curso.pruebas.plan import Caso, Devolver, Llamar, Plan, Problema, Ref
from curso.pruebas.plan.pasos import llamada
from tests.grading.fakes import solution_cell

PLAIN = "def seno(x):\n    return np.sin(x)\n"
#: un bucle de Python: decenas de veces más lento que el patrón
LOOP = """
import math

def seno(x):
    resultado = np.empty_like(x)
    for i, fila in enumerate(x.tolist()):
        resultado[i] = [math.sin(v) for v in fila]
    return resultado
"""
IDENTITY = "def seno(x):\n    return x\n"


def table_case(rng: np.random.Generator, n: int = 50_000) -> Caso:
    """Una llamada `seno(x)` con una tabla nueva."""
    a, b = rng.uniform(0.5, 2.0, 2).tolist()
    return Caso(
        "tabla",
        (
            Problema("datos", "tabla_numerada", {"n": n, "p": 4, "a": a, "b": b}),
            Llamar("r", (Ref("datos", "x"),)),
            Devolver(Ref("r")),
        ),
    )


SPEED = SpeedSpec(
    case=table_case, identity=IDENTITY, relative=1.0, hint="Pídele a NumPy todos a la vez."
)
MEMORY = MemorySpec(
    hint="No hagas copias.",
    peak=PeakSpec(
        case=lambda rng: table_case(rng, 500_000),
        identity=IDENTITY,
        limit_bytes=24 * 10**6,
        least_bytes=12 * 10**6,
    ),
)
SINE = Exercise(
    id="t0.seno",
    name="seno",
    reference=lambda x: np.sin(x),
    public_cases=(llamada("dos", np.array([[0.5, 2.0]])),),
    hidden_cases=lambda rng: [llamada("oculto", rng.normal(size=(3, 2)))],
    points={CellKind.CORRECTNESS: 1.0, CellKind.SPEED: 2.0, CellKind.MEMORY: 1.0},
    speed=SPEED,
    memory=MEMORY,
)
ASSIGNMENT = Assignment("t0_seno", {SINE.id: SINE}, "v1", "e1")
PLAN = Plan(SINE.id, SINE.name, ())


def source_notebook() -> NotebookNode:
    """El cuaderno del docente: lo que hace falta y la solución llana."""
    return new_notebook(
        cells=[new_code_cell("import numpy as np"), solution_cell(PLAIN, "t0-seno-solucion")]
    )


@contextlib.contextmanager
def defined(sandbox: Sandbox, source: str) -> Iterator[Session]:
    """Una sesión cerrada cuya instantánea «alumno» define `seno` con `source`."""
    with sandbox.session({}) as session:
        run = session.run_cell("import numpy as np\n" + source)
        assert run.state is CellState.OK, run.outputs
        session.snapshot("alumno")
        session.seal()
        yield session


def measured(
    sandbox: Sandbox,
    yardsticks: Yardsticks,
    source: str,
    spec: SpeedSpec = SPEED,
    budget_s: float = BUDGET_S,
) -> SpeedResult:
    """Lo que se mide de una solución."""
    with defined(sandbox, source) as session:
        return measure(
            SINE,
            spec,
            Probe(session, "alumno", PLAN),
            yardsticks.yardstick(SINE),
            yardsticks.identity(SINE, spec.identity),
            np.random.default_rng(),
            budget_s,
        )
