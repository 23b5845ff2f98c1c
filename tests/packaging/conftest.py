"""El entorno de un alumno: vacío, y con la rueda del alumno instalada como dice LEEME.txt."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograde.packaging import build_student_wheel


@pytest.fixture(scope="session")
def student_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La carpeta de programas de un entorno nuevo con la rueda y sus dependencias (de PyPI)."""
    folder = tmp_path_factory.mktemp("alumno")
    wheel = build_student_wheel()
    (folder / wheel.filename).write_bytes(wheel.content)
    environment = folder / "entorno"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "install", str(folder / wheel.filename)], check=True, timeout=500)
    return scripts
