"""Poner al día las notas cuando cambia el plazo, una fecha o el descuento, sin ejecutar nada."""

from __future__ import annotations

from autograde.course import Course
from autograde.gradebook.attempts import Attempts
from autograde.gradebook.penalties import recompute
from autograde.pipeline.attempts import apply_switches, stored_points, switches
from autograde.pipeline.plan import Settings


def refresh(course: Course, assignment: str) -> list[str]:
    """Vuelve a elegir la entrega que cuenta de cada alumno y pone al día los descuentos.

    Con el curso cerrado a otras órdenes. Devuelve lo que cambia, una frase por cambio.
    """
    Attempts(course, assignment).recover()
    points = stored_points(course, Settings(course.root, assignment))
    found = switches(course, assignment, None, points)
    told = apply_switches(course, assignment, found)
    return told + [f"{change}." for change in recompute(course, assignment)]
