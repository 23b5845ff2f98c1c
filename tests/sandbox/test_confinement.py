"""Ataques de lectura y de fuga: lo que el código ajeno no debe ver ni alcanzar."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

import autograde
import solutions
from autograde.sandbox import CellState
from tests.sandbox.sandbox_sample import text

pytestmark = pytest.mark.aislamiento
REPO = Path(autograde.__file__).resolve().parent.parent


def printed(session, source):
    run = session.run_cell(source)
    assert run.state is CellState.OK, run.outputs
    return text(run).strip()


@pytest.mark.parametrize(
    "path",
    [
        REPO,
        REPO / "autograde",
        REPO / "solutions",
        Path.home() / ".bashrc",
        "/etc/shadow",
        "/root/.ssh",
    ],
)
def test_the_host_is_not_visible(session, path):
    assert printed(session, f"import os\nprint(os.path.exists({str(path)!r}))") == "False"


def test_other_packages_of_the_product_cannot_be_imported(session):
    """Tapadas, o no están o son una carpeta que no se puede abrir, sin nada que importar."""
    source = """
import os
for name in ("autograde", "solutions", "autograde.exercises", "solutions.lotes"):
    try:
        module = __import__(name)
    except ModuleNotFoundError:
        continue
    if "." in name or module.__file__:
        print("visible", name)
    for folder in module.__path__:
        try:
            print("visible", os.listdir(folder))
        except PermissionError:
            pass
import curso.pruebas.plan
print("fin")
"""
    assert printed(session, source) == "fin"


def test_no_file_of_the_judge_anywhere(session):
    """Se busca por todo el árbol visible, también en los ficheros que los instaladores dejan."""
    names = sorted({p.name for p in Path(solutions.__file__).parent.glob("*.py")} - {"__init__.py"})
    source = f"""
import os
names = set({names!r}) | {{"judge.py", "host.py", "gradebook.db"}}
for root, folders, files in os.walk("/"):
    if root.startswith(("/proc", "/usr/share", "/usr/lib/python3/dist-packages")):
        folders[:] = []
    for name in files:
        if "curso_descenso" in name and os.path.getsize(os.path.join(root, name)):
            print(root, name)
    if os.path.basename(root) in ("solutions", "autograde") and files:
        print(root)
print("fin")
"""
    assert printed(session, source) == "fin"


def test_no_network(session):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        source = f"""
import socket
for target in (("127.0.0.1", {port}), ("192.0.2.1", 80), ("example.org", 80)):
    try:
        socket.create_connection(target, timeout=1)
        print("conecta", target)
    except OSError:
        pass
print("fin")
"""
        assert printed(session, source) == "fin"


def test_abstract_sockets_of_the_host_are_unreachable(session):
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0prueba-aislamiento")
        server.listen()
        source = """
import socket
s = socket.socket(socket.AF_UNIX)
try:
    s.connect("\\0prueba-aislamiento")
    print("conecta")
except OSError:
    print("no")
"""
        assert printed(session, source) == "no"


def test_environment_is_clean(session, monkeypatch):
    assert "PWD" in os.environ or "PATH" in os.environ
    out = printed(session, "import os\nprint(sorted(os.environ))")
    names = set(eval(out))
    allowed = {"HOME", "LANG", "PATH", "TZ", "TMPDIR", "PWD", "MPLCONFIGDIR", "MPLBACKEND"}
    assert {
        n for n in names if not n.startswith(("PYTHON", "OMP", "MKL", "OPENBLAS", "NUMEXPR"))
    } <= (allowed | {"IPYTHONDIR", "CURSO_BACKEND", "COLUMNS", "LINES", "LC_CTYPE"})


def test_only_own_processes(session):
    pids = eval(
        printed(session, "import os\nprint([p for p in os.listdir('/proc') if p.isdigit()])")
    )
    assert len(pids) <= 2 + 1


def test_no_inherited_descriptors(session):
    """Solo el canal de las celdas, /dev/null, su fichero de salidas y fuentes de matplotlib."""
    source = """
import os, stat, matplotlib
places = {os.stat("/tmp").st_dev, os.stat(matplotlib.get_data_path()).st_dev}
for fd in range(1024):
    try:
        info = os.fstat(fd)
    except OSError:
        continue
    kind = stat.S_IFMT(info.st_mode)
    null = kind == stat.S_IFCHR and info.st_rdev == os.stat("/dev/null").st_rdev
    if not (null or (kind == stat.S_IFREG and info.st_dev in places)):
        print("socket" if kind == stat.S_IFSOCK else (fd, info))
"""
    assert printed(session, source) == "socket"


@pytest.mark.parametrize("which", ["1", "os.getppid()", "'self'"])
def test_no_process_memory_can_be_read(session, which):
    source = f"""
import os
try:
    open(f"/proc/{{{which}}}/mem", "rb").read(1)
    print("legible")
