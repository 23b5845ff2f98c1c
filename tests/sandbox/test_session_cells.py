"""El trabajo honrado: celdas como en Jupyter, instantáneas en su posición, respuestas por caso."""

from __future__ import annotations

import base64

import pytest

from autograde.sandbox import CellState, Sandbox
from tests.sandbox.sandbox_sample import calls, states, text

pytestmark = pytest.mark.aislamiento


def kinds(run):
    return [o["output_type"] for o in run.outputs]


def test_print_and_result(session):
    run = session.run_cell("print('hola')\n6 * 7")
    assert run.state is CellState.OK
    assert run.outputs[0] == {"output_type": "stream", "name": "stdout", "text": "hola\n"}
    assert run.outputs[1]["data"] == {"text/plain": "42"}
    assert run.outputs[1]["execution_count"] == 1


@pytest.mark.parametrize("module", ["curso.comprobar", "curso.graficas", "curso.problemas"])
def test_what_every_notebook_imports_is_already_loaded(session, module):
    """Cargarlo en cada sesión costaría más que todo lo demás de una entrega corriente."""
    assert text(session.run_cell(f"import sys\nprint({module!r} in sys.modules)")) == "True\n"


def test_names_persist_between_cells_and_not_between_sessions(box):
    with box.session() as first:
        first.run_cell("x = 1")
        assert text(first.run_cell("print(x)")) == "1\n"
    with box.session() as second:
        assert second.run_cell("print(x)").state is CellState.ERROR


def test_exception_is_an_error_output_and_the_session_goes_on(session):
    run = session.run_cell("print('antes')\n1 / 0")
    assert run.state is CellState.ERROR
    assert kinds(run) == ["stream", "error"]
    assert run.outputs[1]["ename"] == "ZeroDivisionError"
    assert text(session.run_cell("print('sigue')")) == "sigue\n"


@pytest.mark.parametrize(
    "source",
    [
        "%timeit -n1 -r1 1",
        "!echo hola",
        "import asyncio\nawait asyncio.sleep(0)",
        "%pwd",
        "%%time\n1",
    ],
)
def test_magics_shell_and_await(session, source):
    run = session.run_cell(source)
    assert run.state is CellState.OK, run.outputs


def test_shell_commands_print_into_the_cell(session):
    assert text(session.run_cell("!echo hola")) == "hola\n"
    assert text(session.run_cell("import os\nos.system('echo desde el sistema')")).startswith(
        "desde"
    )


