"""Los nombres de fichero que pone un alumno no hacen nada al enseñarlos."""

from __future__ import annotations

import pytest

from autograde.notebooks.reading import Unreadable
from autograde.notebooks.submission import MAX_SHOWN, find_notebook, read_bytes

NAMES = {
    "HTML": "<img src=x onerror=alert(1)>",
    "escape de terminal": "\x1b]0;otro título\x07\x1b[2J",
    "control": "a\nAviso: todo bien\r\b\x00".replace("\x00", "\x7f"),
    "de derecha a izquierda": "\u202elaer\u2066\u200f",
    "invisibles": "a\u200b\ufeff\u2028b",
    "octetos sueltos": b"\xff\xfe".decode("utf-8", "surrogateescape"),
    "comillas": "a». Nota: 10. «b `x`",
    "largo": "ñ" * 120,
}


def _harmless(text: str) -> None:
    text.encode("utf-8")
    assert text.isprintable()
    assert not set("<>&`") & set(text)
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in text


def _put(folder, name):
    path = folder / f"{name}.ipynb"
    path.write_text("{}")
    return path


@pytest.mark.parametrize("name", [pytest.param(n, id=i) for i, n in NAMES.items()])
def test_in_the_notice_of_the_chosen_one(tmp_path, name):
    path = _put(tmp_path, name)
    found = find_notebook(tmp_path, "t2_lotes")
    assert found.path == path
    (note,) = found.notes
    _harmless(note)
    assert note.count("«") == note.count("»") == 2
    assert len(note) < MAX_SHOWN + 80


@pytest.mark.parametrize("name", [pytest.param(n, id=i) for i, n in NAMES.items()])
def test_in_the_sentence_that_refuses(tmp_path, name):
    for number in range(2):
        _put(tmp_path, f"{name[:100]}{number}")
    with pytest.raises(Unreadable) as caught:
        find_notebook(tmp_path, "t2_lotes")
    _harmless(str(caught.value))


@pytest.mark.parametrize("name", [pytest.param(n, id=i) for i, n in NAMES.items()])
def test_in_the_sentence_of_what_cannot_be_opened(tmp_path, name):
    link = tmp_path / f"{name}.ipynb"
    link.symlink_to("otro")
    with pytest.raises(Unreadable) as caught:
        read_bytes(link)
    _harmless(str(caught.value))


def test_an_ordinary_name_is_shown_as_it_is(tmp_path):
    _put(tmp_path, "Práctica nº 2 (1) — Íñigo")
    (note,) = find_notebook(tmp_path, "t2_lotes").notes
    assert "«Práctica nº 2 (1) — Íñigo.ipynb»" in note
