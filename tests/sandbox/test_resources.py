"""Ataques a los recursos y muertes: cada uno cuesta solo lo suyo, y el siguiente no lo nota."""

from __future__ import annotations

import pytest

from autograde.sandbox import CellState, Limits, Sandbox
from tests.sandbox.sandbox_sample import calls, states, text

pytestmark = pytest.mark.aislamiento
HEALTHY = "def f(x): return x + 1"


@pytest.fixture(autouse=True)
def _the_next_session_is_healthy(box):
    yield
    with box.session() as innocent:
        assert states(innocent, HEALTHY, calls(1, 2)) == ["valor", "valor"]


@pytest.mark.parametrize(
    ("source", "state", "alive"),
    [
        ("while True: pass", CellState.TIME, True),
        ("import time\ntime.sleep(100)", CellState.TIME, True),
        (
            "import time\nwhile True:\n    try: time.sleep(9)\n    except BaseException: pass",
            CellState.TIME,
            False,
        ),
        (
            "import signal\nfor s in (2, 15): signal.signal(s, lambda *a: 0)\nwhile True: pass",
            CellState.TIME,
            False,
        ),
        ("import os\nos._exit(0)", CellState.DEAD, False),
        ("import ctypes\nctypes.string_at(0)", CellState.DEAD, False),
        ("import os\nos.abort()", CellState.DEAD, False),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", CellState.DEAD, False),
        ("import os, signal\nos.kill(-1, signal.SIGKILL)", CellState.ERROR, True),
        ("import os, time\nos.closerange(0, 256)\ntime.sleep(0.1)", CellState.DEAD, False),
        ("import os, signal, time\nos.kill(os.getpid(), signal.SIGSTOP)", CellState.TIME, False),
        ("x = bytearray(10**11)", CellState.ERROR, True),
        ("x = []\nwhile True: x.append(bytearray(10**7))", CellState.ERROR, True),
        ("def r(): return r()\nr()", CellState.ERROR, True),
        ("import sys\nsys.setrecursionlimit(10**9)\ndef r(): return r()\nr()", None, None),
        ("raise Exception('x' * 10**8)", CellState.ERROR, True),
    ],
)
def test_cells(session, source, state, alive):
    limit_s = {CellState.TIME: 1.0, None: 3.0}.get(state, 30.0)
    run = session.run_cell(source, limit_s)
    if state is not None:
        assert run.state is state
        assert session.alive is alive
        if alive:
            assert text(session.run_cell("print('viva')")) == "viva\n"


def test_huge_prints_cost_nothing_outside(session):
    run = session.run_cell("for _ in range(200): print('x' * 10**6)", limit_s=20)
    assert run.state is CellState.OK
    assert len(text(run)) < 1.1 * 2**20
    assert "recortada" in text(run)


@pytest.mark.parametrize(
    "source",
    [
        "import os\nwhile True: os.write(1, b'x' * 10**6)",
        "while True: print('x' * 1000)",
        "import sys\nwhile True: print('x' * 1000, file=sys.stderr)",
    ],
)
def test_endless_prints(session, source):
    run = session.run_cell(source, limit_s=1.0)
    assert run.state in (CellState.TIME, CellState.ERROR)
    assert len(text(run)) < 2.2 * 2**20


def test_thousands_of_outputs_are_capped(session):
    run = session.run_cell("for i in range(5000): display(i)", limit_s=20)
    assert len(run.outputs) <= 202


def test_huge_display(session):
    run = session.run_cell("from IPython.display import HTML\nHTML('x' * 10**8)", limit_s=10)
    assert sum(len(str(o)) for o in run.outputs) < 3 * 2**20


def test_huge_file(session):
    source = """
written = 0
try:
    with open("/tmp/grande", "wb") as f:
        while True:
            written += f.write(bytes(2**20))
except OSError:
    print(written < 40 * 2**20)
"""
    assert text(session.run_cell(source)) == "True\n"


def test_many_files(session):
    source = """
made = 0
try:
    for made in range(10**6):
        open(f"/tmp/f{made}", "w").close()
except OSError:
    print(made < 30000)
"""
    run = session.run_cell(source, limit_s=30)
    assert run.state is CellState.DEAD or text(run) == "True\n"


def test_fork_bomb(session):
    source = """
import os, time
made = 0
try:
    while made < 2000:
        if os.fork() == 0:
            time.sleep(1000)
        made += 1
except OSError:
    pass
print(made < 500)
"""
    assert text(session.run_cell(source, limit_s=20)) == "True\n"


def test_multiplying_fork_bomb(session):
    """El init contesta aunque le toque uno de cada cien turnos: lo normal sin autogrupo."""
    source = "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"
    assert session.run_cell(source, limit_s=1.0).state in (CellState.TIME, CellState.DEAD)


