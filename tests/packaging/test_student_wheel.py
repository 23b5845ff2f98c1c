"""La rueda del alumno: válida, reproducible y con `curso` y nada más."""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

import curso
from autograde.errors import UserError
from autograde.exercises import load
from autograde.packaging import build_student_wheel, student_wheel

CURSO = Path(curso.__file__).parent
IMPORT_EVERYTHING = """
import importlib, importlib.util, pkgutil
import curso
for module in pkgutil.walk_packages(curso.__path__, "curso."):
    importlib.import_module(module.name)
absent = ("autograde", "solutions", "nbgrader")
print(*(importlib.util.find_spec(name) is not None for name in absent))
"""
INFO = "curso_descenso_estudiante-0.1.0.dist-info"


@pytest.fixture(scope="module")
def members() -> dict[str, bytes]:
    wheel = build_student_wheel()
    assert wheel.filename == "curso_descenso_estudiante-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_holds_the_whole_student_package_and_nothing_else(members: dict[str, bytes]) -> None:
    assert {name.split("/")[0] for name in members} == {"curso", INFO}
    shipped = {
        f"curso/{path.relative_to(CURSO).as_posix()}"
        for path in CURSO.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in members if name.startswith("curso/")} == shipped


#: clases con `paso` que sí se reparten: las de los casos de prueba, que no son de t3
STEP_DOUBLES = {"PasoDecreciente"}


def test_no_optimiser_of_the_third_assignment_is_shipped(members: dict[str, bytes]) -> None:
    """El laboratorio se usa con los que escribe cada cual."""
    asked = {e.name for e in load("t3_optimizadores").exercises.values()}
    classes = [
        node
        for name, content in members.items()
        if name.endswith(".py")
        for node in ast.walk(ast.parse(content))
        if isinstance(node, ast.ClassDef)
    ]
    assert "LSTM" in {node.name for node in classes}
    assert asked.isdisjoint(node.name for node in classes)
    steps = {
        node.name
        for node in classes
        if any(isinstance(part, ast.FunctionDef) and part.name == "paso" for part in node.body)
    }
    assert steps <= STEP_DOUBLES


def test_metadata_says_what_the_student_needs(members: dict[str, bytes]) -> None:
    metadata = message_from_bytes(members[f"{INFO}/METADATA"])
    assert metadata["Name"] == "curso-descenso-estudiante"
    names = {line.split(">")[0] for line in metadata.get_all("Requires-Dist", [])}
    assert {"numpy", "matplotlib", "ipykernel", "jupyterlab"} <= names
    assert "nbgrader" not in str(metadata)
    assert b"curso = curso.cli:main" in members[f"{INFO}/entry_points.txt"]
    assert b"BSD" in members[f"{INFO}/licenses/LICENSE"]
    assert f"{INFO}/licenses/NOTICE" in members


def test_record_matches_every_file(members: dict[str, bytes]) -> None:
    rows = list(csv.reader(members[f"{INFO}/RECORD"].decode().splitlines()))
    assert {row[0] for row in rows} == set(members)
    for name, digest, size in rows:
        if name != f"{INFO}/RECORD":
            expected = base64.urlsafe_b64encode(hashlib.sha256(members[name]).digest())
            assert digest == "sha256=" + expected.rstrip(b"=").decode()
            assert int(size) == len(members[name])


def test_building_leaves_no_trace_of_when_or_where() -> None:
    wheel = build_student_wheel()
    assert build_student_wheel() == wheel
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.external_attr >> 16 for entry in archive.infolist()} == {0o100644}


def test_without_the_full_distribution_it_says_what_to_install(monkeypatch: Any) -> None:
    monkeypatch.setattr(student_wheel, "FULL", "curso-que-no-existe")
    with pytest.raises(UserError, match="«curso-que-no-existe» no está instalada"):
        build_student_wheel()


def _dist_info(folder: Path, name: str) -> None:
    info = folder / f"{name.replace('-', '_')}-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1.0\n")


@pytest.mark.parametrize(
    ("installed", "works"),
    [
        ([], True),
        (["curso-descenso"], True),
        (["curso-descenso-estudiante"], True),
        (["curso-descenso", "curso-descenso-estudiante"], False),
    ],
)
def test_curso_refuses_to_sit_beside_the_other_distribution(
    installed: list[str], works: bool, tmp_path: Path
) -> None:
    for name in installed:
        _dist_info(tmp_path, name)
    (tmp_path / "curso").mkdir()
    (tmp_path / "curso" / "__init__.py").write_bytes((CURSO / "__init__.py").read_bytes())
    # -I -S: ni el entorno de estas pruebas ni la carpeta actual cuentan.
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import curso"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode == 0) is works
    if not works:
        assert "ImportError: Están instaladas a la vez «curso-descenso»" in done.stderr


@pytest.mark.lento
@pytest.mark.xdist_group("alumno")
def test_it_installs_in_an_empty_environment_and_works(
    student_scripts: Path, tmp_path: Path
) -> None:
    def run(program: str, *arguments: str) -> str:
        command = [str(student_scripts / program), *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, encoding="utf-8", cwd=tmp_path
        ).stdout

    assert "curso-descenso-estudiante 0.1.0" in run("curso", "info")
    assert run("python", "-c", IMPORT_EVERYTHING).split() == ["False", "False", "False"]
