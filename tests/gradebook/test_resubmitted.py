"""Quien cambia su entrega después de calificada conserva su nota, y se dice."""

from __future__ import annotations

import argparse

import pytest

from autograde.commands import grading
from autograde.course import Course
from autograde.gradebook.ledger import Ledger, LedgerEntry
from autograde.gradebook.resubmitted import fingerprint, resubmitted, warning
from autograde.nbgrader import feedback

TASK = "t2_lotes"
NOTEBOOK = b'{"cells": []}'


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n")
    course = Course(tmp_path)
    for student in ("ana", "luis", "eva"):
        folder = course.folder("submitted", student, TASK)
        folder.mkdir(parents=True)
        (folder / f"{TASK}.ipynb").write_bytes(NOTEBOOK)
    entries = [
        LedgerEntry(s, {}, {}, submitted=fingerprint(NOTEBOOK)) for s in ("ana", "luis", "eva")
    ]
    Ledger(course).write(TASK, entries)
    return course


def _replace(course, student, data=b"otro"):
    (course.folder("submitted", student, TASK) / f"{TASK}.ipynb").write_bytes(data)


def test_nobody_changed_anything(course):
    assert resubmitted(course.root, TASK) == frozenset()


def test_who_changed_the_notebook_is_found_until_it_is_graded_again(course):
    _replace(course, "luis")
    assert resubmitted(course.root, TASK) == {"luis"}
    Ledger(course).write(TASK, [LedgerEntry("luis", {}, {}, submitted=fingerprint(b"otro"))])
    assert resubmitted(course.root, TASK) == frozenset()


def test_a_submission_that_can_no_longer_be_read_has_changed(course):
    path = course.folder("submitted", "ana", TASK) / f"{TASK}.ipynb"
    path.rename(path.with_suffix(".txt"))
    assert resubmitted(course.root, TASK) == {"ana"}


def test_a_submission_whose_folder_was_put_away_has_not_changed(course):
    folder = course.folder("submitted", "ana", TASK)
    folder.rename(folder.with_name("archivada"))
    assert resubmitted(course.root, TASK) == frozenset()


def test_what_was_graded_without_noting_it_down_is_not_told(course):
    Ledger(course).write(TASK, [LedgerEntry("ana", {}, {})])
    _replace(course, "ana")
    assert resubmitted(course.root, TASK) == frozenset()


def test_withdrawn_marks_are_forgotten(course):
    Ledger(course).remove(TASK, "ana")
    _replace(course, "ana")
    assert resubmitted(course.root, TASK) == frozenset()


def test_it_is_one_sentence():
    assert "la entrega de ana ha cambiado" in warning(TASK, {"ana"})
    assert "2 entregas (ana, luis)" in warning(TASK, {"luis", "ana"})
    many = warning(TASK, {f"alumno{i:02}" for i in range(30)})
    assert "30 entregas" in many
    assert "y otros" in many
    assert "alumno29" not in many


def test_devolver_says_it_without_failing(course, monkeypatch, capsys):
    monkeypatch.setattr(
        feedback,
        "give_feedback",
        lambda course, *_: feedback.GivenBack(course.root / "feedback", ["ana", "eva"], {}),
    )
    _replace(course, "ana")
    _replace(course, "luis")
    args = argparse.Namespace(curso=course.root, tarea=TASK, alumno=None)
    assert grading.give_back(args) == 0
    assert "Aviso: la entrega de ana ha cambiado" in capsys.readouterr().out
