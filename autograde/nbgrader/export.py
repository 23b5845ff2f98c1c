"""`nbgrader export`: las mismas columnas, y un nombre nunca es una fórmula ni otra celda."""

from __future__ import annotations

import csv
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins.export import ExportPlugin

from autograde.lms.comments import harmless

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


class HarmlessCsvExport(ExportPlugin):
    """El CSV de nbgrader, que no pone comillas a nada, con sus celdas inofensivas."""

    def export(self, gradebook: Gradebook) -> None:
        """Una fila por tarea y estudiante; quien no entregó tiene un cero, como en nbgrader."""
        with open(self.to or "grades.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for assignment in gradebook.assignments:
                if self.assignment and assignment.name not in self.assignment:
                    continue
                for student in gradebook.students:
                    if not self.student or student.id in map(str, self.student):
                        writer.writerow(map(_cell, _row(gradebook, assignment, student)))


def _row(gradebook: Gradebook, assignment: Any, student: Any) -> tuple[Any, ...]:
    when, raw, penalty = "", 0.0, 0.0
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        pass
    else:
        when, raw = submission.timestamp, submission.score
        penalty = submission.late_submission_penalty
    return (
        *(assignment.name, assignment.duedate, when, student.id),
        *(student.last_name, student.first_name, student.email),
        *(raw, penalty, max(0.0, raw - penalty), assignment.max_score),
    )


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else str(value)
