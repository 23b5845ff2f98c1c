"""Los ejercicios: un módulo por tarea, descubiertos por carpeta, sin registro.

Cada módulo define `TAREA` (el nombre de la tarea en nbgrader) y `EXERCISES` y, si la tarea pide
algo que ya calcula un módulo de `curso`, `ABSENT`: los módulos que no están donde se corrige.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import pkgutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograde.errors import UserError
from autograde.model import Exercise


@dataclass(frozen=True, eq=False)
class Assignment:
    """Una tarea: sus ejercicios por identificador, y de qué versión es.

    version
        Huella de todo lo que puede cambiar un resultado: si cambia, se califica de nuevo.
    edition
        Huella de lo que define los ejercicios: si cambia, los casos ocultos son otros.
    absent
        Módulos de `curso` que no están donde se corrige: calculan lo que pide algún ejercicio.
    """

    name: str
    exercises: Mapping[str, Exercise]
    version: str
    edition: str
    absent: tuple[str, ...] = ()


@functools.cache
def available() -> Mapping[str, str]:
    """Las tareas que hay: nombre → módulo."""
    found = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        tarea = getattr(module, "TAREA", None)
        if tarea is not None:
            found[tarea] = module.__name__
    return found


@functools.cache
def load(name: str) -> Assignment:
    """La tarea `name`. `UserError` si no hay ninguna que se llame así."""
    if name not in available():
        known = ", ".join(sorted(available())) or "ninguna"
        raise UserError(f"No hay ejercicios para la tarea «{name}». Las que hay: {known}.")
    module = importlib.import_module(available()[name])
    exercises = {exercise.id: exercise for exercise in module.EXERCISES}
    return Assignment(
        name,
        exercises,
        _fingerprint(_judging(module.__name__)),
        _fingerprint(_own(module.__name__)),
        getattr(module, "ABSENT", ()),
    )


#: de qué código dependen los casos, las respuestas esperadas, el veredicto y el informe
_JUDGING = (
    "bounded",
    "exercises/rules.py",
    "grading",
    "judge",
    "model",
    "notebooks",
    "sandbox",
    "speed",
)


def _judging(module: str) -> list[Path]:
    """El código del que depende el resultado de una tarea."""
    autograde, curso, solutions = (_folder(name) for name in ("autograde", "curso", "solutions"))
    return [curso, solutions, *_own(module), *(autograde / j for j in _JUDGING)]


def _own(module: str) -> list[Path]:
    """El código que define los ejercicios de una tarea: un módulo o un paquete."""
    path = _folder("autograde").parent.joinpath(*module.split("."))
    return [path, path.with_suffix(".py")]


def _fingerprint(roots: Sequence[Path]) -> str:
    base = _folder("autograde").parent
    digest = hashlib.sha256()
    for path in (p for root in roots for p in _sources(root)):
        digest.update(path.relative_to(base).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _folder(package: str) -> Path:
    return Path(next(iter(importlib.import_module(package).__path__)))


def _sources(root: Path) -> list[Path]:
    if root.is_dir():
        return sorted(p for p in root.rglob("*.py") if p.is_file())
    return [root] if root.is_file() else []
