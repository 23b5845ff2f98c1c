"""El comentario que acompaña a una nota: corto y solo con textos del corrector."""

from decimal import Decimal

from autograde.lms.marks import GradedSubmission
from autograde.lms.numbers import trimmed

OURS = "Corrección automática:"
"""Con esto empiezan los comentarios que escribe este programa; los demás son de una persona."""

LIMIT = 600
_INVISIBLE = " \u00a0\u200b\u200e\u200f\u2060\ufeff"
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def comment(submission: GradedSubmission, provisional: bool = False) -> str:
    """Puntos y causas de lo que falla, en una sola línea de unos `LIMIT` caracteres como mucho.

    Sale de los hallazgos (textos del corrector): nunca de lo que escribió o imprimió el alumno.
    """
    parts = [f"{OURS} {trimmed(submission.total)} de {trimmed(submission.maximum)} puntos."]
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
    return text.strip().startswith(OURS)


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
    return causes


def _pending(cells: int) -> str:
    if cells == 1:
        return "falta corregir a mano 1 respuesta"
    return f"faltan por corregir a mano {cells} respuestas"
