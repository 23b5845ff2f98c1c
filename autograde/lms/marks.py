"""La nota de una entrega, tal como sale del corrector."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

Findings = Mapping[tuple[str, str], tuple[tuple[str, str], ...]]
"""Por (estudiante, ejercicio): los hallazgos, cada uno con su código y su causa en español."""

Reasons = Mapping[tuple[str, str], str]
"""Por (estudiante, ejercicio): por qué perdió puntos, si se sabe sin un hallazgo."""

JudgeCheck = Callable[[str, str], bool]
"""(tarea, estudiante) → si esa nota la puso nuestro corrector."""


@dataclass(frozen=True)
class ExerciseMark:
    """La nota de un ejercicio: sus celdas (corrección, velocidad, memoria…) sumadas.

    `reason` es por qué se perdieron puntos cuando no lo dice un hallazgo; vacío si no se sabe.
    """

    id: str
    points: Decimal
    maximum: Decimal
    pending: bool = False
    findings: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class GradedSubmission:
    """La nota de una entrega.

    `total` ya tiene descontada la penalización por retraso y nunca baja de 0. `manual_pending` es
    el número de celdas que esperan a una persona; cuentan 0 en `total` y enteras en `maximum`.
    `by_hand` dice si alguna celda la puso una persona. `team` es el equipo del que es la entrega;
    vacío si es de una sola persona.
    """

    student: str
    exercises: tuple[ExerciseMark, ...]
    total: Decimal
    maximum: Decimal
    late_penalty: Decimal = Decimal(0)
    manual_pending: int = 0
    unprotected: bool = False
    team: str = ""
    by_hand: bool = False