except OSError:
    print("no")
"""
    assert printed(session, source) == "no"


def test_no_privileges(session):
    status = dict(
        line.split(":\t", 1)
        for line in printed(session, "print(open('/proc/self/status').read())").splitlines()
        if ":\t" in line
    )
    assert all(int(status[k], 16) == 0 for k in ("CapEff", "CapPrm", "CapInh", "CapBnd", "CapAmb"))
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"
    assert status["Uid"].split()[0] != "0"


_SYSCALLS = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def refused(call):
    ctypes.set_errno(0)
    return call() == -1 and ctypes.get_errno() in (errno.EPERM, errno.ENOSYS, errno.EACCES)
"""


@pytest.mark.parametrize(
    "call",
    [
        "libc.unshare(0x10000000)",
        "libc.unshare(0x00020000)",
        "libc.mount(b'none', b'/tmp', b'tmpfs', 0, None)",
        "libc.umount2(b'/tmp', 2)",
        "libc.ptrace(16, os.getppid(), 0, 0)",
        "libc.ptrace(0, 0, 0, 0)",
        "libc.process_vm_readv(os.getppid(), 0, 0, 0, 0, 0)",
        "libc.setuid(0)",
        "libc.keyctl(0, -4, 0)",
        "libc.perf_event_open(0, 0, -1, -1, 0)",
        "libc.socket(38, 5, 0)",
        "libc.socket(40, 1, 0)",
        "libc.socket(16, 3, 0)",
        "libc.chroot(b'/tmp')",
        "libc.personality(0x0040000)",
    ],
)
def test_dangerous_calls_are_refused(session, call):
    numbers = ""
    if "keyctl" in call:
        call = "libc.syscall(250, 0, -4, 0)"
    if "perf_event" in call:
        call = "libc.syscall(298, 0, 0, -1, -1, 0)"
    assert printed(session, f"{_SYSCALLS}{numbers}print(refused(lambda: {call}))") == "True"


def test_nothing_outside_scratch_can_be_written(session):
    source = """
import os
for path in ("/x", "/usr/x", "/opt/curso/curso/x", "/dev/x", "/opt/x", "/proc/sys/kernel/hostname",
             "/home/x", os.path.join(os.path.dirname(os.__file__), "x.py")):
    try:
        open(path, "w").write("x")
        print("escribe", path)
    except OSError:
        pass
for path in ("/tmp/x", "/dev/shm/x", "x", os.path.expanduser("~/x")):
    open(path, "w").write("x")
print("fin")
"""
    assert printed(session, source) == "fin"


def test_nothing_reaches_the_next_session(box):
    places = ["/tmp/x", "/dev/shm/x", "x", "~/x", "~/.ipython/profile_default/startup/0.py"]
    plant = f"""
import os, sys
for p in {places!r}:
    p = os.path.expanduser(p)
    os.makedirs(os.path.dirname(p) or ".", exist_ok=True)
    open(p, "w").write("print('MALO')")
import builtins, numpy
builtins.marca = numpy.marca = 1
os.environ["MARCA"] = "1"
print("plantado")
"""
    with box.session() as first:
        assert printed(first, plant) == "plantado"
    look = f"""
import os, builtins, numpy
print([p for p in {places!r} if os.path.exists(os.path.expanduser(p))],
      hasattr(builtins, "marca"), hasattr(numpy, "marca"), "MARCA" in os.environ)
"""
    with box.session() as second:
        assert printed(second, look) == "[] False False False"


@pytest.mark.parametrize(
    "call",
    [
        "libc.shmget(4242, 64, 0o1666)",
        "libc.semget(4242, 1, 0o1666)",
        "libc.msgget(4242, 0o1666)",
        "libc.syscall(319, b'x', 0)",
        "libc.mmap(None, 4096, 3, 0x21, -1, 0)",
        "libc.mmap(None, 4096, 3, 0x23, -1, 0)",
    ],
)
def test_memory_that_no_process_accounts_for_is_refused(session, call):
    """SysV, memfd y lo compartido sin fichero seguirían ocupando sin que ningún límite lo viera."""
    assert printed(session, f"{_SYSCALLS}print(refused(lambda: {call}))") == "True"


def test_too_many_sockets_cost_the_session(session):
    """Lo que hay en las colas de los zócalos tampoco es memoria de ningún proceso."""
    source = """
import os, socket, time
for _ in range(4):
    if not os.fork():
        pares = [socket.socketpair() for _ in range(50)]
        time.sleep(99)
time.sleep(1.5)
"""
    assert session.run_cell(source).state is CellState.DEAD


def test_base_prefix_is_the_only_trace_of_where_python_lives(session):
    out = printed(session, "import sys\nprint(sys.prefix)")
    assert out == str(Path(sys.base_prefix).resolve()) or out == sys.base_prefix
