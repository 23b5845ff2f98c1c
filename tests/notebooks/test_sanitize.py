"""Salidas hostiles o enormes: qué queda de ellas."""

from __future__ import annotations

import base64
import re

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_notebook

from autograde.notebooks.sanitize import clean_html, clean_text, sanitize_outputs

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(100)).decode()


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def display(**data):
    bundle = {k.replace("__", "/").replace("_", "+"): v for k, v in data.items()}
    return {"output_type": "display_data", "data": bundle, "metadata": {}}


def valid(outputs) -> None:
    notebook = new_notebook(cells=[new_code_cell(outputs=outputs, id="a")])
    nbformat.validate(notebook)
    nbformat.writes(notebook).encode()


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=//x/y.js></SCRIPT>",
        "<img src=x onerror=alert(1)>",
        "<img src='https://espia.example/a.png'>",
        "<img src='/formgrader/api/borrar'>",
        "<img src='data:image/svg+xml;base64,PHN2Zz4='>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' JaVaScRiPt:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<iframe src='javascript:alert(1)'></iframe>",
        "<object data='x'></object><embed src='x'>",
        "<form action='/formgrader'><input name='a'><button>b</button></form>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<style>body{background:url(https://espia.example)}</style>",
        "<div style='position:fixed;background:url(https://espia.example)'>x</div>",
        "<b onclick=alert(1)>x</b>",
        "<meta http-equiv=refresh content='0;url=https://espia.example'>",
        "<link rel=stylesheet href='https://espia.example'>",
        "<base href='https://espia.example'>",
        "<video src='https://espia.example' autoplay></video>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
        "<template><script>alert(1)</script></template>",
    ],
)
def test_nothing_in_the_html_runs_or_asks_elsewhere(html):
    cleaned = clean_html(html)
    assert not re.search(
        r"<(script|iframe|object|embed|form|input|button|svg|style|meta|link|base|video|template)"
        r"|<[^>]*\s(on\w+|style)\s*=|javascript:|espia|/formgrader|data:text|svg\+xml",
        cleaned,
        re.IGNORECASE,
    )


def test_tables_and_links_stay():
    table = "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"
    assert clean_html(table) == table
    assert "https://numpy.org" in clean_html("<a href='https://numpy.org'>x</a>")
    assert PNG in clean_html(f"<img src='data:image/png;base64,{PNG}'>")


@pytest.mark.parametrize(
    "bundle",
    [
        {"application/javascript": "alert(1)"},
        {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}},
        {"application/vnd.plotly.v1+json": {"data": []}},
        {"application/json": {"a": 1}},
        {"inventado/tipo": "x"},
        {"text/html": ["<script>", "alert(1)</script>"], "text/plain": 3},
    ],
)
def test_types_that_cannot_be_cleaned_are_dropped(bundle):
    outputs = sanitize_outputs([{"output_type": "display_data", "data": bundle}])
    valid(outputs)
    assert "alert" not in str(outputs)
    assert all(set(o.data) <= {"text/html"} for o in outputs)


def test_a_dropped_svg_says_so():
    (output,) = sanitize_outputs([display(image__svg_xml="<svg onload='alert(1)'/>")])
    assert output.data == {"text/plain": "[Se ha omitido una figura SVG.]"}


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        (PNG, True),
        (PNG + "\n", True),
        ("<script>alert(1)</script>", False),
        (base64.b64encode(b"<svg/>").decode(), False),
        (7, False),
        ("AAA", False),
    ],
)
def test_images_are_what_they_say(value, stays):
    (output,) = sanitize_outputs([display(image__png=value, text__plain="<Figure>")])
    assert ("image/png" in output.data) is stays
    valid([output])


def test_a_figure_keeps_its_text():
    (output,) = sanitize_outputs([display(image__png=PNG, text__plain="<Figure>")])
    assert output.data == {"image/png": PNG, "text/plain": "<Figure>"}


def test_unsafe_latex_is_dropped():
    safe = display(text__latex=r"$\frac{a}{b}$", text__plain="a/b")
    unsafe = display(text__latex=r"$\href{javascript:alert(1)}{x}$", text__plain="x")
    first, second = sanitize_outputs([safe, unsafe])
    assert first.data["text/latex"] == r"$\frac{a}{b}$"
    assert second.data == {"text/plain": "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hola\n", "hola\n"),
        ("\x1b[31mrojo\x1b[0m", "\x1b[31mrojo\x1b[0m"),
        ("a\x1b[2Jb\x1b]8;;http://x\x07c\x1b]0;t", "abc"),
        ("10 %\r20 %\r100 %\nfin", "100 %\nfin"),
        ("a\r\nb", "a\nb"),
        ("nulo\0 \ud800", "nulo\ufffd \ufffd"),
    ],
)
def test_text(text, expected):
    assert clean_text(text) == expected


def test_streams_are_joined_and_cut():
    outputs = sanitize_outputs([stream("x")] * 100_000 + [stream("aviso", "stderr")])
    assert [o.name for o in outputs] == ["stdout", "stderr"]
    assert "salida recortada" in outputs[0].text
    assert len(outputs[0].text) < 25_000


def test_a_flood_of_outputs_is_cut():
    big = display(text__html="<p>" + "x" * 900_000 + "</p>", text__plain="x")
    outputs = sanitize_outputs([big] * 50)
    assert sum(len(o.data.get("text/html", "")) for o in outputs) <= 2_700_000
    assert "omitido" in outputs[-1].data["text/plain"]
    assert [set(o.data) for o in outputs[:3]] == [{"text/html", "text/plain"}] * 2 + [
        {"text/plain"}
    ]
    assert len(sanitize_outputs([display(text__plain="x")] * 5000)) == 101


def test_a_giant_exception_is_cut():
    (output,) = sanitize_outputs(
        [
            {
                "output_type": "error",
                "ename": "E" * 10_000,
                "evalue": "v" * 10**6,
                "traceback": ["t" * 5000] * 10_000,
            }
        ]
    )
    assert len(str(output)) < 60_000
    valid([output])


def test_the_number_of_an_instructor_cell_survives():
    (output,) = sanitize_outputs(
        [{"output_type": "execute_result", "data": {"text/plain": "0.5"}, "execution_count": 3}]
    )
    assert output.data == {"text/plain": "0.5"}
    assert output.execution_count == 3


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text(max_size=8), v, max_size=3),
    max_leaves=8,
)
BUNDLES = st.dictionaries(
    st.sampled_from(["text/plain", "text/html", "image/png", "text/latex", "text/markdown", "x"]),
    VALUES,
    max_size=4,
)
OUTPUTS = st.fixed_dictionaries(
    {"output_type": st.sampled_from(["stream", "display_data", "execute_result", "error", "x"])},
    optional={
        "name": VALUES,
        "text": VALUES,
        "data": BUNDLES | VALUES,
        "ename": VALUES,
        "evalue": VALUES,
        "traceback": VALUES,
        "execution_count": VALUES,
        "metadata": VALUES,
    },
)


@settings(max_examples=200, deadline=None, database=None)
@given(outputs=st.lists(OUTPUTS | VALUES, max_size=5) | VALUES)
def test_any_garbage_gives_a_valid_notebook(outputs):
    valid(sanitize_outputs(outputs))
