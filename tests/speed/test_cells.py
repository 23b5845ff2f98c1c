"""Las celdas de velocidad y de memoria dentro de la calificación de un cuaderno."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest

from autograde.exercises import Assignment
from autograde.grading import measuring
from autograde.grading.notebook import grade_notebook
from autograde.judge.results import from_json, to_json
from autograde.model import Verdict
from autograde.nbgrader.rendering import clean_html
from autograde.sandbox import SandboxFailure
from autograde.speed.yardsticks import Yardsticks
from curso.pruebas.plan.pasos import llamada
from tests.grading.fakes import grade_cell, rebuilt, solution_cell
from tests.speed import cheats
from tests.speed.sine import ASSIGNMENT, LOOP, PLAIN, SINE, source_notebook

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
SEED = b"semilla"
CELLS = (
    grade_cell('comprobar("t0.seno")', "t0-seno", 1.0),
    grade_cell('comprobar("t0.seno", velocidad=True)', "t0-seno-velocidad", 2.0),
    grade_cell('comprobar("t0.seno", memoria=True)', "t0-seno-memoria", 1.0),
)


def grade(sandbox, yardsticks, source, assignment=ASSIGNMENT):
    notebook = rebuilt(
        solution_cell("import numpy as np\n" + source, "t0-seno-solucion"),
        *(cell.copy() for cell in CELLS),
    )
    return grade_notebook(notebook, assignment, SEED, sandbox, None, yardsticks)


def html(graded, index):
    return graded.notebook.cells[index + 1].outputs[0].data["text/html"]


def test_lo_correcto_y_rapido_tiene_todos_los_puntos_y_sus_cifras(sandbox, yardsticks):
    graded = grade(sandbox, yardsticks, PLAIN)
    assert (graded.points, graded.maximum) == (4.0, 4.0)
    correct, speed, memory = graded.summary()["celdas"]
    assert correct["velocidad"] is None
    assert speed["velocidad"] == {"razon": 3.0, "tramo": "1 de 3"}
    assert memory["memoria"] == {"bytes_de_mas": 24_000_000, "permitidos": 24_000_000}
    assert graded.warnings == ()
    assert from_json(json.loads(json.dumps(to_json(graded)))).cells == graded.cells


def test_lo_lento_pierde_parte_y_se_le_ensena_la_figura(sandbox, yardsticks):
    graded = grade(sandbox, yardsticks, LOOP)
    correct, speed, memory = graded.cells
    assert (correct.points, speed.points, memory.points) == (1.0, 1.0, 0.0)
    assert [h.codigo for h in speed.findings] == ["t0.seno.lenta"]
    assert [h.codigo for h in memory.findings] == ["t0.seno.memoria_de_mas"]
    shown = clean_html(html(graded, 1))
    assert "entre 3 y 30 veces" in shown
    for word in (
        "La solución del curso",
        "Tu función",
        "tramo: 2 de 3",
        "curso-tuya",
        "escala logarítmica",
    ):
        assert word in shown
    assert "curso-w" in shown.split("</style>")[1]


def test_lo_incorrecto_no_se_mide(sandbox, yardsticks, monkeypatch):
    monkeypatch.setattr(measuring, "assess", None)
    graded = grade(sandbox, yardsticks, "def seno(x):\n    return np.cos(x)")
    assert [c.verdict for c in graded.cells] == [
        Verdict.INCORRECT,
        Verdict.OMITTED,
        Verdict.OMITTED,
    ]
    assert graded.points == 0
    assert "tiene que ser correcta, salvo si acaso en casos límite" in html(graded, 1)


def test_lo_que_solo_falla_en_un_caso_limite_se_mide(sandbox, yardsticks, monkeypatch):
    right = measuring.Judgement(Verdict.CORRECT, 1.0)
    monkeypatch.setattr(measuring, "assess", lambda *_: right)
    empty = llamada("vacío", np.zeros((0, 2)), borde=True)
    stricter = dataclasses.replace(SINE, public_cases=(*SINE.public_cases, empty))
    assignment = Assignment("t0_seno", {SINE.id: stricter}, "v1", "e1")
    source = "def seno(x):\n    if not x.size:\n        raise ValueError\n    return np.sin(x)"
    graded = grade(sandbox, yardsticks, source, assignment)
    assert [c.points for c in graded.cells] == [0.75, 2.0, 1.0]


def test_se_mide_cuando_la_sesion_esta_cerrada(sandbox, yardsticks, monkeypatch):
    seen = []

    def assess(exercise, kind, session, key, patterns):
        with pytest.raises(RuntimeError, match="sellada"):
            session.run_cell("1")
        seen.append(key)
        return measuring.Judgement(Verdict.CORRECT, 1.0)

    monkeypatch.setattr(measuring, "assess", assess)
    grade(sandbox, yardsticks, PLAIN)
    assert seen == ["t0-seno-velocidad", "t0-seno-memoria"]


def test_un_patron_que_no_funciona_es_un_fallo_del_sistema_y_no_un_cero(sandbox):
    broken = source_notebook()
    broken.cells[1].source = "def seno(x):\n    raise NotImplementedError()"
    with Yardsticks(ASSIGNMENT, broken) as patterns:
        graded = grade(sandbox, patterns, PLAIN)
    assert [c.verdict for c in graded.failed] == [Verdict.SYSTEM_FAILURE]
    assert graded.failed[0].grade_id == "t0-seno-velocidad"
    assert all(o.output_type != "execute_result" for o in graded.notebook.cells[2].outputs)


def test_un_patron_que_no_arranca_tampoco_es_un_cero(sandbox, yardsticks, monkeypatch):
    def fails(*_):
        raise SandboxFailure("no arranca")

    monkeypatch.setattr(Yardsticks, "identity", fails)
    graded = grade(sandbox, yardsticks, PLAIN)
    assert {c.grade_id for c in graded.failed} == {"t0-seno-velocidad", "t0-seno-memoria"}


def test_lo_sospechoso_lo_lee_el_docente(sandbox, yardsticks):
    graded = grade(sandbox, yardsticks, cheats.THREADS)
    assert any("t0-seno-velocidad" in w and "hilos" in w for w in graded.warnings)


def test_una_respuesta_grande_equivocada_no_tiene_puntos_y_se_dice(sandbox, yardsticks):
    graded = grade(sandbox, yardsticks, cheats.SINGLE_PRECISION + _ONLY_BIG)
    assert graded.cells[0].points == 1.0
    assert (graded.cells[1].verdict, graded.cells[1].points) == (Verdict.INCORRECT, 0.0)
    assert "datos grandes" in html(graded, 1)


#: bien con pocos datos, en precisión simple con muchos
_ONLY_BIG = """
simple = seno

def seno(x):
    return simple(x) if len(x) > 100 else np.sin(x)
"""
