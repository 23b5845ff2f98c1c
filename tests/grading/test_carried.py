"""El error arrastrado: un fallo no cuesta dos ejercicios, y lo que se presta no sale de allí."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from autograde.exercises import Assignment, available, load
from autograde.grading.notebook import grade_notebook
from autograde.judge.results import Graded, to_json
from autograde.model import CellKind, Exercise, Verdict
from autograde.notebooks.rebuild import rebuild
from autograde.notebooks.source import released, solutions
from autograde.sandbox import Sandbox
from curso.pruebas.plan.pasos import llamada

pytestmark = pytest.mark.aislamiento
SEED = b"semilla de los errores arrastrados"
SECRET = "ESTO_ES_DEL_DOCENTE"


def _exercise(name: str, times: int, *carries: str) -> Exercise:
    return Exercise(
        id=f"t0.{name}",
        name=name,
        reference=lambda x: times * x,
        public_cases=(llamada("tres", 3), llamada("cinco", 5)),
        hidden_cases=lambda rng: [llamada("oculto", int(x)) for x in rng.integers(9, 10**9, 2)],
        points={CellKind.CORRECTNESS: 2.0},
        carries=carries,
    )


ASSIGNMENT = Assignment(
    "t0_arrastre",
    {
        e.id: e
        for e in (
            _exercise("doble", 2, "t0.triple"),
            _exercise("triple", 3),
            _exercise("cuadruple", 4, "t0.doble"),
            _exercise("sextuple", 6, "t0.doble", "t0.triple"),
            _exercise("octuple", 8, "t0.doble", "t0.cuadruple"),
        )
    },
    "v1",
    "e1",
)
SOLUTIONS = {
    "doble": f"def doble(x):\n    '''{SECRET}'''\n    return x + x",
    "triple": f"def triple(x):\n    '''{SECRET}'''\n    return x + x + x",
    "cuadruple": "def cuadruple(x):\n    return doble(doble(x))",
    "sextuple": "def sextuple(x):\n    return 2 * triple(x)",
    "octuple": "def octuple(x):\n    return 2 * cuadruple(x)",
}
BAD_DOUBLE = "def doble(x):\n    return x + 2"
STUB = "def doble(x):\n    raise NotImplementedError()"
ALONE = {
    "cuadruple": "def cuadruple(x):\n    return 4 * x",
    "octuple": "def octuple(x):\n    return 8 * x",
}


def _cell(name: str, grade_id: str, text: str, **own: object) -> NotebookNode:
    cell = new_code_cell(text, id=grade_id)
    flags = {"grade": False, "solution": False, "locked": False, "task": False}
    cell.metadata["nbgrader"] = {**flags, **own, "grade_id": grade_id, "schema_version": 3}
    return cell


def build_source() -> NotebookNode:
    cells = []
    for name, text in SOLUTIONS.items():
        text = f"### BEGIN SOLUTION\n{text}\n### END SOLUTION"
        cells.append(_cell(name, f"t0-{name}-solucion", text, solution=True))
        test = _cell(name, f"t0-{name}", f'comprobar("t0.{name}")', grade=True, locked=True)
        test.metadata["nbgrader"]["points"] = 2.0
        cells.append(test)
    return new_notebook(cells=cells)


SOURCE = build_source()
RELEASE = released(SOURCE)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


def grade(sandbox: Sandbox, **answers: str) -> Graded:
    """Califica la solución, con otras respuestas en los ejercicios que se digan."""
    notebook = json.loads(json.dumps(RELEASE))
    for cell, (name, text) in zip(notebook["cells"][::2], SOLUTIONS.items(), strict=True):
        cell["source"] = answers.get(name, text.replace(SECRET, "mía"))
    rebuilt = rebuild(RELEASE, json.dumps(notebook).encode())
    return grade_notebook(rebuilt, ASSIGNMENT, SEED, sandbox, solutions=solutions(SOURCE))


def marks(graded: Graded) -> dict[str, float | None]:
    return {str(c.exercise).removeprefix("t0."): c.points for c in graded.cells}


def carried(graded: Graded) -> set[str]:
    return {
        str(c.exercise).removeprefix("t0.")
        for c in graded.cells
        for n in c.notes
        if n.codigo.endswith(".error_arrastrado")
    }


@pytest.mark.parametrize("bad", [BAD_DOUBLE, STUB, "def doble(x):\n    return 1 / 0"])
def test_a_mistake_is_paid_for_once(sandbox, bad):
    """Directamente (cuádruple) y por medio de otra (óctuple)."""
    graded = grade(sandbox, doble=bad)
    assert marks(graded) == {"doble": 0, "triple": 2, "cuadruple": 2, "sextuple": 2, "octuple": 2}
    assert carried(graded) == {"cuadruple", "octuple"}
    cell = next(c for c in graded.cells if c.exercise == "t0.cuadruple")
    assert (cell.verdict, cell.findings) == (Verdict.CORRECT, ())
    shown = graded.notebook.cells[5].outputs[0].data["text/plain"]
    assert "Error arrastrado de «doble»" in shown
    assert "por escribir" not in shown
    assert any("«cuadruple»: error arrastrado de «doble»" in w for w in graded.warnings)


@pytest.mark.parametrize(
    "answers",
    [
        # también está mal lo suyo
        {"doble": BAD_DOUBLE, "cuadruple": "def cuadruple(x):\n    return doble(x)"},
        # no llama a lo anterior: su error es suyo
        {"doble": BAD_DOUBLE, "cuadruple": "def cuadruple(x):\n    return 4 * x + 1"},
        # lo anterior está bien
        {"cuadruple": "def cuadruple(x):\n    return doble(x)"},
        # lo llama, pero nadie declaró la pareja
        {
            "triple": "def triple(x):\n    return 7",
            "cuadruple": "def cuadruple(x):\n    return triple(x) + x",
        },
    ],
)
def test_what_is_its_own_fault_is_not_forgiven(sandbox, answers):
    graded = grade(sandbox, **answers, octuple=ALONE["octuple"])
    assert marks(graded)["cuadruple"] == 0
    assert "cuadruple" not in carried(graded)


def test_only_what_comes_before_is_lent(sandbox):
    """«doble» declara «triple», que va después: no vale."""
    graded = grade(
        sandbox,
        doble="def doble(x):\n    return triple(x) - x",
        triple="def triple(x):\n    return 7",
        **ALONE,
    )
    assert marks(graded)["doble"] == 0


#: si la función prestada es la del docente, la saca por donde puede
THIEF = """
import os, sys, inspect
def cuadruple(x):
    if doble(10) == 20:
        botin = (doble.__doc__ or "") + repr(doble.__code__.co_consts)
        print(botin); print(botin, file=sys.stderr)
        os.write(1, botin.encode())
        for carpeta in (".", "/tmp", "/dev/shm"):
            try: open(carpeta + "/botin", "a").write(botin)
            except OSError: pass
        LEAK
    return doble(doble(x))
