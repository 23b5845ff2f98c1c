"""Una prueba de un cuaderno y lo que va saliendo de correrlo."""

from __future__ import annotations

from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograde.judge.judging import Judgement
from autograde.model import CellKind, Exercise
from curso.pruebas.plan import Respuesta
from curso.pruebas.publico import Comprobacion

#: en `Run.failed`, la sesión entera: faltó algo que no es de una prueba
SESSION = ""


@dataclass(frozen=True, eq=False)
class Check:
    """Una celda de prueba con lo que hace falta para juzgarla."""

    grade_id: str
    exercise: Exercise
    kind: CellKind
    public: Comprobacion
    hidden: Comprobacion


@dataclass
class Run:
    """Lo que salió de la sesión: salidas por celda y respuestas por prueba.

    failed
        Por prueba (o `SESSION`), por qué no la pudo evaluar el sistema.
    rescued
        Por celda que se paró, qué funciones de más abajo se definieron igualmente.
    """

    outputs: dict[int, list[NotebookNode]] = field(default_factory=dict)
    skipped: dict[int, list[NotebookNode]] = field(default_factory=dict)
    public: dict[str, tuple[Respuesta, ...]] = field(default_factory=dict)
    hidden: dict[str, tuple[Respuesta, ...]] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    unprotected_dead: set[int] = field(default_factory=set)
    rescued: dict[int, list[str]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
