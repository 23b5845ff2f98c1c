"""El diagnóstico: prueba de verdad cada defensa en esta máquina, y dice qué arregla la que falte.

Cada prueba es un ataque pequeño que se lanza desde dentro del aislamiento; la defensa está si el
ataque fracasa. Las que necesitan algo de fuera (un puerto, un fichero) lo preparan aquí.
"""

from __future__ import annotations

import contextlib
import os
import platform
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from autograde.sandbox import cgroup
from autograde.sandbox.errors import SandboxFailure, SandboxUnavailable
from autograde.sandbox.layout import package_folder
from autograde.sandbox.limits import Limits
from autograde.sandbox.program import bubblewrap
from autograde.sandbox.sandbox import Sandbox
from autograde.sandbox.session import CellState, Session
from curso.pruebas.plan import Plan
from curso.pruebas.plan.pasos import llamada

MIB = 2**20
UPGRADE = "Actualiza el núcleo: hace falta Linux 5.14 o posterior (Debian 12, Ubuntu 24.04)."


@dataclass(frozen=True)
class DefenceCheck:
    """El resultado de probar una defensa.

    name
        Nombre corto.
    what
        Qué impide, en una frase.
    needed
        Si sin ella no se corrige oficialmente.
    remedy
        La orden o el perfil que la consigue; vacío si ya está.
    """

    name: str
    what: str
    ok: bool
    needed: bool
    remedy: str = ""


@dataclass(frozen=True)
class Attack:
    """Código que imprime «dentro» si consigue lo que la defensa debe impedir."""

    name: str
    what: str
    source: str
    needed: bool = True
    remedy: str = ""


_NETWORK = """
import socket
try:
    socket.create_connection(("127.0.0.1", {port}), timeout=1)
    print("dentro")
except OSError:
    pass
"""
_READ = """
import os
for path in {paths!r}:
    if os.path.exists(path):
        print("dentro")
"""
_IMPORT = """
for name in ("autograde", "solutions"):
    try:  # una carpeta tapada se importa como paquete sin nada dentro
        if __import__(name).__file__:
            print("dentro")
    except ImportError:
        pass
"""
_ENVIRONMENT = """
import os
if "AUTOGRADE_DIAGNOSTICO" in os.environ:
    print("dentro")
"""
_PROCESSES = """
import os
if len([p for p in os.listdir("/proc") if p.isdigit()]) > 3 or os.getppid() not in (0, 1):
    print("dentro")
"""
_MEMORY = """
import ctypes, os
libc = ctypes.CDLL(None)
if libc.ptrace(16, os.getppid(), 0, 0) == 0:
    print("dentro")
try:
    open(f"/proc/{os.getppid()}/mem", "rb").read(1)
    print("dentro")
except OSError:
    pass
"""
_WRITE = """
import os, sys
for folder in ("/", "/usr", "/opt/curso/curso", os.path.dirname(os.__file__), "/dev"):
    try:
        open(os.path.join(folder, "x"), "w").close()
        print("dentro")
    except OSError:
        pass
"""
_PRIVILEGES = """
fields = dict(l.split(":\\t") for l in open("/proc/self/status").read().splitlines() if ":\\t" in l)
if any(int(fields[k], 16) for k in ("CapEff", "CapPrm", "CapBnd")) or fields["NoNewPrivs"] != "1":
    print("dentro")
"""
_NAMESPACES = """
import ctypes
if ctypes.CDLL(None).unshare(0x10000000) == 0:
    print("dentro")
"""
_SECCOMP = """
fields = dict(l.split(":\\t") for l in open("/proc/self/status").read().splitlines() if ":\\t" in l)
if fields.get("Seccomp") != "2":
    print("dentro")
"""
_LANDLOCK = """
import ctypes
if ctypes.CDLL(None).syscall(444, None, 0, 1) < 1:
    print("dentro")
"""
_FORKS = """
import os, time
made = 0
try:
    while made < 1000:
        if os.fork() == 0:
            time.sleep(60)
        made += 1
    print("dentro")
except OSError:
    pass
"""
_ALLOCATE = """
try:
    x = bytearray(3 * 2**30)
    print("dentro")
except MemoryError:
    pass
"""
_DISK = """
try:
    with open("/tmp/x", "wb") as f:
        for _ in range(300):
            f.write(bytes(2**20))
    print("dentro")
except OSError:
    pass
"""


def diagnose(limits: Limits | None = None) -> list[DefenceCheck]:
    """Prueba cada defensa. La primera, que bubblewrap arranque; sin ella no hay otras."""
    start = _can_start(limits or Limits())
    if not start[0].ok:
        return start
    small = replace(limits or Limits(), cell_s=20.0)
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        secret = Path(folder, "secreto")
        secret.write_text("secreto")
        os.environ["AUTOGRADE_DIAGNOSTICO"] = "1"
        try:
            with Sandbox(small) as sandbox:
                return [*start, *_try_all(sandbox, server.getsockname()[1], secret)]
        finally:
            del os.environ["AUTOGRADE_DIAGNOSTICO"]


