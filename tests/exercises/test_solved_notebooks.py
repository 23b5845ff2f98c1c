"""Todo cuaderno resuelto corre a tiempo, y lo que dibuja se puede leer sin verlo."""

from __future__ import annotations

import asyncio

import nbformat
import pytest
from nbclient import NotebookClient

from autograde.exercises import available
from tests.exercises.conftest import SOURCE

#: en cuánto ha de correr, sin sus pruebas; se corta si no
LIMIT_S = 60
#: las figuras que dibuja cada uno
FIGURES = {
    "t4_tasa_de_aprendizaje": 6,
    "t5_redes_y_gpu": 5,
    "t6_conjuntos_e_hiperparametros": 4,
    "t7_proyecto": 4,
}


def read(name):
    return nbformat.read(SOURCE / name / f"{name}.ipynb", as_version=4)


@pytest.mark.parametrize("name", sorted(available()))
def test_points_add_up_to_ten(name):
    cells = (c.metadata.get("nbgrader", {}) for c in read(name).cells)
    assert round(sum(data.points for data in cells if data.get("grade")), 6) == 10.0


@pytest.mark.lento
@pytest.mark.parametrize("name", sorted(FIGURES))
def test_it_runs_in_time_and_stays_small(name):
    notebook = read(name)
    notebook.cells = [
        c for c in notebook.cells if "comprobar(" not in c.source or "import" in c.source
    ]
    client = NotebookClient(notebook, kernel_name="python3")
    asyncio.run(asyncio.wait_for(client.async_execute(), LIMIT_S))
    outputs = [o for c in notebook.cells for o in c.get("outputs", ())]
    shown = [o for o in outputs if "image/png" in o.get("data", {})]
    assert len(shown) == FIGURES[name]
    assert all(len(o["metadata"]["image/png"]["alt"]) > 40 for o in shown)
    assert len(nbformat.writes(notebook).encode()) < 1_000_000
