# ruff: noqa: E501
"""Los controles: los mismos ataques, donde la defensa no está, salen bien. Sin daño para nadie."""

from __future__ import annotations

import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.nbgrader.rendering import markdown2html
from autograde.programs import put_our_programs_first
from autograde.sandbox import Limits, Sandbox
from tests.attacks.attack import FOUND
from tests.attacks.table_reading import OUTSIDE, SECRET

SCRIPT = "<script>window.atacado = 1</script>"


# --- plain nbgrader: las pruebas, en el proceso del alumno --------------------------------------

PLAIN = {
    "nota": "def doble(x): return 0\nnp.testing.assert_equal = lambda *a: None",
    "cuenta": "def doble(x):\n    if x > 10: raise ValueError(f'fuga {x}')\n    return 2 * x",
    "muere": "import os\ndef doble(x): os._exit(0)",
    "gasta": f"open('{OUTSIDE}/gastado', 'wb').write(bytes(20 * 2**20))\ndef doble(x): return 2 * x",
    "avisa": "import sys\ndef doble(x):\n    print('honrado', file=sys.stderr)\n    return 2 * x",
    "pagina": f"from IPython.display import HTML, display\ndisplay(HTML({SCRIPT!r}))\ndef doble(x): return 2 * x",
}
_TEST = """
np.testing.assert_equal(doble(3), 6)
### BEGIN HIDDEN TESTS
np.testing.assert_equal(doble(987654), 1975308)
### END HIDDEN TESTS
"""


def _graded_cell(grade_id: str, source: str, **own: object):
    flags = {"grade": False, "solution": False, "locked": False, "task": False, **own}
    metadata = {"nbgrader": {**flags, "grade_id": grade_id, "schema_version": 3}}
    return new_code_cell(source, id=grade_id, metadata=metadata)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """Una clase corregida con nbgrader tal cual: su libro y sus páginas."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    put_our_programs_first()  # nbgrader llama a «alembic»
    root = tmp_path_factory.mktemp("nbgrader")
    notebook = new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
        cells=[
            new_code_cell("import numpy as np"),
            _graded_cell("sol", "### BEGIN SOLUTION\n1\n### END SOLUTION", solution=True),
            _graded_cell("p1", _TEST, grade=True, locked=True, points=2),
            _graded_cell("p2", "assert True", grade=True, locked=True, points=3),
        ],
    )
    (root / "source" / "t").mkdir(parents=True)
    nbformat.write(notebook, root / "source" / "t" / "t.ipynb")
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root}/libro.db"
    config.ExecutePreprocessor.timeout = 5
    api = NbGraderAPI(config=config)
    assert api.generate_assignment("t")["success"]
    for student, code in PLAIN.items():
        answered = nbformat.read(root / "release" / "t" / "t.ipynb", as_version=4)
        next(c for c in answered.cells if c.id == "sol").source = code
        folder = root / "submitted" / student / "t"
        folder.mkdir(parents=True)
        nbformat.write(answered, folder / "t.ipynb")
        api.autograde("t", student)
        api.generate_feedback("t", student)
    return api, root


def _score(plain, student: str, cell: str) -> float | None:
    api, _ = plain
    with api.gradebook as gradebook:
        try:
            return gradebook.find_grade(cell, "t", "t", student).auto_score
        except Exception:
            return None


def _page(plain, student: str) -> str:
    return (plain[1] / "feedback" / student / "t" / "t.html").read_text()


@pytest.mark.lento
class TestPlainNbgrader:
    """La misma clase de ataque, con las pruebas en el proceso del alumno."""

    def test_taking_the_grade_works(self, plain):
        assert _score(plain, "nota", "p1") == 2

    def test_telling_the_hidden_input_works(self, plain):
        assert "fuga 987654" in _page(plain, "cuenta")

    def test_dying_takes_the_other_exercises_along(self, plain):
        assert _score(plain, "muere", "p2") in (0, None)

    def test_what_a_cell_writes_anywhere_stays(self, plain):
        assert Path(OUTSIDE, "gastado").stat().st_size == 20 * 2**20

    def test_honest_work_that_warns_loses_its_points(self, plain):
        assert _score(plain, "avisa", "p1") == 0

    def test_a_script_reaches_the_page(self, plain):
        assert SCRIPT in _page(plain, "pagina")


# --- sin bwrap ----------------------------------------------------------------------------------


def _printed(box: Sandbox, source: str) -> str:
    with box.session() as session:
        run = session.run_cell(textwrap.dedent(source))
    return "".join(o.get("text", "") for o in run.outputs)


@pytest.mark.parametrize(
    "source",
    [
        f"print(open('{OUTSIDE}/gradebook.db').read())",
        f"print(open('{OUTSIDE}/.curso/semilla_secreta').read())",
    ],
    ids=["libro", "semilla"],
)
def test_reading_works_without_isolation(open_box, source):
    assert SECRET in _printed(open_box, source)


def test_reading_another_process_works_without_isolation(open_box):
    command = [sys.executable, "-c", "import time; time.sleep(60)", SECRET]
    with subprocess.Popen(command) as other:
        try:
            assert SECRET in _printed(open_box, f"print(open('/proc/{other.pid}/cmdline').read())")
        finally:
            other.kill()


def test_writing_on_the_host_works_without_isolation(open_box, tmp_path):
    target = tmp_path / "plantado"
    _printed(open_box, f"open({str(target)!r}, 'wb').write(bytes(20))")
    assert target.read_bytes() == bytes(20)


def test_a_file_left_for_the_next_one_works_without_isolation(open_box, tmp_path):
    _printed(open_box, f"open('{tmp_path}/recado', 'w').write('{FOUND}')")
    assert FOUND in _printed(open_box, f"print(open('{tmp_path}/recado').read())")


# --- sin límites --------------------------------------------------------------------------------


def test_spending_works_with_wide_limits():
    with Sandbox(Limits(file_bytes=48 * 2**20, outputs=300)) as box:
        source = "with open('/tmp/g', 'wb') as f: print(f.write(bytes(30 * 2**20)))"
        assert _printed(box, source) == f"{30 * 2**20}\n"


# --- sin saneador, sin códec --------------------------------------------------------------------


def test_a_script_in_a_written_answer_survives_plain_nbconvert():
    from nbconvert import HTMLExporter

    notebook = new_notebook(cells=[new_markdown_cell(SCRIPT)])
    assert SCRIPT in HTMLExporter().from_notebook_node(notebook)[0]
    assert SCRIPT not in markdown2html({"cell": {}}, SCRIPT)


class _Payload:
    def __reduce__(self):
        return (list, (FOUND,))


def test_a_pickled_answer_runs_code_for_whoever_loads_it():
    assert pickle.loads(pickle.dumps(_Payload())) == list(FOUND)


def test_an_object_equal_to_everything_fools_a_plain_comparison():
    class Equal:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None  # type: ignore[assignment]

    assert Equal() == 6


def test_the_places_outside_exist():
    assert SECRET in Path(OUTSIDE, "gradebook.db").read_text()
