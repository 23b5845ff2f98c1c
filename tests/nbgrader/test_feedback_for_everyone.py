"""`devolver` y `calificar` llegan a todos: lo que uno escribió no deja a los demás sin lo suyo.

Junto a cada defensa, su control: lo mismo con nbconvert tal cual.
"""

from __future__ import annotations

import argparse
import base64
import json
import shutil

import nbformat
import pytest
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograde.commands import grading
from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.record import Recorder
from autograde.nbgrader import conversion, markup, rendering
from autograde.nbgrader.feedback import give_feedback
from autograde.nbgrader.rendering import highlight_code, markdown2html
from autograde.notebooks.images import NOT_SHOWN, UNDESCRIBED, in_words, is_image
from autograde.notebooks.rebuild import rebuild
from autograde.notebooks.sanitize import sanitize_outputs
from autograde.pipeline.plan import Job
from autograde.pipeline.register import Register
from autograde.pipeline.summary import Summary
from tests.nbgrader.course_sample import ASSIGNMENT, dump, grade, make_course, submit
from tests.nbgrader.feedback_sample import render
from tests.notebooks.notebook_sample import build_source

WEBP = base64.b64encode(b"RIFF\x24\0\0\0WEBPVP8 " + bytes(24)).decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(24)).decode()
FULL = {"t9-doble": 2.0, "t9-triple": 1.0}
#: lo que cada uno escribió en su respuesta, y lo que trae pegado
WRITTEN = {
    "ana": ("Porque **sí**.", {}),
    "benito": ("Mira: ![mi curva](attachment:falta.png)", {}),
    "carla": ("Mira: ![mi curva](attachment:foto.webp)", {"foto.webp": {"image/webp": WEBP}}),
    "dario": ("Mira: ![svg](attachment:x.svg)", {"x.svg": {"image/svg+xml": "<svg/>"}}),
    "elena": ("También.", {}),
}


def _shown(text: str, attachments: dict | None = None) -> str:
    return markdown2html({"cell": {"attachments": attachments or {}}}, text)


@pytest.fixture(scope="module")
def graded_class(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("clase") / "curso")
    for student, (text, attachments) in WRITTEN.items():
        path = submit(course, student, text=text) / f"{ASSIGNMENT}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        next(c for c in notebook.cells if c.id == "porque").attachments = attachments
        path.write_text(json.dumps(notebook))
    batch = [
        (Job(s, course.folder("submitted", s, ASSIGNMENT), course.root, s), grade(course, s, FULL))
        for s in WRITTEN
    ]
    with Recorder(course, ASSIGNMENT) as recorder:
        recorder.record(batch)
    return course


@pytest.fixture
def course(graded_class, tmp_path):
    """Una clase calificada en la que dos honrados pegaron una imagen que no se puede enseñar."""
    return Course(shutil.copytree(graded_class.root, tmp_path / "curso"))


