"""El resultado de calificar un cuaderno, como datos que se guardan y se vuelven a leer."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograde.model import CellKind, Verdict
from autograde.model.measures import Step, rounded, step_name
from curso.pruebas.compara import Hallazgo


@dataclass(frozen=True)
class SpeedMark:
    """La nota de velocidad: el tramo, y nada más de lo medido.

    Quien se mide ya ha visto casos ocultos y puede mover las cifras: con ellas los contaría.

    share
        La parte de los puntos del tramo alcanzado.
    steps
        Los tramos.
    """

    share: float
    steps: tuple[Step, ...]

    @property
    def step(self) -> str:
        """El tramo alcanzado, en palabras."""
        return step_name(self.share, self.steps)

    @property
    def reached(self) -> int:
        """Cuál de los tramos es, desde 0; el que sigue al último es no llegar a ninguno."""
        return [*(s.share for s in self.steps), 0.0].index(self.share)

    @property
    def ratio(self) -> float:
        """La razón, redondeada a los límites de los tramos."""
        return rounded(self.reached, [s.limit for s in self.steps])


@dataclass(frozen=True)
class MemoryMark:
    """Si cabe en la memoria de más que se permite, en bytes; cuánta ocupa no se guarda."""

    fits: bool
    limit: int

    @property
    def extra(self) -> int:
        """La que ocupa, redondeada al límite."""
        return int(rounded(0 if self.fits else 1, [self.limit]))


@dataclass(frozen=True)
class CellReport:
    """El resultado de una celda con puntos.

    `kind` y `exercise` son None en las celdas que no son de `comprobar` (preguntas abiertas y
    celdas de prueba sin protección). `points` es None mientras falta calificar a mano; `review`,
    si los que hay tiene que mirarlos una persona.
    """

    grade_id: str
    exercise: str | None
    kind: CellKind | None
    verdict: Verdict
    points: float | None
    maximum: float
    findings: tuple[Hallazgo, ...] = ()
    notes: tuple[Hallazgo, ...] = ()
    speed: SpeedMark | None = None
    memory: MemoryMark | None = None
    unprotected: bool = False
    review: bool = False

    @property
    def manual(self) -> bool:
        """Si es una respuesta abierta, que se califica a mano."""
        return self.kind is None and not self.unprotected


@dataclass(frozen=True, eq=False)
class Graded:
    """Un cuaderno calificado: con sus salidas, sus celdas y los avisos para el docente.

    noisy
        Si alguna velocidad no está clara, y es por el ruido. Lo sabe quien acaba de medir: no se
        guarda.
    fingerprints
        Las huellas de cada respuesta de código, por su `grade_id` (`notebooks.fingerprints`).
    """

    assignment: str
    notebook: NotebookNode
    cells: tuple[CellReport, ...]
    warnings: tuple[str, ...]
    isolated: bool
    noisy: bool = False
    fingerprints: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def failed(self) -> tuple[CellReport, ...]:
        """Las celdas que el sistema no pudo evaluar; con alguna, el resultado no se guarda."""
        return tuple(c for c in self.cells if c.verdict is Verdict.SYSTEM_FAILURE)

    @property
    def points(self) -> float:
        """Puntos de las celdas automáticas."""
        return round(sum(c.points or 0.0 for c in self.cells if not c.manual), 6)

    @property
    def maximum(self) -> float:
        """Máximo de las celdas automáticas."""
        return round(sum(c.maximum for c in self.cells if not c.manual), 6)

    def summary(self) -> dict[str, Any]:
        """El objeto que imprime `autograde evaluar --json`."""
        manual = [c for c in self.cells if c.manual]
        return {
            "tarea": self.assignment,
            "puntos": self.points,
            "maximo": self.maximum,
            "manual": {
                "pendientes": sum(c.verdict is Verdict.MANUAL_PENDING for c in manual),
                "maximo": round(sum(c.maximum for c in manual), 6),
            },
            "celdas": [_cell_summary(c) for c in self.cells],
            "avisos": list(self.warnings),
            "aislamiento": self.isolated,
        }


def _cell_summary(c: CellReport) -> dict[str, Any]:
    return {
        "grade_id": c.grade_id,
        "ejercicio": c.exercise,
        "veredicto": c.verdict.value,
        "puntos": c.points,
        "maximo": c.maximum,
        "hallazgos": [h.codigo for h in c.findings],
        "velocidad": None if c.speed is None else {"razon": c.speed.ratio, "tramo": c.speed.step},
        "memoria": None
        if c.memory is None
        else {"bytes_de_mas": c.memory.extra, "permitidos": c.memory.limit},
    }


def to_json(graded: Graded) -> dict[str, Any]:
    """Forma JSON de un resultado, para el almacén."""
    return {
        "tarea": graded.assignment,
        "cuaderno": graded.notebook,
        "celdas": [dataclasses.asdict(c) for c in graded.cells],
        "avisos": list(graded.warnings),
        "aislamiento": graded.isolated,
        "huellas": {answer: list(found) for answer, found in graded.fingerprints.items()},
    }


def from_json(data: Mapping[str, Any]) -> Graded:
    """La inversa de `to_json`."""
    return Graded(
        data["tarea"],
        nbformat.from_dict(data["cuaderno"]),
        tuple(_cell(c) for c in data["celdas"]),
        tuple(data["avisos"]),
        data["aislamiento"],
        fingerprints=data.get("huellas", {}),
    )


def _cell(data: Mapping[str, Any]) -> CellReport:
    fields = dict(data)
    fields["kind"] = None if fields["kind"] is None else CellKind(fields["kind"])
    fields["verdict"] = Verdict(fields["verdict"])
    for name in ("findings", "notes"):
        fields[name] = tuple(Hallazgo(**h) for h in fields[name])
    fields["speed"] = None if fields["speed"] is None else _speed(fields["speed"])
    fields["memory"] = None if fields["memory"] is None else _memory(fields["memory"])
    return CellReport(**fields)


def _speed(data: Mapping[str, Any]) -> SpeedMark:
    if "step" in data:  # un resultado de cuando se guardaba la razón: solo se lee su tramo
        steps = tuple(Step(limit, share) for limit, share in data["steps"])
        reached = int(data["step"].split()[0]) - 1
        return SpeedMark([*(s.share for s in steps), 0.0][reached], steps)
    return SpeedMark(data["share"], tuple(Step(**step) for step in data["steps"]))


def _memory(data: Mapping[str, Any]) -> MemoryMark:
    if "extra" in data:  # de cuando se guardaban los octetos
        return MemoryMark(data["extra"] <= data["limit"], data["limit"])
    return MemoryMark(**data)
