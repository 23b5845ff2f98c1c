"""La carpeta del curso: dónde están las entregas, la retroalimentación y el libro de nbgrader."""

from dataclasses import dataclass
from pathlib import Path

from autograde.errors import UserError

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class CourseFolder:
    """Las rutas de un curso, según su `nbgrader_config.py` o las habituales de nbgrader."""

    root: Path
    db_url: str
    course_id: str
    source: Path
    submitted: Path
    feedback: Path

    def notebooks(self, tarea: str) -> tuple[str, ...]:
        """Los cuadernos de una tarea, sin `.ipynb`.

        Raises:
            UserError: si la tarea no existe.
        """
        folder = self.source / tarea
        names = tuple(sorted(path.stem for path in folder.glob("*.ipynb")))
        if not names or Path(tarea).name != tarea:
            known = ", ".join(
                sorted(p.name for p in self.source.glob("*") if any(p.glob("*.ipynb")))
            )
            raise UserError(
                f"No existe la tarea «{tarea}» en {self.source}: "
                + (f"las que hay son {known}." if known else "la carpeta no tiene ninguna.")
            )
        return names


def load_course(root: Path) -> CourseFolder:
    """Lee la configuración del curso que está en la carpeta `root`.

    Raises:
        UserError: si la carpeta no existe o su configuración falla al leerse.
    """
    root = root.resolve()
    if not root.is_dir():
        raise UserError(f"No existe la carpeta del curso {root}: indícala con --curso.")
    settings = _settings(root)
    base = root / str(settings.get("root", "") or "")

    def folder(kind: str) -> Path:
        return base / str(settings.get(f"{kind}_directory", kind))

    return CourseFolder(
        root=root,
        db_url=_absolute(str(settings.get("db_url", "") or "sqlite:///gradebook.db"), base),
        course_id=str(settings.get("course_id", "") or "default_course"),
        source=folder("source"),
        submitted=folder("submitted"),
        feedback=folder("feedback"),
    )


def _absolute(db_url: str, base: Path) -> str:
    """`db_url` con la ruta de SQLite completa, para que no dependa de dónde se ejecute la orden."""
    scheme = "sqlite:///"
    if not db_url.startswith(scheme) or db_url == scheme + ":memory:":
        return db_url
    return scheme + str(base / db_url.removeprefix(scheme))


def _settings(root: Path) -> dict[str, object]:
    if not (root / CONFIG).is_file():
        return {}
    from traitlets.config.loader import PyFileConfigLoader

    try:
        config = PyFileConfigLoader(CONFIG, path=str(root)).load_config()
    except (
        Exception
    ) as error:  # la configuración es código del docente: puede fallar con cualquiera
        raise UserError(f"{root / CONFIG} falla al leerse ({error}): corrígelo.") from error
    return dict(config.get("CourseDirectory", {}))
