"""De `autograde empaquetar` a `curso comprobar`, con lo que un alumno tiene y nada más."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograde.packaging import build_student_wheel

ROOT = Path(__file__).parents[2]
TAREA = "t2_lotes"

pytestmark = [pytest.mark.lento, pytest.mark.xdist_group("alumno")]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """El zip que deja `autograde empaquetar` en un curso recién creado."""
    course = tmp_path_factory.mktemp("docente") / "curso"
    autograde = [sys.executable, "-m", "autograde.cli"]
    subprocess.run([*autograde, "crear", str(course)], check=True)
    subprocess.run([*autograde, "empaquetar", TAREA], cwd=course, check=True)
    return course / "entregables" / f"{TAREA}.zip"


def _check(notebook: Path, scripts: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(scripts / "curso"), "comprobar", notebook.name],
        cwd=notebook.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


def test_the_student_checks_the_notebook_at_home(
    package: Path, student_scripts: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / TAREA
    wheel = build_student_wheel()
    assert (folder / wheel.filename).read_bytes() == wheel.content

    unedited = _check(folder / f"{TAREA}.ipynb", student_scripts)
    assert unedited.returncode == 1, unedited.stdout + unedited.stderr
    assert "Comprobaciones correctas: 0 de" in unedited.stdout

    # Con las soluciones del cuaderno de origen, que un buen alumno habría escrito.
    solved = ROOT / "source" / TAREA / f"{TAREA}.ipynb"
    (folder / f"{TAREA}.ipynb").write_bytes(solved.read_bytes())
    done = _check(folder / f"{TAREA}.ipynb", student_scripts)
    assert done.returncode == 0, done.stdout + done.stderr
