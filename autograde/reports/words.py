"""Los números del informe, dichos en español."""

from __future__ import annotations

from decimal import Decimal

from autograde.lms.marks import GradedSubmission
from autograde.lms.numbers import trimmed

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def number(value: float | Decimal, places: int = 2) -> str:
    """Un número con coma decimal, sin ceros de sobra."""
    return trimmed(Decimal(str(value)), places=places)


def percent(share: float) -> str:
    """Una parte, en tanto por ciento sin decimales."""
    return f"{round(100 * share)} %"


def count(n: int, one: str, many: str) -> str:
    """«1 alumno», «3 alumnos»."""
    return f"{n} {one if n == 1 else many}"


def duration(seconds: float) -> str:
    """Un retraso, con una sola unidad."""
    if seconds < _HOUR:
        return count(max(1, round(seconds / _MINUTE)), "minuto", "minutos")
    if seconds < 2 * _DAY:
        return count(round(seconds / _HOUR), "hora", "horas")
    return count(round(seconds / _DAY), "día", "días")


def mark_of(mark: GradedSubmission) -> str:
    """«7,25 de 10»."""
    return f"{number(mark.total)} de {number(mark.maximum)}"
