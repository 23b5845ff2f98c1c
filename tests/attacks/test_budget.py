"""Lo que gasta un envío entero: cada celda y cada caso dentro de su tope, y juntos sin fin.

Cada ataque va con su control: lo mismo, con un presupuesto que no se acaba, y sale bien.
"""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

import contextlib
import dataclasses

import pytest

from autograde.sandbox import Budget, CellState, Disturbed, Limits, Sandbox
from autograde.sandbox.budget import Purse
from tests.attacks.attack import DEAD, INNOCENT, TIME, Attack, V, check, grade, verdicts
from tests.attacks.conftest import LIMITS, MIB
from tests.attacks.mini_assignment import GOOD
from tests.sandbox.sandbox_sample import calls, text

pytestmark = pytest.mark.aislamiento
ENDLESS = {
    "all_cells_s": 9e9,
    "all_cells_wall_s": 9e9,
    "answers_s": 9e9,
    "answers_wall_s": 9e9,
    "answers_bytes": 2**60,
    "all_outputs_bytes": 2**60,
}
#: cada una muere cuando ya ha corrido casi todo lo que se le deja
DYING = ("import os, time\ntime.sleep(0.5)\nos._exit(0)",) * 6
MEBIBYTE = "import numpy as np\ndef f(x): return np.zeros(3 * 2**15)"


@pytest.fixture
def with_limits():
    """Aislamientos con otros límites."""
    with contextlib.ExitStack() as stack:

        def make(base: Limits = LIMITS, **limits: float) -> Sandbox:
            changed = dataclasses.replace(base, **limits)
            return stack.enter_context(Sandbox(changed))

        yield make


@contextlib.contextmanager
def counted(box: Sandbox, monkeypatch):
    """Las sesiones que se van abriendo."""
    opened: list[bool] = []
    original = box.session

    def session(*args, careful=True, **more):
        opened.append(careful)
        return original(*args, careful=careful, **more)

    monkeypatch.setattr(box, "session", session)
    yield opened


# --- octetos ------------------------------------------------------------------------------------


@pytest.mark.parametrize("careful", [True, False])
@pytest.mark.parametrize(("limits", "valid"), [({"answers_bytes": 9 * MIB}, 2), (ENDLESS, 12)])
def test_answers_that_together_weigh_too_much_are_not_read(with_limits, careful, limits, valid):
    """Cada una ocupa 1 MiB, muy por debajo de su tope; a una prueba le toca un tercio del total."""
    box = with_limits(**limits)
    with box.session(careful=careful) as session:
        session.run_cell(MEBIBYTE)
        session.snapshot("k")
        answers = session.ask("k", calls(*range(12)))
    assert [a.estado for a in answers] == ["valor"] * valid + ["invalida"] * (12 - valid)
    if valid < 12:
        assert "ocupan demasiado" in str(answers[-1].detalle)


@pytest.mark.parametrize("careful", [True, False])
def test_who_answers_too_much_does_not_leave_the_others_without_room(with_limits, careful):
    box = with_limits(answers_bytes=9 * MIB)
    with box.session(careful=careful) as session:
        session.run_cell(MEBIBYTE)
        for key in "abcd":
            session.snapshot(key)
        session.run_cell("def f(x): return x")
        session.snapshot("inocente")
        for key in "abcd":
            assert session.ask(key, calls(*range(12)))[-1].estado == "invalida"
        session.seal()
        assert [a.valor for a in session.ask("inocente", calls(1, 2))] == [1, 2]
        assert session.ask("a", calls(1))[0].estado == "invalida"


def test_a_message_that_fits_its_limit_but_not_what_is_left_is_not_read(with_limits):
    box = with_limits(answers_bytes=3 * MIB)
    with box.session(careful=False) as session:
        session.run_cell("import numpy as np\ndef f(x): return np.zeros(10**6)")
        session.snapshot("k")
        before = session._snapshots["k"]
        assert [a.estado for a in session.ask("k", calls(1, 2))] == ["invalida"] * 2
        assert before.received < 1000


