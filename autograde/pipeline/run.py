"""`autograde calificar`: de las entregas de una tarea al libro de calificaciones."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Sequence

from tqdm import tqdm

from autograde.course import Course
from autograde.course.lock import only_one
from autograde.errors import UserError
from autograde.exercises import load
from autograde.gradebook.attempts import Attempts
from autograde.gradebook.database import awaiting_a_person
from autograde.gradebook.penalties import recompute
from autograde.gradebook.store import ResultStore
from autograde.grading.accelerator import usable
from autograde.lms.gradebook import read_marks
from autograde.pipeline.attempts import other_jobs, stored_points, switches
from autograde.pipeline.execute import Pool, execute
from autograde.pipeline.local import LocalPool, default_processes, require_isolation
from autograde.pipeline.plan import Job, Problem, Settings, make_plan, students_with_submission
from autograde.pipeline.register import Register
from autograde.pipeline.summary import Summary


def grade_assignment(
    course: Course,
    assignment: str,
    students: Sequence[str] | None = None,
    processes: int | None = None,
    repeat: bool = False,
    isolated: bool = True,
    progress: bool | None = None,
    gpu: str | None = None,
) -> Summary:
    """Califica las entregas de una tarea y las registra.

    Lo que ya estaba calificado y no ha cambiado no se repite (salvo con `repeat`). Se puede
    interrumpir en cualquier momento: lo hecho queda guardado.

    gpu
        El dispositivo en que comprobar la portabilidad («cupy»). Si no se puede usar se sigue con
        el doble, y el resumen lo dice.
    """
    started = time.monotonic()
    shown = sys.stderr.isatty() if progress is None else progress
    if shown:  # hasta la barra pasan unos segundos
        print(f"{assignment}: se leen las entregas y se prepara el aislamiento…", file=sys.stderr)
    load(assignment)
    with only_one(course), _telling_what_is_kept(assignment):
        Attempts(course, assignment).recover()
        chosen = _chosen(course, assignment, students)
        device, sentence = _device(gpu, isolated)
        settings = Settings(course.root, assignment, isolated, device)
        ResultStore(course.results_folder(assignment)).sweep()
        pool = LocalPool(settings, processes or default_processes())
        switched = _choose_again(course, settings, chosen, pool)
        plan = make_plan(course, settings, chosen, repeat)
        if plan.jobs:
            pool.prepare()
        summary = Summary(
            assignment,
            isolated=isolated,
            device=sentence,
            problems=list(plan.problems),
            notices=switched,
        )
        register = Register(course, assignment, summary)
        with register.recording():
            for problem in plan.problems:
                register.withdraw(problem)
            for job in plan.ready:
                register.done(job, fresh=False)
            bar = tqdm(
                total=len(plan.jobs),
                desc=assignment,
                unit="entrega",
                disable=not shown,
                bar_format="{desc}: {n_fmt}/{total_fmt} |{bar}| {elapsed} (quedan {remaining})",
            )

            def on_done(job: Job, problem: Problem | None) -> None:
                bar.update()
                if problem is None:
                    register.done(job, fresh=True)
                else:
                    summary.problems.append(problem)
                    register.withdraw(problem)

            with bar:
                execute(plan.jobs, settings, pool, on_done)
        summary.notices += [str(change) for change in recompute(course, assignment)]
    failed = {p.student for p in summary.problems}
    summary.pending = len(awaiting_a_person(course, assignment).intersection(chosen) - failed)
    _add_totals(summary, course, set(chosen) - failed)
    summary.problems.sort(key=lambda p: p.student)
    summary.seconds = time.monotonic() - started
    return summary


def _choose_again(
    course: Course, settings: Settings, chosen: Sequence[str], pool: Pool
) -> list[str]:
    """Deja en `submitted/` la entrega de cada alumno que cuenta; devuelve lo que cambia.

    Si la regla es la mejor, califica antes las que no están calificadas.
    """
    rounds = other_jobs(course, settings, chosen)
    if rounds:
        pool.prepare()
    for jobs in rounds:
        execute(jobs, settings, pool, lambda job, problem: None)
    attempts = Attempts(course, settings.assignment)
    found = switches(course, settings.assignment, chosen, stored_points(course, settings))
    for switch in found:
        attempts.put(switch.student, switch.after)
    return [switch.text(course) for switch in found]


def _add_totals(summary: Summary, course: Course, students: set[str]) -> None:
    """Las notas de que sale la media; ninguna si el libro no las da (`notas` dice por qué)."""
    without = summary.assignment in course.settings.sin_manual
    with contextlib.suppress(UserError):
        marks = read_marks(course, summary.assignment, without_manual=without)
        marked = [m for m in marks if m.student in students]
        summary.totals = [float(m.total) for m in marked]
        summary.maximum = float(marked[0].maximum) if marked else 0.0


@contextlib.contextmanager
def _telling_what_is_kept(assignment: str) -> Iterator[None]:
    """Con Ctrl-C, lo que se ha hecho está guardado: se dice al salir."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(
            "Lo calificado hasta ahora queda guardado, con su nota en el libro; "
            f"«autograde calificar {assignment}» sigue por donde iba."
        ) from None


def _chosen(course: Course, assignment: str, students: Sequence[str] | None) -> list[str]:
    submitted = students_with_submission(course, assignment)
    if students is None:
        if not submitted:
            raise UserError(
                f"No hay entregas de «{assignment}» en {course.root / 'submitted'}: recógelas con "
                "«autograde recoger» o con «nbgrader collect»."
            )
        return submitted
    unknown = [s for s in students if s not in submitted]
    if unknown:
        raise UserError(f"No hay entrega de «{assignment}» de: {', '.join(unknown)}.")
    return sorted(set(students))


def _device(gpu: str | None, isolated: bool) -> tuple[str | None, str]:
    """El dispositivo pedido, si funciona, y la frase que lo dice en el resumen."""
    if gpu is None:
        return None, ""
    require_isolation(isolated)
    device, sentence = usable(gpu, isolated=isolated)
    return device, sentence or "La portabilidad se comprobó en la GPU."
