"""t3: lo que la prueba general no mira. Estado que se filtra, convenciones, ejemplos y cuaderno."""

import asyncio
import re
from itertools import pairwise

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from autograde.exercises import load
from autograde.exercises.t3_optimizadores.cases import G, W
from autograde.judge.checks import answers, public_check
from autograde.model import CellKind
from autograde.speed.verify import is_right
from curso.pruebas.calibracion import estimar_velocidad
from curso.pruebas.informe import Tramo
from curso.pruebas.plan import Plan
from curso.pruebas.plan.medida import muestra
from solutions.optimizadores import curso_t3
from tests.exercises.meta_rules import STUB, diagnosed, released

TAREA = "t3_optimizadores"
EXERCISES = load(TAREA).exercises
#: en cuánto ha de correr el cuaderno resuelto, de arriba abajo; se corta si no
LIMIT_S = 60
OPTIMISERS = [e for e in EXERCISES.values() if e.name != "trayectoria"]


def codes(diagnosis):
    return [h.codigo for h in diagnosis.hallazgos]


# --- errores que no son una variante ----------------------------------------------------------


def test_state_kept_in_the_class_is_recognised_although_it_leaks_from_case_to_case():
    class Momentum:
        estado = {}  # noqa: RUF012 – es justo el error

        def __init__(self, lr=0.01, momentum=0.9):
            self.lr, self.momentum = lr, momentum

        def paso(self, w, g):
            self.estado["v"] = self.momentum * self.estado.get("v", 0.0) - self.lr * g
            return w + self.estado["v"]

    assert codes(diagnosed(EXERCISES["t3.Momentum"], Momentum)) == ["t3.Momentum.estado_compartido"]


@pytest.mark.parametrize("exercise", OPTIMISERS, ids=lambda e: e.id)
def test_writing_in_the_gradient_is_recognised(exercise):
    class Doubles(exercise.reference):
        def paso(self, w, g):
            new = super().paso(w, g)
            g *= 2
            return new

    assert codes(diagnosed(exercise, Doubles)) == [f"{exercise.id}.modifica_la_entrada"]


@pytest.mark.parametrize("exercise", OPTIMISERS, ids=lambda e: e.id)
def test_an_unknown_mistake_is_not_given_the_name_of_another(exercise):
    class Odd(exercise.reference):
        def paso(self, w, g):
            return super().paso(w, 1.1 * g + 0.2)

    diagnosis = diagnosed(exercise, Odd)
    assert not diagnosis.correcto
    assert codes(diagnosis) == []


def test_a_missing_method_is_reported_as_such():
    class Adam:
        def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8): ...

    given = answers(
        EXERCISES["t3.Adam"],
        Adam,
        public_check(EXERCISES["t3.Adam"], CellKind.CORRECTNESS).plan,
    )
    assert {a.excepcion for a in given} == {"AttributeError"}


# --- la velocidad de Adam -----------------------------------------------------------------------

ADAM = EXERCISES["t3.Adam"]


def adams():
    keras = next(v.build for v in ADAM.variants if v.note)
    return {"referencia": ADAM.reference, "keras": keras, **ADAM.accepted}


@pytest.mark.parametrize("name", [n for n in adams() if n != "bucle"])
def test_every_right_adam_passes_the_check_of_the_speed_cell(name):
    """También quien usa la otra convención: con ese eps las dos dan lo mismo."""
    case = ADAM.speed.case(np.random.default_rng(5))
    plan = Plan(ADAM.id, ADAM.name, (case,))
    answer = muestra(answers(ADAM, adams()[name], plan, through_codec=False)[0], 11)
    assert is_right(ADAM, None, case, 11, answer)


def test_a_wrong_adam_does_not_pass_the_check_of_the_speed_cell():
    case = ADAM.speed.case(np.random.default_rng(5))
    plan = Plan(ADAM.id, ADAM.name, (case,))
    for variant in ADAM.variants:
        if variant.code in ("sin_correccion_sesgo", "estado_reiniciado", "t_desde_2", "sube"):
            answer = muestra(answers(ADAM, variant.build, plan, through_codec=False)[0], 11)
            assert not is_right(ADAM, None, case, 11, answer), variant.code


