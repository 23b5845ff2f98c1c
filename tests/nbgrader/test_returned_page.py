"""Qué va dónde en la página que se devuelve: la nota, lo perdido y el enunciado plegado."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.course import Course
from autograde.gradebook.record import Recorder
from autograde.nbgrader.feedback import give_feedback
from autograde.nbgrader.formulas import mathml
from autograde.nbgrader.returned import arrange
from autograde.pipeline.plan import Job
from tests.nbgrader.course_sample import ASSIGNMENT, grade, make_course, submit
from tests.nbgrader.feedback_sample import cell_metadata, full_page, render

ROOT = Path(__file__).parents[2]
_FENCED = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)


def _test(grade_id="t2-f", score=1.0, points=2.0, **more):
    metadata = cell_metadata(grade_id, grade=True, score=score, points=points, **more)
    return new_code_cell(f'comprobar("{grade_id}")', metadata=metadata)


def _arranged(*cells, **about):
    notebook = new_notebook(cells=list(cells))
    data = {"notebook": "t2_lotes", "alumno": "Ana", "late_penalty": about.pop("late", 0.0)}
    arrange(notebook, data, **about)
    return notebook, data


def _said(**more):
    return {"t2-f": {"hallazgos": [], "veredicto": "incorrecto", "en_blanco": False, **more}}


@pytest.mark.parametrize(
    ("said", "grade_id", "why"),
    [
        (_said(hallazgos=[["c", "falta el último lote."]]), "t2-f", "Falta el último lote."),
        (_said(en_blanco=True), "t2-f", "Está en blanco"),
        (_said(veredicto="tiempo"), "t2-f", "Se acabó el tiempo"),
        (_said(), "t2-f", "No pasa todas las pruebas"),
        ({}, "t2-f", "No pasa todas las pruebas"),
        (
            {"t2-f-velocidad": {"veredicto": "omitido"}},
            "t2-f-velocidad",
            "Velocidad: no se ha medido, porque antes tiene que ser correcta",
        ),
    ],
)
def test_every_point_lost_has_its_reason_beside_its_exercise(said, grade_id, why):
    _, data = _arranged(_test(grade_id), judged=said)
    (row,) = data["devuelta"]["filas"]
    assert row["codigos"] == ["t2.f"]
    assert row["porque"] == [why]


def test_nothing_is_said_of_points_that_were_not_lost_or_are_not_yet_given():
    _, data = _arranged(_test(score=2.0), _test("t2-g", score=0.0, pending=True))
    assert [row["porque"] for row in data["devuelta"]["filas"]] == [[], []]


def test_the_mark_is_made_of_what_is_automatic_what_is_by_hand_and_the_penalty():
    by_hand = new_markdown_cell(
        "Porque sí.",
        metadata=cell_metadata("t2-p", grade=True, solution=True, score=1.0, points=3.0),
    )
    _, data = _arranged(_test(), by_hand, late=0.5)
    assert [(p["nombre"], p["tiene"]) for p in data["devuelta"]["partes"]] == [
        ("Corrección automática", 1.0),
        ("Corrección a mano", 1.0),
        ("Penalización por entregar tarde", -0.5),
    ]
    assert (data["score"], data["max_score"]) == (1.5, 5.0)
    _, data = _arranged(_test(), by_hand, without_manual=True)
    assert (data["score"], data["max_score"]) == (1.0, 2.0)
    assert data["devuelta"]["filas"][-1]["porque"] == ["no cuenta en la nota"]


def test_an_exercise_shows_first_its_result_then_the_code_and_last_the_statement_folded():
    statement = {("markdown", "# Lotes"), ("markdown", "## 1 · Partir\n\nEn trozos.")}
    notebook, data = _arranged(
        new_markdown_cell("# Lotes"),
        new_markdown_cell("## 1 · Partir\n\nEn trozos."),
        new_markdown_cell("## No es del docente\n\nMis notas."),
        new_code_cell("def f(): ...", metadata=cell_metadata("t2-f-solucion", solution=True)),
        _test(),
        new_markdown_cell("## 2 · Otra"),
        _test("t2-g"),
        statement=statement | {("markdown", "## 2 · Otra")},
    )
    assert data["devuelta"]["titulo"] == "Lotes"
    assert [row["nombre"] for row in data["devuelta"]["filas"]] == ["1 · Partir", "2 · Otra"]
    first = [(c.metadata.devuelta.parte, c.metadata.devuelta.abre) for c in notebook.cells[:4]]
    assert first == [
        ("resultado", ""),
        ("codigo", "Tu código"),
        ("propia", "Otras celdas tuyas"),
        ("enunciado", "El enunciado"),
    ]
    assert notebook.cells[3].source.strip() == "En trozos."


def test_two_exercises_without_headings_are_told_by_their_names():
    _, data = _arranged(_test("t2-f"), _test("t2-f-memoria"), _test("t2-g"))
    assert [row["nombre"] for row in data["devuelta"]["filas"]] == ["t2.f", "t2.g"]
    assert data["devuelta"]["titulo"] == "t2_lotes"


class _Outline(HTMLParser):
    """Los encabezados, las cabeceras de tabla y las imágenes de una página, y si todo cierra."""

    def __init__(self):
        super().__init__()
        self.levels, self.scopes, self.alts, self.open = [], [], [], []
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "th":
            self.scopes.append(dict(attrs).get("scope"))
        if tag == "img":
            self.alts.append(dict(attrs).get("alt"))
        if tag in ("section", "details", "main"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in ("section", "details", "main"):
            assert self.open.pop() == tag


def test_the_page_has_an_outline_scoped_headers_and_everything_closed():
    outline = _Outline()
    outline.feed(full_page())
    assert outline.open == []
    assert outline.tags.count("main") == outline.levels.count(1) == 1
    assert all(b <= a + 1 for a, b in zip(outline.levels, outline.levels[1:], strict=False))
    summary = [s for s in outline.scopes if s]
    assert summary.count("col") == 4
    assert summary.count("row") >= 4
    assert None not in outline.alts


def test_a_title_of_the_student_never_becomes_the_title_of_a_part():
    html = render(new_markdown_cell("## <i>1</i> · *Partir*"), _test())
    assert "&lt;i&gt;1&lt;/i&gt; · Partir</h2>" in html


def test_every_formula_of_the_course_becomes_mathml():
    formulas = set()
    for path in sorted((ROOT / "source").glob("*/*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "markdown":
                text = _FENCED.sub("", "".join(cell["source"]))
                formulas.update(m[1] or m[2] for m in _FORMULA.finditer(text))
    assert len(formulas) > 300
    assert [f for f in sorted(formulas) if not mathml(f, block=True).startswith("<math")] == []


@pytest.mark.parametrize("broken", [r"\foo{", r"\frac{1}", "", r"\left(", "{" * 3000])
def test_a_formula_that_is_not_understood_is_shown_as_it_was_written(broken):
    assert mathml(broken, block=False).startswith(("<code>", "<math"))


@pytest.mark.parametrize(
    "hostile",
    [r"$\href{javascript:alert(1)}{x}$", "<math><mi href='javascript:alert(1)'>x</mi></math>"],
)
def test_no_formula_links_or_runs(hostile):
    assert "javascript" not in render(new_markdown_cell(hostile))


def test_the_page_of_a_real_submission_says_whose_it_is_and_keeps_its_own_cells_apart(tmp_path):
    course = make_course(tmp_path / "curso")
    submit(course, "ana")
    with Recorder(course, ASSIGNMENT) as recorder:
        job = Job("ana", course.folder("submitted", "ana", ASSIGNMENT), tmp_path, "ana")
        recorder.record([(job, grade(course, "ana", {"t9-doble": 1.0, "t9-triple": 1.0}))])
    give_feedback(Course(course.root), ASSIGNMENT)
    html = (course.folder("feedback", "ana", ASSIGNMENT) / f"{ASSIGNMENT}.html").read_text()
    assert '<p class="quien">ana</p>' in html
    assert "Tu código" in html
    assert "Otras celdas tuyas" not in html
    assert "No pasa todas las pruebas" in html
