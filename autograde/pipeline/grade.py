"""Planificar, ejecutar y registrar las entregas de una tarea.

Ejecutar es una función pura de la entrega; corre en cualquier `concurrent.futures.Executor` y deja
cada resultado en el almacén. Registrar lo hace un solo proceso. Así una ejecución interrumpida
sigue donde estaba, y repetirla no cuesta nada.
"""

from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.course import Course
from autograde.errors import UserError
from autograde.exercises import Assignment, load
from autograde.nbgrader.rebuild import Rebuilt, Unreadable, rebuild
from autograde.nbgrader.submission import find_notebook, read_bytes
from autograde.pipeline.resubmitted import fingerprint
from autograde.pipeline.store import ResultStore, result_key
from autograde.results import Graded
from curso.motivos import motivo

#: ficheros de una entrega que no se llevan a la sesión
NOT_SENT = {"timestamp.txt"}
#: tamaño máximo de lo que acompaña a un cuaderno
FILES_LIMIT = 64 * 2**20


@dataclass(frozen=True)
class Job:
    """Una entrega por calificar."""

    student: str
    folder: Path
    notebook: Path
    key: str
    notes: tuple[str, ...] = ()
    submitted: str = ""


@dataclass(frozen=True)
class Problem:
    """Una entrega que no se ha podido calificar, y por qué, en una frase."""

    student: str
    sentence: str
    system: bool = False


@dataclass(frozen=True)
class Outcome:
    """Qué pasó con una entrega: el problema, si lo hubo, y si se midió con demasiado ruido."""

    problem: Problem | None = None
    noisy: bool = False


