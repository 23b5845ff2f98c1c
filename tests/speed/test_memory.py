"""La memoria de más se ve desde fuera, y esconderla se nota."""

from __future__ import annotations

import numpy as np
import pytest

from autograde.model import Verdict
from autograde.sandbox import Session, timed
from autograde.speed.measure import measure_peak
from autograde.speed.probe import Probe
from tests.speed import cheats_of_memory as cheats
from tests.speed.sine import MEMORY, PLAIN, PLAN, SINE, defined

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
MB = 10**6
#: la tabla que se mide: 500 000 filas de 4 columnas
TABLE = 16 * MB

FREED = "def seno(x):\n    copia = x.copy() + x.copy()\n    del copia\n    return np.sin(x)\n"


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


@pytest.mark.parametrize("source", [cheats.GREEDY, FREED], ids=["dos veces", "copia y suelta"])
def test_lo_que_llega_a_ocupar_cuenta_aunque_luego_se_suelte(sandbox, yardsticks, source):
    assert peak(sandbox, yardsticks, source).extra > MEMORY.peak.limit_bytes


def test_soltar_un_lastre_para_disimular_lo_ve_el_docente(sandbox, yardsticks):
    assert "reservada" in str(peak(sandbox, yardsticks, cheats.BALLAST).suspicious)


def fits(result):
    small = result.extra <= MEMORY.peak.limit_bytes and not result.elsewhere
    return result.verdict is Verdict.CORRECT and small


HIDDEN = {
    "lastre": cheats.BALLAST,
    "lastre al nacer": cheats.BALLAST_AT_BIRTH,
    "un hijo": cheats.CHILD,
    "ficheros": cheats.FILES,
}


@pytest.mark.parametrize("source", HIDDEN.values(), ids=HIDDEN.keys())
def test_quien_esconde_la_memoria_no_gana(sandbox, yardsticks, source):
    result = peak(sandbox, yardsticks, source)
    assert result.verdict is Verdict.CORRECT
    assert not fits(result)


def test_la_instantanea_parada_no_guarda_memoria_por_nadie(sandbox, yardsticks):
    """Su hilo no contesta, y quien lo espera no termina."""
    assert peak(sandbox, yardsticks, cheats.HELPER).verdict is Verdict.TIME


def test_gastar_la_memoria_en_otro_proceso_lo_ve_el_docente(sandbox, yardsticks):
    assert "procesos o hilos" in str(peak(sandbox, yardsticks, cheats.CHILD).suspicious)


# --- sin la defensa, cada una ganaría ---------------------------------------------------------


def _blind(monkeypatch):
    """Como si no se mirase quién más hay, quién nace ni quién se despierta."""
    ended = timed.TimedWorker.ended
    monkeypatch.setattr(
        timed.TimedWorker, "ended", lambda self: ended(self) and timed.Changes(0, 0)
    )
    monkeypatch.setattr(timed.TimedWorker, "woken", lambda self: False)


@pytest.mark.parametrize(
    "source", [cheats.BALLAST, cheats.BALLAST_AT_BIRTH], ids=["antes", "al nacer"]
)
def test_sin_contar_lo_propio_soltar_un_lastre_ganaria(sandbox, yardsticks, monkeypatch, source):
    sizes = timed.TimedWorker._sizes
    monkeypatch.setattr(
        timed.TimedWorker, "_sizes", lambda self, t: sizes(self, t) if t == "status" else {}
    )
    assert fits(peak(sandbox, yardsticks, source))


def test_sin_contar_las_tareas_creadas_un_hijo_ganaria(sandbox, yardsticks, monkeypatch):
    _blind(monkeypatch)
    assert fits(peak(sandbox, yardsticks, cheats.CHILD))


def test_sin_contar_los_ficheros_guardar_ahi_ganaria(sandbox, yardsticks, monkeypatch):
    monkeypatch.setattr(timed.TimedWorker, "scratch", lambda self: 0)
    assert fits(peak(sandbox, yardsticks, cheats.FILES))


def test_sin_mirar_las_instantaneas_su_hilo_ganaria(sandbox, yardsticks, monkeypatch):
    _blind(monkeypatch)
    monkeypatch.setattr(Session, "isolate", lambda self: self._watch.isolate(()))
    assert fits(peak(sandbox, yardsticks, cheats.HELPER))


def test_una_respuesta_equivocada_no_se_da_por_buena(sandbox, yardsticks):
    assert peak(sandbox, yardsticks, "def seno(x):\n    return x\n").verdict is Verdict.INCORRECT
