"""El zip de una tarea: lo publicado y la rueda del alumno; nada del docente."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from autograde.errors import UserError
from autograde.packaging import build_zip

TAREA = "t2_lotes"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release" / TAREA
    (folder / "datos").mkdir(parents=True)
    (folder / f"{TAREA}.ipynb").write_text('{"cells": []}')
    (folder / "casos_publicos.json").write_text("{}")
    (folder / "datos" / "notas.csv").write_text("a,b\n1,2\n")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "viejo.ipynb").write_text("{}")
    return folder


def test_holds_the_release_the_wheel_and_the_instructions(release: Path, tmp_path: Path) -> None:
    out = build_zip(release, TAREA, tmp_path / "salida" / "t2.zip")
    wheel = "curso_descenso_estudiante-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        assert set(archive.namelist()) == {
            f"{TAREA}/{name}"
            for name in (
                f"{TAREA}.ipynb",
                "casos_publicos.json",
                "datos/notas.csv",
                wheel,
                "LEEME.txt",
            )
        }
        readme = archive.read(f"{TAREA}/LEEME.txt").decode()
        archive.extract(f"{TAREA}/{wheel}", tmp_path)
    assert f"pip install ./{TAREA}/{wheel}" in readme
    assert f"entorno/bin/curso abrir {TAREA}" in readme
    assert readme.count("python3 -m venv") == 1  # un entorno, fuera de la tarea, para todas
    with zipfile.ZipFile(tmp_path / TAREA / wheel) as inner:
        assert {name.split("/")[0] for name in inner.namelist()} == {
            "curso",
            "curso_descenso_estudiante-0.1.0.dist-info",
        }


def test_the_same_release_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    first = build_zip(release, TAREA, tmp_path / "1.zip").read_bytes()
    for path in release.rglob("*"):
        path.touch()
    assert build_zip(release, TAREA, tmp_path / "2.zip").read_bytes() == first


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("solutions/lotes.py", "x = 1"),
        ("autograde/judge/judging.py", "x = 1"),
        ("solutions.py", "x = 1"),
        ("source/t2_lotes/t2_lotes.ipynb", "{}"),
        ("gradebook.db", "x"),
        (".curso/semilla_secreta", "x"),
        ("semilla_secreta", "x"),
        ("ayuda.py", "from solutions import lotes"),
        ("ayuda.py", "import autograde.judge.judging"),
        ("t2_lotes.ipynb", '{"cells": [{"source": "### BEGIN SOLUTION"}]}'),
        ("t2_lotes.ipynb", '{"cells": [{"source": "### BEGIN HIDDEN TESTS"}]}'),
    ],
)
def test_refuses_anything_of_the_instructor(
    name: str, text: str, release: Path, tmp_path: Path
) -> None:
    (release / name).parent.mkdir(parents=True, exist_ok=True)
    (release / name).write_text(text)
    out = tmp_path / "t2.zip"
    with pytest.raises(UserError, match="material del docente"):
        build_zip(release, TAREA, out)
    assert not out.exists()


def test_refuses_links(release: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secreto.txt"
    secret.write_text("x")
    (release / "datos" / "enlace.txt").symlink_to(secret)
    with pytest.raises(UserError, match="es un enlace"):
        build_zip(release, TAREA, tmp_path / "t2.zip")


def test_without_a_released_notebook_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="autograde generar t2_lotes"):
        build_zip(tmp_path, TAREA, tmp_path / "t2.zip")