@pytest.mark.parametrize(("limits", "kept"), [({"all_outputs_bytes": 2 * MIB}, 2), (ENDLESS, 6)])
def test_outputs_that_together_weigh_too_much_are_dropped(with_limits, limits, kept):
    """5000 celdas de 5 MB de imágenes llenarían la memoria de quien corrige."""
    with with_limits(**limits).session() as session:
        runs = [session.run_cell("print('x' * 900_000)") for _ in range(6)]
        assert [len(text(r)) > 900_000 for r in runs] == [True] * kept + [False] * (6 - kept)
        assert ("ocupan demasiado" in text(runs[-1])) is (kept < 6)
        assert all(r.state in (CellState.OK, CellState.ERROR) for r in runs)
        assert session.alive
        assert text(session.run_cell("print('viva')")) == "viva\n" or kept < 6
        session.run_cell(GOOD["doble"].replace("doble", "f"))
        session.snapshot("k")
        session.seal()
        assert [a.valor for a in session.ask("k", calls(3))] == [6]


# --- tiempo -------------------------------------------------------------------------------------


def test_cells_that_die_one_after_another_are_not_rerun_for_ever(with_limits, monkeypatch):
    answers = {"doble": "import os\ndef doble(x):\n    if x > 9: os._exit(0)\n    return 2 * x"}
    attack = Attack("muere muchas veces", answers, before=DYING)
    endless, short = with_limits(**ENDLESS), with_limits(all_cells_wall_s=2.4)
    with counted(endless, monkeypatch) as opened:
        assert verdicts(grade(attack, endless))["suma"] is V.CORRECT
        assert opened == [False] * 7 + [True]
    with counted(short, monkeypatch) as opened:
        found = set(verdicts(grade(attack, short)).values())
        assert len(opened) < 7
    assert not found & {V.SYSTEM_FAILURE, V.CORRECT}
    check(INNOCENT, grade(INNOCENT, short))


@pytest.mark.parametrize("careful", [True, False])
@pytest.mark.parametrize(("limits", "valid"), [({"answers_wall_s": 6.0}, False), (ENDLESS, True)])
def test_slow_answers_within_their_limit_do_not_add_up(with_limits, careful, limits, valid):
    """Ninguna pasa de su plazo, y son muchas: al agotarse lo de la prueba, `tiempo`."""
    box = with_limits(**limits)
    with box.session(careful=careful) as session:
        session.run_cell("import time\ndef f(x):\n    time.sleep(0.5)\n    return x")
        session.snapshot("k")
        session.run_cell("def f(x): return x")
        session.snapshot("inocente")
        answers = session.ask("k", calls(*range(8)))
        assert answers[0].estado == "valor"
        assert (answers[-1].estado == "valor") is valid
        if not valid:
            assert {a.estado for a in answers} == {"valor", "tiempo"}
            assert "agotó el tiempo" in str(answers[-1].detalle)
        assert [a.valor for a in session.ask("inocente", calls(1, 2))] == [1, 2]


@pytest.mark.parametrize("careful", [True, False])
@pytest.mark.parametrize(("limits", "valid"), [({"answers_s": 3.0}, False), (ENDLESS, True)])
def test_processor_time_is_counted_too(with_limits, careful, limits, valid):
    burn = "import time\ndef f(x):\n    t = time.process_time()\n    while time.process_time() - t < 0.3: pass\n    return x"
    box = with_limits(**limits)
    with box.session(careful=careful) as session:
        session.run_cell(burn)
        session.snapshot("k")
        answers = session.ask("k", calls(*range(8)))
        assert answers[0].estado == "valor"
        assert (answers[-1].estado == "valor") is valid


def test_when_the_cells_have_spent_everything_the_rest_is_time_and_what_was_done_counts(
    with_limits,
):
    box = with_limits(all_cells_wall_s=3.0, cell_wall_s=500.0)
    sleepy = f"{GOOD['orden']}\nimport time\ntime.sleep(60)"
    attack = Attack(
        "duerme en su tercera respuesta",
        {"orden": sleepy},
        verdicts={"orden": TIME, "raiz": TIME},
    )
    graded = grade(attack, box)
    check(attack, graded)
    assert [c.verdict for c in graded.cells if c.exercise][:2] == [V.CORRECT] * 2


