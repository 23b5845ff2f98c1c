"""Un curso en el que no se puede escribir: una frase en español que dice dónde y qué hacer."""

from __future__ import annotations

import errno
import os
import sqlite3

import pytest

from autograde.course import Course
from autograde.course.lock import only_one
from autograde.errors import UserError
from autograde.gradebook import autograded, store
from autograde.gradebook.ledger import Ledger


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    (tmp_path / "source" / "t0").mkdir(parents=True)
    (tmp_path / "source" / "t0" / "t0.ipynb").write_text("{}")
    return Course(tmp_path)


def _refuse(*_args, **_more):
    raise OSError(errno.EROFS, os.strerror(errno.EROFS), ".tmp-interno")


def _sentence(call) -> str:
    with pytest.raises(UserError) as caught:
        call()
    said = str(caught.value)
    assert "repite la orden" in said
    assert "Read-only" not in said
    assert "readonly" not in said
    assert ".tmp-interno" not in said
    return said


def test_the_folder_of_the_course(course, monkeypatch):
    monkeypatch.setattr("pathlib.Path.open", _refuse)
    with pytest.raises(UserError) as caught, only_one(course):
        pass
    assert str(caught.value) == (
        f"No se puede escribir en la carpeta del curso «{course.root}» (está en un disco de solo "
        "lectura): da permiso de escritura a quien califica y repite la orden."
    )


def test_the_results(course, monkeypatch):
    monkeypatch.setattr(store, "write_atomically", _refuse)
    monkeypatch.setattr(store, "to_json", lambda graded: {})

    class Result:
        failed = ()

    said = _sentence(lambda: store.ResultStore(course.root).put("k", Result()))
    assert "solo lectura" in said


def test_the_autograded_folder(course, monkeypatch):
    monkeypatch.setattr(autograded.tempfile, "TemporaryDirectory", _refuse)
    folder = autograded.AutogradedFolder(course, "t0")

    def prepare():
        with folder.prepared([]):
            pass

    assert "solo lectura" in _sentence(prepare)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (sqlite3.OperationalError("attempt to write a readonly database"), "es de solo lectura"),
        (sqlite3.OperationalError("database is locked"), "otro programa lo está escribiendo"),
        (sqlite3.OperationalError("something else"), "«"),
        (OSError(errno.EACCES, "Permission denied"), "no tienes permiso"),
    ],
)
def test_the_record(course, monkeypatch, error, why):
    def fail(*_args, **_more):
        raise error

    monkeypatch.setattr(sqlite3, "connect", fail)
    said = _sentence(lambda: Ledger(course).write("t0", []))
    assert why in said
    assert str(error) not in said