@dataclass(frozen=True)
class Plan:
    """Qué hay que hacer: trabajos nuevos, resultados que ya están y entregas ilegibles."""

    jobs: tuple[Job, ...]
    ready: tuple[Job, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Settings:
    """Cómo se ejecuta: con qué aislamiento y desde qué curso.

    device
        El dispositivo en que se comprueba la portabilidad, probado ya; None si es el doble.
    """

    course: Path
    assignment: str
    isolated: bool = True
    device: str | None = None

    @property
    def fingerprint(self) -> str:
        """Lo que de esto entra en la clave de un resultado."""
        device = f" dispositivo={self.device}" if self.device else ""
        return f"aislamiento={self.isolated}{device}"


def students_with_submission(course: Course, assignment: str) -> list[str]:
    """Quién ha entregado, por orden alfabético."""
    root = course.root / "submitted"
    return sorted(p.parent.name for p in root.glob(f"*/{assignment}") if p.is_dir())


def make_plan(
    course: Course, settings: Settings, students: Sequence[str], repeat: bool = False
) -> Plan:
    """Lee las entregas y separa lo ya hecho de lo que falta."""
    assignment = load(settings.assignment)
    source = course.source_notebook(assignment.name).read_bytes()
    seed = course.seed(assignment.name, assignment.edition)
    store = ResultStore(course.results_folder(assignment.name))
    data = course.data_files(assignment.name)
    jobs: list[Job] = []
    ready: list[Job] = []
    problems: list[Problem] = []
    for student in students:
        folder = course.root / "submitted" / student / assignment.name
        try:
            found = find_notebook(folder, assignment.name)
            notebook = found.path
            files = {**extra_files(folder, notebook), **data}
            content = read_bytes(notebook)
            key = result_key(content, files, source, assignment.version, seed, settings.fingerprint)
        except Unreadable as error:
            problems.append(Problem(student, str(error)))
            continue
        except OSError as error:
            problems.append(
                Problem(student, f"No se pudo leer la entrega: {motivo(error)}.", system=True)
            )
            continue
        job = Job(student, folder, notebook, key, found.notes, fingerprint(content))
        done = not repeat and store.has(key)
        (ready if done else jobs).append(job)
    return Plan(tuple(jobs), tuple(ready), tuple(problems))


def extra_files(folder: Path, notebook: Path) -> dict[str, bytes]:
    """Los ficheros que acompañan al cuaderno entregado, por su ruta relativa.

    Los enlaces no se siguen. `Unreadable` si pasan del límite.
    """
    files: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        hidden = any(part.startswith(".") for part in relative.split("/"))
        if path == notebook or path.is_symlink() or not path.is_file() or hidden:
            continue
        if relative in NOT_SENT:
            continue
        total += path.stat().st_size
        if total > FILES_LIMIT:
            limit = FILES_LIMIT // 2**20
            raise Unreadable(f"Los ficheros de la entrega ocupan más de {limit} MiB.")
        files[relative] = path.read_bytes()
    return files


# --- ejecutar -----------------------------------------------------------------------------------


class Grader:
    """Califica entregas con un aislamiento ya caliente; uno por proceso trabajador."""

    def __init__(self, settings: Settings) -> None:
        from autograde import accelerator
        from autograde.nbgrader.source import read_source, released
        from autograde.sandbox import Sandbox
        from autograde.speed.yardsticks import Yardsticks

        self.course = Course(settings.course)
        self.assignment: Assignment = load(settings.assignment)
        solved = read_source(self.course.source_notebook(self.assignment.name))
        self.source = released(solved, self.course.config)
        self.seed = self.course.seed(self.assignment.name, self.assignment.edition)
        self.store = ResultStore(self.course.results_folder(self.assignment.name))
        self.data = self.course.data_files(self.assignment.name)
        self.sandbox = Sandbox(isolated=settings.isolated)
        self.yardsticks = Yardsticks(self.assignment, solved, isolated=settings.isolated)
        self.accelerator = accelerator.opened(settings.device, isolated=settings.isolated)

    def grade(self, job: Job) -> Outcome:
        """Califica una entrega y, si no hubo ningún problema, guarda el resultado."""
        from autograde.execution import grade_notebook

        try:
            rebuilt = rebuild(self.source, read_bytes(job.notebook))
            rebuilt = Rebuilt(rebuilt.notebook, (*job.notes, *rebuilt.notes))
            # lo del docente tapa lo que el alumno entregue con el mismo nombre, como en nbgrader
            files = {**extra_files(job.folder, job.notebook), **self.data}
            graded = grade_notebook(
                rebuilt,
                self.assignment,
                self.seed,
                self.sandbox,
                files,
                self.yardsticks,
                self.accelerator,
            )
        except Unreadable as error:
            return Outcome(Problem(job.student, str(error)))
        if graded.failed:
            cells = ", ".join(c.grade_id for c in graded.failed)
            sentence = f"El sistema no pudo evaluar {cells}; se repetirá."
            return Outcome(Problem(job.student, sentence, system=True))
        self.store.put(job.key, graded)
        return Outcome(noisy=graded.noisy)

    def close(self) -> None:
        """Cierra los aislamientos."""
        if self.accelerator is not None:
            self.accelerator.close()
        self.yardsticks.close()
        self.sandbox.close()


def prepare(settings: Settings) -> None:
    """Calcula una vez, antes de repartir, las respuestas esperadas: los procesos las heredan."""
    from autograde import execution

    grader = Grader(settings)
    execution.prepare(grader.source, grader.assignment, grader.seed, settings.device)


_grader: Grader | None = None


def start_worker(settings: Settings) -> None:
    """Prepara un proceso trabajador: muere con su padre y deja Ctrl-C para él."""
    import ctypes
    import signal

    global _grader
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    _grader = Grader(settings)


def grade_in_worker(job: Job) -> Outcome:
    """Califica en el proceso trabajador."""
    assert _grader is not None
    return _grader.grade(job)


def execute(
    jobs: Sequence[Job],
    settings: Settings,
    processes: int,
    on_done: Callable[[Job, Problem | None], None],
) -> None:
    """Califica los trabajos en `processes` procesos y llama a `on_done` según acaban.

    Si un trabajador muere, lo que quedaba se reparte otra vez; si vuelve a pasar, va de uno en
    uno, y así solo se queda sin nota la entrega que lo mata. Con Ctrl-C, o si no se puede guardar
    (`UserError`), se deja lo que esté a medias y se propaga la excepción.

    Lo que se midió con demasiado ruido, por lo ocupada que estaba la máquina, se repite al final y
    a solas; vale lo segundo. Si se interrumpe antes, queda lo primero.
    """
    noisy: list[Job] = []

    def settled(job: Job, outcome: Outcome) -> None:
        if outcome.noisy and processes > 1:
            noisy.append(job)
        else:
            on_done(job, outcome.problem)

    def alone(job: Job, outcome: Outcome) -> None:
        on_done(job, outcome.problem)

    left = _shared_out(jobs, settings, processes, settled)
    left = _shared_out(left, settings, processes, settled)
    while left:
        survivors = _one_by_one(left, settings, alone)
        if survivors:
            culprit, *survivors = survivors
            sentence = "Murió el proceso que la calificaba; se repetirá."
            on_done(culprit, Problem(culprit.student, sentence, system=True))
        left = survivors
    _repeat(noisy, settings)
    for job in noisy:
        on_done(job, None)


def _repeat(jobs: Sequence[Job], settings: Settings) -> None:
    """Repite lo ya guardado, a solas. Si no se puede, sigue guardado lo primero."""
    while jobs:
        jobs = _one_by_one(jobs, settings, lambda _job, _outcome: None)[1:]


def _shared_out(
    jobs: Sequence[Job],
    settings: Settings,
    processes: int,
    on_done: Callable[[Job, Outcome], None],
) -> list[Job]:
    """Reparte los trabajos en un grupo de procesos; devuelve los que se quedaron sin hacer."""
    if not jobs:
        return []
    left = {job.student: job for job in jobs}
    with _pool(settings, min(processes, len(jobs))) as pool:
        futures = {pool.submit(grade_in_worker, job): job for job in jobs}
        for future in concurrent.futures.as_completed(futures):
            job = futures[future]
            try:
                outcome = _result(future, job)
            except concurrent.futures.BrokenExecutor:
                break
            del left[job.student]
            on_done(job, outcome)
    return list(left.values())


def _one_by_one(
    jobs: Sequence[Job], settings: Settings, on_done: Callable[[Job, Outcome], None]
) -> list[Job]:
    """De uno en uno, en un solo proceso; devuelve desde el que lo mató, ese incluido."""
    with _pool(settings, 1) as pool:
        for i, job in enumerate(jobs):
            try:
                outcome = _result(pool.submit(grade_in_worker, job), job)
            except concurrent.futures.BrokenExecutor:
                return list(jobs[i:])
            on_done(job, outcome)
    return []


def _result(future: concurrent.futures.Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except (concurrent.futures.BrokenExecutor, UserError):
        raise
    except Exception as error:
        return Outcome(Problem(job.student, f"Fallo del sistema: {error}.", system=True))


@contextlib.contextmanager
def _pool(settings: Settings, processes: int) -> Iterator[concurrent.futures.ProcessPoolExecutor]:
    context = multiprocessing.get_context("fork")
    with concurrent.futures.ProcessPoolExecutor(
        processes, mp_context=context, initializer=start_worker, initargs=(settings,)
    ) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            # Un trabajo a medias puede tardar; no se pierde nada por dejarlo para otra vez.
            workers = multiprocessing.active_children()
            for worker in workers:
                worker.kill()
            for worker in workers:
                worker.join()
            raise


def default_processes() -> int:
    """Un proceso por procesador de los que este proceso puede usar."""
    return len(os.sched_getaffinity(0))


def changes(before: Graded | None, after: Graded) -> list[str]:
    """Qué celdas cambian de puntos entre dos resultados: «celda: antes → después»."""
    if before is None:
        return []
    old = {c.grade_id: c.points for c in before.cells}
    return [
        f"{c.grade_id}: {_number(old.get(c.grade_id))} → {_number(c.points)}"
        for c in after.cells
        if old.get(c.grade_id) != c.points
    ]


def _number(points: float | None) -> str:
    return "—" if points is None else f"{points:g}".replace(".", ",")