def _page(course, student: str) -> str:
    return (course.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text()


def _give_back(course) -> int:
    return grading.give_back(argparse.Namespace(curso=course.root, tarea=ASSIGNMENT, alumno=None))


def test_everyone_gets_feedback_and_what_is_missing_is_said(course, capsys):
    assert _give_back(course) == 0
    assert "Retroalimentación de 5 alumnos" in capsys.readouterr().out
    assert "<strong>sí</strong>" in _page(course, "ana")
    assert f"[{NOT_SHOWN}: mi curva]" in _page(course, "benito")
    assert f'src="data:image/webp;base64,{WEBP}"' in _page(course, "carla")
    assert f"[{NOT_SHOWN}: svg]" in _page(course, "dario")
    assert "También." in _page(course, "elena")


def test_without_the_defence_a_missing_attachment_raises():
    with pytest.raises(InvalidNotebook):
        MarkdownWithMath(renderer=IPythonRenderer()).render(WRITTEN["benito"][0])


def test_one_that_fails_is_listed_and_the_others_go_on(course, capsys, monkeypatch):
    honest = rendering.markdown2html

    def breaks(context, source):
        if "falta.png" in source:
            raise ZeroDivisionError("algo que nadie previó")
        return honest(context, source)

    breaks.jinja_pass_arg = honest.jinja_pass_arg  # type: ignore[attr-defined]
    monkeypatch.setattr(rendering, "markdown2html", breaks)
    assert _give_back(course) == 3
    said = capsys.readouterr().out
    assert "Retroalimentación de 4 alumnos" in said
    (line,) = [line for line in said.splitlines() if line.startswith("Sin retroalimentación")]
    assert "benito" in line
    assert "ZeroDivisionError" in line
    assert "También." in _page(course, "elena")


def test_a_page_that_would_take_for_ever_is_left_and_the_others_go_on(course, monkeypatch):
    honest = rendering.markdown2html

    def spins(context, source):
        while "falta.png" in source:
            pass
        return honest(context, source)

    spins.jinja_pass_arg = honest.jinja_pass_arg  # type: ignore[attr-defined]
    monkeypatch.setattr(rendering, "markdown2html", spins)
    monkeypatch.setattr(conversion, "_CPU_S", 2.0)
    given = give_feedback(course, ASSIGNMENT)
    assert given.students == ["ana", "carla", "dario", "elena"]
    assert "cuesta demasiado" in given.failed["benito"]


# --- registrar ----------------------------------------------------------------------------------


class _Store:
    """Un almacén con el resultado de cada alumno por clave; el de quien se diga, dañado."""

    def __init__(self, results, damaged=()):
        self.results = {k: v for k, v in results.items() if k not in damaged}

    def get(self, key):
        return self.results.get(key)


def _recorded(course, monkeypatch, *, breaks=(), damaged=()):
    """Registra a toda la clase; el libro falla con los alumnos `breaks`."""
    honest = Recorder.record

    def record(self, batch):
        if any(s.student in breaks for s, _ in batch):
            raise UserError("El libro no admite esta entrega.")
        return honest(self, batch)

    monkeypatch.setattr(Recorder, "record", record)
    summary = Summary(ASSIGNMENT)
    register = Register(course, ASSIGNMENT, summary)
    register.store = _Store({s: grade(course, s, FULL) for s in WRITTEN}, damaged)
    with register.recording():
        for s in WRITTEN:
            folder = course.folder("submitted", s, ASSIGNMENT)
            register.done(Job(s, folder, folder, s), fresh=True)
    return summary


@pytest.mark.parametrize("how", ["breaks", "damaged"])
def test_one_that_cannot_be_recorded_leaves_the_others_recorded(course, monkeypatch, how):
    summary = _recorded(course, monkeypatch, **{how: {"benito"}})
    (problem,) = summary.problems
    assert problem.student == "benito"
    assert problem.system
    assert set(dump(course)) >= {"ana", "carla", "dario", "elena"}


def test_a_book_that_admits_nobody_is_an_error_of_the_book(course, monkeypatch):
    with pytest.raises(UserError, match="El libro no admite"):
        _recorded(course, monkeypatch, breaks=set(WRITTEN))


# --- imágenes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data", "right"),
    [
        ("image/webp", WEBP, True),
        ("image/png", PNG, True),
        ("image/png", "\n".join(PNG[i : i + 8] for i in range(0, len(PNG), 8)), True),
        ("image/webp", PNG, False),
        ("image/webp", base64.b64encode(b"RIFF1234WAVE").decode(), False),
        ("image/png", "<script>" + PNG, False),
        ("image/svg+xml", PNG, False),
        ("image/png", "", False),
    ],
)
def test_an_image_is_known_by_its_first_bytes(kind, data, right):
    assert is_image(kind, data) is right


