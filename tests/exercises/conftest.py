"""El cuaderno del docente de la tarea que mira cada módulo de pruebas, el que dice su `TAREA`."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from tests.exercises.meta_rules import namespace_of

SOURCE = Path(__file__).parents[2] / "source"


@pytest.fixture(scope="module")
def notebook(request):
    tarea = request.module.TAREA
    return nbformat.read(SOURCE / tarea / f"{tarea}.ipynb", as_version=4)


@pytest.fixture(scope="module")
def text(notebook):
    """Todo lo que dice, en una sola línea."""
    return " ".join(" ".join(c.source for c in notebook.cells).split())


@pytest.fixture(scope="module")
def solved(notebook):
    """Lo que define el cuaderno resuelto."""
    return namespace_of(notebook, stop_on_error=True)
