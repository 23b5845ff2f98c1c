"""La penalización por retraso del curso, en un solo sitio."""

from __future__ import annotations

import math

from autograde.course.settings import CursoDescenso


def late_penalty(settings: CursoDescenso, score: float, seconds: float) -> float | None:
    """Los puntos que se pierden: score · min(1, descuento · días empezados)."""
    late = seconds - 60 * settings.gracia_minutos
    if late <= 0 or settings.descuento_por_dia == 0:
        return None
    return score * min(1.0, settings.descuento_por_dia * math.ceil(late / 86_400))