"""
READER = """
def octuple(x):
    return 8 * x
for carpeta in (".", "/tmp", "/dev/shm"):
    try: print("BOTIN", open(carpeta + "/botin").read())
    except OSError: pass
"""


@pytest.mark.parametrize(
    "leak",
    ["return botin", "raise ValueError(botin)", "raise type(botin[:20], (Exception,), {})", "pass"],
)
def test_the_lent_solution_never_leaves_that_session(sandbox, leak):
    thief = THIEF.replace("LEAK", leak)
    for _ in range(2):  # la segunda entrega busca lo que dejara la primera
        graded = grade(sandbox, doble=BAD_DOUBLE, cuadruple=thief, octuple=READER)
        assert SECRET not in json.dumps(to_json(graded), default=str)
        shown = json.dumps([c.outputs for c in graded.notebook.cells])
        assert "BOTIN" not in shown
    assert marks(graded)["cuadruple"] == (2 if leak == "pass" else 0)


def test_code_that_looks_at_the_cells_sees_nothing_that_is_shown(sandbox):
    """Un alumno que espía el intérprete ve entrar la solución, y no puede contarlo."""
    spy = f"""{BAD_DOUBLE}
visto = []
_ip = get_ipython()
_ip.events.register("pre_run_cell", lambda info: (visto.append(info.raw_cell), print(visto)))
"""
    teller = "def cuadruple(x):\n    return 7 if 'DOCENTE' in repr(visto) else doble(doble(x))"
    graded = grade(sandbox, doble=spy, cuadruple=teller)
    assert SECRET not in json.dumps(to_json(graded), default=str)
    assert marks(graded)["cuadruple"] == 0


def test_without_the_solution_nothing_is_forgiven(sandbox):
    notebook = json.loads(json.dumps(RELEASE))
    for cell, (name, text) in zip(notebook["cells"][::2], SOLUTIONS.items(), strict=True):
        cell["source"] = BAD_DOUBLE if name == "doble" else text
    rebuilt = rebuild(RELEASE, json.dumps(notebook).encode())
    graded = grade_notebook(rebuilt, ASSIGNMENT, SEED, sandbox, solutions=solutions(RELEASE))
    assert marks(graded)["cuadruple"] == 0


@pytest.mark.parametrize("name", sorted(available()))
def test_pairs_are_of_the_same_assignment_and_earlier(name):
    ids = list(load(name).exercises)
    for exercise in load(name).exercises.values():
        for earlier in exercise.carries:
            assert ids.index(earlier) < ids.index(exercise.id)


@pytest.mark.parametrize("name", sorted(available()))
def test_the_earlier_one_does_not_answer_the_later_one(name):
    """Lo prestado no puede ser ya la respuesta: contesta otra cosa a los casos del que lo usa."""
    from autograde.judge.checks import answers, public_check

    exercises = load(name).exercises
    for exercise in exercises.values():
        check = public_check(exercise, CellKind.CORRECTNESS)
        for earlier in exercise.carries:
            lent = answers(exercise, exercises[earlier].reference, check.plan)
            assert any(
                a.valor is None or repr(a.valor) != repr(b.valor)
                for a, b in itertools.zip_longest(lent, check.esperadas)
            )
