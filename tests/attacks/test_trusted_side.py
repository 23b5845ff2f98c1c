"""El proceso de confianza ante datos hostiles: ni se cae, ni se cuelga, ni se llena."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest

from autograde.exercises import available, load
from autograde.judge import checks
from autograde.judge.judging import judge
from autograde.judge.report import judged_outputs
from autograde.judge.results import CellReport
from autograde.model import Verdict
from curso.pruebas.plan import Respuesta
from curso.pruebas.plan.codec import ErrorDeCodec, valor_a_json, valor_de_json
from curso.pruebas.plan.valores import DeDispositivo
from tests.attacks.mini_assignment import EXERCISES, SEED

NAN = float("nan")
HOSTILE = (
    None, True, 0, -1, 2**1023 - 1, -(2**1023) + 1, NAN, float("inf"), "", "\ud800", "x" * 1000,
    "<script>", "\x1b]0;x\x07", [], (), {}, set(), [2**1000], (2**1000,), [[2**1000, 1.5]],
    [NAN] * 5, [[[[[1]]]]], [None, "x"], ("a", 1), (1.0, 2**1000), {NAN: 1}, {None: {}},
    {"x": NAN}, [{"a": 1}] * 3, np.array(NAN), np.array([]), np.zeros((0, 3)), np.zeros((2, 3)),
    np.ones((1,) * 8), np.array(True), np.array([1, 2], "u8"), np.array([NAN, np.inf]),
    np.full(5, 2**63, "u8"), [np.array([], bool)], [np.ones(2), np.ones((3, 3))],
    (np.ones(2), np.ones(2)), [(np.ones((2, 2)), np.ones(2))], np.full((2, 2), -np.inf, "f2"),
    DeDispositivo(np.ones(3)), [DeDispositivo(np.ones((2, 2))), 1], (np.ones((5, 2)),) * 40,
)  # fmt: skip
ALL = [
    pytest.param(exercise, kind, id=f"{exercise.id}-{kind}")
    for exercise in (*EXERCISES, *load("t2_lotes").exercises.values())
    for kind in exercise.points
    if kind.value in ("correccion", "portable")
]


@pytest.mark.parametrize(("exercise", "kind"), ALL)
def test_no_answer_makes_the_judge_fail(exercise, kind):
    public = checks.public_check(exercise, kind)
    hidden = checks.hidden_check(exercise, kind, SEED)
    inputs = next((e.entradas for e in public.esperadas if e.entradas), {})
    for value in HOSTILE:
        for seen in ({}, dict.fromkeys(inputs, value), {"otra": value}):
            answers = [Respuesta("valor", value, seen)] * len(public.plan.casos)
            more = [Respuesta("valor", value, seen)] * len(hidden.plan.casos)
            judgement = judge(exercise, public, answers, hidden, more)
            assert judgement.share == 0.0
            assert judgement.verdict is not Verdict.CORRECT


@pytest.mark.parametrize(("exercise", "kind"), ALL)
def test_no_answer_makes_the_report_fail_or_run_code(exercise, kind):
    public = checks.public_check(exercise, kind)
    report = CellReport("g", exercise.id, kind, Verdict.INCORRECT, 0.0, 1.0)
    for value in HOSTILE:
        answers = [Respuesta("valor", value)] * len(public.plan.casos)
        outputs = judged_outputs(report, public, answers)
        json.dumps(outputs, ensure_ascii=False).encode("utf-8")
        assert "<script" not in outputs[0].data["text/html"]
        assert "\x1b" not in outputs[0].data["text/plain"]


@pytest.mark.parametrize("number", [2**1023, -(2**1023), 10**500, 10**599])
def test_integers_that_no_float_holds_do_not_pass_the_codec(number):
    with pytest.raises(ErrorDeCodec):
        valor_a_json(number)
    with pytest.raises(ErrorDeCodec):
        valor_de_json({"i": str(number)})


def test_the_largest_integer_goes_and_comes_back():
    assert valor_de_json(valor_a_json(2**1023 - 1)) == 2**1023 - 1


def _within(seconds: float, code: str) -> str:
    """Lo que imprime `code` en otro proceso, que debe acabar a tiempo (con holgura de sobra)."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=seconds, check=True
    )
    return done.stdout


