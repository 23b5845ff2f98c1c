"""El dispositivo dentro del aislamiento, con el doble haciendo de GPU."""

from __future__ import annotations

import importlib
import platform
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest

from autograde.sandbox import Device, Sandbox, layout
from autograde.sandbox.device import find
from curso.pruebas.plan import DeDispositivo, Plan, Ref
from curso.pruebas.plan.pasos import llamada
from tests.sandbox.conftest import LIMITS
from tests.sandbox.sandbox_sample import text

MEMFD_CREATE = {"x86_64": 319, "aarch64": 279}.get(platform.machine())
isolation = pytest.mark.aislamiento
DOUBLE = Device("doble", visible="7")
PLAN = Plan("e", "doble_de", (llamada("caso", Ref("x"), entradas={"x": np.ones(3)}),), "doble")

#: abre un fichero con `ioctl`, reserva memoria sin fichero y cambia el límite de direcciones
ALLOWED = """
import ctypes, os, resource
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall({memfd}, b"x", 0) >= 0)
libc.mmap.restype = ctypes.c_void_p
print(libc.mmap(None, 4096, 3, 0x21, -1, 0) != ctypes.c_void_p(-1).value)
try:
    with open(f"/proc/self/task/{{os.getpid()}}/comm", "w") as f:
        f.write("hilo")
    print(True)
except OSError:
    print(False)
print(resource.getrlimit(resource.RLIMIT_AS)[1] > 2**40 or resource.getrlimit(9)[1] < 0)
"""


@pytest.fixture(scope="module", params=["warm", "cold"])
def device_box(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    with Sandbox(LIMITS, cold=request.param == "cold", device=DOUBLE) as sandbox:
        yield sandbox


def machine(tmp_path, *names):
    """Una máquina de mentira con esos ficheros."""
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path


def test_se_monta_lo_que_la_maquina_tiene_de_nvidia(tmp_path, monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2,3")
    root = machine(
        tmp_path,
        *(f"dev/{n}" for n in ("nvidia0", "nvidiactl", "nvidia-uvm", "nvidia-caps/c1", "null")),
        *("sys/bus", "usr/local/cuda-12.4/bin", "usr/local/lib/x"),
    )
    device = find(root=root)
    nodes = {"/dev/nvidia0", "/dev/nvidiactl", "/dev/nvidia-uvm", "/dev/nvidia-caps"}
    assert set(device.nodes) == nodes
    assert device.folders == ("/sys", "/usr/local/cuda-12.4")
    assert device.visible == "2"
    arguments, _ = layout.bwrap_arguments(1, device)
    bound = {(b, c) for (a, b), (_, c) in pairwise(pairwise(arguments)) if a == "--dev-bind"}
    assert {(node, node) for node in nodes} <= bound
    readable = {b for a, b in pairwise(arguments) if a == "--ro-bind"}
    assert set(device.folders) <= readable
    assert arguments.index("/dev/nvidia0") < len(arguments) - 4  # antes de cerrar /dev
    variables = layout.environment([], device=device)
    assert variables["CUDA_VISIBLE_DEVICES"] == ""
    assert variables["CUDA_PATH"] == "/usr/local/cuda-12.4"
    assert variables["CUPY_CACHE_DIR"].startswith(layout.HOME)


def test_sin_dispositivo_no_se_monta_nada_de_eso(tmp_path):
    assert find(root=machine(tmp_path, "dev/null")).nodes == ()
    arguments, _ = layout.bwrap_arguments(1)
    assert not {"/sys", "/dev/nvidiactl"} & set(arguments)
    assert "CUDA_VISIBLE_DEVICES" not in layout.environment([])


@pytest.mark.parametrize("architecture", ["x86_64", "aarch64"])
def test_con_dispositivo_el_filtro_solo_afloja_dos_cosas(architecture, monkeypatch):
    """Cada instrucción son 8 bytes: dos de `memfd_create` y seis de `mmap`."""
    monkeypatch.syspath_prepend(layout.inside_folder().parent)
    seccomp = importlib.import_module("inside.seccomp")
    strict = seccomp.program(architecture)
    loose = seccomp.program(architecture, device=True)
    assert len(strict) - len(loose) == 8 * (2 + 6)


@isolation
def test_cada_obrero_abre_el_dispositivo_y_la_sesion_no_lo_ve(device_box):
    with device_box.session() as session:
        assert text(session.run_cell("import os; print(repr(os.environ['CUDA_VISIBLE_DEVICES']))"))
        shown = text(session.run_cell("print(repr(os.environ['CUDA_VISIBLE_DEVICES']))"))
        session.run_cell("def doble_de(x):\n    return 2 * x, os.environ['CUDA_VISIBLE_DEVICES']\n")
        session.snapshot("a")
        (answer,) = session.ask("a", PLAN)
    assert shown == "''\n"
    result, seen = answer.valor
    assert isinstance(result, DeDispositivo)
    assert result.datos.tolist() == [2, 2, 2]
    assert seen == "7"


@isolation
def test_solo_con_dispositivo_se_deja_lo_que_cuda_exige(device_box, box):
    source = ALLOWED.format(memfd=MEMFD_CREATE)
    with device_box.session() as session:
        assert text(session.run_cell(source)) == "True\n" * 4
    with box.session() as session:
        assert text(session.run_cell(source)) == "False\n" * 4


@isolation
def test_la_memoria_de_verdad_se_sigue_vigilando(device_box):
    greedy = "def doble_de(x):\n    a = bytearray(3 * 2**30)\n    return 2 * x\n"
    with device_box.session() as session:
        session.run_cell(greedy)
        session.snapshot("a")
        (answer,) = session.ask("a", PLAN)
    assert answer.estado == "memoria"


@isolation
def test_un_dispositivo_que_no_se_puede_abrir_dice_por_que():
    with Sandbox(LIMITS, device=Device("nohay")) as box, box.session() as session:
        session.snapshot("a")
        worker, refusal = session.worker("a")
        assert (worker, refusal) == (None, "muerte")
        assert "«nohay» no es un backend conocido" in session.device_fault
        assert [a.estado for a in session.ask("a", PLAN)] == ["muerte"]


@isolation
def test_el_dispositivo_tambien_se_abre_sin_aislamiento():
    with Sandbox(LIMITS, isolated=False, device=DOUBLE) as box, box.session() as session:
        session.run_cell("def doble_de(x):\n    return 2 * x\n")
        session.snapshot("a")
        assert [a.estado for a in session.ask("a", PLAN)] == ["valor"]


@isolation
def test_se_pueden_reservar_direcciones_sin_ocuparlas(device_box, box):
    """Con el límite de direcciones puesto, CUDA no arranca."""
    source = "import numpy as np\ndef doble_de(x):\n    np.empty(2**30)\n    return 2 * x\n"
    states = []
    for sandbox in (device_box, box):
        with sandbox.session() as session:
            session.run_cell(source)
            session.snapshot("a")
            states += [a.estado for a in session.ask("a", PLAN)]
    assert states == ["valor", "memoria"]
