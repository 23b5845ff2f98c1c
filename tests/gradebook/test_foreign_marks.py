"""Las notas que no puso nuestro juez se señalan."""

from __future__ import annotations

import pytest

from autograde.commands import grading
from autograde.gradebook import judged


@pytest.fixture
def course(tmp_path, monkeypatch):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    (tmp_path / "gradebook.db").touch()
    (tmp_path / "dentro").mkdir()
    return tmp_path


def test_se_miran_tambien_desde_una_subcarpeta(course, monkeypatch):
    monkeypatch.setattr(judged, "foreign_marks", lambda root: {"t2": [root.name]})
    assert grading._foreign_marks(course / "dentro") == {"t2": [course.name]}


def test_fuera_de_un_curso_o_sin_libro_no_hay_nada_que_mirar(course, tmp_path_factory):
    assert grading._foreign_marks(tmp_path_factory.mktemp("nada")) == {}
    (course / "gradebook.db").unlink()
    assert grading._foreign_marks(course) == {}
    assert not (course / "gradebook.db").exists()