def _can_start(limits: Limits) -> list[DefenceCheck]:
    what = "encierra el código de los alumnos"
    if platform.system() != "Linux":
        remedy = "Corrige en Linux: Debian 12, Ubuntu 24.04, un contenedor o WSL2."
        return [DefenceCheck("bubblewrap", what, False, True, remedy)]
    try:
        what = f"{what} ({bubblewrap()})"
    except SandboxUnavailable as error:
        return [DefenceCheck("bubblewrap", what, False, True, error.remedy)]
    warm = DefenceCheck(
        "proceso caliente",
        "una sola puesta en marcha para toda la clase (solo rapidez)",
        True,
        False,
    )
    try:
        with Sandbox(limits) as sandbox:
            sandbox.session()
            if sandbox.cold:
                warm = replace(
                    warm, ok=False, remedy="Esta máquina no deja anidar; se corrige más despacio."
                )
    except SandboxUnavailable as error:
        return [DefenceCheck("bubblewrap", what, False, True, f"{error.sentence} {error.remedy}")]
    except SandboxFailure as error:
        return [DefenceCheck("bubblewrap", what, False, True, str(error))]
    return [DefenceCheck("bubblewrap", what, True, True), warm]


def _attacks(port: int, secret: Path) -> list[Attack]:
    hidden = [str(secret), str(package_folder("autograde")), str(package_folder("solutions"))]
    hidden += [str(Path.home() / ".bashrc"), "/etc/shadow"]
    return [
        Attack("red", "no hay red, ni siquiera la de esta máquina", _NETWORK.format(port=port)),
        Attack(
            "ficheros",
            "no se ven ni el repositorio ni la carpeta personal",
            _READ.format(paths=hidden),
        ),
        Attack("soluciones", "no se importan ni la solución ni el juez", _IMPORT),
        Attack("entorno", "no se heredan variables", _ENVIRONMENT),
        Attack("procesos", "no se ven otros procesos", _PROCESSES),
        Attack("memoria ajena", "no se lee ni se depura otro proceso", _MEMORY),
        Attack("solo lectura", "no se escribe fuera del espacio propio", _WRITE),
        Attack("privilegios", "no hay capacidades ni forma de ganarlas", _PRIVILEGES),
        Attack("espacios de nombres", "no se crean otros desde dentro", _NAMESPACES),
        Attack("llamadas", "un filtro niega las llamadas peligrosas", _SECCOMP, False, UPGRADE),
        Attack("Landlock", "una segunda cerradura sobre los ficheros", _LANDLOCK, False, UPGRADE),
        Attack(
            "procesos sin fin", "una bomba de procesos se queda en su límite", _FORKS, True, UPGRADE
        ),
        Attack("memoria", "pedir memoria sin fin da un error", _ALLOCATE),
        Attack("disco", "escribir sin fin da un error", _DISK),
    ]


def _try_all(sandbox: Sandbox, port: int, secret: Path) -> list[DefenceCheck]:
    results = [_try(sandbox, attack) for attack in _attacks(port, secret)]
    results.append(_scratch(sandbox))
    results.append(_deadline(sandbox))
    results.append(_cgroups())
    return results


def _try(sandbox: Sandbox, attack: Attack) -> DefenceCheck:
    with sandbox.session() as session:
        run = session.run_cell(attack.source)
    printed = "".join(o.get("text", "") for o in run.outputs if o["output_type"] == "stream")
    ok = run.state is CellState.OK and "dentro" not in printed
    remedy = "" if ok else attack.remedy or "Avisa a quien mantiene el programa: no debería pasar."
    return DefenceCheck(attack.name, attack.what, ok, attack.needed, remedy)


def _scratch(sandbox: Sandbox) -> DefenceCheck:
    source = "import os\nfor p in ('/tmp/x', '/dev/shm/x', os.path.expanduser('~/x')): open(p, 'w')"
    with sandbox.session() as first:
        first.run_cell(source)
    with sandbox.session() as second:
        run = second.run_cell(
            "import os\nassert not any(map(os.path.exists, "
            "('/tmp/x', '/dev/shm/x', os.path.expanduser('~/x'))))"
        )
    what = "nada de un envío llega al siguiente"
    return DefenceCheck("borrón", what, run.state is CellState.OK, True)


def _deadline(sandbox: Sandbox) -> DefenceCheck:
    with sandbox.session() as session:
        ok = _stops(session)
    return DefenceCheck("tiempo", "un bucle sin fin se corta, y el caso siguiente sigue", ok, True)


def _stops(session: Session) -> bool:
    session.run_cell("def f(x):\n    while x: pass\n    return 7")
    session.snapshot("k")
    session.seal()
    plan = Plan("diagnostico", "f", (llamada("", 1, limite_s=1.0), llamada("", 0)))
    return [a.estado for a in session.ask("k", plan)] == ["tiempo", "valor"]


def _cgroups() -> DefenceCheck:
    """Un proceso que ocupa el doble de lo que le deja su grupo."""
    found = DefenceCheck(
        "cgroups", "el núcleo corta en el acto la memoria de todo el envío", True, False
    )
    try:
        cage = cgroup.cage(Limits(total_memory_bytes=0, scratch_bytes=0))
    except cgroup.CgroupsRefused as error:
        return replace(found, ok=False, remedy=f"{error.sentence} {error.remedy}".strip())
    source = f"input(); b'x' * {2 * cgroup.ALLOWANCE_BYTES}"
    with contextlib.closing(cage):
        child = subprocess.Popen([sys.executable, "-IS", "-c", source], stdin=subprocess.PIPE)
        try:
            cage.admit(child.pid)
            child.communicate(b"\n", timeout=60)
        finally:
            child.kill()
        if cage.kills() == 1:
            return found
    return replace(found, ok=False, remedy="El núcleo no aplica el límite del grupo.")
