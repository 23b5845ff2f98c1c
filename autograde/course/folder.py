"""La carpeta de un curso: encontrarla, crearla, sus rutas y sus ajustes."""

from __future__ import annotations

import functools
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograde.course.seed import Secret
from autograde.course.settings import CursoDescenso
from autograde.course.sources import IGNORED, Sources, packaged_source
from autograde.course.template import GITIGNORE, OWN_BOOK, config_for
from autograde.course.zone import named, save
from autograde.errors import UserError
from curso.ordenes.motivos import motivo

CONFIG_NAME = "nbgrader_config.py"
#: las carpetas del curso en que hay ficheros que escribieron los alumnos
STUDENTS_FILES = frozenset({"submitted", "autograded", "feedback", "downloaded"})
#: lo que se hace con órdenes: no es de nadie, pero se vuelve a hacer
_MADE = frozenset({".curso", "release", "entregables", ".git"})
_BOOK = "gradebook.db"


@dataclass(frozen=True)
class Course:
    """La carpeta de un curso (la que tiene su `nbgrader_config.py`)."""

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", self.root.resolve())

    @classmethod
    def locate(cls, start: Path) -> Course | None:
        """El curso al que pertenece una carpeta: ella misma o la más cercana por encima.

        Una configuración que venga dentro de una entrega no hace un curso: es código, y lo que se
        halle se ejecuta.
        """
        start = start.resolve()
        configured = [f for f in (start, *start.parents) if (f / CONFIG_NAME).is_file()]
        for folder in configured:
            if not any(_handed_in(folder, above) for above in configured):
                return cls(folder)
        return None

    @classmethod
    def find(cls, start: Path) -> Course:
        """Como `locate`, pero `UserError` si la carpeta no es de ningún curso."""
        course = cls.locate(start)
        if course is None:
            raise UserError(
                f"La carpeta {start.resolve()} no es de un curso (no hay «{CONFIG_NAME}» en ella "
                "ni por encima): entra en la del curso, indícala con --curso o crea una con "
                "«autograde crear CARPETA»."
            )
        return course

    @classmethod
    def create(cls, folder: Path, zone: str = "", model: Course | None = None) -> Course:
        """Crea un curso nuevo con las tareas que trae el paquete, entero o nada.

        `zone` es su zona horaria; vacía, queda por decir. Con `model`, las tareas, los ejercicios
        propios y los ajustes son los de ese curso; la semilla es otra y no hay nadie.

        No escribe nunca sobre algo que ya existe: la carpeta no debe existir o debe estar vacía.
        """
        folder = folder.absolute()
        if folder.exists() and not folder.is_dir():
            raise UserError(f"«{folder}» ya existe y no es una carpeta: elige otro nombre.")
        if folder.exists() and any(folder.iterdir()):
            raise UserError(f"«{folder}» ya existe y no está vacía: elige otra carpeta.")
        if model is not None and folder.resolve().is_relative_to(model.root):
            raise UserError(f"«{folder}» está dentro del otro curso: elige una carpeta de fuera.")
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".curso-nuevo-", dir=folder.parent))
        except OSError as error:
            where = error.filename or folder
            raise UserError(f"No se puede crear «{where}»: {motivo(error)}.") from error
        try:
            draft.chmod(0o755)
            if model is None:
                _fill(draft, zone)
            else:
                _fill_like(draft, model)
            cls(draft).secret.ensure()
            os.replace(draft, folder)
        except OSError as error:
            raise UserError(f"No se puede crear «{folder}»: {motivo(error)}.") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        return cls(folder)

    # --- rutas --------------------------------------------------------------------------------

    @property
    def sources(self) -> Sources:
        """Los cuadernos de origen."""
        return Sources(self.root / "source")

    def source_notebook(self, assignment: str) -> Path:
        """El cuaderno de origen de una tarea."""
        return self.sources.source_notebook(assignment)

    def data_files(self, assignment: str) -> dict[str, bytes]:
        """Lo que acompaña al cuaderno: los datos de origen y los casos públicos ya generados.

        Tapan lo que el alumno entregue con el mismo nombre; los de `students_own` no están.
        """
        files = self.sources.data_files(assignment)
        for name in self.students_own(assignment):
            files.pop(name, None)
        public = self.release_folder(assignment) / "casos_publicos.json"
        if public.is_file():
            files[public.name] = public.read_bytes()
        return files

    def students_own(self, assignment: str) -> frozenset[str]:
        """Los ficheros de origen que el alumno puede cambiar y entregar, según la configuración.

        Es `c.Autograde.exclude_overwriting`, de nbgrader.
        """
        excluded = self.config.Autograde.get("exclude_overwriting", {})
        return frozenset(excluded.get(assignment, ()))

    def release_folder(self, assignment: str) -> Path:
        """Donde queda lo que reciben los alumnos."""
        return self.root / "release" / assignment

    def folder(self, step: str, student: str, assignment: str) -> Path:
        """La carpeta de un alumno en un paso de nbgrader (`submitted`, `autograded`…)."""
        return self.root / step / student / assignment

    def students_in(self, step: str, assignment: str) -> tuple[str, ...]:
        """Quién tiene carpeta de una tarea en un paso, por orden alfabético.

        Lo que deja un programa (`.ipynb_checkpoints`, `__MACOSX`) no es nadie.
        """
        folders = (self.root / step).glob(f"*/{assignment}")
        names = sorted(p.parent.name for p in folders if p.is_dir())
        return tuple(n for n in names if n not in IGNORED and not n.startswith((".", "__MACOSX")))

    @property
    def private_folder(self) -> Path:
        """Lo que es solo de `autograde`: semilla, resultados, registro."""
        return self.root / ".curso"

    def results_folder(self, assignment: str) -> Path:
        """El almacén de resultados de una tarea."""
        return self.private_folder / "resultados" / assignment

    # --- ajustes ------------------------------------------------------------------------------

    @functools.cached_property
    def config(self) -> Config:
        """La configuración de nbgrader del curso."""
        path = self.root / CONFIG_NAME
        try:
            return PyFileConfigLoader(path.name, path=str(self.root)).load_config()
        except Exception as error:  # es código del docente: puede fallar de cualquier manera
            raise UserError(f"«{path}» falla al leerse ({error}): corrígelo.") from error

    @property
    def settings(self) -> CursoDescenso:
        """Los ajustes de la sección `c.CursoDescenso`."""
        return CursoDescenso(config=self.config)

    @property
    def zone(self) -> ZoneInfo | None:
        """La zona horaria de la clase; None si el curso no la dice."""
        name = self.settings.zona
        return named(name) if name else None

    def in_zone(self, name: str) -> Course:
        """El curso, con esa zona horaria guardada en su configuración si no tenía ninguna."""
        named(name)
        if not self.settings.zona:
            save(self.root / CONFIG_NAME, name)
        return Course(self.root)

    @property
    def course_id(self) -> str:
        """El nombre del curso en nbgrader."""
        return str(self.config.CourseDirectory.get("course_id", "") or "default_course")

    @property
    def db_url(self) -> str:
        """Dónde está el libro de calificaciones."""
        configured = self.config.CourseDirectory.get("db_url", "")
        return str(configured or f"sqlite:///{self.root / 'gradebook.db'}")

    # --- la semilla secreta -------------------------------------------------------------------

    @property
    def secret(self) -> Secret:
        """La semilla secreta del curso, que se crea la primera vez que hace falta."""
        return Secret(self.private_folder / "semilla_secreta", self._has_results)

    def seed(self, assignment: str, edition: str) -> bytes:
        """La semilla de los casos ocultos de una tarea: la misma para todos los alumnos."""
        return self.secret.seed(assignment, edition)

    def _has_results(self) -> bool:
        return any((self.private_folder / "resultados").glob("*/*.json")) or any(
            (self.root / "autograded").glob("*/*/*.ipynb")
        )


