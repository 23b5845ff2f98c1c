"""La nota de una entrega, tal como sale del corrector."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Findings = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""Por (estudiante, ejercicio): los hallazgos, cada uno con su código y su causa en español."""

JudgeCheck = Callable[[str, str], bool]
"""(tarea, estudiante) → si esa nota la puso nuestro corrector."""


@dataclass(frozen=True)
class ExerciseMark:
    """La nota de un ejercicio: sus celdas (corrección, velocidad, memoria…) sumadas."""

    id: str
    points: Decimal
    maximum: Decimal
    pending: bool = False
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GradedSubmission:
    """La nota de una entrega.

    `total` ya tiene descontada la penalización por retraso y nunca baja de 0. `manual_pending` es
    el número de celdas que esperan a una persona; cuentan 0 en `total` y enteras en `maximum`.
    `team` es el equipo del que es la entrega; vacío si es de una sola persona.
    """

    student: str
    exercises: tuple[ExerciseMark, ...]
    total: Decimal
    maximum: Decimal
    late_penalty: Decimal = Decimal(0)
    manual_pending: int = 0
    unprotected: bool = False
    team: str = ""