def test_the_student_can_estimate_the_speed_of_a_class():
    namespace = {"Adam": ADAM.reference}
    steps = [Tramo(s.limit, s.share) for s in ADAM.speed.steps]
    measured = estimar_velocidad(ADAM.speed.public_case(), "Adam", namespace, 1.0, steps)
    assert measured.estimacion.razon > 0


# --- el cuaderno --------------------------------------------------------------------------------


def worked_rows(notebook, name):
    """Las filas de la última tabla que hay antes de la celda de `name`, como textos."""
    cells = notebook.cells
    here = next(
        i
        for i, c in enumerate(cells)
        if c.metadata.get("nbgrader", {}).get("grade_id") == f"t3-{name}-solucion"
    )
    lines = cells[here - 1].source.splitlines()
    return [line.strip("| ").split(" | ") for line in lines if re.match(r"\| [12] \|", line)]


def pair(text):
    numbers = re.findall(r"−?\d+(?:,\d+)?", text.replace("**", ""))
    return np.array([float(n.replace("−", "-").replace(",", ".")) for n in numbers])


@pytest.mark.parametrize(
    "name", [e.name for e in OPTIMISERS if e.name != "Nesterov"], ids=lambda n: n
)
def test_the_example_worked_by_hand_is_right(notebook, name):
    """La última columna de cada tabla, con lo que da la biblioteca y en las cifras escritas."""
    exercise = EXERCISES[f"t3.{name}"]
    hyper = exercise.public_cases[0].pasos[0].kwargs
    optimiser, w = exercise.reference(**hyper), W
    rows = worked_rows(notebook, name)
    assert len(rows) == len(G)
    for row, g in zip(rows, G, strict=True):
        w = optimiser.paso(w, g)
        assert np.allclose(pair(row[-1]), w, atol=6e-5, rtol=0), row


def test_the_example_of_nesterov_worked_by_hand_is_right(notebook):
    optimiser, w = curso_t3.Nesterov(lr=0.1, momentum=0.9), W
    for row, g in zip(worked_rows(notebook, "Nesterov"), G, strict=True):
        assert np.allclose(pair(row[2]), w)
        assert np.allclose(pair(row[3])[-2:], optimiser.adelanto(w))
        w = optimiser.paso(w, g)


def executed(notebook, **kwargs):
    copy = nbformat.from_dict(notebook)
    copy.cells = [c for c in copy.cells if "comprobar(" not in c.source or "import" in c.source]
    client = NotebookClient(copy, kernel_name="python3", **kwargs)
    asyncio.run(asyncio.wait_for(client.async_execute(), LIMIT_S))
    return copy


def shown(notebook, kind):
    """Las salidas de una clase (PNG, las figuras; HTML, las animaciones)."""
    return [
        output
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if kind in output.get("data", {})
    ]


@pytest.mark.lento
def test_the_solved_notebook_runs_in_time_and_stays_small(notebook):
    done = executed(notebook)
    figures, animations = shown(done, "image/png"), shown(done, "text/html")
    assert (len(figures), len(animations)) == (6, 2)
    assert all(len(o["metadata"]["image/png"]["alt"]) > 40 for o in figures)
    assert all(re.search('alt="[^"]{40}', o["data"]["text/html"]) for o in animations)
    assert len(nbformat.writes(done).encode()) < 1_000_000


@pytest.mark.lento
def test_with_only_some_optimisers_written_the_figures_show_those(notebook):
    """Quien va por la mitad ve los que tiene, y el nombre de los que le faltan."""
    half = released(notebook)
    for cell, solved in zip(half.cells, notebook.cells, strict=True):
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id in ("t3-trayectoria-solucion", "t3-Momentum-solucion"):
            cell.source = solved.source
    assert any(STUB in cell.source for cell in half.cells)
    done = executed(half, allow_errors=True)
    valley = next(
        c for c in done.cells if c.metadata.get("nbgrader", {}).get("grade_id") == "t3-figura-valle"
    )
    printed = "".join(o.get("text", "") for o in valley.outputs)
    assert "Falta Adam:" in printed
    assert "Falta Momentum:" not in printed
    assert "Caminos de SGD y Momentum" in shown(done, "text/html")[-1]["data"]["text/plain"]


def test_no_two_figure_cells_have_the_same_name(notebook):
    ids = sorted(c.id for c in notebook.cells)
    assert all(a != b for a, b in pairwise(ids))
