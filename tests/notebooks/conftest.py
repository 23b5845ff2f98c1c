"""Cuadernos de ejemplo: el de origen, el publicado y uno contestado."""

from __future__ import annotations

import copy

import nbformat
import pytest
from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.notebooks.source import released
from tests.notebooks.notebook_sample import build_source


@pytest.fixture
def source() -> NotebookNode:
    return build_source()


@pytest.fixture
def release(source: NotebookNode) -> NotebookNode:
    return released(source)


@pytest.fixture
def answered(release: NotebookNode) -> NotebookNode:
    """Lo que entrega un buen alumno, con una celda propia tras `doble` y salidas."""
    notebook = copy.deepcopy(release)
    by_id = {c.id: c for c in notebook.cells}
    by_id["sol-doble"].source = "def doble(x):\n    return x + x"
    by_id["sol-triple"].source = "def triple(x):\n    return x + x + x"
    by_id["porque"].source = "Porque sí."
    by_id["test-doble"].outputs = [
        nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)
    ]
    position = notebook.cells.index(by_id["sol-doble"]) + 1
    notebook.cells.insert(position, new_code_cell("doble(4)  # probando", id="mia"))
    return notebook
