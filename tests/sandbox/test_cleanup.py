"""No queda nada: ni procesos, ni descriptores, ni carpetas; y un sistema que falla se recupera."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from autograde.sandbox import Limits, Sandbox, SandboxFailure
from tests.sandbox.sandbox_sample import calls, states, text

pytestmark = pytest.mark.aislamiento


def descriptors() -> int:
    return len(os.listdir("/proc/self/fd"))


def children() -> set[str]:
    return set(Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text().split())


@pytest.mark.parametrize("kind", [{}, {"cold": True}, {"isolated": False}])
def test_closing_leaves_nothing(kind, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    fds, before = descriptors(), children()
    with Sandbox(**kind) as box:
        for _ in range(2):
            with box.session({"a": b"1"}) as session:
                assert states(session, "def f(x): return x", calls(1)) == ["valor"]
    assert descriptors() == fds
    assert children() == before
    assert list(tmp_path.iterdir()) == []


def test_descriptors_do_not_grow_with_sessions():
    with Sandbox() as box:
        counts = []
        for _ in range(5):
            with box.session() as session:
                session.run_cell("import os\ndef f(x): os._exit(1)")
                session.snapshot("k")
                session.ask("k", calls(1, 2, 3))
            counts.append(descriptors())
    assert len(set(counts)) == 1


def test_kill_9_of_the_trusted_process_leaves_nothing():
    source = """
import time
from autograde.sandbox import Sandbox
box = Sandbox()
session = box.session()
session.run_cell("import os, time\\nif os.fork() == 0: os.setsid(); time.sleep(1000)")
session.snapshot("k")
print(box._host._process.pid, session._init.process.pid, session._cells.process.pid, flush=True)
time.sleep(1000)
"""
    program = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    pids = [int(p) for p in program.stdout.readline().split()]
    assert all(Path(f"/proc/{p}").exists() for p in pids)
    program.kill()
    program.wait()
    program.stdout.close()
    assert gone(pids)


def gone(pids: list[int], timeout: float = 10) -> bool:
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if not any(running(p) for p in pids):
            return True
        time.sleep(0.02)
    return False


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_dead_zygote_is_a_system_failure_and_the_next_session_works():
    with Sandbox() as box:
        session = box.session()
        os.kill(box._host.channel.process.pid, signal.SIGKILL)
        assert gone([session._init.process.pid])
        with pytest.raises(SandboxFailure):
            session.run_cell("1")
        with box.session() as second:
            assert text(second.run_cell("print('viva')")) == "viva\n"


def test_a_dead_zygote_while_asking_is_a_system_failure():
    with Sandbox() as box:
        session = box.session()
        session.run_cell("def f(x): return x")
        session.snapshot("k")
        session.seal()
        os.kill(box._host.channel.process.pid, signal.SIGKILL)
        assert gone([session._init.process.pid])
        with pytest.raises(SandboxFailure):
            session.ask("k", calls(1))


def test_a_python_that_does_not_start_is_a_system_failure(monkeypatch):
    from autograde.sandbox import layout

    real = layout.environment
    monkeypatch.setattr(layout, "environment", lambda *a: {**real(*a), "PYTHONPATH": "/no/existe"})
    with pytest.raises(SandboxFailure, match="inside"), Sandbox() as box:
        box.session()


def test_out_of_descriptors_is_a_system_failure():
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = []
    with Sandbox() as box:
        resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
        try:
            with contextlib.suppress(OSError):
                while True:
                    taken.append(os.dup(0))
            with pytest.raises(SandboxFailure):
                box.session()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
            for fd in taken:
                os.close(fd)
        with box.session() as session:
            assert text(session.run_cell("print(1)")) == "1\n"


def test_only_one_session_at_a_time():
    with Sandbox(Limits()) as box:
        first = box.session()
        box.session()
        assert first.run_cell("1").state == "dead"
