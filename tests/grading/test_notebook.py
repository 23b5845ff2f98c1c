"""La ejecución de un cuaderno: el orden que protege lo oculto, las muertes y los fallos."""

import json

import pytest

from autograde.grading.notebook import grade_notebook
from autograde.judge.results import from_json, to_json
from autograde.model import Verdict
from tests.grading.fakes import FakeSandbox, grade_cell, rebuilt, solution_cell

SEED = b"semilla de prueba"
GOOD = "def doble(x):\n    return x + x"


def grade(sandbox, assignment, *cells):
    return grade_notebook(rebuilt(*cells), assignment, SEED, sandbox)


def asked(sandbox):
    """Lo que pasó en orden, con un «|» al empezar cada sesión."""
    kinds = []
    for entry in sandbox.log:
        kinds.append(entry[-1] if entry[0] == "ask" else "|" if entry[0] == "open" else entry[0])
    return kinds


def test_una_solucion_correcta_tiene_todos_los_puntos(sandbox, assignment):
    graded = grade(sandbox, assignment, solution_cell(GOOD), grade_cell())
    assert (graded.points, graded.maximum) == (2.0, 2.0)
    assert graded.cells[0].verdict is Verdict.CORRECT


def test_nada_oculto_entra_antes_de_cerrar_la_sesion(sandbox, assignment):
    grade(sandbox, assignment, solution_cell(GOOD), grade_cell(), solution_cell("x = 1", "otra"))
    assert asked(sandbox) == ["|", "cell", "snapshot", "cell", "public", "seal", "hidden"]


def test_la_celda_de_prueba_no_se_ejecuta(sandbox, assignment):
    grade(sandbox, assignment, solution_cell(GOOD), grade_cell())
    assert ("cell", 'comprobar("t0.doble")') not in sandbox.log


def test_un_error_conocido_se_dice_y_vale_cero(sandbox, assignment):
    graded = grade(
        sandbox, assignment, solution_cell("def doble(x):\n    return x + 2"), grade_cell()
    )
    assert graded.points == 0
    assert [h.codigo for h in graded.cells[0].findings] == ["t0.doble.suma_dos"]
    shown = json.dumps(graded.notebook)
    assert "Sumas dos." in shown


def test_fallar_solo_en_un_caso_limite_cuesta_una_parte(sandbox, assignment):
    source = "def doble(x):\n    return 2 * x if x else None"
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    assert graded.points == 1.5
    assert graded.cells[0].verdict is Verdict.INCORRECT


def test_una_solucion_que_solo_acierta_lo_publico_no_puntua_ni_se_entera_de_lo_oculto(
    sandbox, assignment
):
    source = "def doble(x):\n    if x > 4:\n        raise KeyError(x)\n    return 2 * x"
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    assert graded.points == 0
    assert graded.cells[0].verdict is Verdict.EXCEPTION
    cell = graded.notebook.cells[1]
    shown = cell.outputs[0].data["text/plain"] + cell.outputs[0].data["text/html"]
    hidden = [e for e in sandbox.log if e[0] == "ask" and e[2] == "hidden"]
    assert hidden
    from autograde.judge.checks import hidden_check
    from autograde.model import CellKind

    plan = hidden_check(assignment.exercises["t0.doble"], CellKind.CORRECTNESS, SEED).plan
    secret = str(plan.casos[0].pasos[0].args[0])
    assert secret not in json.dumps(graded.notebook)
    assert "ocultos" in shown


def test_de_una_excepcion_se_dice_lo_que_lanza_lo_publico(sandbox, assignment):
    source = "def doble(x):\n    y = {}\n    return y['clave <b>']"
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    text, html = (graded.notebook.cells[1].outputs[0].data[f"text/{m}"] for m in ("plain", "html"))
    assert "lanza KeyError: 'clave <b>'" in text
    assert "clave &lt;b&gt;" in html
    assert "clave <b>" not in html
    (finding,) = graded.cells[0].findings
    assert "está la línea tuya" in finding.pista
    assert "<b>" not in finding.causa + finding.pista


def test_de_una_excepcion_que_solo_lanza_lo_oculto_no_se_dice_nada_mas(sandbox, assignment):
    source = "def doble(x):\n    if x > 4:\n        raise KeyError(x)\n    return 2 * x"
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    (finding,) = graded.cells[0].findings
    assert "Solo pasa con casos ocultos" in finding.pista
    assert "KeyError:" not in graded.notebook.cells[1].outputs[0].data["text/plain"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def doble(x):\n    return (x for _ in range(3))", "devuelve un generador"),
        ("def doble(x):\n    return lambda: 2 * x", "devuelve una función sin llamarla"),
        ("class C: ...\ndef doble(x):\n    return C()", "devuelve un objeto de una clase tuya"),
        ("def doble(x):\n    return ValueError(x)", "devuelve una excepción"),
    ],
)
def test_de_lo_que_no_se_admite_se_dice_el_tipo(sandbox, assignment, source, said):
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    assert graded.cells[0].verdict is Verdict.INVALID
    assert said in graded.cells[0].findings[0].causa
    assert said in graded.notebook.cells[1].outputs[0].data["text/plain"]


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("def doble(x):\n    raise NotImplementedError()", "está por escribir"),
        ("def dobel(x):\n    return 2 * x", "no está definido"),
    ],
)
def test_lo_que_esta_sin_hacer_se_dice_una_sola_vez(sandbox, assignment, source, said):
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    (cell,) = graded.cells
    assert (cell.verdict, cell.points) == (Verdict.EXCEPTION, 0.0)
    shown = graded.notebook.cells[1].outputs[0].data["text/plain"]
    assert shown.count(said) == 1
    assert "sin hacer" in shown
    assert "Se obtuvo" not in shown