def test_the_second_pass_still_has_what_it_needs(with_limits):
    """La primera pasada gasta cuanto puede y obliga a repetir: los inocentes contestan igual."""
    box = with_limits(answers_wall_s=12.0)
    slow = "import os, time\ndef doble(x):\n    time.sleep(1.2)\n    if x == 0: os._exit(0)\n    return 2 * x"
    graded = grade(Attack("lento, y muere", {"doble": slow}), box)
    assert verdicts(graded) == {
        **dict.fromkeys(("suma", "orden", "raiz"), V.CORRECT),
        "doble": verdicts(graded)["doble"],
    }
    assert verdicts(graded)["doble"] in DEAD | TIME


def test_nine_dying_cells_do_not_make_the_judge_fail(box):
    """Más que las que se saltan: faltaban las instantáneas siguientes y el juez fallaba."""
    graded = grade(Attack("nueve muertes", before=("import os\nos._exit(0)",) * 9), box)
    assert set(verdicts(graded).values()) == DEAD


# --- lo que queda suelto ------------------------------------------------------------------------

LEAVES = """
import os, time
def f(x):
    if x == 0:
        for _ in range(3):
            if not os.fork(): time.sleep(99)
        BODY
    return sum(vive(p) for p in os.listdir("/proc") if p.isdigit())
def vive(p):
    try: return open(f"/proc/{p}/stat").read().rpartition(")")[2].split()[0] != "Z"
    except OSError: return False
"""


@pytest.mark.parametrize("body", ["os._exit(0)", "time.sleep(99)", "raise MemoryError"])
def test_the_children_of_a_spoiled_case_are_gone_in_the_next_one(with_limits, body):
    """Seguirían gastando mientras contesta el caso siguiente, o podrían atacarlo."""
    with with_limits(late_cases=2).session() as session:
        session.run_cell(LEAVES.replace("BODY", body))
        session.snapshot("k")
        first, spoiled, last = session.ask("k", calls(1, 0, 1, limit_s=1.0))
    assert spoiled.estado in ("muerte", "tiempo", "memoria")
    assert first.valor == last.valor


@pytest.mark.parametrize("body", ["os._exit(0)", "while True: pass"])
def test_a_spoiled_snapshot_does_not_go_on_while_the_others_answer(box, body):
    with box.session(careful=False) as session:
        session.run_cell(LEAVES.replace("BODY", body))
        for key in "ab":
            session.snapshot(key)
        session.seal()
        (before,) = session.ask("a", calls(1))
        with pytest.raises(Disturbed):
            session.ask("b", calls(0, limit_s=1.0))
        (after,) = session.ask("a", calls(1))
    assert after.valor == before.valor - 1


# --- la cuenta ----------------------------------------------------------------------------------


def test_a_part_is_spent_from_the_whole():
    whole = Purse(100.0, 400.0, 1000)
    half = whole.part(1 / 2)
    half.part(1 / 2).spend(cpu=10.0, wall=20.0, size=30)
    assert (half.cpu, half.wall, half.size) == (40.0, 180.0, 470)
    assert (whole.cpu, whole.wall, whole.size) == (90.0, 380.0, 970)
    whole.spend(wall=379.0)
    assert half.wall == 1.0
    whole.spend(wall=1.0)
    assert half.late
    assert not half.full


def test_a_whole_session_fits_twice_in_the_budget():
    """Si no, un cuaderno honrado y lento que hubiera que repetir perdería sus puntos."""
    limits = Limits()
    cells = Budget.of(limits).part(1 / 2).cells
    assert cells.cpu >= limits.cells_s
    assert cells.wall >= limits.cells_wall_s
    assert limits.all_cells_s - limits.cells_s >= limits.cells_s
