"""Los preprocesadores de `nbgrader autograde`: el juez en el lugar de Execute, y sus notas."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader import utils
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.ledger import Ledger, answer_digests, entry
from autograde.gradebook.penalties import date_and_extension
from autograde.gradebook.resubmitted import submitted_fingerprint
from autograde.gradebook.review import NO_RESPONSE, Standing, needs_review
from autograde.notebooks.whose import Handout

Resources = dict[str, Any]


class JudgeExecute(NbGraderPreprocessor):
    """Califica con el juez la entrega que nbgrader está convirtiendo.

    Lee y escribe el mismo almacén que `autograde calificar`. Si el sistema no la puede evaluar,
    la conversión falla y no se registra nada: no es un cero.
    """

    sin_aislamiento = Bool(
        False,
        help="Califica sin confinar el código de los alumnos. Solo si te fías de él.",
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Sustituye el cuaderno por el calificado."""
        from autograde.pipeline.single import grade_submission

        course = Course(Path(self.parent.parent.coursedir.root))
        graded = grade_submission(
            course,
            resources["nbgrader"]["assignment"],
            resources["nbgrader"]["student"],
            isolated=not self.sin_aislamiento,
        )
        for warning in graded.warnings:
            self.log.warning(warning)
        resources["nbgrader"]["graded"] = graded
        return copy.deepcopy(graded.notebook), resources


class SaveJudgedGrades(SaveAutoGrades):
    """Registra las notas como nbgrader, salvo que no reabre lo calificado a mano sin motivo."""

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Registra las notas en el libro y en el registro del juez."""
        graded = resources["nbgrader"].pop("graded", None)
        if graded is None:
            raise UserError(
                "Falta el juez: «JudgeExecute» debe ir delante en "
                "c.Autograde.autograde_preprocessors."
            )
        assignment = resources["nbgrader"]["assignment"]
        student = resources["nbgrader"]["student"]
        course = Course(Path(self.parent.parent.coursedir.root))
        ledger = Ledger(course)
        submitted = submitted_fingerprint(
            Handout(course, assignment), course.folder("submitted", student, assignment)
        )
        self._registered = ledger.cells(assignment, [student]).get(student, {})
        self._answers = answer_digests(nb)
        nb, resources = super().preprocess(nb, resources)
        date_and_extension(course, assignment, student)
        ledger.write(assignment, [entry(student, graded, submitted=submitted)])
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Resources) -> None:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        before = Standing(grade.auto_score, grade.manual_score, grade.needs_manual_grade)
        grade.auto_score, _ = utils.determine_grade(cell, self.log)
        registered = self._registered.get(grade_id)
        same = registered is not None and registered.answer == self._answers.get(grade_id)
        grade.needs_manual_grade = needs_review(before, grade.auto_score, same_answer=same)
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: Resources) -> None:
        super()._add_comment(cell, resources)
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        comment = self.gradebook.find_comment(
            grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        if comment.auto_comment is not None:
            comment.auto_comment = NO_RESPONSE
            self.gradebook.db.commit()
