"""El comentario que acompaña a una nota: corto y solo con textos del corrector."""

import re
from decimal import Decimal

from autograde.lms.marks import GradedSubmission
from autograde.lms.numbers import trimmed

AUTOMATIC, WITH_HAND = "Corrección automática", "Nota"
"""Con esto empiezan los comentarios que escribe este programa: con algo puesto a mano, «Nota»."""

_OURS = re.compile(rf"'?({AUTOMATIC}|{WITH_HAND}): [\d,.]+ de [\d,.]+ puntos\.")
LIMIT = 600
_INVISIBLE = " \u00a0\u200b\u200e\u200f\u2060\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def comment(submission: GradedSubmission, provisional: bool = False) -> str:
    """Puntos y causas de lo que falla, en una sola línea de unos `LIMIT` caracteres como mucho.

    Nombra cada ejercicio que perdió puntos, también si no hay un hallazgo que diga por qué. Sale de
    los textos del corrector: nunca de lo que escribió o imprimió el alumno.
    """
    title = WITH_HAND if submission.by_hand else AUTOMATIC
    parts = [f"{title}: {trimmed(submission.total)} de {trimmed(submission.maximum)} puntos."]
    if provisional and submission.manual_pending:
        parts.append(f"Nota provisional: {_pending(submission.manual_pending)}.")
    if submission.late_penalty > Decimal(0):
        parts.append(f"Descontado por retraso: {trimmed(submission.late_penalty)}.")
    causes = _causes(submission)
    length = sum(map(len, parts)) + len(parts)
    for number, cause in enumerate(causes):
        left = len(causes) - number
        if length + len(cause) > LIMIT - 20:
            parts.append("Y 1 observación más." if left == 1 else f"Y {left} observaciones más.")
            break
        parts.append(cause)
        length += len(cause) + 1
    return " ".join(parts)


def is_ours(text: str) -> bool:
    """Si un comentario del fichero lo escribió este programa (y se puede sustituir)."""
    return _OURS.match(text.strip()) is not None


def harmless(text: str) -> str:
    """`text` con un apóstrofo delante si una hoja de cálculo pudiera tomarlo por una fórmula."""
    return "'" + text if text.lstrip(_INVISIBLE).startswith(_RISKY) else text


def _causes(submission: GradedSubmission) -> list[str]:
    causes = []
    for exercise in submission.exercises:
        for _, cause in exercise.findings:
            line = f"{exercise.id}: {' '.join(cause.split()).rstrip('.')}."
            if line not in causes:
                causes.append(line)
        lost = not exercise.pending and exercise.points < exercise.maximum
        said = len(submission.exercises) == 1 and not exercise.reason  # ya lo dice la nota entera
        if lost and not exercise.findings and not said:
            why = f", {exercise.reason}" if exercise.reason else ""
            points = f"{trimmed(exercise.points)} de {trimmed(exercise.maximum)}"
            causes.append(f"{exercise.id}: {points}{why}.")
    return causes


def _pending(cells: int) -> str:
    if cells == 1:
        return "falta corregir a mano 1 respuesta"
    return f"faltan por corregir a mano {cells} respuestas"