def test_matplotlib_figure_is_inline_png(session):
    run = session.run_cell("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    png = [o["data"]["image/png"] for o in run.outputs if "image/png" in o.get("data", {})]
    assert len(png) == 1
    assert base64.b64decode(png[0]).startswith(b"\x89PNG")


def test_display_and_update_display(session):
    run = session.run_cell(
        "from IPython.display import display, HTML\n"
        "h = display(HTML('<b>1</b>'), display_id=True)\nh.update(HTML('<b>2</b>'))"
    )
    assert [o["data"]["text/html"] for o in run.outputs] == ["<b>2</b>"]


def test_clear_output(session):
    run = session.run_cell(
        "from IPython.display import clear_output\nprint(1)\nclear_output()\nprint(2)"
    )
    assert text(run) == "2\n"


def test_warnings_and_tqdm_do_no_harm(session):
    source = """
import sys, warnings
warnings.warn("ojo")
print("e", file=sys.stderr)
def f(x): return x
"""
    assert states(session, source, calls(1)) == ["valor"]


def test_exit_and_sys_exit_do_not_end_the_session(session):
    session.run_cell("exit()")
    assert session.run_cell("import sys\nsys.exit(3)").state is CellState.ERROR
    assert session.run_cell("input()").state is CellState.ERROR
    assert text(session.run_cell("print('viva')")) == "viva\n"


def test_files_are_visible_and_helper_modules_import(box):
    files = {"datos/a.csv": b"1,2\n", "ayuda.py": b"def doble(x):\n    return 2 * x\n"}
    with box.session(files) as session:
        run = session.run_cell(
            "from ayuda import doble\nprint(doble(4), open('datos/a.csv').read())"
        )
        assert text(run) == "8 1,2\n\n"


@pytest.mark.parametrize("name", ["../fuera", "/etc/x", "a/../../b", "", "a\0b"])
def test_file_names_that_leave_the_folder_are_refused(box, name):
    with pytest.raises(ValueError, match="nombre de fichero"):
        box.session({name: b""})


def test_numpy_has_one_thread(session):
    run = session.run_cell(
        "import numpy as np, os\na = np.ones((400, 400))\na @ a\n"
        "print(len(os.listdir('/proc/self/task')))"
    )
    assert text(run) == "1\n"


def test_snapshot_keeps_its_position(session):
    session.run_cell("def f(x): return 'uno'")
    session.snapshot("a")
    session.run_cell("def f(x): return 'dos'")
    session.snapshot("b")
    assert session.ask("a", calls(0))[0].valor == "uno"
    session.seal()
    assert session.ask("b", calls(0))[0].valor == "dos"
    assert session.ask("a", calls(0))[0].valor == "uno"


def test_snapshots_answer_when_a_later_cell_kills_the_session(session):
    session.run_cell("def f(x): return x")
    session.snapshot("a")
    assert session.run_cell("import os\nos._exit(0)").state is CellState.DEAD
    assert not session.alive
    assert session.run_cell("1").state is CellState.DEAD
    session.seal()
    assert session.ask("a", calls(5))[0].valor == 5


def test_a_check_does_not_change_the_next_one(session):
    source = "seen = []\ndef f(x):\n    seen.append(x)\n    return len(seen)"
    session.run_cell(source)
    session.snapshot("k")
    assert [a.valor for a in session.ask("k", calls(1, 2))] == [1, 2]
    assert [a.valor for a in session.ask("k", calls(1))] == [1]


def test_exceptions_and_missing_names_in_checks(session):
    source = "def f(x):\n    if x: raise ValueError('secreto')\n    return object()"
    session.run_cell(source)
    session.snapshot("k")
    answers = session.ask("k", calls(1, 0))
    assert [a.estado for a in answers] == ["excepcion", "invalida"]
    assert [a.excepcion for a in answers] == ["ValueError", "objeto"]
    session.run_cell("del f")
    session.snapshot("sin")
    assert session.ask("sin", calls(1))[0].estado == "sin_definir"


@pytest.mark.parametrize("raised", ["ValueError('secreto')", "KeyboardInterrupt('secreto')"])
def test_what_an_exception_says_crosses_only_before_sealing(session, raised):
    session.run_cell(f"def f(x):\n    y = x\n    raise {raised}")
    session.snapshot("k")
    (before,) = session.ask("k", calls(1))
    session.seal()
    (after,) = session.ask("k", calls(1))
    name = raised.split("(")[0]
    assert before.detalle == (f"{name}: secreto, en la línea 3 de la celda de «f»: raise {raised}")
    assert (after.excepcion, after.detalle) == (name, None)


def test_sealed_session_shows_nothing_more(session):
    session.snapshot("k")
    session.seal()
    with pytest.raises(RuntimeError):
        session.run_cell("print(1)")
    with pytest.raises(RuntimeError):
        session.snapshot("otra")


def test_without_isolation_the_same_answers():
    with Sandbox(isolated=False) as plain, plain.session({"a.txt": b"hola"}) as session:
        assert text(session.run_cell("print(open('a.txt').read())")) == "hola\n"
        assert states(
            session, "import os\ndef f(x):\n    x or os._exit(1)\n    return x", calls(0, 7)
        ) == [
            "muerte",
            "valor",
        ]


def test_snapshot_of_a_dead_session_answers_death(session):
    session.run_cell("import os\nos._exit(0)")
    session.snapshot("k")
    session.seal()
    assert [a.estado for a in session.ask("k", calls(1, 2))] == ["muerte", "muerte"]
