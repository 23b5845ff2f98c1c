"""Escribir la carpeta `autograded/` de cada alumno como lo hace nbgrader, entera o nada."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
from nbformat.notebooknode import NotebookNode
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files

from autograde.course import Course
from autograde.errors import UserError
from curso.ordenes.motivos import motivo

_PREFIX = ".nuevas-"
#: lo que lleva más tiempo así es de una ejecución que mataron a mitad
_LEFTOVER_SECONDS = 3600


class Prepared:
    """Carpetas ya escritas que esperan a ponerse en su sitio."""

    def __init__(self) -> None:
        self.moves: list[tuple[Path, Path]] = []

    def publish(self) -> None:
        """Cambia cada carpeta vieja por la nueva."""
        for new, target in self.moves:
            old = new.with_name(new.name + "-vieja")
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                os.replace(target, old)
            os.replace(new, target)


class AutogradedFolder:
    """Las carpetas `autograded/<alumno>/<tarea>` de una tarea."""

    def __init__(self, course: Course, assignment: str) -> None:
        self.course = course
        self.assignment = assignment
        directory = CourseDirectory(config=course.config)
        self._ignored = [*directory.ignore, "*.ipynb"]
        self._shared = directory.groupshared
        self._source = course.source_notebook(assignment).parent
        self._students_own = course.students_own(assignment)

    @contextlib.contextmanager
    def prepared(self, submissions: Sequence[tuple[Path, str, NotebookNode]]) -> Iterator[Prepared]:
        """Escribe aparte las carpetas de un lote; `publish()` las pone todas en su sitio."""
        root = self.course.root / "autograded"
        try:
            root.mkdir(exist_ok=True)
            _remove_leftovers(root)
            with tempfile.TemporaryDirectory(dir=root, prefix=_PREFIX) as draft:
                ready = Prepared()
                for number, (folder, student, notebook) in enumerate(submissions):
                    new = Path(draft) / str(number)
                    self._write(new, folder, notebook)
                    ready.moves.append((new, self._target(student)))
                yield ready
        except OSError as error:
            raise UserError(
                f"No se puede escribir en «{root}» ({motivo(error)}): comprueba el espacio del "
                "disco y los permisos, y repite la orden; no se ha perdido ningún resultado."
            ) from error

    def remove(self, student: str) -> None:
        """Quita la carpeta de una entrega que ya no se puede calificar."""
        shutil.rmtree(self._target(student), ignore_errors=True)

    def _target(self, student: str) -> Path:
        return self.course.folder("autograded", student, self.assignment)

    def _write(self, new: Path, submitted: Path, notebook: NotebookNode) -> None:
        new.mkdir()
        self._copy(submitted, new, skip=frozenset())
        self._copy(self._source, new, skip=self._students_own)
        path = new / f"{self.assignment}.ipynb"
        # Como `nbformat.writes`, sin volver a validar lo que ya salió válido.
        path.write_text(nbformat.v4.writes(notebook) + "\n", encoding="utf-8")
        for folder, _, names in os.walk(new):
            for name in names:
                os.chmod(Path(folder) / name, 0o664 if self._shared else 0o444)
            if self._shared:
                os.chmod(folder, 0o2770)

    def _copy(self, origin: Path, new: Path, skip: frozenset[str]) -> None:
        for name in find_all_files(str(origin), self._ignored):
            path = Path(name)
            relative = path.relative_to(origin)
            if path.is_symlink() or not path.is_file() or str(relative) in skip:
                continue
            target = new / relative
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.copyfile(path, target)


def _remove_leftovers(root: Path) -> None:
    """Quita lo que dejó a medias una ejecución que no pudo terminar."""
    for path in root.glob(f"{_PREFIX}*"):
        if time.time() - path.stat().st_mtime > _LEFTOVER_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
