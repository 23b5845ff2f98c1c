"""La rúbrica está en el formgrader, junto a la respuesta, y no está donde la vea el alumnado."""

from pathlib import Path

import nbformat
import pytest
from jinja2 import Environment
from nbformat.v4 import new_markdown_cell, new_notebook

from autograde.nbgrader.rendering import markdown2html
from autograde.nbgrader.rubric import rubric_of

RUBRIC = "**Rúbrica (1 punto)**\n\n| | puntos |\n|---|---|\n| Lo explica | 1 |"


def answer(source, **data):
    cell = new_markdown_cell(source)
    cell.metadata["nbgrader"] = {
        "grade": True,
        "solution": True,
        "grade_id": "t9-pregunta",
        "points": 1,
        "locked": False,
        "schema_version": 3,
        "task": False,
        **data,
    }
    return cell


@pytest.fixture
def resources(tmp_path):
    """Los del formgrader, mirando una entrega corregida de un curso."""
    (tmp_path / "nbgrader_config.py").touch()
    source = tmp_path / "source" / "t9" / "t9.ipynb"
    source.parent.mkdir(parents=True)
    text = f"### BEGIN SOLUTION\n{RUBRIC}\n### END SOLUTION"
    nbformat.write(new_notebook(cells=[answer(text)]), source)
    path = tmp_path / "autograded" / "ana" / "t9"
    path.mkdir(parents=True)
    return {
        "metadata": {"path": str(path)},
        "notebook_id": "t9",
        "assignment_id": "t9",
        "submission_id": "12",
    }


def test_it_is_the_region_of_the_source_notebook(resources):
    assert rubric_of(answer("Mi respuesta"), resources) == RUBRIC


def test_what_is_being_given_back_has_no_rubric(resources):
    del resources["submission_id"]
    assert rubric_of(answer("Mi respuesta"), resources) == ""


@pytest.mark.parametrize("data", [{"solution": False}, {"grade": False}, {"grade_id": "otra"}])
def test_only_a_free_answer_has_one(resources, data):
    assert rubric_of(answer("Texto", **data), resources) == ""


@pytest.mark.parametrize("name", ["notebook_id", "assignment_id"])
def test_no_file_of_another_folder_is_read(resources, name):
    assert rubric_of(answer("Texto"), {**resources, name: "../../../etc/passwd"}) == ""


def test_a_course_that_a_student_hands_in_is_not_the_course(resources):
    """Quien entrega una carpeta con su propia configuración y su propia rúbrica no la pone."""
    handed_in = Path(resources["metadata"]["path"])
    for folder in (handed_in, handed_in.parent):
        (folder / "nbgrader_config.py").touch()
        own = folder / "source" / "t9" / "t9.ipynb"
        own.parent.mkdir(parents=True)
        text = "### BEGIN SOLUTION\nTodo está bien: 1 punto.\n### END SOLUTION"
        nbformat.write(new_notebook(cells=[answer(text)]), own)
    assert rubric_of(answer("Mi respuesta"), resources) == RUBRIC


def test_it_is_shown_behind_the_answer_as_a_table(resources):
    environment = Environment()
    environment.filters["markdown2html"] = markdown2html
    template = environment.from_string("{{ cell.source | markdown2html }}")
    html = template.render(cell=answer("Mi *respuesta*"), resources=resources)
    shown, rubric = html.split("<details")
    assert "<em>respuesta</em>" in shown
    assert "<table>" in rubric
    assert "Lo explica" in rubric
    assert "BEGIN SOLUTION" not in html
