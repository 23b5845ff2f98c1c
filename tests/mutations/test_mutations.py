"""Los ejercicios rápidos, mutados aquí; los demás, con `python -m tests.mutations TAREA`."""

from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograde.authoring.mutation import changes, survivors
from autograde.authoring.operators import mutants
from autograde.exercises import available, load
from autograde.model import CellKind, Exercise
from autograde.notebooks.source import read_source
from curso.pruebas.plan.pasos import llamada
from tests.mutations.equivalents import equivalents

SOURCE = Path(__file__).parents[2] / "source"
QUICK = (
    "t1.error_y_gradiente",
    "t1.coste_computacional",
    "t1.tiempo_entrenamiento",
    "t2.epocas_necesarias",
    "t2.nombres",
    "t3.Momentum",
    "t3.Adagrad",
)
EXERCISES = {e.id: (e, a) for a in available() for e in load(a).exercises.values()}


def notebook(task):
    return read_source(SOURCE / task / f"{task}.ipynb")


@pytest.mark.parametrize("exercise_id", QUICK)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_what_survives_is_what_has_its_reason(exercise_id):
    exercise, task = EXERCISES[exercise_id]
    found = survivors(exercise, notebook(task))
    assert found.tried
    assert set(found.alive) == set(equivalents().get(exercise_id, {}))


def test_every_reason_is_of_a_change_that_is_still_made():
    for exercise_id, reasons in equivalents().items():
        exercise, task = EXERCISES[exercise_id]
        made = {mutant.change for mutant in changes(exercise, notebook(task))}
        assert reasons.keys() <= made, exercise_id
        assert all(len(reason) > 10 for reason in reasons.values()), exercise_id


# --- la herramienta -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "changed"),
    [
        ("if x < 3: pass", "if x <= 3:"),
        ("y = a - b", "y = a + b"),
        ("y = -a", "y = a"),
        ("y = x + 2", "y = x + 3"),
        ("y = x + 2", "y = x + 1"),
        ("y = 0.5 * x", "y = 1.0 * x"),
        ("y = a and b", "y = a or b"),
        ("y = a and b", "y = a"),
        ("y = np.max(x)", "y = np.min(x)"),
        ("y = x.sum(axis=0)", "y = x.sum()"),
        ("y = x.sum(axis=0)", "y = x.sum(axis=1)"),
        ("y = w.copy()", "y = w"),
        ("w = w - g", "w -= g"),
        ("y = x[1:n]", "y = x[:n]"),
        ("y = 1", "pass"),
    ],
)
def test_each_kind_of_change_is_made(line, changed):
    assert changed in {mutant.change.split(" → ")[1] for mutant in mutants(line)}


def test_what_an_error_says_and_annotations_are_left_alone():
    source = "def f(x: int = 3) -> 'Doc[1]':\n    'Suma 1.'\n    raise ValueError('más de 2', 1)"
    assert sorted(m.change for m in mutants(source)) == [
        "def f(x: int=3) -> 'Doc[1]': → def f(x: int=2) -> 'Doc[1]':",
        "def f(x: int=3) -> 'Doc[1]': → def f(x: int=4) -> 'Doc[1]':",
        "raise ValueError('más de 2', 1) → pass",
    ]


def _exercise(*cases):
    return Exercise(
        id="t0.limite",
        name="limite",
        reference=lambda x: x if x < 10 else 10,
        public_cases=cases,
        hidden_cases=lambda rng: [],
        points={CellKind.CORRECTNESS: 1.0},
    )


def test_a_missing_case_and_an_endless_loop_are_seen():
    text = "def limite(x):\n    i = 0\n    while i < 10 and i != x:\n        i += 1\n    return i"
    cell = new_code_cell(f"### BEGIN SOLUTION\n{text}\n### END SOLUTION")
    cell.metadata["nbgrader"] = {"grade_id": "t0-limite-solucion", "solution": True}
    source = new_notebook(cells=[new_code_cell("import numpy as np\n%matplotlib inline"), cell])
    few = survivors(_exercise(llamada("tres", 3)), source)
    assert "while i < 10 and i != x: → while i <= 10 and i != x:" in few.alive
    assert "while i < 10 and i != x: → while i < 10:" not in few.alive
    cases = [llamada(f"con {x}", x) for x in (0, 3, 20)]
    assert survivors(_exercise(*cases), source).alive == ("i = 0 → i = -1",)
