"""Entregas que han cambiado desde que se calificaron: su nota es la de antes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from pathlib import Path

from autograde.course import Course
from autograde.gradebook.ledger import Ledger
from autograde.notebooks.reading import Unreadable
from autograde.notebooks.submission import find_notebook, read_bytes
from autograde.notebooks.whose import Handout


def fingerprint(notebook: bytes) -> str:
    """La huella de un cuaderno entregado."""
    return hashlib.sha256(notebook).hexdigest()


def submitted_fingerprint(handout: Handout, folder: Path) -> str:
    """La del que hay ahora en la carpeta de una entrega; vacía si no se puede leer."""
    try:
        found = find_notebook(folder, handout.assignment, handout.worked_on)
        return fingerprint(read_bytes(found.path))
    except Unreadable:
        return ""


def resubmitted(root: Path, assignment: str) -> frozenset[str]:
    """Los alumnos cuyo cuaderno no es el que se calificó. Quien ya no tiene carpeta no cuenta."""
    course = Course(root)
    handout = Handout(course, assignment)
    return frozenset(
        student
        for student, graded in Ledger(course).submitted(assignment).items()
        if (folder := course.folder("submitted", student, assignment)).is_dir()
        and submitted_fingerprint(handout, folder) != graded
    )


def warning(assignment: str, students: Collection[str]) -> str:
    """La frase que lo dice, con los alumnos que sean."""
    shown = ", ".join(sorted(students)[:10]) + (" y otros" if len(students) > 10 else "")
    return (
        f"han cambiado después de calificarlas {len(students)} entregas ({shown}): su nota es la "
        f"de antes hasta que ejecutes «autograde calificar {assignment}»."
        if len(students) > 1
        else f"la entrega de {shown} ha cambiado después de calificarla: su nota es la de antes "
        f"hasta que ejecutes «autograde calificar {assignment}»."
    )
