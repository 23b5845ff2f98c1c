"""Poner al día las notas cuando cambia el plazo, una fecha o el descuento, sin ejecutar nada."""

from __future__ import annotations

from autograde.course import Course
from autograde.gradebook.penalties import recompute


def refresh(course: Course, assignment: str) -> list[str]:
    """Pone al día los descuentos de una tarea. Devuelve lo que cambia, una frase por alumno."""
    return [f"{change}." for change in recompute(course, assignment)]
