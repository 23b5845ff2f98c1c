"""Los grupos del núcleo: a quién se mueve, qué se deja y cómo se cuenta lo que mató el núcleo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.sandbox import Limits, Sandbox, SandboxFailure, cgroup
from autograde.sandbox.cgroup import CgroupsRefused
from tests.sandbox.conftest import LIMITS
from tests.sandbox.fake_cgroups import BORN, FakeHierarchy
from tests.sandbox.sandbox_sample import calls, states

SCOPE = "user.slice/run-1.scope"
ME = os.getpid()


@pytest.fixture
def fake(tmp_path: Path) -> FakeHierarchy:
    """Como tras `systemd-run --user --scope -p Delegate=yes`: este proceso, solo en su grupo."""
    hierarchy = FakeHierarchy(tmp_path)
    hierarchy.me(hierarchy.group(SCOPE))
    return hierarchy


def test_the_grader_steps_aside_into_a_leaf(fake):
    scope = fake.root / SCOPE
    child = ME + 1
    fake.process(child, ME, scope)
    assert cgroup.prepare(fake) == scope
    assert fake.members(scope) == set()
    assert fake.members(scope / f"autograde-{ME}-{BORN}") == {ME, child}
    assert set(fake.read(scope / "cgroup.subtree_control").split()) == {"memory", "pids"}


def test_a_second_time_nothing_moves(fake):
    base = cgroup.prepare(fake)
    before = sorted(fake.root.rglob("*"))
    assert cgroup.prepare(fake) == base
    assert sorted(fake.root.rglob("*")) == before


def test_nobody_else_is_moved(fake):
    scope = fake.root / SCOPE
    fake.process(77777777, 1, scope)
    with pytest.raises(CgroupsRefused, match="hay otros procesos"):
        cgroup.prepare(fake)
    assert fake.members(scope) == {ME, 77777777}
    assert [p for p in scope.iterdir() if p.is_dir()] == []


def test_if_it_cannot_be_done_it_goes_back_where_it_was(fake):
    scope = fake.root / SCOPE
    fake.denied.add(scope / "cgroup.subtree_control")
    with pytest.raises(CgroupsRefused):
        cgroup.prepare(fake)
    assert fake.members(scope) == {ME}
    assert [p for p in scope.iterdir() if p.is_dir()] == []


def test_the_root_group_admits_both_and_nobody_moves(tmp_path):
    hierarchy = FakeHierarchy(tmp_path)
    hierarchy.me(hierarchy.root)
    hierarchy.process(77777777, 1, hierarchy.root)
    assert cgroup.prepare(hierarchy) == hierarchy.root
    assert hierarchy.members(hierarchy.root) == {ME, 77777777}


def test_without_the_controllers_it_is_refused(tmp_path):
    hierarchy = FakeHierarchy(tmp_path, controllers="cpu pids")
    hierarchy.me(hierarchy.group(SCOPE))
    with pytest.raises(CgroupsRefused, match="controladores"):
        cgroup.prepare(hierarchy)


@pytest.mark.parametrize(
    ("path", "root", "wanted"),
    [
        ("/a/b", "/", "a/b"),
        ("/", "/", "."),
        ("/a/b", "/a", "b"),
        ("/x", "/a", None),
        ("/../x", "/", None),
    ],
)
def test_own_group(tmp_path, path, root, wanted):
    hierarchy = FakeHierarchy(tmp_path)
    hierarchy.mount(root, hierarchy.root)
    (hierarchy.processes / "self" / "cgroup").write_text(f"4:memory:/z\n0::{path}\n")
    if wanted is None:
        with pytest.raises(CgroupsRefused):
            cgroup.own_group(hierarchy.processes)
    else:
        assert cgroup.own_group(hierarchy.processes) == hierarchy.root / wanted


def test_version_one_alone_is_refused(tmp_path):
    hierarchy = FakeHierarchy(tmp_path)
    (hierarchy.processes / "self" / "cgroup").write_text("4:memory:/z\n")
    with pytest.raises(CgroupsRefused, match="versión 2"):
        cgroup.own_group(hierarchy.processes)


def test_leftovers_of_the_dead_are_swept_and_nothing_else(fake):
    scope = fake.root / SCOPE
    fake.process(55, 1, fake.group("otro"), born=7)
    kept = ["autograde-55-7-0", "autograde-calificar.service", "autograde-66-1-5"]
    swept = ["autograde-55-6-0", "autograde-77-1-0", "autograde-77-1"]
    for name in (*kept, *swept):
        fake.group(f"{SCOPE}/{name}")
    fake.process(88, 1, scope / "autograde-66-1-5")
    cgroup.prepare(fake)
    left = {p.name for p in scope.iterdir() if p.is_dir()}
    assert left == {*kept, f"autograde-{ME}-{BORN}"}


def test_a_cage_has_its_limits_and_goes_away_with_whoever_is_inside(fake):
    limits = Limits(processes=10)
    cage = cgroup.cage(limits, fake)
    other = cgroup.cage(limits, fake)
    assert cage.folder != other.folder
    read = {name: fake.read(cage.folder / name) for name in ("memory.swap.max", "pids.max")}
    assert read == {"memory.swap.max": "0", "pids.max": str(10 + cgroup.ALLOWANCE_PROCESSES)}
    memory = int(fake.read(cage.folder / "memory.max"))
    assert memory > limits.total_memory_bytes + limits.scratch_bytes
    fake.process(99, ME, fake.root / SCOPE / f"autograde-{ME}-{BORN}")
    cage.admit(99)
    assert fake.members(cage.folder) == {99}
    cage.close()
    cage.close()
    assert not cage.folder.exists()
    assert other.folder.exists()


def test_a_cage_without_limits_is_not_left_behind(fake):
    base = cgroup.prepare(fake)
    denied = {base / f"autograde-{ME}-{BORN}-{n}" / "pids.max" for n in range(10_000)}
    fake.denied |= denied
    with pytest.raises(CgroupsRefused):
        cgroup.cage(Limits(), fake)
    assert [p.name for p in base.iterdir() if p.is_dir()] == [f"autograde-{ME}-{BORN}"]


def test_kills_are_read_from_the_kernel(fake):
    cage = cgroup.cage(Limits(), fake)
    assert cage.kills() == 0
    (cage.folder / "memory.events").write_text("oom 9\noom_kill 3\noom_group_kill 1\n")
    assert cage.kills() == 3


class FakeCage:
    """Una jaula que no encierra y cuenta lo que se le diga."""

    def __init__(self) -> None:
        self.count = 0
        self.admitted: list[int] = []
        self.closed = False

    def admit(self, pid: int) -> None:
        self.admitted.append(pid)

    def kills(self) -> int:
        return self.count

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def cages(monkeypatch):
    made: list[FakeCage] = []

    def new(limits):
        made.append(FakeCage())
        return made[-1]

    monkeypatch.setattr(cgroup, "cage", new)
    return made


def _kill(process):
    process.signal(signal.SIGKILL)
    assert process.ended(5)


@pytest.mark.aislamiento
def test_each_tree_is_admitted_once_and_released(cages):
    with Sandbox(LIMITS) as box:
        for _ in range(2):
            with box.session() as session:
                assert session.run_cell("1").state == "ok"
        (cage,) = cages
        assert len(cage.admitted) == 1
        assert not cage.closed
    assert cage.closed


@pytest.mark.aislamiento
@pytest.mark.parametrize("victim", ["snapshot", "init", "zygote"])
def test_what_the_kernel_kills_for_memory_is_a_memory_verdict(cages, victim):
    """Caiga quien caiga: nunca un fallo del sistema, y la entrega siguiente no lo nota."""
    with Sandbox(LIMITS) as box:
        session = box.session()
        session.run_cell("def f(x): return x")
        session.snapshot("k")
        session.seal()
        assert [a.estado for a in session.ask("k", calls(1))] == ["valor"]
        (waiting,) = session.waiting()
        _kill({"snapshot": waiting, "init": session._init.process}.get(victim, _zygote(box)))
        waiting.ended(5)
        cages[0].count += 1
        assert [a.estado for a in session.ask("k", calls(1, 2))] == ["memoria", "memoria"]
        with box.session() as innocent:
            assert states(innocent, "def f(x): return x", calls(1)) == ["valor"]


@pytest.mark.aislamiento
@pytest.mark.parametrize("before", [0, 3])
def test_a_judge_that_dies_of_something_else_is_a_system_failure(cages, before):
    with Sandbox(LIMITS) as box:
        with box.session():
            cages[0].count = before
        session = box.session()
        session.run_cell("def f(x): return x")
        session.snapshot("k")
        session.seal()
        _kill(session._init.process)
        with pytest.raises(SandboxFailure):
            session.ask("k", calls(1))


def _zygote(box):
    return box._host.channel.process


# --- con el núcleo de verdad, donde esta cuenta puede -------------------------------------------


@pytest.fixture(scope="module")
def base() -> Path:
    """El grupo del que cuelgan los de los árboles."""
    try:
        return cgroup.prepare(cgroup.Hierarchy())
    except CgroupsRefused as error:
        pytest.skip(f"sin cgroups: {error}")


HOARD = "def f(x): return len(b'x' * (600 * 2**20))"


@pytest.mark.aislamiento
def test_a_real_tree_is_in_its_group_and_leaves_nothing(base):
    with Sandbox(LIMITS) as box:
        with box.session() as session:
            assert session.run_cell("1").state == "ok"
            cage = box._host.cage
            assert cage is not None
            assert session._cells.process.pid in cgroup.Hierarchy().members(cage.folder)
        folder = cage.folder
        assert folder.parent == base
    assert not folder.exists()


@pytest.mark.aislamiento
def test_a_real_hoard_is_a_memory_verdict_and_the_next_one_is_healthy(base, monkeypatch):
    """Con el límite del núcleo por debajo del que se vigila, solo puede haberlo matado él."""
    monkeypatch.setattr(cgroup, "ALLOWANCE_BYTES", -700 * 2**20)
    with Sandbox(LIMITS) as box:
        with box.session() as session:
            assert states(session, HOARD, calls(1, limit_s=60)) == ["memoria"]
        assert box._host.alive
        assert box._host.kernel_kills() == 1
        with box.session() as innocent:
            assert states(innocent, "def f(x): return x", calls(1)) == ["valor"]


GRADER = """
import os, signal
from autograde.sandbox import Sandbox
box = Sandbox()
box.session()
print(box._host.cage.folder, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.aislamiento
def test_what_a_killed_grader_left_is_swept(base):
    dead = subprocess.run([sys.executable, "-c", GRADER], stdout=subprocess.PIPE, text=True)
    folder = Path(dead.stdout.strip())
    assert folder.parent == base
    assert folder.exists()
    for _ in range(100):
        cgroup._sweep(base, cgroup.Hierarchy())
        if not folder.exists():
            break
    assert not folder.exists()
