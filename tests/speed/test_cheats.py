"""Las trampas conocidas no ganan nada; y cada una ganaría si se midiera de otra manera."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest

from autograde.model import Verdict
from autograde.model.measures import share_of
from autograde.sandbox import Session, timed
from autograde.sandbox.channel import Channel
from autograde.speed import decision, probe
from autograde.speed import measure as measuring
from autograde.speed.probe import Probe
from curso.pruebas.plan import Respuesta
from tests.sandbox.sandbox_sample import text
from tests.speed import cheats
from tests.speed.sine import LOOP, PLAIN, PLAN, SPEED, defined, measured, table_case

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]

FULL = pytest.approx(1.0)


def gains(result):
    return result.decision is not None and result.decision.share == FULL


def test_la_solucion_llana_tiene_todos_los_puntos_y_el_bucle_no(sandbox, yardsticks):
    plain = measured(sandbox, yardsticks, PLAIN)
    loop = measured(sandbox, yardsticks, LOOP)
    assert gains(plain)
    assert plain.suspicious is None
    assert loop.verdict is Verdict.CORRECT
    assert not gains(loop)
    assert loop.suspicious is None


@pytest.mark.parametrize(
    "source",
    [
        cheats.FAKE_TIMERS,
        cheats.CACHE,
        cheats.HELPER_IN_SNAPSHOT,
        cheats.THREADS,
        cheats.CHILD,
        cheats.IGNORED_CHILD,
        cheats.GRANDCHILD,
        cheats.EARLY_DONE,
        cheats.LASTING_CHILD,
        cheats.SUBPROCESS,
        cheats.SIGNAL_HANDLER,
        cheats.LOW_PRIORITY,
        cheats.PREPARED,
    ],
    ids=[
        "relojes falsos",
        "recuerda respuestas",
        "un hilo de la instantánea",
        "hilos",
        "un hijo",
        "un hijo al que no espera",
        "un nieto",
        "dice antes que ha terminado",
        "un hijo que dura",
        "otro programa",
        "un manejador de señal",
        "con poca prioridad",
        "lo deja preparado en un hilo",
    ],
)
def test_quien_esconde_el_trabajo_no_gana(sandbox, yardsticks, source):
    result = measured(sandbox, yardsticks, source)
    assert result.verdict is Verdict.CORRECT
    assert not gains(result)


@pytest.mark.parametrize(
    "source",
    [
        cheats.LAZY_ARRAY,
        cheats.LAZY_GENERATOR,
        cheats.SINGLE_PRECISION,
        cheats.HALF_PRECISION,
        cheats.SMALLER_INPUT,
        cheats.ONLY_SOME_ROWS,
    ],
    ids=[
        "arreglo perezoso",
        "generador",
        "precisión simple",
        "media precisión",
        "cambia los datos",
        "solo unas filas",
    ],
)
def test_quien_no_calcula_todo_lo_pedido_no_tiene_puntos(sandbox, yardsticks, source):
    result = measured(sandbox, yardsticks, source)
    assert result.verdict in (Verdict.INCORRECT, Verdict.INVALID)
    assert not gains(result)


@pytest.mark.parametrize(
    "source", [cheats.THREADS, cheats.CHILD, cheats.GRANDCHILD], ids=["hilos", "hijo", "nieto"]
)
def test_crear_tareas_mientras_se_mide_lo_ve_el_docente(sandbox, yardsticks, source):
    assert "procesos o hilos" in str(measured(sandbox, yardsticks, source).suspicious)


# --- sin la defensa, cada trampa ganaría -----------------------------------------------------


def test_sin_ella_los_relojes_falsos_enganarian(sandbox):
    """Si el tiempo lo dijera el propio proceso, sería cero."""
    clock = (
        "import time\na = time.perf_counter()\nseno(np.ones((5000, 4)))\n"
        "print(time.perf_counter() - a)"
    )
    with sandbox.session({}) as session:
        session.run_cell("import numpy as np\n" + cheats.FAKE_TIMERS)
        assert float(text(session.run_cell(clock))) == 0.0


@pytest.mark.parametrize("source", [cheats.CACHE, cheats.PREPARED], ids=["recordar", "preparar"])
def test_sin_entradas_nuevas_ganaria(sandbox, yardsticks, monkeypatch, source):
    monkeypatch.setattr(probe, "_created", lambda before, after: 0)  # se prepara en un hilo
    frozen = table_case(np.random.default_rng(1))
    spec = dataclasses.replace(SPEED, case=lambda rng: frozen)
    assert gains(measured(sandbox, yardsticks, source, spec))


def test_sin_contar_las_instantaneas_su_hilo_ganaria(sandbox, yardsticks, monkeypatch):
    monkeypatch.setattr(timed.TimedWorker, "cpu", lambda self: timed._spent(self._process))
    assert gains(measured(sandbox, yardsticks, cheats.HELPER_IN_SNAPSHOT))


def test_sin_contar_los_demas_hilos_usarlos_ganaria(sandbox, yardsticks, monkeypatch):
    def main_thread_only(process):
        with open(f"/proc/{process.pid}/task/{process.pid}/schedstat") as f:
            return int(f.read().split()[0]) / 1e9

    monkeypatch.setattr(timed, "_spent", main_thread_only)
    monkeypatch.setattr(probe, "_created", lambda before, after: 0)
    assert gains(measured(sandbox, yardsticks, cheats.THREADS))


@pytest.mark.parametrize(
    "source",
    [
        cheats.CHILD,
        cheats.IGNORED_CHILD,
        cheats.GRANDCHILD,
        cheats.LASTING_CHILD,
        cheats.SUBPROCESS,
    ],
    ids=["hijo", "sin esperar", "nieto", "que dura", "otro programa"],
)
def test_sin_contar_las_tareas_creadas_un_hijo_ganaria(sandbox, yardsticks, monkeypatch, source):
    monkeypatch.setattr(probe, "_created", lambda before, after: 0)
    assert gains(measured(sandbox, yardsticks, source))


def test_si_se_parase_el_reloj_cuando_lo_dice_el_obrero_mentir_ganaria(
    sandbox, yardsticks, monkeypatch
):
    current = {}
    send, ask, spent = Channel.send, timed.TimedWorker.ask, timed.TimedWorker.cpu

    def stop_the_clock(self, message, *args):
        if b'"seed"' in message:
            current["stopped"] = spent(current["worker"])
        return send(self, message, *args)

    def remember(self, case, seed):
        current["worker"] = self
        return ask(self, case, seed)

    monkeypatch.setattr(Channel, "send", stop_the_clock)
    monkeypatch.setattr(timed.TimedWorker, "ask", remember)
    monkeypatch.setattr(
        timed.TimedWorker, "cpu", lambda self: current.pop("stopped", None) or spent(self)
    )
    assert gains(measured(sandbox, yardsticks, cheats.EARLY_DONE))


def test_si_solo_se_mirasen_unas_filas_calcular_solo_esas_ganaria(sandbox, yardsticks, monkeypatch):
    def rows_only(exercise, expected, case, seed, answer):
        table = case.pasos[0].kwargs
        x = table["a"] * np.arange(table["n"] * 4.0).reshape(-1, 4) + table["b"]
        if "filas" not in answer.valor:
            return True
        rows = np.random.default_rng(seed).integers(0, len(x), 8)
        return np.allclose(answer.valor["filas"], np.sin(x[rows]))

    monkeypatch.setattr(measuring, "is_right", rows_only)
    assert gains(measured(sandbox, yardsticks, cheats.ONLY_SOME_ROWS))


def test_con_una_comparacion_floja_la_precision_simple_pasaria():
    namespace = {"np": np}
    exec(cheats.SINGLE_PRECISION, namespace)
    x = np.linspace(0, 3, 1000)
    assert np.allclose(namespace["seno"](x), np.sin(x), rtol=1e-5, atol=1e-6)


def test_si_solo_se_mirase_la_forma_un_arreglo_perezoso_ganaria(sandbox, yardsticks, monkeypatch):
    monkeypatch.setattr(measuring, "is_right", lambda *args: args[-1].valor["forma"] == (50_000, 4))
    assert gains(measured(sandbox, yardsticks, cheats.LAZY_ARRAY))


def test_si_no_hubiera_que_dar_los_valores_un_generador_ganaria(sandbox, yardsticks, monkeypatch):
    ask = timed.TimedWorker.ask

    def only_ends(self, case, seed):
        answer = ask(self, case, seed)
        return Respuesta("valor") if answer.estado == "invalida" else answer

    monkeypatch.setattr(timed.TimedWorker, "ask", only_ends)
    monkeypatch.setattr(measuring, "is_right", lambda *_: True)
    assert gains(measured(sandbox, yardsticks, cheats.LAZY_GENERATOR))


def test_si_se_verificase_con_los_datos_del_alumno_cambiarlos_ganaria(
    sandbox, yardsticks, monkeypatch
):
    """El seno de sus datos, que son ceros, es lo que contesta."""
    monkeypatch.setattr(measuring, "is_right", lambda *args: args[-1].valor["norma"] == 0.0)
    assert gains(measured(sandbox, yardsticks, cheats.SMALLER_INPUT))


# --- estorbar ----------------------------------------------------------------------------------


def test_tardar_a_veces_mucho_mas_no_acerca_a_un_tramo_mejor(sandbox, yardsticks):
    result = measured(sandbox, yardsticks, cheats.NOISE, budget_s=0.5)
    assert result.verdict is Verdict.CORRECT
    assert not gains(result)


def test_con_un_intervalo_a_los_dos_lados_estorbar_ganaria(monkeypatch):
    """Las razones de quien tarda 18 veces el patrón y en la mitad de los procesos estorba."""

    def both_sides(ratios, z=3.5):
        logs = np.log(ratios)
        middle = np.median(logs)
        half = z * 1.2533 * 1.4826 * np.median(abs(logs - middle)) / np.sqrt(len(logs))
        return decision.Interval(*np.exp([middle, middle - half, middle + half]).tolist())

    disturbed, steps = [18.0, 54.0], SPEED.steps
    honest = share_of(18.0, steps)
    assert decision.decide(disturbed, steps, exhausted=True).share == honest
    monkeypatch.setattr(decision, "interval", both_sides)
    assert decision.decide(disturbed, steps, exhausted=True).share > honest


def spent_while_another_is_measured(sandbox):
    with defined(sandbox, cheats.DISTURBANCE) as session:
        case = table_case(np.random.default_rng(1))
        Probe(session, "alumno", PLAN).batch([case], [1])
        time.sleep(0.1)  # lo que tarde en llegar la señal
        before = sum(map(timed._spent, session.waiting()))
        time.sleep(0.2)
        return sum(map(timed._spent, session.waiting())) - before


def test_mientras_se_mide_el_patron_el_alumno_no_gasta_nada(sandbox):
    assert spent_while_another_is_measured(sandbox) == 0.0


def test_sin_detener_las_instantaneas_estorbarian(sandbox, monkeypatch):
    monkeypatch.setattr(Session, "freeze", lambda self: None)
    assert spent_while_another_is_measured(sandbox) > 0.0
