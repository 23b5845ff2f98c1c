"""Varias tareas en una orden, o todas."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from autograde.cli import main
from autograde.commands import assignments
from autograde.course import Course
from autograde.errors import UserError


@pytest.fixture
def course(tmp_path: Path) -> Course:
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\n", encoding="utf-8")
    for name in ("t2_b", "t1_a"):
        folder = tmp_path / "source" / name
        folder.mkdir(parents=True)
        (folder / f"{name}.ipynb").write_text("{}", encoding="utf-8")
    return Course(tmp_path)


def chosen(course: Course, *arguments: str) -> tuple[str, ...]:
    parser = argparse.ArgumentParser()
    assignments.add(parser)
    return assignments.chosen(parser.parse_args(arguments), course)


def test_one_several_or_all(course: Course) -> None:
    assert chosen(course, "t1_a") == ("t1_a",)
    assert chosen(course, "t2_b", "t1_a", "t2_b") == ("t2_b", "t1_a")
    assert chosen(course, "--todas") == ("t1_a", "t2_b")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Las que hay: t1_a, t2_b"),
        (["t1_a", "--todas"], "pero no las dos cosas"),
        (["t1_a", "t9"], "No existe la tarea «t9»"),
    ],
)
def test_what_is_not_understood_is_said(course: Course, arguments: list[str], words: str) -> None:
    with pytest.raises(UserError, match=words):
        chosen(course, *arguments)


def test_one_that_fails_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    done = []

    def order(name: str) -> int:
        if name == "b":
            raise UserError("no se puede")
        done.append(name)
        return 3 if name == "c" else 0

    assert assignments.each(("a", "b", "c"), order) == 3
    assert done == ["a", "c"]
    assert "b: no se puede" in capsys.readouterr().err
    assert assignments.each(("a", "b"), order) == 1


def test_one_zip_has_one_name(course: Course, capsys: pytest.CaptureFixture[str]) -> None:
    order = ["empaquetar", "t1_a", "t2_b", "-o", "x.zip", "--curso", str(course.root)]
    assert main(order) == 1
    assert "-o es de un solo zip" in capsys.readouterr().err


def test_grading_all_of_them_asks_for_some_submission(
    course: Course, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calificar", "--todas", "--curso", str(course.root)]) == 1
    assert "No hay entregas de ninguna tarea" in capsys.readouterr().err


def test_creating_says_which_there_are_and_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["crear", str(tmp_path / "mi curso")]) == 0
    told = capsys.readouterr().out
    assert "t1_descenso, t2_lotes" in told
    assert "autograde generar t1_descenso" in told
    assert f"cd '{tmp_path / 'mi curso'}'" in told
