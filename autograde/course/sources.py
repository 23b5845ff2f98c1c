"""Los cuadernos de origen de un curso y los que trae el paquete."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograde.errors import UserError

#: lo que nunca forma parte de una tarea
IGNORED = ("__pycache__", ".ipynb_checkpoints", ".DS_Store")


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
            if path.is_file() and path.suffix != ".ipynb" and not set(IGNORED) & set(path.parts)
        }


def packaged_source() -> Sources:
    """Los cuadernos que trae el paquete, instalado de su rueda o en un clon del repositorio."""
    package = Path(__file__).parents[1]
    installed = package / "_source"
    return Sources(installed if installed.is_dir() else package.parent / "source")
