"""Qué cambia la versión de una tarea (se recalifica) y qué su edición (otros casos ocultos)."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import autograde

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

    with (tmp_path / "autograde" / "judge.py").open("a") as f:
        f.write("\n# otro juez\n")
    new_version, same_edition = fingerprints(tmp_path)
    assert new_version != version
    assert same_edition == edition

    with (tmp_path / "autograde" / "exercises" / "t2_lotes" / "nombres.py").open("a") as f:
        f.write("\n# otros casos\n")
    newer_version, new_edition = fingerprints(tmp_path)
    assert newer_version != new_version
    assert new_edition != edition
