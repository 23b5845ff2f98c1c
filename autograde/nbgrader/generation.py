"""Lo que `generate_assignment` hace además de lo de nbgrader: revisar las celdas de prueba y
escribir los casos públicos junto al cuaderno publicado."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from autograde.course import Course
from autograde.course.settings import CursoDescenso
from autograde.errors import UserError
from autograde.exercises import load
from autograde.judge.judging import parse_target
from curso.pruebas.publico import NOMBRE_DE_FICHERO, escribir

Resources = dict[str, Any]

_HIDDEN = re.compile(r"(?:BEGIN|END) HIDDEN TESTS")


class CheckTestCells(NbGraderPreprocessor):
    """Se niega a publicar celdas de prueba que el juez no protegería."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Revisa el cuaderno de origen; `UserError` con la primera celda que no vale."""
        name = resources["nbgrader"]["assignment"]
        if resources["nbgrader"]["notebook"] != name:
            raise UserError(
                f"La tarea «{name}» tiene un cuaderno «{resources['nbgrader']['notebook']}.ipynb»: "
                "cada tarea tiene un solo cuaderno, con su mismo nombre."
            )
        allowed = CursoDescenso(config=self.config).permitir_sin_proteccion
        check_test_cells(nb, name, allow_unprotected=allowed)
        return nb, resources


def check_test_cells(notebook: NotebookNode, assignment: str, *, allow_unprotected: bool) -> None:
    """`UserError` si una celda de prueba no vale para la tarea.

    Cada una llama a `comprobar` con un ejercicio de la tarea, de una clase que tenga puntos, y los
    puntos son los del ejercicio. Sin `comprobar` solo con permiso, y nunca con pruebas ocultas: el
    código del alumno las vería.
    """
    exercises = load(assignment).exercises
    for cell in notebook.cells:
        if _HIDDEN.search(cell.source):
            raise UserError(
                f"El cuaderno de «{assignment}» tiene una región «HIDDEN TESTS»: al calificar la "
                "vería el código del alumno; escribe esas pruebas como casos ocultos del ejercicio."
            )
        own = cell.metadata.get("nbgrader", {})
        if not own.get("grade") or own.get("solution") or cell.cell_type != "code":
            continue
        where = f"La celda «{own.get('grade_id')}» de «{assignment}»"
        target = parse_target(cell.source)
        if target is None:
            if allow_unprotected:
                continue
            raise UserError(
                f"{where} no llama a «comprobar»: la ejecutaría el propio código del alumno; "
                "escríbela con «comprobar» o permítelo con c.CursoDescenso.permitir_sin_proteccion."
            )
        exercise = exercises.get(target.exercise_id)
        if exercise is None:
            raise UserError(f"{where} comprueba «{target.exercise_id}», que no es de esta tarea.")
        if target.kind not in exercise.points:
            raise UserError(f"{where} pide «{target.kind}», que «{exercise.id}» no tiene.")
        if float(own["points"]) != float(exercise.points[target.kind]):
            raise UserError(
                f"{where} vale {own['points']} puntos y en el ejercicio son "
                f"{exercise.points[target.kind]}: deja los mismos en los dos sitios."
            )


class WritePublicCases(NbGraderPreprocessor):
    """Añade el fichero de casos públicos a lo que se escribe con el cuaderno."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Deja el fichero en `resources["outputs"]`, de donde lo toma el escritor de nbgrader."""
        # nbgrader crea la semilla con la primera generación, venga de donde venga
        Course(Path(self.parent.parent.coursedir.root)).secret.ensure()
        outputs = resources.setdefault("outputs", {})
        outputs[NOMBRE_DE_FICHERO] = public_cases(resources["nbgrader"]["assignment"])
        return nb, resources


def public_cases(assignment: str) -> bytes:
    """El contenido del fichero de casos públicos de una tarea."""
    from autograde.judge.checks import public_exercises

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / NOMBRE_DE_FICHERO
        escribir(path, assignment, public_exercises(load(assignment)))
        return path.read_bytes()
