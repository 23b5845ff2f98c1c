"""`--gpu` en una GPU de verdad. Sin CuPy o sin GPU se saltan: nunca se han ejecutado con una."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from autograde import exercises
from autograde.grading.accelerator import Accelerator, why_not
from autograde.judge import checks
from autograde.model import CellKind, Verdict
from autograde.sandbox import Sandbox
from autograde.sandbox.device import CUPY, find
from curso.pruebas.diagnostico import diagnosticar
from tests.grading.device_sample import GOOD, grade

pytestmark = [pytest.mark.gpu, pytest.mark.aislamiento]
#: llena la memoria del dispositivo hasta que no puede más
GREEDY = """
def suma(x):
    if type(x) is np.ndarray:
        return x.sum(axis=0)
    import cupy
    kept = [cupy.empty(2**28, dtype=np.uint8) for _ in range(10_000)]
    return x.sum(axis=0)
"""
OF_CUPY = "def suma(x):\n    assert 'cupy' in type(x).__module__ or type(x) is np.ndarray\n"
PORTABLE = [
    exercise
    for assignment in map(exercises.load, sorted(exercises.available()))
    for exercise in assignment.exercises.values()
    if CellKind.PORTABLE in exercise.points
]


@pytest.fixture(scope="module")
def boxes() -> Iterator[tuple[Sandbox, Accelerator]]:
    pytest.importorskip("cupy", reason="no ejecutado: CuPy no está instalado")
    device = find()
    if not device.nodes:
        pytest.skip("no ejecutado: no hay ninguna GPU de NVIDIA")
    assert why_not(device) is None, "CuPy o el controlador no funcionan dentro del aislamiento"
    with Sandbox() as sandbox, Accelerator(device) as accelerator:
        yield sandbox, accelerator


def test_una_entrega_correcta_lo_es_tambien_en_la_gpu(boxes):
    graded = grade(*boxes, OF_CUPY + "    return x.sum(axis=0)\n")
    assert [c.verdict for c in graded.cells] == [Verdict.CORRECT] * 2


def test_quien_baja_los_datos_sin_decirlo_pierde_solo_la_portabilidad(boxes):
    graded = grade(*boxes, "def suma(x):\n    return np.asarray(x).sum(axis=0)\n")
    assert [c.verdict for c in graded.cells] == [Verdict.CORRECT, Verdict.EXCEPTION]


def test_quien_llena_la_gpu_pierde_lo_suyo_y_no_estorba_al_siguiente(boxes):
    greedy = grade(*boxes, GREEDY)
    assert not greedy.failed
    assert greedy.cells[1].points == 0
    assert grade(*boxes, GOOD).points == 3.0


@pytest.mark.parametrize("exercise", PORTABLE, ids=lambda e: e.id)
def test_la_referencia_contesta_en_la_gpu_lo_mismo_que_en_el_doble(exercise, boxes):
    for check in (
        checks.public_check(exercise, CellKind.PORTABLE),
        checks.hidden_check(exercise, CellKind.PORTABLE, np.arange(8).tobytes()),
    ):
        there = checks.on_device(check, CUPY)
        answers = checks.answers(exercise, exercise.reference, there.plan)
        assert diagnosticar(answers, check).correcto
