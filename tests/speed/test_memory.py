"""La memoria de más se ve desde fuera, y esconderla se nota."""

from __future__ import annotations

import numpy as np
import pytest

from autograde.model import Verdict
from autograde.speed.measure import measure_peak
from autograde.speed.probe import Probe
from tests.speed.sine import MEMORY, PLAIN, PLAN, SINE, defined

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
MB = 10**6
#: la tabla que se mide: 500 000 filas de 4 columnas
TABLE = 16 * MB

_TWICE = """
    partes = [np.sin(x[i:i + 999]) for i in range(0, len(x), 999)]
    return np.concatenate(partes)
"""
TWICE = "def seno(x):" + _TWICE
FREED = "def seno(x):\n    copia = x.copy() + x.copy()\n    del copia\n    return np.sin(x)\n"
#: lastre reservado antes: se suelta al empezar para que la cuenta no suba
BALLAST = (
    "lastre = np.ones(10_000_000)\ndef seno(x):\n    global lastre\n    lastre = None" + _TWICE
)


def peak(sandbox, yardsticks, source):
    with defined(sandbox, source) as session:
        return measure_peak(
            SINE,
            MEMORY.peak,
            Probe(session, "alumno", PLAN),
            yardsticks.identity(SINE, MEMORY.peak.identity),
            np.random.default_rng(),
        )


def test_la_solucion_llana_ocupa_lo_justo(sandbox, yardsticks):
    result = peak(sandbox, yardsticks, PLAIN)
    assert result.verdict is Verdict.CORRECT
    assert 0.8 * TABLE < result.extra < 1.3 * TABLE
    assert result.suspicious is None


@pytest.mark.parametrize("source", [TWICE, FREED], ids=["dos veces", "copia y suelta"])
def test_lo_que_llega_a_ocupar_cuenta_aunque_luego_se_suelte(sandbox, yardsticks, source):
    assert peak(sandbox, yardsticks, source).extra > MEMORY.peak.limit_bytes


def test_soltar_un_lastre_para_disimular_lo_ve_el_docente(sandbox, yardsticks):
    assert "reservada" in str(peak(sandbox, yardsticks, BALLAST).suspicious)


def test_una_respuesta_equivocada_no_se_da_por_buena(sandbox, yardsticks):
    assert peak(sandbox, yardsticks, "def seno(x):\n    return x\n").verdict is Verdict.INCORRECT
