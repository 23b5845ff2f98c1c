"""Quien abre un cuaderno donde no está instalado el curso lee, en español, qué instalar."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from autograde.exercises import available
from autograde.notebooks.source import read_source
from autograde.packaging import build_student_wheel

SOURCE = Path(__file__).resolve().parents[2] / "source"


@pytest.mark.parametrize("name", sorted(available()))
def test_the_first_cell_says_what_to_install(name, tmp_path):
    notebook = read_source(SOURCE / name / f"{name}.ipynb")
    first = next(cell.source for cell in notebook.cells if cell.cell_type == "code")
    # -I y -S: un Python recién instalado, sin el curso ni nada más (tampoco NumPy)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", first], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 1
    said = done.stderr.splitlines()[-1]
    assert "Falta el paquete «curso»" in said
    assert f"%pip install ./{build_student_wheel().filename}" in said
    assert "Colab" in said
    assert "VS Code" in said
