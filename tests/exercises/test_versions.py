"""Qué cambia la versión de una tarea (se recalifica) y qué su edición (otros casos ocultos)."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import autograde
from autograde.exercises import _judging, _sources

ROOT = Path(autograde.__file__).parents[1]
ASK = """
from autograde.exercises import load
a = load("t2_lotes")
print(a.version, a.edition)
"""


def fingerprints(copy: Path) -> list[str]:
    out = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=copy,
        env={"PYTHONPATH": str(copy)},
        capture_output=True,
        text=True,
        check=True,
    )
    return out.stdout.split()


def test_el_juez_cambia_la_version_y_los_ejercicios_tambien_la_edicion(tmp_path):
    for package in ("autograde", "curso", "solutions"):
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=shutil.ignore_patterns("__pycache__", "*.npz"),
        )
    version, edition = fingerprints(tmp_path)
    assert fingerprints(tmp_path) == [version, edition]

    with (tmp_path / "autograde" / "lms" / "moodle.py").open("a") as f:
        f.write("\n# nada que ver con el juez\n")
    assert fingerprints(tmp_path) == [version, edition]

    with (tmp_path / "autograde" / "judge" / "judging.py").open("a") as f:
        f.write("\n# otro juez\n")
    new_version, same_edition = fingerprints(tmp_path)
    assert new_version != version
    assert same_edition == edition

    with (tmp_path / "autograde" / "exercises" / "t2_lotes" / "nombres.py").open("a") as f:
        f.write("\n# otros casos\n")
    newer_version, new_edition = fingerprints(tmp_path)
    assert newer_version != new_version
    assert new_edition != edition


def own_imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "autograde":
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_key_of_a_result_holds_all_the_code_that_makes_it():
    """Si cambia cualquier módulo del que depende un resultado, se califica de nuevo."""
    judged = {p for root in _judging("autograde.exercises.t2_lotes") for p in _sources(root)}
    needed, waiting = set(), [ROOT / "autograde" / "grading" / "notebook.py"]
    while waiting:
        path = waiting.pop()
        if path in needed or not path.is_file():
            continue
        needed.add(path)
        for name in own_imports(path):
            module = ROOT.joinpath(*name.split("."))
            waiting += [module.with_suffix(".py"), module / "__init__.py"]
    outside = {p.relative_to(ROOT / "autograde").as_posix() for p in needed - judged}
    assert len(needed) > 20
    # la excepción del usuario, y quien hace la lista
    assert outside == {"errors.py", "exercises/__init__.py"}
