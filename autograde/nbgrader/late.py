"""La penalización por retraso del curso, en un solo sitio."""

from __future__ import annotations

import math

from nbgrader.plugins import BasePlugin

from autograde.nbgrader.settings import CursoDescenso


class LatePenalty(BasePlugin):
    """La penalización por retraso del curso, para `AssignLatePenalties` de nbgrader."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """Los puntos que pierde una entrega con `score` puntos y ese retraso; None si ninguno."""
        return late_penalty(CursoDescenso(config=self.config), score, total_seconds_late)


def late_penalty(settings: CursoDescenso, score: float, seconds: float) -> float | None:
    """Los puntos que se pierden: score · min(1, descuento · días empezados)."""
    late = seconds - 60 * settings.gracia_minutos
    if late <= 0 or settings.descuento_por_dia == 0:
        return None
    return score * min(1.0, settings.descuento_por_dia * math.ceil(late / 86_400))