def test_un_error_de_sintaxis_se_dice_como_tal(sandbox, assignment):
    source = "def doble(x):\n    return [x x]"
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    shown = graded.notebook.cells[1].outputs[0].data["text/plain"]
    assert "está en la celda 1, que tiene un error de sintaxis en su línea 2" in shown


def test_el_numero_va_en_un_execute_result_con_punto_decimal(sandbox, assignment):
    from nbgrader.utils import determine_grade

    source = "def doble(x):\n    return 2 * x if x else None"
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    cell = graded.notebook.cells[1]
    assert cell.outputs[-1].data["text/plain"] == "1.5"
    assert determine_grade(cell) == (1.5, 2.0)


def test_una_celda_que_mata_la_sesion_se_salta_y_lo_demas_cuenta(sandbox, assignment):
    killer = solution_cell("MUERE = 1", "mata")
    graded = grade(sandbox, assignment, killer, solution_cell(GOOD), grade_cell())
    assert graded.points == 2.0
    assert any("celda 1" in w for w in graded.warnings)


def test_demasiadas_celdas_que_matan_dejan_sin_contestar_lo_que_sigue(sandbox, assignment):
    killers = [solution_cell(f"MUERE = {i}", f"mata{i}") for i in range(9)]
    graded = grade(sandbox, assignment, *killers, solution_cell(GOOD), grade_cell())
    assert graded.points == 0
    assert graded.cells[0].verdict is Verdict.EXCEPTION


def test_un_fallo_del_aislamiento_no_es_un_cero(assignment):
    graded = grade(FakeSandbox(fail_on="t0-doble"), assignment, solution_cell(GOOD), grade_cell())
    assert [c.verdict for c in graded.failed] == [Verdict.SYSTEM_FAILURE]
    assert all(o.output_type != "execute_result" for o in graded.notebook.cells[1].outputs)


def test_una_celda_que_pide_un_ejercicio_que_no_existe_es_un_fallo_del_curso(sandbox, assignment):
    from autograde.judge.checks import BrokenExerciseError

    with pytest.raises(BrokenExerciseError, match="t0-doble"):
        grade(sandbox, assignment, grade_cell('comprobar("t0.triple")'))


def test_el_resultado_va_y_vuelve_por_json(sandbox, assignment):
    graded = grade(sandbox, assignment, solution_cell(GOOD), grade_cell())
    back = from_json(json.loads(json.dumps(to_json(graded))))
    assert back.summary() == graded.summary()
    assert back.notebook == graded.notebook


def test_si_lo_publico_estropea_una_instantanea_se_empieza_otra_vez_con_cuidado(assignment):
    sandbox = FakeSandbox(disturbed_by="public")
    graded = grade(sandbox, assignment, solution_cell(GOOD), grade_cell())
    assert graded.points == 2.0
    once = ["cell", "snapshot", "public"]
    assert asked(sandbox) == ["|", *once, "|", *once, "seal", "hidden"]


def test_si_la_estropea_lo_oculto_lo_que_se_ensena_es_lo_de_antes(assignment):
    """Las salidas de la segunda sesión podrían llevar lo oculto: no las mira nadie."""
    sandbox = FakeSandbox(disturbed_by="hidden")
    graded = grade(sandbox, assignment, solution_cell(GOOD), grade_cell())
    assert graded.points == 2.0
    first = ["|", "cell", "snapshot", "public", "seal", "hidden"]
    assert asked(sandbox) == [*first, "|", "cell", "snapshot", "seal", "hidden"]
    assert graded.notebook.cells[0].outputs[0].text == "sesión 1"


def test_un_recuerdo_de_lo_publico_no_cuesta_los_puntos_de_lo_oculto(assignment):
    sandbox = FakeSandbox()
    source = (
        "seen = []\ndef doble(x):\n    seen.append(x)\n    return 2 * x if len(seen) < 3 else 0"
    )
    graded = grade(sandbox, assignment, solution_cell(source), grade_cell())
    assert graded.points == 2.0
    assert asked(sandbox).count("|") == 2


def test_lo_que_falla_en_publico_no_se_repite(assignment):
    sandbox = FakeSandbox()
    grade(sandbox, assignment, solution_cell("def doble(x):\n    return x + 2"), grade_cell())
    assert asked(sandbox).count("|") == 1
