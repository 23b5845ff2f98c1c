"""Cada paso del lado de confianza sobre lo que escribe el alumno, con textos generados.

Nada lanza más que su propio error, con una frase; que no cueste más que lo que mide el texto lo
miran `test_patterns.py` y los topes de `autograde.bounded`.
"""

from __future__ import annotations

import contextlib
import io
import json
import zipfile
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.errors import UserError
from autograde.lms.archive import Contents, Limits, Refused, open_nested
from autograde.lms.table import read_table
from autograde.nbgrader.rendering import clean_html, highlight_code, markdown2html
from autograde.notebooks.reading import Unreadable, read_submission
from autograde.notebooks.sanitize import sanitize_outputs

calm = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
PIECES = (
    "\n", "# ", "> ", "- ", "1. ", "`", "```python\n", "$", "$$", "\\begin{a}", "\\end{a}", "[a](",
    "![x](attachment:a.png)", "<script>alert(1)</script>", "<img src=x onerror=a>", "<div>", "</",
    "&lt;", "<!--", "|a|b|\n|-|-|\n", "*", "_", "~~", "\x1b[31m", "\r", "\ud800", "\0", "ñ",
    "\u202e",
    "def f():\n", "'''", '"', "{%", "%%html\n", "!ls\n", "javascript:alert(1)", " " * 50,
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=60).map("".join)
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
values = st.recursive(
    scalars,
    lambda v: st.one_of(
        st.lists(v, max_size=4), st.dictionaries(st.text(max_size=8), v, max_size=4)
    ),
    max_leaves=12,
)
MIME = ("text/plain", "text/html", "text/latex", "text/markdown", "image/png", "image/svg+xml")
outputs = st.fixed_dictionaries(
    {"output_type": st.sampled_from(("stream", "display_data", "execute_result", "error", "x"))},
    optional={
        "name": values,
        "text": values,
        "data": st.one_of(values, st.dictionaries(st.sampled_from(MIME), values)),
        "metadata": values,
        "traceback": values,
        "ename": values,
        "evalue": values,
    },
)


@contextlib.contextmanager
def _refused_with_a_sentence(kind: type[Exception]) -> Iterator[None]:
    """Si se rechaza es con el error propio del paso, y con texto."""
    said = "una frase"
    try:
        yield
    except kind as error:
        said = str(error)
    assert said


def _harmless(html: str) -> None:
    assert "<script" not in html.lower()
    assert "onerror=" not in html.lower().replace("&", "<").split("<img ")[-1].split(">")[0]


@calm
@given(texts)
def test_written_answers(text):
    _harmless(markdown2html({"cell": {}}, text))


@calm
@given(texts)
def test_code(text):
    _harmless(highlight_code(text))


@calm
@given(texts)
def test_html(text):
    _harmless(clean_html(text))


@calm
@given(st.lists(outputs, max_size=6))
def test_outputs(found):
    clean = sanitize_outputs(found)
    written = json.dumps(clean, ensure_ascii=False).encode("utf-8")
    assert b"<script" not in b"".join(
        html.encode() for o in clean for html in [o.get("data", {}).get("text/html", "")]
    )
    assert written


@calm
@given(
    st.one_of(
        st.binary(max_size=2000),
        values.map(json.dumps).map(str.encode),
        texts.map(lambda t: t.encode("utf-8", "surrogatepass")),
    )
)
def test_notebooks(data):
    with _refused_with_a_sentence(Unreadable):
        read_submission(data)


names = st.one_of(
    st.text(min_size=1, max_size=30), st.sampled_from(("a", "../a", "/a", "a/b", "C:a"))
)


@calm
@given(st.dictionaries(names, st.binary(max_size=50), max_size=6), st.data())
def test_zips(files, data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            with contextlib.suppress(ValueError, UnicodeError):
                archive.writestr(name, content)
    raw = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    contents = Contents((), ())
    with _refused_with_a_sentence(Refused):
        contents = open_nested(bytes(raw), Limits(submission_bytes=2**20, file_bytes=2**20))
    for file in contents.files:
        assert ".." not in file.parts
        with contextlib.suppress(Refused):
            file.read()
    assert not any("\x1b" in r.path or "\n" in r.path for r in contents.refused)


@calm
@given(
    st.one_of(
        st.binary(max_size=500),
        st.lists(
            st.sampled_from(
                ('"', '""', ",", ";", "\t", "\r\n", "\n", "a", "ñ", "=1+1", "\ufeff", " ")
            ),
            max_size=80,
        )
        .map("".join)
        .map(str.encode),
    )
)
def test_sheets(data):
    with _refused_with_a_sentence(UserError):
        assert read_table(data, "la hoja").to_bytes() == data