def test_a_pasted_webp_stays_and_a_dropped_image_is_noted():
    data = json.loads(nbformat.writes(build_source()))
    data["cells"][-1]["attachments"] = {
        "a.webp": {"image/webp": WEBP},
        "b.svg": {"image/svg+xml": "x"},
    }
    rebuilt = rebuild(build_source(), json.dumps(data).encode())
    assert rebuilt.notebook.cells[-1].attachments == {"a.webp": {"image/webp": WEBP}}
    assert any("No se puede enseñar una imagen adjunta" in note for note in rebuilt.notes)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("![gato](https://x.example/gato.png)", f"[{NOT_SHOWN}: gato]"),
        ('<img src="https://x.example/a.png">', f"[{NOT_SHOWN}]"),
        ('<img alt="a &quot;b&quot; <i>" src="x">', f"[{NOT_SHOWN}: a &quot;b&quot; &lt;i&gt;]"),
        (f"![](data:image/png;base64,{PNG})", 'alt=""'),
        (f'<img src="data:image/png;base64,{PNG}">', f'alt="{UNDESCRIBED}"'),
    ],
)
def test_an_image_that_is_not_shown_is_said_and_no_image_goes_undescribed(text, shown):
    assert shown in _shown(text)


def test_words_instead_of_images_add_no_markup_of_the_student():
    hostile = in_words('<img alt="&lt;script&gt;x&lt;/script&gt;">')
    assert "<script" not in hostile
    assert "&lt;script&gt;" in hostile


def test_the_description_of_a_figure_reaches_the_page_and_nothing_is_in_english():
    output = {
        "output_type": "display_data",
        "data": {"image/png": PNG, "text/plain": "x"},
        "metadata": {"image/png": {"alt": "El error baja.", "width": 9, "onerror": "x"}},
    }
    (clean,) = sanitize_outputs([output])
    assert clean.metadata == {"image/png": {"alt": "El error baja."}}
    (bare,) = sanitize_outputs([{**output, "metadata": {"image/png": {"alt": ["x"] * 3}}}])
    page = render(
        new_code_cell("1", outputs=[clean]),
        new_code_cell("2", outputs=sanitize_outputs([{**output, "metadata": None}])),
        new_code_cell("3", outputs=[bare]),
    )
    assert 'alt="El error baja."' in page
    assert f'alt="{UNDESCRIBED}"' in page
    assert "No description" not in page


@pytest.mark.parametrize("kind", ["image/webp", "image/gif"])
def test_images_that_nbconvert_does_not_know_are_shown(kind):
    data = WEBP if kind == "image/webp" else base64.b64encode(b"GIF89a" + bytes(9)).decode()
    output = {
        "output_type": "display_data",
        "data": {kind: data, "text/plain": "<Image>"},
        "metadata": {kind: {"alt": 'una "curva"'}},
    }
    page = render(new_code_cell("1", outputs=sanitize_outputs([output])))
    assert f"data:{kind};base64,{data}" in page
    assert 'alt="una &quot;curva&quot;"' in page or "alt='una \"curva\"'" in page


# --- lo que cuesta ------------------------------------------------------------------------------


def test_code_keeps_its_colours_and_huge_code_loses_them():
    assert 'class="k"' in highlight_code("def f(x): return 1")
    huge = "x = '<b>'\n" * 200_000
    plain = highlight_code(huge)
    assert "&lt;b&gt;" in plain
    assert 'class="k"' not in plain


@pytest.mark.parametrize("job", ["highlight", "markdown", "clean"])
def test_what_takes_too_long_is_shown_plain(job, monkeypatch):
    """Con cualquier biblioteca que se atasque: el plazo es del proceso, no de ella."""
    spin = __import__("tests.bounded.jobs", fromlist=["spin"]).spin_with_anything
    monkeypatch.setattr(markup, job, spin)
    monkeypatch.setattr(rendering, "_CPU_S", 0.3)
    if job == "highlight":
        assert "<pre>1 &lt; 2</pre>" in highlight_code("1 < 2")
    elif job == "markdown":
        assert _shown("1 < 2") == "<pre>1 &lt; 2</pre>"
    else:
        assert "no se puede mostrar" in rendering.clean_html("<b>1</b>")


def test_html_too_deep_for_the_page_does_not_stop_it():
    page = render(new_markdown_cell("<div>" * 7_000 + "fondo"), new_markdown_cell("**sigue**"))
    assert "<strong>sigue</strong>" in page


def test_of_what_is_overwritten_in_a_terminal_the_last_is_kept():
    (shown,) = sanitize_outputs(
        [{"output_type": "stream", "name": "stdout", "text": "10 %\r50 %\r100 %\nfin\r\n"}]
    )
    assert shown.text == "100 %\nfin\n"
