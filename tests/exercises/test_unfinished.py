"""«Reiniciar y ejecutar todo» en un cuaderno recién abierto llega hasta el final, sin un error."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbclient import NotebookClient

from autograde.exercises import available, load
from autograde.judge.checks import public_exercises
from autograde.notebooks.source import read_source, released
from curso.pruebas.publico import NOMBRE_DE_FICHERO, escribir

SOURCE = Path(__file__).resolve().parents[2] / "source"


@pytest.mark.lento
@pytest.mark.parametrize("name", sorted(available()))
def test_it_runs_to_the_end(name, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_PLATFORM_DIRS", "1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    escribir(tmp_path / NOMBRE_DE_FICHERO, name, public_exercises(load(name)))
    notebook = released(read_source(SOURCE / name / f"{name}.ipynb"))
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}})
    client.execute()  # falla en la primera celda que dé un error
    shown = [str(o) for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    assert any("Falta " in text for text in shown)
    assert not any("Traceback" in text for text in shown)
