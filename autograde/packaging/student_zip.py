"""El zip que se reparte con una tarea: cuaderno, datos, casos públicos y cómo instalarlo."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograde.errors import UserError
from autograde.packaging.archive import zip_bytes
from autograde.packaging.student_wheel import Wheel, build_student_wheel

_SECRET_PARTS = frozenset({"solutions", "autograde", "_source", "source", ".curso"})
_SECRET_NAMES = ("gradebook.db", "semilla_secreta")
_SECRET_TEXTS = (
    re.compile(rb"\b(?:from|import)\s+(?:solutions|autograde)\b"),
    re.compile(rb"### (?:BEGIN|END) (?:SOLUTION|HIDDEN TESTS)"),
)
_IGNORED = frozenset({"__pycache__", ".ipynb_checkpoints", ".DS_Store", "timestamp.txt"})


def build_zip(release_dir: Path, tarea: str, out: Path) -> Path:
    """Escribe en `out` el zip de `tarea` con lo publicado en `release_dir` y la rueda del alumno.

    `release_dir` es la carpeta que deja `autograde generar` (`release/<tarea>`). El zip es
    reproducible: los mismos ficheros dan los mismos octetos. Devuelve `out`. Lanza UserError si
    falta el cuaderno o si algo de lo que se repartiría pertenece al lado docente.
    """
    if not (release_dir / f"{tarea}.ipynb").is_file():
        raise UserError(
            f"No hay cuaderno publicado de «{tarea}» en «{release_dir}»: genera antes la tarea con "
            f"«autograde generar {tarea}»."
        )
    released = _released_files(release_dir)
    wheel = build_student_wheel()
    reject_secrets(released)
    reject_secrets(_members(wheel))
    contents = {
        **{f"{tarea}/{name}": content for name, content in released.items()},
        f"{tarea}/{wheel.filename}": wheel.content,
        f"{tarea}/LEEME.txt": _readme(tarea, wheel).encode(),
    }
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(zip_bytes(contents))
    return out


def reject_secrets(files: Mapping[str, bytes]) -> None:
    """UserError si algún fichero es del lado docente: por su sitio, su nombre o su texto."""
    for name, content in files.items():
        path = Path(name)
        suspicious = (
            _SECRET_PARTS.intersection(path.parts)
            or path.stem in _SECRET_PARTS
            or path.name.startswith(_SECRET_NAMES)
            or any(pattern.search(content) for pattern in _SECRET_TEXTS)
        )
        if suspicious:
            raise UserError(
                f"«{name}» contiene material del docente y no se puede repartir: quítalo de lo "
                "publicado o vuelve a generar la tarea."
            )


def _released_files(release_dir: Path) -> dict[str, bytes]:
    files = {}
    for path in sorted(release_dir.rglob("*")):
        relative = path.relative_to(release_dir)
        if path.is_file() and not _IGNORED.intersection(relative.parts):
            if path.is_symlink():
                raise UserError(f"«{path}» es un enlace y no se reparte: pon el fichero mismo.")
            files[relative.as_posix()] = path.read_bytes()
    return files


def _members(wheel: Wheel) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(wheel.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _readme(tarea: str, wheel: Wheel) -> str:
    title = f"Tarea {tarea}"
    return f"""{title}
{"=" * len(title)}

Necesitas Python 3.11, 3.12 o 3.13. Descomprime las tareas del curso una al lado de otra, en una
misma carpeta, y abre una consola en ella (la que contiene a esta, {tarea}). Basta un entorno para
todas.

La primera vez:

  Linux y macOS
    python3 -m venv entorno

  Windows
    py -m venv entorno

Al empezar cada tarea (si ya estaba instalado, no hace nada):

  Linux y macOS
    entorno/bin/python -m pip install ./{tarea}/{wheel.filename}

  Windows
    entorno\\Scripts\\python -m pip install .\\{tarea}\\{wheel.filename}

Cada vez, para trabajar:

  Linux y macOS
    entorno/bin/curso abrir {tarea}

  Windows
    entorno\\Scripts\\curso abrir {tarea}

Se abre JupyterLab, en español, con {tarea}.ipynb: completa las celdas y ejecútalas. Cada celda
`comprobar(…)` te dice si vas bien en las pruebas públicas. La nota la ponen además otras pruebas.
Con `curso comprobar {tarea}/{tarea}.ipynb` se comprueba el cuaderno entero desde la consola.

En Colab y en VS Code, la primera celda del cuaderno te dice qué instalar.

No cambies de nombre el cuaderno ni muevas los ficheros que lo acompañan. Entrega solo
{tarea}.ipynb, guardado.
"""
