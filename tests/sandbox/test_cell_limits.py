"""El límite de una celda es de procesador: esperar, o que la máquina esté ocupada, no cuenta."""

import pytest

from autograde.sandbox import CellState, Limits, Sandbox

pytestmark = pytest.mark.aislamiento
BURN = "import time\nt = time.process_time()\nwhile time.process_time() - t < {}: pass"


@pytest.fixture
def session_with():
    boxes = []

    def open_session(**limits):
        boxes.append(Sandbox(Limits(**limits)))
        return boxes[-1].session()

    yield open_session
    for box in boxes:
        box.close()


def test_waiting_is_not_spending(session_with):
    session = session_with(cell_s=1.0)
    assert session.run_cell("import time\ntime.sleep(2)").state is CellState.OK


def test_an_endless_loop_is_stopped_when_it_has_spent_its_time(session_with):
    session = session_with(cell_s=1.0, cell_wall_s=500.0)
    assert session.run_cell("while True: pass").state is CellState.TIME
    assert session.alive


def test_a_cell_that_waits_for_ever_is_stopped_by_the_clock(session_with):
    session = session_with(cell_s=500.0, cell_wall_s=1.0)
    assert session.run_cell("import time\ntime.sleep(1000)").state is CellState.TIME
    assert session.alive


def test_threads_count(session_with):
    session = session_with(cell_s=1.0, cell_wall_s=500.0)
    source = (
        "import hashlib, threading\n"
        "def burn():\n    while True: hashlib.sha256(bytes(10**6)).digest()\n"
        "for _ in range(2): threading.Thread(target=burn, daemon=True).start()\n"
        "threading.Event().wait()"
    )
    assert session.run_cell(source).state is CellState.TIME


def test_all_the_cells_together_have_a_limit(session_with):
    session = session_with(cell_s=5.0, cells_s=3.0)
    assert session.run_cell(BURN.format(2.5)).state is CellState.OK
    assert session.run_cell(BURN.format(2.5)).state is CellState.TIME
    assert session.run_cell("x = 1").state is CellState.OK
