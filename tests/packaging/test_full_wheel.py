"""La rueda completa: qué lleva, y que funciona instalada en un entorno sin activar."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Un solo proceso de pruebas: la rueda y su entorno se preparan una vez.
pytestmark = [pytest.mark.lento, pytest.mark.xdist_group("rueda")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rueda")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, timeout=300)
    (built,) = folder.glob("*.whl")
    return built


def test_holds_the_three_packages_and_the_source_notebooks(wheel: Path) -> None:
    assert wheel.name == "curso_descenso-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        entry_points = archive.read("curso_descenso-0.1.0.dist-info/entry_points.txt").decode()
    assert {name.split("/")[0] for name in names} == {
        "curso",
        "autograde",
        "solutions",
        "curso_descenso-0.1.0.dist-info",
    }
    sources = {path.relative_to(ROOT / "source") for path in ROOT.glob("source/*/*.ipynb")}
    assert sources
    assert {f"autograde/_source/{path.as_posix()}" for path in sources} <= names
    assert {f"curso_descenso-0.1.0.dist-info/licenses/{n}" for n in ("LICENSE", "NOTICE")} <= names
    assert "autograde = autograde.cli:main" in entry_points
    assert "curso = curso.cli:main" in entry_points


def test_ships_every_tracked_file_of_the_packages(wheel: Path) -> None:
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "curso", "autograde", "solutions"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.split("\0")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    present = {name for name in tracked if name and (ROOT / name).is_file()}
    assert present <= names


@pytest.fixture(scope="module")
def scripts(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """La carpeta de programas de un entorno nuevo con la rueda y sus dependencias (de PyPI)."""
    environment = tmp_path_factory.mktemp("entorno")
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
    folder = environment / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(folder / "python"), "-m", "pip", "--disable-pip-version-check", "-qq"]
    subprocess.run([*pip, "install", f"{wheel}[docente]"], check=True, timeout=500)
    return folder


def _not_activated(home: Path) -> dict[str, str]:
    return {"PATH": os.defpath, "HOME": str(home), "LANG": "C.UTF-8"}


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (["curso", "info"], "curso-descenso 0.1.0"),
        (["curso", "--help"], "uso: curso"),
        (["autograde", "--help"], "uso: autograde"),
    ],
)
def test_runs_from_an_environment_that_is_not_activated(
    command: list[str], expected: str, scripts: Path, tmp_path: Path
) -> None:
    done = subprocess.run(
        [str(scripts / command[0]), *command[1:]],
        cwd=tmp_path,
        env=_not_activated(tmp_path),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert expected in done.stdout


def test_imports_come_from_the_wheel(scripts: Path, tmp_path: Path) -> None:
    code = "import curso, autograde, solutions; print(curso.__file__, autograde.__file__)"
    done = subprocess.run(
        [str(scripts / "python"), "-c", code],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert str(ROOT / "curso") not in done.stdout
    assert "site-packages" in done.stdout


@pytest.mark.aislamiento
def test_grades_in_isolation_from_an_environment_that_is_not_activated(
    scripts: Path, tmp_path: Path
) -> None:
    course = tmp_path / "curso"
    autograde = str(scripts / "autograde")
    environment = _not_activated(tmp_path)
    subprocess.run([autograde, "crear", str(course)], env=environment, check=True)
    solved = course / "source" / "t2_lotes" / "t2_lotes.ipynb"
    done = subprocess.run(
        [autograde, "evaluar", "--json", str(solved)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    result = json.loads(done.stdout)
    assert result["aislamiento"] is True
    assert result["puntos"] == result["maximo"] > 0
