"""Generar una tarea con el conversor de nbgrader."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from nbgrader.converters import GenerateAssignment

from autograde.course import Course
from autograde.errors import UserError
from autograde.nbgrader.conversion import convert
from autograde.nbgrader.generation import check_test_cells
from autograde.notebooks.source import read_source


def generate(course: Course, assignment: str) -> Path:
    """Genera la versión de los alumnos de una tarea y la inscribe en el libro de calificaciones.

    Devuelve la carpeta publicada. `UserError` si el cuaderno de origen no vale; lo que hubiera
    publicado antes se queda entonces como estaba.
    """
    path = course.source_notebook(assignment)
    others = sorted(p.name for p in path.parent.glob("*.ipynb") if p != path)
    if others:
        raise UserError(
            f"La tarea «{assignment}» tiene más cuadernos ({', '.join(others)}): cada tarea tiene "
            f"uno solo, «{path.name}»."
        )
    check_test_cells(
        read_source(path), assignment, allow_unprotected=course.settings.permitir_sin_proteccion
    )
    course.secret.ensure()
    release = course.release_folder(assignment)
    with _kept(release):
        convert(GenerateAssignment, course, assignment)
    return release


@contextlib.contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Si algo falla, deja la carpeta como estaba: nbgrader la borra antes de empezar."""
    folder.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".anterior-") as aside:
        copy = Path(aside) / folder.name
        if folder.is_dir():
            shutil.copytree(folder, copy)
        try:
            yield
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            if copy.is_dir():
                copy.rename(folder)
            raise
