"""La penalización por retraso, para `AssignLatePenalties` de nbgrader."""

from __future__ import annotations

from nbgrader.plugins import BasePlugin

from autograde.course.settings import CursoDescenso
from autograde.gradebook.penalties import late_penalty


class LatePenalty(BasePlugin):
    """La del curso."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Los puntos que pierde una entrega con `score` puntos y ese retraso; None si ninguno."""
        return late_penalty(CursoDescenso(config=self.config), score, total_seconds_late)
