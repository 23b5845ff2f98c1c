"""La carpeta de un curso: encontrarla, crearla, sus rutas, sus ajustes y su semilla secreta."""

from __future__ import annotations

import functools
import hashlib
import hmac
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograde.course_template import CONFIG, GITIGNORE
from autograde.errors import UserError
from autograde.nbgrader.settings import CursoDescenso
from curso.motivos import motivo

CONFIG_NAME = "nbgrader_config.py"
SEED_BYTES = 32
_IGNORED = ("__pycache__", ".ipynb_checkpoints", ".DS_Store")


@dataclass(frozen=True)
class Sources:
    """Una carpeta con los cuadernos de origen, uno por tarea y del mismo nombre."""

    folder: Path

    def source_notebook(self, assignment: str) -> Path:
        """El cuaderno de origen de una tarea. `UserError` si no lo hay."""
        path = self.folder / assignment / f"{assignment}.ipynb"
        if Path(assignment).name != assignment or not path.is_file():
            known = ", ".join(self.assignments()) or "ninguna"
            raise UserError(
                f"No existe la tarea «{assignment}» en {self.folder} (se esperaba "
                f"«{assignment}/{assignment}.ipynb»). Las que hay: {known}."
            )
        return path

    def assignments(self) -> tuple[str, ...]:
        """Las tareas que hay, por orden alfabético."""
        return tuple(
            sorted(p.stem for p in self.folder.glob("*/*.ipynb") if p.parent.name == p.stem)
        )

    def data_files(self, assignment: str) -> dict[str, bytes]:
        """Los ficheros que acompañan al cuaderno de origen, por su ruta relativa."""
        folder = self.source_notebook(assignment).parent
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".ipynb" and not set(_IGNORED) & set(path.parts)
        }


def packaged_source() -> Sources:
    """Los cuadernos que trae el paquete, instalado de su rueda o en un clon del repositorio."""
    here = Path(__file__).parent
    installed = here / "_source"
    return Sources(installed if installed.is_dir() else here.parent / "source")


@dataclass(frozen=True)
class Course:
    """La carpeta de un curso (la que tiene su `nbgrader_config.py`)."""

    root: Path

    def __post_init__(self) -> None:
        object.__setattr__(self, "root", self.root.resolve())

    @classmethod
    def locate(cls, start: Path) -> Course | None:
        """El curso al que pertenece una carpeta: ella misma o la más cercana por encima."""
        start = start.resolve()
        for folder in (start, *start.parents):
            if (folder / CONFIG_NAME).is_file():
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
    def create(cls, folder: Path) -> Course:
        """Crea un curso nuevo con las tareas que trae el paquete, entero o nada.

        No escribe nunca sobre algo que ya existe: la carpeta no debe existir o debe estar vacía.
        """
        folder = folder.absolute()
        if folder.exists() and not folder.is_dir():
            raise UserError(f"«{folder}» ya existe y no es una carpeta: elige otro nombre.")
        if folder.exists() and any(folder.iterdir()):
            raise UserError(f"«{folder}» ya existe y no está vacía: elige otra carpeta.")
        try:
            folder.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=".curso-nuevo-", dir=folder.parent))
        except OSError as error:
            where = error.filename or folder
            raise UserError(f"No se puede crear «{where}»: {motivo(error)}.") from error
        try:
            draft.chmod(0o755)
            (draft / CONFIG_NAME).write_text(CONFIG, encoding="utf-8")
            (draft / ".gitignore").write_text(GITIGNORE, encoding="utf-8")
            shutil.copytree(
                packaged_source().folder,
                draft / "source",
                ignore=shutil.ignore_patterns(*_IGNORED),
            )
            cls(draft)._create_secret()
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
    def course_id(self) -> str:
        """El nombre del curso en nbgrader."""
        return str(self.config.CourseDirectory.get("course_id", "") or "default_course")

    @property
    def db_url(self) -> str:
        """Dónde está el libro de calificaciones."""
        configured = self.config.CourseDirectory.get("db_url", "")
        return str(configured or f"sqlite:///{self.root / 'gradebook.db'}")

    # --- la semilla secreta -------------------------------------------------------------------

    def seed(self, assignment: str, version: str) -> bytes:
        """La semilla de los casos ocultos de una tarea: la misma para todos los alumnos.

        Sale de la semilla secreta del curso, que se crea la primera vez. `UserError` si falta y ya
        hay resultados: con otra semilla no serían comparables.
        """
        return hmac.new(self._secret(), f"{assignment}/{version}".encode(), hashlib.sha256).digest()

    @property
    def secret_path(self) -> Path:
        """El fichero de la semilla secreta."""
        return self.private_folder / "semilla_secreta"

    def _secret(self) -> bytes:
        try:
            secret = self.secret_path.read_bytes()
        except FileNotFoundError:
            if self._has_results():
                raise UserError(
                    f"Falta la semilla secreta «{self.secret_path}» y ya hay resultados: restaura "
                    "ese fichero de la copia de seguridad, porque con otra semilla los casos "
                    "ocultos serían distintos para unos alumnos y para otros."
                ) from None
            self._create_secret()
            secret = self.secret_path.read_bytes()
        except OSError as error:
            raise UserError(
                f"No se puede leer la semilla secreta «{self.secret_path}»: {motivo(error)}."
            ) from error
        if len(secret) != SEED_BYTES:
            raise UserError(
                f"La semilla secreta «{self.secret_path}» está dañada: restáurala de la copia de "
                "seguridad."
            )
        return secret

    def ensure_secret(self) -> None:
        """Crea la semilla secreta si es la primera vez; comprueba que está si ya hay resultados."""
        self._secret()

    def _has_results(self) -> bool:
        return any((self.private_folder / "resultados").glob("*/*.json")) or any(
            (self.root / "autograded").glob("*/*/*.ipynb")
        )

    def _create_secret(self) -> None:
        """Escribe la semilla de una vez, 0600; si otro proceso se adelantó, vale la suya."""
        try:
            self.private_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=self.private_folder)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(secrets.token_bytes(SEED_BYTES))
                    file.flush()
                    os.fsync(file.fileno())
                os.link(draft, self.secret_path)
            finally:
                os.unlink(draft)
        except FileExistsError:
            return
        except OSError as error:
            raise UserError(
                f"No se puede crear la semilla secreta «{self.secret_path}»: {motivo(error)}."
            ) from error
