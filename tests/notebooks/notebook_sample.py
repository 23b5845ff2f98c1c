"""Un cuaderno de origen pequeño, con una celda de cada clase."""

from __future__ import annotations

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


def graded(grade_id: str, *, grade=False, solution=False, locked=False, points=None) -> dict:
    own = {
        "schema_version": 3,
        "grade": grade,
        "solution": solution,
        "locked": locked,
        "task": False,
        "grade_id": grade_id,
    }
    if points is not None:
        own["points"] = points
    return {"nbgrader": own}


def build_source() -> NotebookNode:
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Tarea 9", id="titulo"),
            new_code_cell(
                "import numpy as np\nfrom curso.comprobar import comprobar",
                id="inicio",
                metadata=graded("t9-inicio", locked=True),
            ),
            new_markdown_cell("Define `doble`.", id="enunciado-doble"),
            new_code_cell(
                "def doble(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
                id="sol-doble",
                metadata=graded("t9-doble-solucion", solution=True),
            ),
            new_code_cell(
                'comprobar("t9.doble")',
                id="test-doble",
                metadata=graded("t9-doble", grade=True, locked=True, points=2),
            ),
            new_code_cell(
                "def triple(x):\n    ### BEGIN SOLUTION\n    return 3 * x\n    ### END SOLUTION",
                id="sol-triple",
                metadata=graded("t9-triple-solucion", solution=True),
            ),
            new_code_cell(
                'comprobar("t9.triple")',
                id="test-triple",
                metadata=graded("t9-triple", grade=True, locked=True, points=1),
            ),
            new_code_cell("figura = 1", id="figura"),
            new_markdown_cell(
                "Respuesta modelo secreta.",
                id="porque",
                metadata=graded("t9-porque", grade=True, solution=True, points=3),
            ),
        ]
    )
    notebook.metadata.kernelspec = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    return notebook
