"""Cuándo una nota tiene que volver a mirarla una persona. Puro."""

from __future__ import annotations

from dataclasses import dataclass

#: el comentario automático de una respuesta sin tocar
NO_RESPONSE = "Sin respuesta."


@dataclass(frozen=True)
class Standing:
    """Cómo está la nota de una celda en el libro antes de registrar la nueva."""

    auto_score: float | None
    manual_score: float | None
    needs_manual_grade: bool


def needs_review(
    before: Standing, auto_score: float | None, *, same_answer: bool, asked: bool = False
) -> bool:
    """Si la celda queda pendiente de una persona.

    Sin nota puesta a mano, lo está si tampoco la hay automática, o si lo pide el juez (`asked`). Lo
    puesto a mano, y su marca, se queda como estaba cuando no han cambiado ni la respuesta ni la
    nota automática; si no, la marca vuelve.
    """
    if before.manual_score is None:
        return auto_score is None or asked
    if same_answer and before.auto_score == auto_score:
        return before.needs_manual_grade
    return True
