"""El informe como una página HTML que no pide nada a nadie: se lee, se imprime y se guarda."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograde.reports import statistics, words
from autograde.reports.classroom import Classroom, Pupil
from autograde.reports.resemblance import resembling

#: líneas que se enseñan de un ejemplo
EXAMPLE_LINES = 40


def class_page(classroom: Classroom, course: str, when: str) -> str:
    """La página de una clase en una tarea; `when` es cuándo se hizo."""
    template = _environment().get_template("informe.html.j2")
    return template.render(
        classroom=classroom,
        course=course,
        when=when,
        distribution=statistics.distribution(classroom),
        exercises=statistics.exercise_rows(classroom),
        misconceptions=statistics.misconceptions(classroom),
        steps=statistics.step_rows(classroom),
        help=statistics.need_help(classroom),
        late=[p for p in classroom.marked if p.late_s > 0],
        absent=[p for p in classroom.pupils if p.mark is None and not p.handed_in],
        ungraded=[p for p in classroom.pupils if p.mark is None and p.handed_in],
        repaired=[p for p in classroom.pupils if p.warnings],
        pairs=resembling(classroom),
        compared=sum(bool(p.fingerprints) for p in classroom.pupils),
        pending=[p for p in classroom.marked if p.mark is not None and p.mark.manual_pending],
    )


def pupil_page(name: str, work: Sequence[tuple[str, Pupil]], course: str, when: str) -> str:
    """La página de un alumno: cada tarea, y lo que hizo en ella."""
    template = _environment().get_template("alumno.html.j2")
    return template.render(name=name, work=work, course=course, when=when)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograde.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        number=words.number,
        percent=words.percent,
        duration=words.duration,
        mark=words.mark_of,
        example=_example,
        inline=_inline,
    )
    environment.globals.update(count=words.count)
    return environment


def _inline(text: str) -> Markup:
    """Lo que va entre acentos graves, como código."""
    pieces = re.split(r"`([^`]*)`", text)
    marked = (Markup("<code>{}</code>").format(p) if i % 2 else p for i, p in enumerate(pieces))
    return Markup("").join(marked)


def _example(source: str) -> str:
    """El principio de una respuesta."""
    lines = source.strip("\n").split("\n")
    left = len(lines) - EXAMPLE_LINES
    if left <= 0:
        return "\n".join(lines)
    more = words.count(left, "línea más", "líneas más")
    return "\n".join([*lines[:EXAMPLE_LINES], f"… ({more})"])
