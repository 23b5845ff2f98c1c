"""Las trampas conocidas no ganan nada; y cada una ganaría si se midiera de otra manera."""

from __future__ import annotations

import dataclasses
import signal
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
        cheats.STAND_IN,
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
        "un suplente",
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


def test_la_instantanea_parada_no_ayuda_a_nadie(sandbox, yardsticks):
    """Su hilo no contesta, y quien lo espera no termina."""
    assert measured(sandbox, yardsticks, cheats.HELPER_IN_SNAPSHOT).verdict is Verdict.TIME


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
    "source",
    [cheats.THREADS, cheats.CHILD, cheats.GRANDCHILD, cheats.STAND_IN],
    ids=["hilos", "hijo", "nieto", "suplente"],
)
def test_crear_tareas_mientras_se_mide_lo_ve_el_docente(sandbox, yardsticks, source):
    assert "procesos o hilos" in str(measured(sandbox, yardsticks, source).suspicious)


# --- sin la defensa, cada trampa ganaría -----------------------------------------------------


def blind_to_changes(monkeypatch):
    """Como si no se mirase qué tareas nacen y mueren."""
    ended = timed.TimedWorker.ended
    monkeypatch.setattr(
        timed.TimedWorker, "ended", lambda self: ended(self) and timed.Changes(0, 0)
    )


def only_the_worker_counts(monkeypatch):
    """Como si solo se contase a quien dijo ser el obrero, y no se mirase a nadie más."""
    blind_to_changes(monkeypatch)
    monkeypatch.setattr(timed.TimedWorker, "cpu", lambda self: self._process.cpu())


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
    blind_to_changes(monkeypatch)  # se prepara en un hilo
    frozen = table_case(np.random.default_rng(1))
    spec = dataclasses.replace(SPEED, case=lambda rng: frozen)
    assert gains(measured(sandbox, yardsticks, source, spec))


def test_sin_parar_ni_contar_las_instantaneas_su_hilo_ganaria(sandbox, yardsticks, monkeypatch):
    only_the_worker_counts(monkeypatch)
    monkeypatch.setattr(Session, "isolate", lambda self: self._watch.isolate(()))
    assert gains(measured(sandbox, yardsticks, cheats.HELPER_IN_SNAPSHOT))


def test_sin_contar_los_demas_hilos_usarlos_ganaria(sandbox, yardsticks, monkeypatch):
    def main_thread_only(worker):
        pid = worker._process.pid
        with open(f"/proc/{pid}/task/{pid}/schedstat") as f:
            return int(f.read().split()[0]) / 1e9

    blind_to_changes(monkeypatch)
    monkeypatch.setattr(timed.TimedWorker, "cpu", main_thread_only)
    assert gains(measured(sandbox, yardsticks, cheats.THREADS))


@pytest.mark.parametrize(
    "source",
    [
        cheats.CHILD,
        cheats.IGNORED_CHILD,
        cheats.GRANDCHILD,
        cheats.LASTING_CHILD,
        cheats.SUBPROCESS,
        cheats.STAND_IN,
    ],
    ids=["hijo", "sin esperar", "nieto", "que dura", "otro programa", "un suplente"],
)
def test_contando_solo_al_obrero_trabajar_en_otro_ganaria(sandbox, yardsticks, monkeypatch, source):
    only_the_worker_counts(monkeypatch)
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


def left_while_another_is_measured(sandbox, source):
    """Lo que gasta la sesión cuando ya se la ha medido, y quién queda en ella que no debería."""
    with defined(sandbox, source) as session:
        case = table_case(np.random.default_rng(1))
        Probe(session, "alumno", PLAN).batch([case], [1])
        before = session.clock()
        time.sleep(0.2)
        after = session.clock()
        return after.cpu - before.cpu, len(after.alive) - len(session.waiting())


DISTURBANCES = pytest.mark.parametrize(
    "source", [cheats.DISTURBANCE, cheats.BURNERS], ids=["un hilo", "quien se multiplica"]
)


@DISTURBANCES
def test_mientras_se_mide_el_patron_el_alumno_no_gasta_nada(sandbox, source):
    assert left_while_another_is_measured(sandbox, source) == (0.0, 0)


@DISTURBANCES
def test_sin_detener_las_instantaneas_estorbarian(sandbox, monkeypatch, source):
    def sweep_only(self):
        self.sweep()
        return self.clock()

    monkeypatch.setattr(Session, "rest", sweep_only)
    assert left_while_another_is_measured(sandbox, source)[0] > 0.0


@pytest.mark.parametrize("woken", [True, False])
def test_se_ve_a_quien_se_despierta_mientras_se_mide_a_otro(sandbox, woken):
    with defined(sandbox, cheats.DISTURBANCE) as session:
        student = Probe(session, "alumno", PLAN)
        student.rest()
        for process in session.waiting() if woken else ():
            process.signal(signal.SIGCONT)
        time.sleep(0.1)
        student.batch([table_case(np.random.default_rng(1))], [1])
        assert student.restless is woken


def test_a_quien_se_despierta_para_estorbar_no_se_le_mide(sandbox, yardsticks, monkeypatch):
    monkeypatch.setattr(probe, "AWAKE_S", -1.0)
    result = measured(sandbox, yardsticks, PLAIN)
    assert (result.verdict, result.suspicious) == (Verdict.INCORRECT, measuring.RESTLESS)
