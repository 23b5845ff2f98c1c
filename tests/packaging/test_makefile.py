"""Lo que dice `make` en una máquina a la que le falta algo."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.missing import lack

ROOT = Path(__file__).parents[2]
MAKE = shutil.which("make")

pytestmark = pytest.mark.skipif(MAKE is None, reason=lack("make", "make"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Un clon vacío, con lo único que make mira antes de preparar el entorno."""
    folder = tmp_path / "clon"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def prepared(clone: Path, order: str) -> Path:
    """El clon con su entorno ya hecho, en el que `order` solo dice su nombre."""
    folder = clone / ".venv" / "bin"
    folder.mkdir(parents=True)
    (folder / order).write_text(f"#!/bin/sh\necho {order}\n")
    (folder / order).chmod(0o755)
    (clone / ".venv" / ".listo").touch()
    return clone


def _make(target: str, clone: Path, programs: dict[str, str]) -> subprocess.CompletedProcess[str]:
    path = clone.parent / "programas"
    path.mkdir()
    for name, script in programs.items():
        (path / name).write_text(f"#!/bin/sh\n{script}\n")
        (path / name).chmod(0o755)
    return subprocess.run(
        [str(MAKE), "--no-print-directory", target],
        cwd=clone,
        env={"PATH": str(path), "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(("target", "order"), [("demo", "autograde"), ("test", "python")])
def test_without_bubblewrap_the_wheel_brings_it(target: str, order: str, clone: Path) -> None:
    """Con el entorno hecho y sin nada en PATH, la orden se da: no la para lo que falte."""
    done = _make(target, prepared(clone, order), {})
    assert (done.returncode, done.stdout) == (0, f"{order}\n"), done.stderr


@pytest.mark.parametrize(
    "programs",
    [{}, {"python3": "exit 1"}],
    ids=["sin python", "con un python demasiado viejo"],
)
def test_without_python_it_says_how_to_install_it(programs: dict[str, str], clone: Path) -> None:
    done = _make("test-rapido", clone, programs)
    assert done.returncode != 0
    assert "instálalo con «sudo apt install python3 python3-venv»" in done.stderr


def test_when_the_installation_fails_it_is_not_taken_as_done(clone: Path) -> None:
    # Un python que sirve, y un venv cuyo pip no llega a la red.
    python = 'case "$1" in -m) /bin/mkdir -p .venv/bin; exit 3;; *) exit 0;; esac'
    done = _make("test-rapido", clone, {"python3": python})
    assert done.returncode != 0
    assert "comprueba la conexión" in done.stderr
    assert not (clone / ".venv" / ".listo").exists()


def test_bare_make_lists_the_targets(clone: Path) -> None:
    done = _make("ayuda", clone, {})
    assert done.returncode == 0
    for target in ("make demo", "make test", "make test-rapido", "make lint"):
        assert target in done.stdout
