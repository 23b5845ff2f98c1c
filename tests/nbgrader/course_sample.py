"""Un curso mínimo, con el cuaderno de ejemplo como tarea `t9`, y resultados hechos a mano."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat.v4 import new_output
from nbgrader.api import Gradebook, SubmittedAssignment
from nbgrader.converters import GenerateAssignment

from autograde.course import Course
from autograde.course.template import CONFIG
from autograde.judge.results import CellReport, Graded
from autograde.model import Verdict
from autograde.nbgrader.conversion import convert
from autograde.notebooks.rebuild import rebuild
from tests.notebooks.notebook_sample import build_source

ASSIGNMENT = "t9"
# t9 no tiene ejercicios: se genera sin las dos piezas que los necesitan
WITHOUT_EXERCISES = """
from autograde.nbgrader.generation import CheckTestCells, WritePublicCases
c.GenerateAssignment.preprocessors = [
    p for p in c.GenerateAssignment.preprocessors if p not in (CheckTestCells, WritePublicCases)
]
"""


def make_course(root: Path, extra_config: str = "") -> Course:
    """Un curso con `t9` generada e inscrita en el libro."""
    folder = root / "source" / ASSIGNMENT
    folder.mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG + WITHOUT_EXERCISES + extra_config)
    nbformat.write(build_source(), folder / f"{ASSIGNMENT}.ipynb")
    (folder / "datos.csv").write_text("1,2\n")
    course = Course(root)
    logging.getLogger("autograde.nbgrader").setLevel(logging.CRITICAL)
    convert(GenerateAssignment, course, ASSIGNMENT)
    return course


def submit(
    course: Course,
    student: str,
    *,
    timestamp: str | None = None,
    double: str = "def doble(x):\n    return 2 * x",
    text: str | None = "Porque sí.",
    files: Mapping[str, str] | None = None,
) -> Path:
    """Escribe la entrega de un alumno; con `text=None` deja la pregunta abierta sin tocar."""
    notebook = nbformat.read(
        course.release_folder(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb", as_version=4
    )
    by_id = {cell.id: cell for cell in notebook.cells}
    by_id["sol-doble"].source = double
    if text is not None:
        by_id["porque"].source = text
    folder = course.folder("submitted", student, ASSIGNMENT)
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, folder / f"{ASSIGNMENT}.ipynb")
    if timestamp is not None:
        (folder / "timestamp.txt").write_text(timestamp)
    for name, content in (files or {}).items():
        (folder / name).write_text(content)
    return folder


def grade(course: Course, student: str, scores: Mapping[str, float]) -> Graded:
    """El resultado que habría dado el juez, con esas notas en sus celdas."""
    path = course.folder("submitted", student, ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
    notebook = copy.deepcopy(rebuild(build_source(), path.read_bytes()).notebook)
    reports = []
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id")
        if name in scores:
            data = {"text/plain": f"{scores[name]:g}"}
            cell.outputs = [new_output("execute_result", data=data)]
            maximum = float(cell.metadata.nbgrader.points)
            verdict = Verdict.CORRECT if scores[name] == maximum else Verdict.INCORRECT
            exercise = name.replace("-", ".", 1)
            reports.append(CellReport(name, exercise, None, verdict, scores[name], maximum))
    return Graded(ASSIGNMENT, notebook, tuple(reports), (), True)


def dump(course: Course) -> dict[str, dict]:
    """Todo lo que el libro dice de las entregas, sin los identificadores de las filas."""
    with Gradebook(course.db_url, course.course_id) as gradebook:
        rows = gradebook.db.query(SubmittedAssignment).all()
        return {
            row.student_id: {
                "student": row.student.to_dict(),
                "timestamp": row.timestamp,
                "extension": row.extension,
                "late": row.total_seconds_late,
                "score": row.score,
                "manual": row.needs_manual_grade,
                "notebooks": {
                    n.name: {
                        "penalty": n.late_submission_penalty,
                        "flagged": n.flagged,
                        "score": n.score,
                        "grades": {
                            g.name: (
                                g.auto_score,
                                g.manual_score,
                                g.extra_credit,
                                g.needs_manual_grade,
                                g.max_score,
                            )
                            for g in n.grades
                        },
                        "comments": {
                            c.name: (c.auto_comment, c.manual_comment) for c in n.comments
                        },
                    }
                    for n in row.notebooks
                },
            }
            for row in rows
        }
