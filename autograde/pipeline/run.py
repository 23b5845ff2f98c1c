"""`autograde calificar`: de las entregas de una tarea al libro de calificaciones."""

from __future__ import annotations

import contextlib
import fcntl
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tqdm import tqdm

from autograde.accelerator import usable
from autograde.course import Course
from autograde.errors import UserError
from autograde.exercises import load
from autograde.nbgrader.gradebook import awaiting_a_person
from autograde.pipeline import grade
from autograde.pipeline.grade import Job, Problem, Settings
from autograde.pipeline.judged import given_by_judge
from autograde.pipeline.ledger import Ledger
from autograde.pipeline.record import Recorder
from autograde.pipeline.store import ResultStore
from autograde.sandbox import Sandbox, SandboxUnavailable
from curso.motivos import motivo

#: cada cuántas entregas, o segundos, se escribe en el libro de calificaciones
BATCH = 40
BATCH_SECONDS = 3.0


@dataclass(frozen=True)
class Change:
    """Una nota automática que ha cambiado respecto de lo que había registrado."""

    student: str
    cells: tuple[str, ...]


@dataclass
class Summary:
    """Lo que hizo una calificación, para el docente."""

    assignment: str
    graded: int = 0
    reused: int = 0
    unchanged: int = 0
    pending: int = 0
    isolated: bool = True
    device: str = ""
    problems: list[Problem] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def system_failures(self) -> list[Problem]:
        """Las entregas que el sistema no pudo evaluar (no son un cero: se repiten)."""
        return [p for p in self.problems if p.system]

    def text(self) -> str:
        """El resumen que se imprime."""
        total = self.graded + self.reused + self.unchanged
        lines = [
            f"{self.assignment}: {_count(total, 'entrega calificada', 'entregas calificadas')} "
            f"({self.graded} ahora y {self.reused + self.unchanged} de antes) "
            f"en {self.seconds:.1f} s".replace(".", ",")
        ]
        if self.pending:
            lines.append(
                f"{_count(self.pending, 'entrega tiene', 'entregas tienen')} respuestas abiertas "
                "por calificar a mano en el formgrader."
            )
        if self.device:
            lines.append(self.device)
        lines += [f"Aviso, {n}" for n in self.notices]
        lines += [f"Cambia {c.student}: {'; '.join(c.cells)}" for c in self.changes]
        lines += [f"Sin calificar, {p.student}: {p.sentence}" for p in self.problems]
        if not self.isolated:
            lines.append("ATENCIÓN: se calificó SIN AISLAMIENTO.")
        return "\n".join(lines)


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


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
    load(assignment)
    chosen = _chosen(course, assignment, students)
    with _only_one(course):
        device, sentence = _device(gpu, isolated)
        settings = Settings(course.root, assignment, isolated, device)
        ResultStore(course.results_folder(assignment)).sweep()
        plan = grade.make_plan(course, settings, chosen, repeat)
        if plan.jobs:
            _require_isolation(isolated)
            grade.prepare(settings)
        summary = Summary(
            assignment, isolated=isolated, device=sentence, problems=list(plan.problems)
        )
        register = _Register(course, assignment, summary)
        with register.recording():
            for problem in plan.problems:
                register.withdraw(problem)
            for job in plan.ready:
                register.done(job, fresh=False)
            bar = tqdm(
                total=len(plan.jobs),
                desc=assignment,
                unit="entrega",
                disable=not (sys.stderr.isatty() if progress is None else progress),
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
                count = processes or grade.default_processes()
                grade.execute(plan.jobs, settings, count, on_done)
    failed = {p.student for p in summary.problems}
    summary.pending = len(awaiting_a_person(course, assignment).intersection(chosen) - failed)
    summary.problems.sort(key=lambda p: p.student)
    summary.seconds = time.monotonic() - started
    return summary


def _chosen(course: Course, assignment: str, students: Sequence[str] | None) -> list[str]:
    submitted = grade.students_with_submission(course, assignment)
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
    _require_isolation(isolated)
    device, sentence = usable(gpu, isolated=isolated)
    return device, sentence or "La portabilidad se comprobó en la GPU."


def _require_isolation(isolated: bool) -> None:
    try:
        with Sandbox(isolated=isolated) as sandbox, sandbox.session({}):
            pass
    except SandboxUnavailable as error:
        raise UserError(
            f"{error} Para calificar sin confinar el código (solo si te fías de él) añade "
            "--sin-aislamiento."
        ) from error


@contextlib.contextmanager
def _only_one(course: Course) -> Iterator[None]:
    """Una calificación a la vez por curso."""
    path = course.private_folder / "calificar.lock"
    with contextlib.ExitStack() as stack:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context(path.open("w"))
        except OSError as error:
            raise UserError(
                f"No se puede escribir en la carpeta del curso «{course.root}» "
                f"({motivo(error)}): da permiso de escritura a quien califica y repite la orden."
            ) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise UserError(
                "Ya hay otra calificación en marcha en este curso; espera a que acabe."
            ) from error
        yield


class _Register:
    """Lleva los resultados al libro de calificaciones, por lotes, y recuerda cuáles están ya."""

    def __init__(self, course: Course, assignment: str, summary: Summary) -> None:
        self.course = course
        self.assignment = assignment
        self.summary = summary
        self.store = ResultStore(course.results_folder(assignment))
        self.recorded = Ledger(course).keys(assignment)
        self.ours = given_by_judge(course.root)
        self.waiting: dict[str, Job] = {}
        self.last = time.monotonic()
        self.failed = False

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Con el libro abierto; al salir, también si es por un error, registra lo que quede."""
        with Recorder(self.course, self.assignment) as self.recorder:
            try:
                yield
            finally:
                if not self.failed:
                    self.flush()

    def done(self, job: Job, fresh: bool) -> None:
        """Una entrega con resultado guardado."""
        if not fresh and self._in_the_book(job):
            self.summary.unchanged += 1
            return
        self.summary.graded += fresh
        self.summary.reused += not fresh
        self.waiting[job.student] = job
        if len(self.waiting) >= BATCH or time.monotonic() - self.last > BATCH_SECONDS:
            self.flush()

    def _in_the_book(self, job: Job) -> bool:
        """Si el libro tiene ya este resultado y ninguna nota que pusiera otro."""
        return self.recorded.get(job.student) == job.key and self.ours(self.assignment, job.student)

    def withdraw(self, problem: Problem) -> None:
        """Una entrega que no se pudo calificar: no conserva en silencio la nota anterior."""
        if problem.system:
            return
        notice = self.recorder.withdraw(problem.student, problem.sentence)
        if notice:
            self.summary.notices.append(f"{problem.student}: {notice}")
        self.recorded.pop(problem.student, None)

    def flush(self) -> None:
        """Registra lo que espera, en una transacción, y apunta que está hecho."""
        self.failed = True
        batch = []
        for student, job in sorted(self.waiting.items()):
            graded = self.store.get(job.key)
            if graded is None:
                raise UserError(
                    f"El resultado de {student} se ha dañado en el disco: repite la orden y se "
                    "volverá a calcular."
                )
            batch.append((job, graded))
        if batch:
            for student, notice in self.recorder.record(batch):
                self.summary.notices.append(f"{student}: {notice}")
        for job, graded in batch:
            self._note_change(job, graded)
            self.recorded[job.student] = job.key
        self.waiting.clear()
        self.last = time.monotonic()
        self.failed = False

    def _note_change(self, job: Job, graded: grade.Graded) -> None:
        old = self.recorded.get(job.student)
        if old is None or old == job.key:
            return
        lines = grade.changes(self.store.get(old), graded)
        if lines:
            self.summary.changes.append(Change(job.student, tuple(lines)))