def _fill(draft: Path, zone: str) -> None:
    """Lo que trae el paquete."""
    (draft / CONFIG_NAME).write_text(config_for(zone), encoding="utf-8")
    (draft / ".gitignore").write_text(GITIGNORE, encoding="utf-8")
    shutil.copytree(
        packaged_source().folder, draft / "source", ignore=shutil.ignore_patterns(*IGNORED)
    )


def _fill_like(draft: Path, model: Course) -> None:
    """Lo que escribió quien enseña en otro curso, sin nada de su alumnado ni de sus notas."""
    for path in sorted(model.root.iterdir()):
        theirs = path.name in STUDENTS_FILES | _MADE or path.name.startswith(_BOOK)
        if theirs or path.name.endswith(".log"):
            continue
        if path.is_dir():
            shutil.copytree(
                path, draft / path.name, ignore=shutil.ignore_patterns(*IGNORED), symlinks=True
            )
        elif path.is_file():
            shutil.copy2(path, draft / path.name)
    if model.config.CourseDirectory.get("db_url", ""):
        with (draft / CONFIG_NAME).open("a", encoding="utf-8") as config:
            config.write(OWN_BOOK)


def _handed_in(folder: Path, course: Path) -> bool:
    """Si `folder` está donde el curso guarda lo que entregan los alumnos."""
    if folder == course or not folder.is_relative_to(course):
        return False
    return folder.relative_to(course).parts[0] in STUDENTS_FILES
