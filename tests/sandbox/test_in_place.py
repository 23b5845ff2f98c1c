"""La sesión sin cuidado: contesta lo mismo que la cuidadosa, o dice que no puede."""

from __future__ import annotations

import pytest

from autograde.sandbox import Disturbed, Limits, Sandbox
from curso.pruebas.plan import Plan
from tests.sandbox.sandbox_sample import calls, plan

pytestmark = pytest.mark.aislamiento


def both(box: Sandbox, source: str, public: Plan, hidden: Plan) -> list[list[object]]:
    """Lo que contestan la sesión cuidadosa y la otra a un plan público y a uno oculto."""
    found = []
    for careful in (True, False):
        with box.session(careful=careful) as session:
            session.run_cell(source)
            session.snapshot("k")
            answers = list(session.ask("k", public))
            session.seal()
            answers += session.ask("k", hidden)
            found.append([(a.estado, a.valor, a.excepcion) for a in answers])
    return found


@pytest.mark.parametrize(
    "source",
    [
        "def f(x): return x + 1",
        "def f(x): raise KeyError(x)",
        "def f(x): return object()",
        "def f(x): return f(x)",
        "def f(x): raise SystemExit",
        "g = 1",
        "import subprocess\ndef f(x): return subprocess.run(['false']).returncode",
        "def f(x):\n    print('a' * 10**6)\n    return x",
        "import os\ndef f(x):\n    if os.fork() == 0: os._exit(3)\n    return os.wait()[1] >> 8",
    ],
)
def test_both_ways_answer_the_same(box, source):
    careful, in_place = both(box, source, calls(1, 2), calls(3, 4, 5))
    assert in_place == careful
    assert len(careful) == 5


@pytest.mark.parametrize(
    "body",
    [
        "import os; os._exit(0)",
        "import ctypes; ctypes.string_at(0)",
        "while True: pass",
        "import os; os.closerange(0, 256)",
        "raise MemoryError",
        "import os, stat; [os.write(d, b'x' * 99) for d in range(3, 99) if is_socket(d)]",
    ],
)
@pytest.mark.parametrize("when", ["public", "hidden"])
def test_what_spoils_a_snapshot_is_said(box, body, when):
    source = f"""
def is_socket(d):
    import os, stat
    try:
        return stat.S_ISSOCK(os.fstat(d).st_mode)
    except OSError:
        return False
def f(x):
    if x == 1:
        {body}
    return x
"""
    good, bad = calls(0, 2), calls(0, 1, 2, limit_s=1.0)
    with box.session(careful=False) as session:
        session.run_cell(source)
        session.snapshot("k")
        session.snapshot("otra")
        if when == "hidden":
            assert [a.valor for a in session.ask("k", good)] == [0, 2]
            session.seal()
        with pytest.raises(Disturbed):
            session.ask("k", bad)
        assert [a.valor for a in session.ask("otra", good)] == [0, 2]


def test_each_snapshot_keeps_its_position_and_its_state(box):
    source = "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)"
    with box.session(careful=False) as session:
        session.run_cell(source)
        session.snapshot("a")
        session.snapshot("b")
        session.run_cell("def f(x): return 'otra'")
        assert [a.valor for a in session.ask("a", calls(1, 2))] == [1, 2]
        session.seal()
        assert [a.valor for a in session.ask("b", calls(1))] == [1]


def test_a_plan_without_cases_asks_nothing(box):
    for careful in (True, False):
        with box.session(careful=careful) as session:
            session.snapshot("k")
            assert session.ask("k", plan()) == ()


def test_a_dead_session_answers_death_without_being_disturbed(box):
    with box.session(careful=False) as session:
        session.run_cell("import os\nos._exit(0)")
        session.snapshot("k")
        assert [a.estado for a in session.ask("k", calls(1, 2))] == ["muerte", "muerte"]


def test_a_large_answer_and_a_large_question_cross_whole(box):
    import numpy as np

    from curso.pruebas.plan import Ref
    from curso.pruebas.plan.pasos import llamada

    big = np.arange(10**6, dtype=float)
    asked = plan(*(llamada("grande", Ref("x"), entradas={"x": big}) for _ in range(3)))
    for careful in (True, False):
        with box.session(careful=careful) as session:
            session.run_cell("def f(x): return 2 * x")
            session.snapshot("k")
            answers = session.ask("k", asked)
            assert all(np.array_equal(a.valor, 2 * big) for a in answers)


def test_the_deadline_is_of_each_case_not_of_the_plan():
    with Sandbox(Limits()) as box, box.session(careful=False) as session:
        session.run_cell("import time\ndef f(x):\n    time.sleep(0.6)\n    return x")
        session.snapshot("k")
        answers = session.ask("k", calls(1, 2, 3, limit_s=1.5))
        assert [a.estado for a in answers] == ["valor"] * 3
