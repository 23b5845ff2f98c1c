"""La retroalimentación: en español, con los informes del juez y nada que se ejecute."""

import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from autograde.gradebook.review import NO_RESPONSE
from autograde.nbgrader.rendering import clean_html
from curso.pruebas.informe import ESTILO, a_html
from tests.nbgrader.feedback_sample import cell_metadata, judged, render, sample_report

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)><p>texto</p>"


def test_points_total_and_late_penalty_in_spanish():
    cell = new_code_cell(
        'comprobar("t2.f")', metadata=cell_metadata("t2-f", grade=True, points=2.0, score=1.5)
    )
    html = render(cell, late=1.0)
    assert '<html lang="es">' in html
    assert "0,5 de 2 puntos" in html
    assert "1,5 de 2" in html
    assert "Penalización por entregar tarde" in html
    assert "−1" in html
    for english in ("Score", "Student's", "Test cell", "Comments", "Late submission"):
        assert english not in html


def test_the_judges_report_is_shown_and_its_number_is_not():
    metadata = cell_metadata("t2-f", grade=True, points=2.0, score=1.5)
    cell = new_code_cell(
        'comprobar("t2.f")', metadata=metadata, outputs=judged(a_html(sample_report()))
    )
    html = render(cell)
    assert "Falta 1." in html
    assert 'class="curso-informe curso-mal"' in html
    assert "1.2345" not in html
    assert "Out[" not in html


@pytest.mark.parametrize("mime", ["text/html", "text/markdown", "image/svg+xml", "text/latex"])
def test_nothing_from_a_student_runs_from_an_output(mime):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'
    data = {mime: svg if "svg" in mime else SCRIPT}
    html = render(new_code_cell("x", outputs=[new_output("display_data", data=data)]))
    assert "<script>alert" not in html
    assert not re.search(r"<[^>]*onerror", html)


def test_a_students_javascript_and_traceback_are_inert():
    outputs = [
        new_output("display_data", data={"application/javascript": "alert(1)"}),
        new_output("stream", name="stdout", text=SCRIPT),
        new_output("error", ename=SCRIPT, evalue=SCRIPT, traceback=[SCRIPT]),
    ]
    html = render(new_code_cell(SCRIPT, outputs=outputs))
    assert "<script>alert" not in html
    assert not re.search(r"<[^>]*onerror", html)
    assert "&lt;script&gt;" in html


def test_markdown_of_the_student_and_comments_are_clean_but_keep_paragraphs_and_formulas():
    metadata = cell_metadata(
        "t2-pregunta",
        grade=True,
        solution=True,
        points=2.0,
        score=1.0,
        comment=SCRIPT + "\n\n**bien**",
    )
    html = render(new_markdown_cell(f"{SCRIPT}\n\nDos $a<b$ *párrafos*", metadata=metadata))
    assert "<script>alert" not in html
    assert not re.search(r"<[^>]*onerror", html)
    assert "<em>párrafos</em>" in html
    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in html
    assert "Comentario de tu docente" in html
    assert "<strong>bien</strong>" in html


def test_what_awaits_manual_grading_is_not_shown_as_a_zero():
    metadata = cell_metadata(
        "t2-pregunta", grade=True, solution=True, points=2.0, score=0.0, pending=True
    )
    html = render(new_markdown_cell("Mi respuesta", metadata=metadata))
    assert "pendiente de corrección manual (máximo 2)" in html
    assert html.count("0 de 2") == html.count("<strong>0 de 2 puntos</strong>") + html.count(
        "<td>0 de 2</td></tr></tfoot>"
    )
    assert "(provisional: falta la corrección manual)" in html


def test_one_point_is_singular_and_a_pending_cell_has_no_unit_behind_its_brackets():
    one = new_markdown_cell("a", metadata=cell_metadata("a", grade=True, points=1.0, score=1.0))
    later = new_markdown_cell(
        "b", metadata=cell_metadata("b", grade=True, points=1.0, score=0.0, pending=True)
    )
    html = render(one, later)
    assert "1 de 1 punto</span>" in html
    assert "(máximo 1)</span>" in html


def test_that_there_is_no_answer_is_not_signed_by_the_teacher():
    said = NO_RESPONSE
    cell = new_markdown_cell("", metadata=cell_metadata("a", solution=True, comment=said))
    html = render(cell)
    assert said in html
    assert "Comentario de tu docente" not in html


def test_hidden_tests_of_a_plain_nbgrader_cell_are_not_shown():
    source = "### BEGIN HIDDEN TESTS\nassert secreto() == 42\n### END HIDDEN TESTS"
    outputs = [new_output("error", ename="AssertionError", evalue="42", traceback=["secreto"])]
    metadata = cell_metadata("otra", grade=True, points=1.0, score=0.0)
    html = render(new_code_cell(source, metadata=metadata, outputs=outputs))
    assert "secreto" not in html
    assert "casos que no se muestran" in html


def test_nothing_may_run_or_be_asked_of_the_internet_even_if_it_got_in():
    policy = re.search(
        r'content="([^"]*)"[^>]*Security-Policy|Security-Policy" content="([^"]*)"', render()
    )
    rules = policy.group(1) or policy.group(2)
    assert rules == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert "<script" not in render()


def test_only_our_own_style_sheet_survives():
    assert f"<style>{ESTILO}</style>" in clean_html(a_html(sample_report()))
    old = a_html(sample_report()).replace(ESTILO, ".curso-informe{color:red}")
    assert clean_html(old) == clean_html(a_html(sample_report()))
    assert "<style>" not in clean_html("<div><style>body{display:none}</style>hola</div>")
