"""Qué cuaderno de la carpeta entregada se corrige."""

from __future__ import annotations

import pytest

from autograde.notebooks.reading import Unreadable
from autograde.notebooks.submission import find_notebook, read_bytes


@pytest.mark.parametrize(
    ("files", "chosen", "noted"),
    [
        (["t2_lotes.ipynb"], "t2_lotes.ipynb", False),
        (["t2_lotes.ipynb", "borrador.ipynb"], "t2_lotes.ipynb", True),
        (["T2_Lotes (1).ipynb"], "T2_Lotes (1).ipynb", True),
        (["Ana.ipynb"], "Ana.ipynb", True),
        (["Ana.IPYNB", "datos.csv"], "Ana.IPYNB", True),
        (["otro.ipynb", "t2-lotes_final.ipynb"], "t2-lotes_final.ipynb", True),
        (["carpeta/t2_lotes.ipynb"], "carpeta/t2_lotes.ipynb", True),
        (
            [".ipynb_checkpoints/t2_lotes-checkpoint.ipynb", "t2_lotes.ipynb"],
            "t2_lotes.ipynb",
            False,
        ),
        (["__MACOSX/._t2_lotes.ipynb", "Ana.ipynb"], "Ana.ipynb", True),
    ],
)
def test_the_notebook_is_found(tmp_path, files, chosen, noted):
    for name in files:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    found = find_notebook(tmp_path, "t2_lotes")
    assert found.path == tmp_path / chosen
    assert bool(found.notes) is noted


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], "ningún cuaderno"),
        (["datos.csv"], "ningún cuaderno"),
        (["a.ipynb", "b.ipynb"], "varios cuadernos"),
        (["t2_lotes (1).ipynb", "t2_lotes (2).ipynb"], "varios cuadernos"),
    ],
)
def test_when_it_is_not_clear_one_sentence_says_so(tmp_path, files, words):
    for name in files:
        (tmp_path / name).write_text("{}")
    with pytest.raises(Unreadable, match=words):
        find_notebook(tmp_path, "t2_lotes")


def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "secreto.ipynb"
    secret.write_text("{}")
    folder = tmp_path / "entrega"
    folder.mkdir()
    (folder / "t2_lotes.ipynb").symlink_to(secret)
    with pytest.raises(Unreadable, match="ningún cuaderno"):
        find_notebook(folder, "t2_lotes")
    with pytest.raises(Unreadable, match="No se puede abrir"):
        read_bytes(folder / "t2_lotes.ipynb")


def test_a_folder_that_does_not_exist_is_a_missing_submission(tmp_path):
    with pytest.raises(Unreadable, match="ningún cuaderno"):
        find_notebook(tmp_path / "nada", "t2_lotes")
