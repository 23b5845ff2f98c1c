"""Lo recogido lo corrige nbgrader tal cual, y sus notas llegan a la hoja."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.commands.lms import GradeSources
from tests.lms.samples import ANA, INIGO, MARIA, TAREA, folder, make_zip, worksheet

OURS = GradeSources(
    given_by_judge=lambda curso: lambda tarea, student: True,
    findings=lambda curso, tarea: {},
    without_manual=lambda curso: frozenset(),
    unprotected=lambda curso, tarea: frozenset(),
    resubmitted=lambda curso, tarea: frozenset(),
)

pytestmark = [
    pytest.mark.lento,
    pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning"),
]


def nbgrader(course, *arguments: str) -> None:
    scripts = str(Path(sys.executable).parent)
    path = scripts + os.pathsep + os.environ["PATH"]
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course.root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def source_notebook() -> nbformat.NotebookNode:
    def cell(make, text, **kind):
        return make(text, metadata={"nbgrader": {"schema_version": 3, "task": False, **kind}})

    solution = "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"
    notebook = new_notebook(
        cells=[
            cell(new_code_cell, solution, grade=False, solution=True, locked=False,
                 grade_id="t1-f-solucion"),
            cell(new_code_cell, "assert x == 1", grade=True, solution=False, locked=True,
                 grade_id="t1-f", points=3),
            cell(new_markdown_cell, "Respuesta", grade=True, solution=True, locked=False,
                 grade_id="t1-reflexion", points=1),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )  # fmt: skip
    return notebook


def answered(course, code: str, text: str | None) -> bytes:
    notebook = nbformat.read(course.root / "release" / TAREA / f"{TAREA}.ipynb", 4)
    notebook.cells[0].source = code
    if text:
        notebook.cells[2].source = text
    return nbformat.writes(notebook).encode()


def test_from_the_zip_of_moodle_to_its_sheet(course, tmp_path):
    nbformat.write(source_notebook(), course.root / "source" / TAREA / f"{TAREA}.ipynb")
    hoja = tmp_path / "h.csv"
    hoja.write_bytes(worksheet())
    course.run("alumnado", "--moodle", hoja)
    nbgrader(course, "generate_assignment", TAREA)
    source = make_zip(
        tmp_path / "e.zip",
        {
            f"{folder(ANA)}/mi tarea.ipynb": answered(course, "x = 1", None),
            f"{folder(INIGO)}/{TAREA}.ipynb": answered(course, "x = 2", "Opino que…"),
            f"{folder(MARIA, '_')}{TAREA}.ipynb": answered(course, "x = 2", None),
        },
    )
    course.run("recoger", TAREA, "--moodle", source, "--hoja", hoja, "--zona", "Europe/Madrid")
    nbgrader(course, "autograde", TAREA)
    course.run("notas", TAREA, "--moodle", hoja, sources=OURS)
    lines = (tmp_path / "h-con-notas.csv").read_text("utf-8-sig").splitlines()
    marks = [line.split('"Enviado para calificar",')[1] for line in lines[1:4]]
    # Ana no contestó la pregunta: cuenta 0 sin esperar a nadie. Íñigo sí, y espera.
    assert [mark.split(',"10,00"')[0] for mark in marks] == ['"7,50"', "", '"0,00"']
