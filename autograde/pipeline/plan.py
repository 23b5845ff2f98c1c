"""Planificar: leer las entregas de una tarea y separar lo ya hecho de lo que falta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.course import Course
from autograde.errors import sentence
from autograde.exercises import load
from autograde.gradebook.deaths import LoneDeaths
from autograde.gradebook.resubmitted import fingerprint
from autograde.gradebook.store import ResultStore, result_key
from autograde.notebooks.submission import Unreadable, files_of, find_notebook, read_bytes
from autograde.notebooks.whose import Handout

#: ficheros de una entrega que no se llevan a la sesión
NOT_SENT = {"timestamp.txt"}
#: tamaño máximo de lo que acompaña a un cuaderno
FILES_LIMIT = 64 * 2**20
#: de una entrega que, a solas, mata siempre al proceso que la califica
HOPELESS = (
    "Mata al proceso que la califica, también a solas y con otras calificadas antes y después: "
    "califícala a mano, o repítela con --repetir."
)


@dataclass(frozen=True)
class Job:
    """Una entrega por calificar."""

    student: str
    folder: Path
    notebook: Path
    key: str
    notes: tuple[str, ...] = ()
    submitted: str = ""


#: en lugar de una entrega, la del docente: dice si el sistema puede calificar
WITNESS = Job("", Path(), Path(), "")


@dataclass(frozen=True)
class Problem:
    """Una entrega que no se ha podido calificar, y por qué, en una frase."""

    student: str
    sentence: str
    system: bool = False


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
    return list(course.students_in("submitted", assignment))


def make_plan(
    course: Course,
    settings: Settings,
    students: Sequence[str],
    repeat: bool = False,
    folders: Mapping[str, Path] | None = None,
) -> Plan:
    """Lee las entregas y separa lo ya hecho de lo que falta.

    folders
        Dónde está la de cada alumno, si no es en `submitted/`.
    """
    assignment = load(settings.assignment)
    source = course.source_notebook(assignment.name).read_bytes()
    seed = course.seed(assignment.name, assignment.edition)
    store = ResultStore(course.results_folder(assignment.name))
    deaths = LoneDeaths(course, assignment.name)
    data = course.data_files(assignment.name)
    handout = Handout(course, assignment.name)
    jobs: list[Job] = []
    ready: list[Job] = []
    problems: list[Problem] = []
    for student in students:
        folder = course.folder("submitted", student, assignment.name)
        if folders is not None:
            folder = folders[student]
        try:
            found = find_notebook(folder, assignment.name, handout.worked_on)
            notebook = found.path
            files = {**extra_files(folder, notebook), **data}
            content = read_bytes(notebook)
            handout.refuse_another(content)
            key = result_key(content, files, source, assignment.version, seed, settings.fingerprint)
        except Unreadable as error:
            problems.append(Problem(student, str(error)))
            continue
        except Exception as error:  # la de al lado no tiene la culpa
            why = f"No se pudo leer la entrega: {sentence(error)}."
            problems.append(Problem(student, why, system=True))
            continue
        job = Job(student, folder, notebook, key, found.notes, fingerprint(content))
        done = not repeat and store.has(key)
        if repeat:
            deaths.forget(key)
        elif not done and deaths.enough(key):
            problems.append(Problem(student, HOPELESS))
            continue
        (ready if done else jobs).append(job)
    return Plan(tuple(jobs), tuple(ready), tuple(problems))


def extra_files(folder: Path, notebook: Path) -> dict[str, bytes]:
    """Los ficheros que acompañan al cuaderno entregado, por su ruta relativa.

    Los enlaces no se siguen. `Unreadable` si pesan demasiado o son demasiados.
    """
    files: dict[str, bytes] = {}
    total = 0
    for path in files_of(folder):
        relative = path.relative_to(folder).as_posix()
        if path == notebook or relative in NOT_SENT:
            continue
        total += path.stat().st_size
        if total > FILES_LIMIT:
            limit = FILES_LIMIT // 2**20
            raise Unreadable(f"Los ficheros de la entrega ocupan más de {limit} MiB.")
        files[relative] = path.read_bytes()
    return files
