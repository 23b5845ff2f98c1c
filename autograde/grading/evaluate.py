"""`autograde evaluar`: califica un cuaderno suelto, fuera de todo libro de calificaciones."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import secrets
from pathlib import Path

from autograde.course import Course, packaged_source
from autograde.errors import UserError
from autograde.exercises import Assignment, available, load
from autograde.grading.accelerator import opened, usable
from autograde.grading.notebook import grade_notebook
from autograde.judge.results import Graded
from autograde.notebooks.reading import Unreadable, read_submission
from autograde.notebooks.rebuild import rebuild
from autograde.notebooks.source import read_source, solutions
from autograde.notebooks.submission import read_bytes
from autograde.sandbox import Sandbox
from autograde.speed.yardsticks import Yardsticks


def evaluate(notebook: Path, course: Path, isolated: bool = True, gpu: str | None = None) -> Graded:
    """Califica el cuaderno de la ruta dada.

    La tarea se reconoce por el nombre del fichero o, si no, por los `grade_id` de sus celdas. Si
    `course` está en la carpeta de un curso se usan su cuaderno de origen y su semilla; si no, los
    del paquete instalado y una semilla de un solo uso.

    gpu
        El dispositivo en que comprobar la portabilidad («cupy»); si no se puede, lo dice un aviso.
    """
    if not notebook.is_file():
        raise UserError(f"No existe el cuaderno «{notebook}».")
    try:
        data = read_bytes(notebook)
        assignment = load(_assignment_of(notebook, data))
        home = Course.locate(course)
        source_path = (home or packaged_source()).source_notebook(assignment.name)
        seed = _seed(home, assignment)
        source = read_source(source_path)
        rebuilt = rebuild(source, data)
    except Unreadable as error:
        raise UserError(str(error)) from error
    files = {} if home is None else home.data_files(assignment.name)
    device, sentence = usable(gpu, isolated=isolated)
    with contextlib.ExitStack() as stack:
        sandbox = stack.enter_context(Sandbox(isolated=isolated, absent=assignment.absent))
        yardsticks = stack.enter_context(Yardsticks(assignment, source, isolated=isolated))
        accelerator = opened(device, isolated=isolated, absent=assignment.absent)
        if accelerator is not None:
            stack.enter_context(accelerator)
        graded = grade_notebook(
            rebuilt,
            assignment,
            seed,
            sandbox,
            files,
            yardsticks,
            accelerator,
            solutions(source),
        )
    return dataclasses.replace(graded, warnings=(*graded.warnings, *filter(None, [sentence])))


def _seed(home: Course | None, assignment: Assignment) -> bytes:
    if home is None:
        return secrets.token_bytes(32)
    return home.seed(assignment.name, assignment.edition)


def _assignment_of(notebook: Path, data: bytes) -> str:
    names = sorted(available(), key=len, reverse=True)
    for name in names:
        if name in notebook.stem:
            return name
    prefixes = {m.group(1) for m in re.finditer(rb'"grade_id":\s*"(t\d+)-', data)}
    matching = [n for n in names if n.split("_")[0].encode() in prefixes]
    if len(matching) != 1:
        read_submission(data)
        raise UserError(
            f"No se sabe de qué tarea es «{notebook.name}»: ponle el nombre de su tarea "
            f"({', '.join(sorted(names))})."
        )
    return matching[0]
