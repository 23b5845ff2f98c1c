"""La velocidad en el dispositivo, con el doble en el sitio de la GPU."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest

from autograde.exercises import Assignment
from autograde.grading.notebook import grade_notebook
from autograde.grading.session_run import ATTEMPTS
from autograde.model import CellKind, Verdict
from autograde.sandbox import Device
from autograde.sandbox.timed import Changes
from autograde.speed.probe import Batch, Clock, Reading
from autograde.speed.yardsticks import Yardsticks
from curso.pruebas.plan import Respuesta
from tests.grading.device_sample import Scripted
from tests.grading.fakes import grade_cell, rebuilt, solution_cell
from tests.speed.sine import PLAIN, SINE, SPEED, source_notebook

DOUBLE = Device("doble")
ON_DEVICE = dataclasses.replace(
    SINE,
    points={CellKind.CORRECTNESS: 1.0, CellKind.PORTABLE: 1.0, CellKind.SPEED: 2.0},
    speed=dataclasses.replace(SPEED, device=True),
    memory=None,
)
ASSIGNMENT = Assignment("t0_seno", {SINE.id: ON_DEVICE}, "v1", "e1")
SLOW = "def seno(x):\n    for _ in range(100):\n        y = np.sin(x)\n    return y\n"
#: solo falla con los datos con que se mide, y solo en el dispositivo
FAILS_BIG = """
def seno(x):
    if len(x) > 100 and type(x) is not np.ndarray:
        raise RuntimeError()
    return np.sin(x)
"""


@pytest.fixture(scope="module")
def device() -> Iterator[Scripted]:
    with Scripted(device=DOUBLE) as accelerator:
        yield accelerator


@pytest.fixture(scope="module")
def yardsticks() -> Iterator[Yardsticks]:
    with Yardsticks(ASSIGNMENT, source_notebook()) as patterns:
        yield patterns


def grade(sandbox, yardsticks, accelerator, source):
    notebook = rebuilt(
        solution_cell("import numpy as np\n" + source, "t0-seno-solucion"),
        grade_cell('comprobar("t0.seno")', "t0-seno", 1.0),
        grade_cell('comprobar("t0.seno", portable=True)', "t0-seno-portable", 1.0),
        grade_cell('comprobar("t0.seno", velocidad=True)', "t0-seno-velocidad", 2.0),
    )
    graded = grade_notebook(
        notebook, ASSIGNMENT, b"semilla", sandbox, None, yardsticks, accelerator
    )
    return graded, graded.cells[-1]


@pytest.mark.parametrize("created", [0, 5])
def test_con_reloj_de_pared_cuenta_el_tiempo_que_pasa(created):
    readings = tuple(Reading(cpu, wall, Respuesta("valor")) for cpu, wall in ((1, 9), (1, 4)))
    batch = Batch(readings, Changes(created, created), Clock.WALL)
    assert (batch.least, batch.patience) == (4, 1)


@pytest.mark.lento
@pytest.mark.aislamiento
class TestCells:
    def test_se_mide_en_el_dispositivo_frente_a_un_patron_que_tambien_esta_en_el(
        self, sandbox, yardsticks, device
    ):
        graded, speed = grade(sandbox, yardsticks, device, PLAIN)
        assert (speed.verdict, graded.points) == (Verdict.CORRECT, 4.0)
        assert speed.speed is not None
        assert yardsticks.on(DOUBLE) is not yardsticks
        assert yardsticks.on(DOUBLE) is yardsticks.on(DOUBLE)

    def test_lo_lento_pierde_puntos(self, sandbox, yardsticks, device):
        _, speed = grade(sandbox, yardsticks, device, SLOW)
        assert speed.verdict is Verdict.INCORRECT
        assert speed.points < 2

    def test_sin_dispositivo_no_se_evalua_y_no_cuesta_nada(self, sandbox, yardsticks):
        graded, speed = grade(sandbox, yardsticks, None, PLAIN)
        assert (speed.verdict, graded.points) == (Verdict.NOT_EVALUATED, 4.0)
        assert "no te cuesta" in graded.notebook.cells[-1].outputs[0].data["text/html"]

    def test_lo_que_no_es_portable_no_se_mide(self, sandbox, yardsticks, device):
        device.faults = [None, None]
        source = "def seno(x):\n    return np.sin(np.asarray(x))\n"
        for accelerator in (None, device):
            graded, speed = grade(sandbox, yardsticks, accelerator, source)
            assert (speed.verdict, graded.points) == (Verdict.OMITTED, 1.0)

    @pytest.mark.parametrize(
        ("fault", "verdict"), [(None, Verdict.EXCEPTION), ("no hay", Verdict.SYSTEM_FAILURE)]
    )
    def test_si_falla_al_medir_se_mira_de_quien_es_la_culpa(
        self, sandbox, yardsticks, device, fault, verdict
    ):
        device.faults = [fault] * ATTEMPTS
        assert grade(sandbox, yardsticks, device, FAILS_BIG)[1].verdict is verdict
