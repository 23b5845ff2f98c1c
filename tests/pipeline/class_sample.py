"""Una clase pequeña de verdad: `t2_lotes` sin figuras ni celdas medidas, y entregas sanas."""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat

from autograde.course import Course
from autograde.nbgrader.generate import generate
from autograde.notebooks.source import read_source

TAREA = "t2_lotes"
STUDENTS = tuple(f"alumno{i}" for i in range(6))
_SLOW = ("-velocidad", "-memoria")


def make_class(root: Path) -> Course:
    """Un curso con la tarea generada y una entrega sana de cada alumno."""
    course = Course.create(root)
    path = course.source_notebook(TAREA)
    source = read_source(path)
    source.cells = [c for c in source.cells if not _slow(c)]
    nbformat.write(source, path)
    release = read_source(generate(course, TAREA) / f"{TAREA}.ipynb")
    solutions = {c.id: c.source for c in source.cells}
    for student in STUDENTS:
        notebook = copy.deepcopy(release)
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
                cell.source = solutions[cell.id]
        notebook.cells.append(nbformat.v4.new_markdown_cell(student, id=student))
        folder = course.folder("submitted", student, TAREA)
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / f"{TAREA}.ipynb")
    return course


def _slow(cell: nbformat.NotebookNode) -> bool:
    grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
    return grade_id.endswith(_SLOW) or "-figura-" in grade_id
