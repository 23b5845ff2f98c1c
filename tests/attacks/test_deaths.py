"""Una muerte que no es del alumno no cuesta nada a nadie; la que se finge, tampoco a los demás."""

from __future__ import annotations

import os
import signal

import pytest

from autograde.judge.report import give_up
from autograde.model import Verdict
from autograde.sandbox import Sandbox, Session
from tests.attacks.attack import INNOCENT, Attack, check, grade, verdicts
from tests.attacks.conftest import LIMITS

pytestmark = pytest.mark.aislamiento


def _session(box: Sandbox, session: Session) -> None:
    session._cells.process.signal(signal.SIGKILL)
    assert session._cells.process.ended(30)


def _vigil(box: Sandbox, session: Session) -> None:
    session._init.process.signal(signal.SIGKILL)
    assert session._cells.process.ended(30)


def _warm_parent(box: Sandbox, session: Session) -> None:
    os.kill(box._host.channel.process.pid, signal.SIGKILL)
    assert session._cells.process.ended(30)


def _channel(box: Sandbox, session: Session) -> None:
    session._cells.channel._sock.shutdown(2)


WAYS = [_session, _vigil, _warm_parent, _channel]


def _strike(monkeypatch, box, way, method, at, times):
    """Mata con `way` antes de la llamada número `at` a `Session.method`, y así `times` sesiones."""
    real = getattr(Session, method)
    calls: dict[int, int] = {}
    left = [times]

    def struck(self, *args, **kwargs):
        calls[id(self)] = calls.get(id(self), 0) + 1
        if calls[id(self)] == at and left[0]:
            left[0] -= 1
            way(box, self)
        return real(self, *args, **kwargs)

    monkeypatch.setattr(Session, method, struck)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("method", "at"), [("run_cell", 1), ("run_cell", 3), ("snapshot", 2)])
def test_a_death_from_outside_costs_nothing(box, monkeypatch, way, method, at):
    check(INNOCENT, grade(INNOCENT, box))
    with Sandbox(LIMITS) as beside, monkeypatch.context() as patch:
        beside.session().close()
        _strike(patch, box, way, method, at, times=1)
        check(INNOCENT, grade(INNOCENT, box))
        check(INNOCENT, grade(INNOCENT, beside))
    check(INNOCENT, grade(INNOCENT, box))


@pytest.mark.parametrize("way", WAYS)
def test_one_that_comes_back_is_a_system_failure_and_the_next_one_has_a_new_parent(
    box, monkeypatch, way
):
    with monkeypatch.context() as patch:
        _strike(patch, box, way, "run_cell", 2, times=99)
        graded = grade(INNOCENT, box)
    assert set(verdicts(graded).values()) == {Verdict.SYSTEM_FAILURE}
    check(INNOCENT, grade(INNOCENT, box))


#: se mata sin pedirlo por ninguna llamada que se oiga: la señal la manda el núcleo
FEIGNED = """
import fcntl, os, socket
a, b = socket.socketpair()
fcntl.fcntl(a, fcntl.F_SETOWN, os.getpid())
fcntl.fcntl(a, 10, 9)
fcntl.fcntl(a, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
b.send(b"x")
import time; time.sleep(1)
"""


def test_who_feigns_a_system_failure_has_what_was_judged_and_waits_for_a_person(box):
    body = "\n    ".join(FEIGNED.strip().splitlines())
    attack = Attack("finge", {"orden": f"def orden(xs):\n    {body}"})
    graded = grade(attack, box)
    assert verdicts(graded)["orden"] is Verdict.SYSTEM_FAILURE
    check(INNOCENT, grade(INNOCENT, box))
    final = give_up(graded)
    assert not final.failed
    assert final.points == 6.0
    assert [c.grade_id for c in final.cells if c.review] == ["t0-orden"]
    assert verdicts(final)["orden"] is Verdict.EXCEPTION


def test_feigned_in_a_cell_nothing_was_judged(box):
    graded = grade(Attack("finge en una celda", before=(FEIGNED,)), box)
    assert set(verdicts(graded).values()) == {Verdict.SYSTEM_FAILURE}
    assert give_up(graded).points == 0
    check(INNOCENT, grade(INNOCENT, box))
