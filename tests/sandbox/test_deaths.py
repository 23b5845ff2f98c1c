"""De quién es una muerte: lo que mata alguien de fuera es un fallo del sistema; lo demás, suyo."""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

import os
import signal
import threading

import pytest

from autograde.sandbox import CellState, Sandbox, SandboxFailure, Session
from autograde.sandbox.channel import Process
from autograde.sandbox.deaths import Death
from autograde.sandbox.inside.wire import CHANNEL_LOST
from tests.sandbox.sandbox_sample import calls, text

pytestmark = pytest.mark.aislamiento

LATER_S = 0.5


def _dies(process: Process, number: int) -> None:
    process.signal(number)
    assert process.ended(30)


def _session(opened: Session) -> None:
    _dies(opened._cells.process, signal.SIGKILL)


def _terminated(opened: Session) -> None:
    _dies(opened._cells.process, signal.SIGTERM)


def _vigil(opened: Session) -> None:
    _dies(opened._init.process, signal.SIGKILL)
    assert opened._cells.process is None or opened._cells.process.ended(30)
    assert all(process.ended(30) for process in opened.waiting())


def _channel(opened: Session) -> None:
    opened._cells.channel._sock.shutdown(2)


def _snapshot(opened: Session) -> None:
    _dies(opened._snapshots["k"].process, signal.SIGKILL)


def _works(box: Sandbox) -> None:
    with box.session() as session:
        assert text(session.run_cell("print('viva')")) == "viva\n"


FROM_OUTSIDE = [_session, _terminated, _vigil, _channel]


@pytest.mark.parametrize("kill", FROM_OUTSIDE)
@pytest.mark.parametrize("cells", [(), ("x = 1",)])
def test_killed_before_or_between_cells(box, kill, cells):
    with box.session() as session:
        for source in cells:
            session.run_cell(source)
        kill(session)
        with pytest.raises(SandboxFailure):
            session.run_cell("1")
    _works(box)


@pytest.mark.parametrize("kill", FROM_OUTSIDE)
def test_killed_while_a_cell_runs(box, kill):
    with box.session() as session:
        timer = threading.Timer(LATER_S, kill, (session,))
        timer.start()
        with pytest.raises(SandboxFailure):
            session.run_cell("import time; time.sleep(3)")
        timer.join()
    _works(box)


@pytest.mark.parametrize("kill", [_session, _vigil, _channel])
def test_killed_before_a_snapshot(box, kill):
    with box.session() as session:
        session.run_cell("def f(x): return x")
        kill(session)
        with pytest.raises(SandboxFailure):
            session.snapshot("k")
    _works(box)


@pytest.mark.parametrize("kill", [_snapshot, _vigil])
@pytest.mark.parametrize("sealed", [False, True])
def test_killed_before_answering(box, kill, sealed):
    with box.session() as session:
        session.run_cell("def f(x): return x")
        session.snapshot("k")
        if sealed:
            session.seal()
        kill(session)
        with pytest.raises(SandboxFailure):
            session.ask("k", calls(1))
    _works(box)


def test_a_worker_killed_while_it_answers(box, monkeypatch):
    real = Session.worker

    def watched(self, key):
        channel, refusal = real(self, key)
        threading.Timer(LATER_S, channel.process.signal, (signal.SIGKILL,)).start()
        return channel, refusal

    monkeypatch.setattr(Session, "worker", watched)
    with box.session() as session:
        session.run_cell("import time\ndef f(x): time.sleep(3)")
        session.snapshot("k")
        with pytest.raises(SandboxFailure, match="de fuera"):
            session.ask("k", calls(1))


OWN = {
    "os._exit": "import os; os._exit(0)",
    "se mata": "import os; os.kill(os.getpid(), 9)",
    "se mata de otra forma": "import os, signal; signal.pidfd_send_signal(os.pidfd_open(os.getpid()), 9)",
    "desde un hilo": "import os, threading, time; threading.Timer(0.1, os.kill, (os.getpid(), 9)).start(); time.sleep(3)",
    "lo mata un hijo": "import os, time\nif not os.fork(): os.kill(os.getppid(), 9)\ntime.sleep(3)",
    "lo mata una orden": "import os, time; os.system('kill -9 $PPID'); time.sleep(3)",
    "a todo su grupo": "import os; os.kill(0, 9)",
    "con TERM": "import os; os.kill(os.getpid(), 15)",
    "violación de segmento": "import ctypes; ctypes.string_at(0)",
    "abort": "import os; os.abort()",
    "alarma": "import signal, time; signal.alarm(1); time.sleep(3)",
    "cierra sus descriptores": "import os; os.closerange(0, 256)",
}


@pytest.mark.parametrize("source", OWN.values(), ids=OWN)
def test_what_it_does_to_itself_is_its_own(box, source):
    with box.session() as session:
        assert session.run_cell(source).state is CellState.DEAD
    body = "\n    ".join(source.splitlines())
    with box.session() as session:
        session.run_cell(f"def f(x):\n    {body}")
        session.snapshot("k")
        (answer,) = session.ask("k", calls(1))
        assert answer.estado in ("muerte", "excepcion")


def test_without_hearing_who_asks_a_kill_is_nobodys(tmp_path):
    """El control: si no se apunta quién pide matar, la suya pasa por fallo del sistema."""
    from tests.attacks.weakened import weakened
    from tests.sandbox.conftest import LIMITS

    change = ("deaths.py", "_remember(self._asked, (target, signal & 0xFFFFFFFF), None)", "pass")
    with (
        weakened(tmp_path, [change], LIMITS) as box,
        box.session() as session,
        pytest.raises(SandboxFailure, match="de fuera"),
    ):
        session.run_cell("import os; os.kill(os.getpid(), 9)")


@pytest.mark.parametrize(
    ("death", "own"),
    [
        (Death(None), False),
        (Death(9), False),
        (Death(15), False),
        (Death(9, asked=True), True),
        (Death(9, felled="memoria"), True),
        (Death(int(signal.SIGSEGV)), True),
        (Death(int(signal.SIGSYS) | 0x80), True),
        (Death(0), True),
        (Death(1 << 8), True),
        (Death(CHANNEL_LOST << 8), False),
    ],
)
def test_the_table(death, own):
    assert (death.not_own is None) is own


def test_a_crowd_of_its_own_leaves_no_room_for_its_snapshot(box):
    """Si no caben más procesos porque los ha creado él, es suyo; si no, de la máquina."""
    crowd = "import os, time\ntry:\n    while True:\n        if not os.fork(): time.sleep(99)\nexcept OSError: pass"
    with box.session() as session:
        session.run_cell(crowd)
        session.snapshot("k")
        assert {a.estado for a in session.ask("k", calls(1))} <= {"muerte", "tiempo"}
    tight = "import resource\nresource.setrlimit(resource.RLIMIT_NPROC, (1, 1))"
    if os.geteuid() == 0:  # para quien no es root el límite cuenta a todos los suyos
        with box.session() as session:
            session.run_cell(tight)
            with pytest.raises(SandboxFailure, match="no deja"):
                session.snapshot("k")