def test_thread_bomb(session):
    source = """
import threading, time
made = 0
try:
    while made < 2000:
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
        made += 1
except RuntimeError:
    pass
print(made < 500)
"""
    assert text(session.run_cell(source, limit_s=20)) == "True\n"


def test_memory_shared_among_many_processes(session):
    """Ningún proceso pasa de su límite, pero juntos sí: se mata a los que más ocupan."""
    source = """
import os, time
children = []
for _ in range(20):
    children.append(os.fork())
    if not children[-1]:
        x = bytearray(b"x") * (200 * 2**20)
        open(f"/tmp/lleno{os.getpid()}", "w").close()
        time.sleep(1000)
pending = set(children)
while pending:
    time.sleep(0.05)
    pending -= {p for p in pending if os.path.exists(f"/tmp/lleno{p}")}
    pending -= {p for p in pending if os.waitpid(p, os.WNOHANG)[0]}
total = 10**12
while total > 1500 * 2**20:  # las páginas compartidas cuentan aquí varias veces
    time.sleep(0.05)
    total = 0
    for p in os.listdir("/proc"):
        if p.isdigit():
            try:
                total += int(open(f"/proc/{p}/statm").read().split()[1]) * 4096
            except OSError:
                pass
print("juntos caben")
"""
    run = session.run_cell(source, limit_s=60)
    assert run.state is CellState.DEAD or text(run) == "juntos caben\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("import os; os._exit(0)", "muerte"),
        ("import ctypes; ctypes.string_at(0)", "muerte"),
        ("import os; os.kill(os.getpid(), 9)", "muerte"),
        ("import os; os.closerange(0, 256)", "muerte"),
        ("while True: pass", "tiempo"),
        ("import time; time.sleep(100)", "tiempo"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "tiempo"),
        ("return bytearray(10**11)", "memoria"),
        ("import numpy as np; return np.ones(10**11)", "memoria"),
        ("raise MemoryError", "memoria"),
        ("raise SystemExit", "excepcion"),
        ("raise KeyboardInterrupt", "excepcion"),
        ("exit()", "valor"),
        ("def r(): return r()\n        return r()", "excepcion"),
        (
            "import os, time\n        if os.fork() == 0: time.sleep(100)\n        os._exit(0)",
            "muerte",
        ),
    ],
)
def test_one_bad_case_costs_only_that_case(session, body, expected):
    source = f"def f(x):\n    if x == 1:\n        {body}\n    return x"
    assert states(session, source, calls(0, 1, 2, limit_s=1.0)) == ["valor", expected, "valor"]


def test_double_forked_survivors_die_with_the_session(box):
    source = """
import os, signal, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for s in (1, 2, 15): signal.signal(s, signal.SIG_IGN)
        os.closerange(0, 256)
        time.sleep(1000)
    os._exit(0)
os.wait()
print('hecho')
"""
    with box.session() as session:
        assert text(session.run_cell(source)) == "hecho\n"
        session.snapshot("k")
        session.seal()
        init = session._init.process
        assert init is not None
        children = descendants(init.pid)
        assert len(children) == 1  # solo la instantánea
    assert not {init.pid, *children} & set(all_parents())


def all_parents() -> dict[int, int]:
    from pathlib import Path

    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stat = (folder / "stat").read_text()
            except OSError:
                continue
            state, parent = stat.rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(folder.name)] = int(parent)
    return parents


def descendants(pid: int) -> list[int]:
    parents = all_parents()
    found = [pid]
    for candidate in found:
        found += [child for child, parent in parents.items() if parent == candidate]
    return found[1:]


def test_a_fork_stuck_because_of_threads_is_time(session):
    source = """
import threading, os
lock = threading.Lock()
threading.Thread(target=lambda: (lock.acquire(), threading.Event().wait()), daemon=True).start()
os.register_at_fork(after_in_child=lock.acquire)
def f(x): return x
"""
    assert states(session, source, calls(1)) == ["tiempo"]


def test_idle_threads_do_no_harm(session):
    source = """
import threading
threading.Thread(target=threading.Event().wait, daemon=True).start()
def f(x): return x
"""
    assert states(session, source, calls(1)) == ["valor"]


def test_sleeping_cells_do_not_add_up_for_ever():
    """Mil celdas que duermen no gastan procesador: el reloj de todas juntas también tiene tope."""
    limits = Limits(cell_wall_s=2.0, cells_wall_s=0.5)
    with Sandbox(limits) as box, box.session() as session:
        assert session.run_cell("import time\ntime.sleep(0.6)").state is CellState.OK
        run = session.run_cell("print('tarde')")
        assert run.state is CellState.TIME
        assert not run.outputs
        assert session.alive
