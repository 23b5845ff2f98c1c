"""Construye la clase de ejemplo: las entregas de cada alumno en la carpeta de un curso."""

from __future__ import annotations

import copy
from pathlib import Path

from nbformat import NotebookNode

from autograde.demo.answers import FREE_ANSWER
from autograde.demo.classroom import Student, class_of

#: cuándo entregaron todos, para que la clase sea siempre la misma
HANDED_IN = "2026-11-20 18:00:00 UTC"


def submissions(tarea: str, source: NotebookNode, release: NotebookNode, root: Path) -> None:
    """Escribe en `root`/submitted las entregas de toda la clase de `tarea`.

    source
        El cuaderno del docente, de donde salen las soluciones.
    release
        El cuaderno publicado, sobre el que trabaja cada alumno.
    """
    solutions = _solutions(source)
    for student in class_of(tarea):
        folder = root / "submitted" / student.id / tarea
        folder.mkdir(parents=True, exist_ok=True)
        notebook = student.damage(_answered(student, release, solutions))
        (folder / student.file_name.format(tarea=tarea)).write_bytes(student.encode(notebook))
        (folder / "timestamp.txt").write_text(HANDED_IN, encoding="utf-8")
        for name, data in student.files.items():
            (folder / name).write_bytes(data)


def _answered(student: Student, release: NotebookNode, solutions: dict[str, str]) -> NotebookNode:
    notebook = copy.deepcopy(release)
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        if not data.get("solution"):
            continue
        name = data["grade_id"].split("-", 1)[1].removesuffix("-solucion")
        if name in student.answers:
            cell.source = student.answers[name].strip("\n")
        elif not student.blank:
            cell.source = solutions[data["grade_id"]] if cell.cell_type == "code" else FREE_ANSWER
    return notebook


def _solutions(source: NotebookNode) -> dict[str, str]:
    """La solución de cada celda de código, sin sus marcas."""
    marks = ("### BEGIN SOLUTION", "### END SOLUTION")
    return {
        cell.metadata.nbgrader.grade_id: "\n".join(
            line for line in cell.source.splitlines() if line.strip() not in marks
        )
        for cell in source.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    }
