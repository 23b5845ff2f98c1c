"""`--gpu`: quién contesta, en qué orden, y de quién es la culpa cuando algo falla."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from autograde.grading import accelerator as module
from autograde.grading.accelerator import Accelerator, usable, why_not
from autograde.grading.session_run import ATTEMPTS
from autograde.model import Verdict
from autograde.sandbox import Device, Sandbox, SandboxFailure
from tests.grading.device_sample import DOUBLE, GOOD, ONLY_THERE, Scripted, grade
from tests.grading.fakes import FakeSandbox

isolation = pytest.mark.aislamiento


@pytest.fixture(scope="module")
def real() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    with Scripted() as opened:
        yield opened


class FakeDeviceBox(FakeSandbox):
    """El aislamiento de mentira, donde el dispositivo."""

    def close(self):
        pass


def verdicts(graded):
    return [c.verdict for c in graded.cells]


# --- quién contesta, y en qué orden -------------------------------------------------------------


@isolation
def test_lo_portatil_lo_contesta_la_sesion_con_dispositivo_y_lo_demas_la_de_siempre(real):
    with Accelerator(DOUBLE) as accelerator:
        graded = grade(real, accelerator, ONLY_THERE)
    assert verdicts(graded) == [Verdict.INCORRECT, Verdict.CORRECT]
    assert graded.points == 2.0


@isolation
def test_sin_la_opcion_contesta_el_doble_en_la_sesion_de_siempre(real):
    assert verdicts(grade(real, None, ONLY_THERE))[1] is Verdict.INCORRECT
    assert grade(real, None, GOOD).points == 3.0


@isolation
def test_lo_que_baja_los_datos_sin_decirlo_falla_tambien_en_el_dispositivo(real, scripted):
    scripted.faults = [None, None]  # el dispositivo funciona: la culpa es del alumno
    graded = grade(real, scripted, "def suma(x):\n    return np.asarray(x).sum(axis=0)\n")
    assert verdicts(graded) == [Verdict.CORRECT, Verdict.EXCEPTION]
    assert scripted.faults == []


def test_en_el_dispositivo_lo_oculto_entra_con_la_sesion_cerrada():
    with Scripted() as accelerator:
        accelerator.sandbox = FakeDeviceBox()
        here = FakeSandbox()
        graded = grade(here, accelerator, GOOD)
        log = accelerator.sandbox.log
    assert graded.points == 3.0
    assert [entry[-1] if entry[0] == "ask" else entry[0] for entry in log] == [
        *("open", "cell", "snapshot", "public", "seal", "hidden")
    ]
    assert all(entry[1] != "t0-suma-portable" for entry in here.log if entry[0] == "ask")


# --- de quién es la culpa -----------------------------------------------------------------------

FAILS = "def suma(x):\n    return 1 / 0 if type(x) is not np.ndarray else x.sum(axis=0)\n"
#: falla solo la primera vez: en su carpeta queda escrito que ya ha fallado
FAILS_ONCE = """
from pathlib import Path

def suma(x):
    mark = Path.home() / "ya"
    if type(x) is not np.ndarray and not mark.exists():
        mark.touch()
        raise RuntimeError()
    return x.sum(axis=0)
"""


@isolation
def test_un_dispositivo_roto_no_es_un_cero(real, scripted):
    scripted.faults = ["no hay", "no hay"] * ATTEMPTS
    graded = grade(real, scripted, FAILS)
    assert verdicts(graded) == [Verdict.CORRECT, Verdict.SYSTEM_FAILURE]
    assert [c.grade_id for c in graded.failed] == ["t0-suma-portable"]


@isolation
def test_un_fallo_pasajero_se_pregunta_otra_vez(real, scripted):
    scripted.faults = [None]
    assert grade(real, scripted, FAILS_ONCE).points == 3.0


@isolation
def test_quien_acapara_el_dispositivo_no_deja_la_entrega_sin_nota(real, scripted):
    """Con su sesión viva no funciona, y sin ella sí; dos veces seguidas."""
    scripted.faults = ["sin memoria", None, "sin memoria", None]
    assert verdicts(grade(real, scripted, FAILS)) == [Verdict.CORRECT, Verdict.MEMORY]


@isolation
def test_acaparar_una_vez_puede_ser_casualidad(real, scripted):
    """La segunda sesión es nueva: su primer fallo se vuelve a preguntar y ya no falla."""
    scripted.faults = ["sin memoria", None, None]
    assert grade(real, scripted, FAILS_ONCE).points == 3.0


def test_si_no_se_puede_abrir_el_aislamiento_es_un_fallo_del_sistema(scripted):
    class Broken(FakeDeviceBox):
        def session(self, files=None, **_):
            raise SandboxFailure("no arranca")

    scripted.sandbox = Broken()
    graded = grade(FakeSandbox(), scripted, GOOD)
    assert verdicts(graded) == [Verdict.CORRECT, Verdict.SYSTEM_FAILURE]


# --- ¿hay dispositivo? --------------------------------------------------------------------------


def test_sin_gpu_se_dice_y_que_hacer(monkeypatch):
    monkeypatch.setattr(module, "find", lambda backend: Device(backend))
    device, sentence = usable("cupy")
    assert device is None
    for part in ("con el doble, como sin --gpu", "no hay ninguna GPU de NVIDIA", "nvidia-smi"):
        assert part in sentence


@isolation
@pytest.mark.skipif(find_spec("cupy") is not None, reason="CuPy está instalado")
def test_sin_cupy_se_dice_y_que_instalar():
    """La prueba corre de verdad, dentro: quien no encuentra CuPy es su obrero."""
    reason = why_not(Device("cupy", nodes=("/dev/null",)))
    assert reason is not None
    assert "pip install cupy" in reason


@isolation
@pytest.mark.parametrize("isolated", [True, False])
def test_el_doble_funciona_siempre(isolated):
    assert usable("doble", isolated=isolated) == ("doble", "")


def test_sin_pedirlo_no_se_prueba_nada(monkeypatch):
    monkeypatch.setattr(module, "why_not", None)
    assert usable(None) == (None, "")


@isolation
def test_si_la_prueba_no_arranca_se_dice_por_que(monkeypatch):
    monkeypatch.setattr(module, "TRIAL_BYTES", 2**60)
    reason = why_not(DOUBLE)
    assert reason == "falla al usarlo (MemoryError)."


def test_un_solo_envio_a_la_vez_en_el_dispositivo(scripted):
    with scripted.alone(), open(module.__file__, "rb") as other, pytest.raises(BlockingIOError):
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with open(module.__file__, "rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
