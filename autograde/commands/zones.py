"""La opción `--zona`: la zona horaria se dice una vez y se queda en el curso."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from autograde.course import Course
from autograde.course.zone import named


def with_zone(
    course: Course, name: str | None, keep: bool = True
) -> tuple[Course, ZoneInfo | None]:
    """El curso y la zona de sus fechas: la que se pide o la suya.

    La primera que se pide se guarda en el curso, y se dice; con `keep` falso, no.
    """
    if not name:
        return course, course.zone
    zone = named(name)
    if keep and course.zone is None:
        course = course.in_zone(name)
        print(f"La zona horaria del curso es desde ahora {name} (en nbgrader_config.py).")
    return course, zone
