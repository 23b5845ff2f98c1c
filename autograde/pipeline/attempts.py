"""Elegir qué entrega de cada alumno cuenta, y llevar al libro la elegida sin ejecutar nada."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograde.course import Course
from autograde.course.dates import shown
from autograde.gradebook import deadlines
from autograde.gradebook.attempts import Attempt, Attempts, choose
from autograde.gradebook.ledger import Ledger
from autograde.gradebook.penalties import late_penalty
from autograde.gradebook.store import ResultStore
from autograde.pipeline.plan import Job, Settings, make_plan
from autograde.pipeline.register import Register
from autograde.pipeline.summary import Summary

Points = Callable[[str, Attempt], float | None]


@dataclass(frozen=True)
class Switch:
    """Un alumno del que cuenta otra entrega; `before` es la que contaba."""

    student: str
    before: Attempt | None
    after: Attempt

    def text(self, course: Course) -> str:
        """La frase que lo dice."""
        return (
            f"{self.student}: cuenta la entrega del {_when(self.after, course)}, y no la del "
            f"{_when(self.before, course)}"
        )


def _when(attempt: Attempt | None, course: Course) -> str:
    date: datetime | None = attempt.date if attempt else None
    return shown(date, course.zone) if date else "día que no se sabe"


def switches(
    course: Course, assignment: str, students: Sequence[str] | None, points: Points
) -> list[Switch]:
    """De quién cuenta ahora una entrega que no es la que está en `submitted/`.

    Lo que otro programa o alguien dejó en `submitted/` se guarda con las demás.
    """
    attempts = Attempts(course, assignment)
    limits = deadlines.read(course, assignment)
    found = []
    for student in attempts.students():
        if students is not None and student not in students:
            continue
        known = attempts.of(student)
        placed = attempts.found(student, known)
        if placed is not None:
            attempts.add(student, *placed)
            known = [*known, placed[0]]
        there = attempts.current(student)
        if not there or len(known) < 2:
            continue

        def own(attempt: Attempt, student: str = student) -> float | None:
            return points(student, attempt)

        counts = choose(known, limits.of(student), course.settings, own)
        if counts.digest != there:
            before = next((a for a in reversed(known) if a.digest == there), None)
            found.append(Switch(student, before, counts))
    return found


def stored_points(course: Course, settings: Settings) -> Points:
    """La nota automática de una entrega, descontado su retraso; None si no está calificada."""
    attempts = Attempts(course, settings.assignment)
    limits = deadlines.read(course, settings.assignment)
    store = ResultStore(course.results_folder(settings.assignment))

    def points(student: str, attempt: Attempt) -> float | None:
        if course.settings.entrega_que_cuenta != "mejor":
            return None
        folders = {student: attempts.files(student, attempt)}
        plan = make_plan(course, settings, [student], folders=folders)
        graded = store.get(plan.ready[0].key) if plan.ready else None
        if graded is None:
            return 0.0 if plan.problems else None
        due = limits.of(student)
        late = (attempt.date - due).total_seconds() if attempt.date and due else 0.0
        return graded.points - (late_penalty(course.settings, graded.points, late) or 0.0)

    return points


def other_jobs(course: Course, settings: Settings, students: Sequence[str]) -> list[list[Job]]:
    """Las entregas de la clase que no cuentan y están sin calificar, por tandas sin repetir alumno.

    Solo hacen falta para elegir la mejor.
    """
    if course.settings.entrega_que_cuenta != "mejor":
        return []
    attempts = Attempts(course, settings.assignment)
    rounds: list[dict[str, Path]] = []
    for student in sorted(set(students) & set(attempts.students())):
        known = attempts.of(student)
        for number, attempt in enumerate(known if len(known) > 1 else ()):
            if number == len(rounds):
                rounds.append({})
            rounds[number][student] = attempts.files(student, attempt)
    plans = [make_plan(course, settings, sorted(f), folders=f) for f in rounds]
    return [list(plan.jobs) for plan in plans if plan.jobs]


def apply_switches(course: Course, assignment: str, found: Sequence[Switch]) -> list[str]:
    """Pone en su sitio las entregas que ahora cuentan y lleva al libro las ya calificadas.

    Devuelve una frase por alumno.
    """
    told = []
    attempts = Attempts(course, assignment)
    for switch in found:
        settings = _settings_of(course, assignment, switch.student)
        attempts.put(switch.student, switch.after)
        done = settings is not None and _record(course, settings, switch.student)
        rest = "." if done else f"; falta ejecutar «autograde calificar {assignment}»."
        told.append(switch.text(course) + rest)
    return told


def _settings_of(course: Course, assignment: str, student: str) -> Settings | None:
    """Cómo se calificó la entrega que está en el libro; None si no es de ahora."""
    key = Ledger(course).keys(assignment).get(student)
    for device in (None, "cupy"):
        for isolated in (True, False):
            settings = Settings(course.root, assignment, isolated, device)
            plan = make_plan(course, settings, [student])
            if any(job.key == key for job in (*plan.jobs, *plan.ready)):
                return settings
    return None


def _record(course: Course, settings: Settings, student: str) -> bool:
    plan = make_plan(course, settings, [student])
    if not plan.ready:
        return False
    register = Register(course, settings.assignment, Summary(settings.assignment))
    with register.recording():
        register.done(plan.ready[0], fresh=False)
    return True
