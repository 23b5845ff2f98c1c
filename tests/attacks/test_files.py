# ruff: noqa: E501
"""Ficheros: rutas que se salen, enlaces, dispositivos, y páginas que quieren ejecutar algo."""

from __future__ import annotations

import io
import json
import os
import stat
import zipfile

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.lms.archive import Refused, open_nested, open_source
from autograde.notebooks.reading import Unreadable
from autograde.notebooks.rebuild import rebuild
from autograde.notebooks.submission import find_notebook, read_bytes
from autograde.pipeline.plan import extra_files
from tests.attacks.attack import Attack, grade
from tests.attacks.mini_assignment import GOOD, TASK, source
from tests.e2e.browser import CHROMIUM, DRIVER, MISSING, browser
from tests.nbgrader.feedback_sample import render

SECRET = "tesoro"


def _zip(name: str, mode: int = stat.S_IFREG | 0o644, data: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = info.orig_filename = name
        info.external_attr = mode << 16
        archive.writestr(info, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("../../fuera.ipynb", stat.S_IFREG),
        ("/etc/cron.d/x", stat.S_IFREG),
        ("..\\..\\fuera.ipynb", stat.S_IFREG),
        ("C:\\x.ipynb", stat.S_IFREG),
        ("a/../../x.ipynb", stat.S_IFREG),
        ("enlace.ipynb", stat.S_IFLNK),
        ("tubo.ipynb", stat.S_IFIFO),
        ("disco.ipynb", stat.S_IFBLK),
        ("terminal.ipynb", stat.S_IFCHR),
        ("\x1b]0;x\x07.ipynb", stat.S_IFREG),
        ("\u202egpj.ipynb", stat.S_IFREG),
        ("x" * 300, stat.S_IFREG),
    ],
)
def test_a_hostile_entry_of_an_archive_is_refused_and_printable(name, mode):
    contents = open_nested(_zip(name, mode | 0o644))
    assert contents.files == ()
    (refusal,) = contents.refused
    assert refusal.path.isprintable()


def test_an_archive_inside_that_would_not_fit_is_refused():
    with pytest.raises(Refused):
        open_nested(_zip("x", data=bytes(300 * 2**20)))


@pytest.fixture
def folder(tmp_path):
    """Una entrega con un cuaderno bueno, y fuera de ella un secreto."""
    (tmp_path / "secreto").write_text(SECRET)
    inside = tmp_path / "entrega"
    inside.mkdir()
    (inside / f"{TASK}.ipynb").write_text(nbformat.writes(source()))
    return inside


def test_links_and_special_files_beside_the_notebook_are_neither_followed_nor_opened(folder):
    (folder / "enlace.txt").symlink_to(folder.parent / "secreto")
    (folder / "carpeta").symlink_to(folder.parent)
    os.mkfifo(folder / "tubo")  # abrirlo esperaría para siempre
    assert extra_files(folder, folder / f"{TASK}.ipynb") == {}
    with open_source(folder) as contents:
        assert [f.name for f in contents.files] == [f"{TASK}.ipynb"]
        assert {r.path for r in contents.refused} >= {"enlace.txt", "tubo"}


@pytest.mark.parametrize("make", ["link", "fifo", "folder"])
def test_a_notebook_that_is_not_a_file_is_not_read(folder, make):
    path = folder / f"{TASK}.ipynb"
    path.unlink()
    if make == "link":
        path.symlink_to(folder.parent / "secreto")
    elif make == "fifo":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(Unreadable):
        find_notebook(folder, TASK)


def test_a_link_put_in_place_of_the_notebook_at_the_last_moment_is_not_followed(folder):
    link = folder / "otro.ipynb"
    link.symlink_to(folder.parent / "secreto")
    with pytest.raises(Unreadable):
        read_bytes(link)


# --- la página ----------------------------------------------------------------------------------

RUN = "window.atacado = 1"
PAYLOADS = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"<svg onload='{RUN}'><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<details open ontoggle='{RUN}'>x</details>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'></style></mglyph></table></mtext></math>",
    f"<noscript><p title='</noscript><script>{RUN}</script>'></noscript>",
    f"<a id=pulsa href='javascript:{RUN}'>pulsa</a>",
    f"<form><button formaction='javascript:{RUN}' autofocus onfocus='{RUN}'>x</button></form>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    f"<base href='javascript:{RUN}//'>",
    f"<link rel=stylesheet href='data:text/css,*{{}}' onload='{RUN}'>",
    f"<style onload='{RUN}'>*{{display:none}}</style>",
    f"<object data='data:text/html,<script>{RUN}</script>'></object>",
    f"<video><source onerror='{RUN}'></video>",
    f"[x](javascript:{RUN.replace(' ', '')})",
    f"![x](data:text/html,<script>{RUN}</script>)",
    "$\\href{javascript:window.atacado=1}{x}$",
    f"</textarea></title></style></script><script>{RUN}</script>",
    f"<p><script >{RUN}</script\n>",
)


def _page(box) -> str:
    """Una entrega con cada carga en cada sitio, calificada y convertida en su página."""
    show = "from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display\n"
    for payload in PAYLOADS:
        for kind in ("HTML", "Markdown", "Latex"):
            show += f"display({kind}({payload!r}))\n"
        show += f"print({payload!r})\n"
        show += f"display({{'image/svg+xml': {payload!r}, 'application/javascript': {RUN!r}, 'text/html': {payload!r}}}, raw=True)\n"
    title = PAYLOADS[0]
    answers = {"doble": f"def doble(x): return {title!r}", "orden": f"raise ValueError({title!r})"}
    attack = Attack("página", {**GOOD, **answers}, before=(show,))
    graded = grade(attack, box)
    notebook = graded.notebook
    written = rebuild(source(), _with_markdown()).notebook
    cells = [*notebook.cells, *(c for c in written.cells if c.cell_type == "markdown")]
    for cell in cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(score=0.0, points=1.0, comment=None, pending=False)
    return render(*cells)


def _with_markdown() -> bytes:
    data = json.loads(nbformat.writes(source()))
    for i, payload in enumerate(PAYLOADS):
        data["cells"].append(
            {
                "cell_type": ("markdown", "raw")[i % 2],
                "id": f"m{i}",
                "metadata": {},
                "source": payload,
            }
        )
    return json.dumps(data).encode()


@pytest.mark.navegador
@pytest.mark.aislamiento
@pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=MISSING)
class TestPage:
    """En Chromium: lo nuestro no ejecuta nada; lo mismo sin sanear, sí."""

    def test_no_script_of_the_student_runs_in_the_feedback(self, box, tmp_path):
        page = _page(box)
        # sin la política de contenido: que aguante el saneador solo
        page = page.replace("Content-Security-Policy", "Nada")
        (tmp_path / "p.html").write_text(page, encoding="utf-8")
        with browser(tmp_path / "perfil") as driver:
            driver.get((tmp_path / "p.html").as_uri())
            for link in driver.find_elements("id", "pulsa"):
                driver.execute_script("arguments[0].click()", link)
            assert driver.execute_script("return window.atacado") is None
            assert "pulsa" in driver.find_element("tag name", "body").text

    def test_the_control_runs(self, tmp_path):
        notebook = new_notebook(cells=[new_markdown_cell(p) for p in PAYLOADS] + [new_code_cell()])
        page, _ = HTMLExporter().from_notebook_node(notebook)
        (tmp_path / "p.html").write_text(page, encoding="utf-8")
        with browser(tmp_path / "perfil") as driver:
            driver.get((tmp_path / "p.html").as_uri())
            assert driver.execute_script("return window.atacado") == 1