_HTML = {
    "cajas": "'<div>' * 200_000",
    "atributos": "'<a ' + ' '.join(f'a{i}=1' for i in range(110_000)) + '>'",
    "listas": "'<ul><li>' * 100_000",
    "negritas": "'<b><p>' * 100_000",
}


@pytest.mark.parametrize("html", _HTML.values(), ids=_HTML.keys())
def test_sanitising_html_does_not_take_for_ever(html):
    """Sin tope, una salida de 1 MB costaba más de cien segundos a quien corrige."""
    code = f"""
from autograde.notebooks.sanitize import sanitize_outputs
outputs = [{{"output_type": "display_data", "data": {{"text/html": {html}}}}}] * 100
print(len(sanitize_outputs(outputs)))
"""
    assert int(_within(180, code)) > 0


def test_many_heavy_outputs_do_not_take_for_ever():
    code = """
from autograde.notebooks.sanitize import sanitize_outputs
heavy = {"output_type": "display_data", "data": {"text/html": "<div>" * 7900}}
print(len(sanitize_outputs([heavy] * 100)))
"""
    assert int(_within(180, code)) < 100


def test_a_long_line_without_carriage_returns_is_not_looked_at_from_every_letter():
    """El patrón `[^\\n]*\\r` costaba el cuadrado de la línea: 22 s de procesador por celda."""
    code = """
from autograde.notebooks.sanitize import sanitize_outputs
for _ in range(10):
    found = sanitize_outputs([
        {"output_type": "stream", "name": ("stdout", "stderr")[i % 2], "text": "a" * 20_000}
        for i in range(100)
    ])
print(len(found))
"""
    assert int(_within(180, code)) == 100


_MARKDOWN = {
    "fórmulas sin cerrar": "'\\\\begin{a}' * 50_000",
    "corchetes": "'[' * 500_000",
    "enlaces": "'[a](' * 200_000",
    "citas": "'> ' * 100_000",
    "HTML": "'<div>' * 200_000",
    "énfasis": "'*a_' * 200_000",
}


@pytest.mark.parametrize("markdown", _MARKDOWN.values(), ids=_MARKDOWN.keys())
def test_a_hostile_written_answer_does_not_stop_the_feedback(markdown):
    code = f"""
from autograde.nbgrader.rendering import markdown2html
print(len(markdown2html({{"cell": {{}}}}, {markdown})))
"""
    assert int(_within(180, code)) > 0


def test_an_honest_long_answer_is_still_formatted():
    from autograde.nbgrader.rendering import markdown2html

    html = markdown2html({"cell": {}}, "**Hola** $x^2$\n\n" + "Una frase larga. " * 1500)
    assert "<strong>Hola</strong>" in html


def test_a_written_answer_cannot_dress_as_a_report_or_cover_the_page():
    """Las clases de la página (informe, cabecera, botones de Bootstrap) no son del alumno."""
    from autograde.nbgrader.rendering import clean_html, markdown2html

    fake = (
        '<div class="curso-informe cabecera modal-backdrop"><p class="btn">2 de 2 puntos</p></div>'
    )
    html = markdown2html({"cell": {}}, fake)
    assert "2 de 2 puntos" in html
    assert "class" not in html
    assert 'class="curso-informe' in clean_html(fake)


def test_code_in_a_written_answer_keeps_its_colours():
    from autograde.nbgrader.rendering import markdown2html

    html = markdown2html({"cell": {}}, "```python\ndef f(x):\n    return 'x' + 1\n```")
    assert 'class="highlight"' in html
    assert 'class="k"' in html


def test_every_known_assignment_is_looked_at():
    assert "t2_lotes" in available()
