"""Los números de una clase: cómo se reparten las notas y qué dice cada ejercicio."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograde.judge.results import CellReport
from autograde.lms.marks import GradedSubmission
from autograde.model import CellKind
from autograde.reports.classroom import Classroom, Pupil
from curso.pruebas.compara import Hallazgo

BARS = 10
#: con menos notas, una correlación no dice nada
ENOUGH = 10
#: a quien saca menos de esta parte de la nota le hace falta ayuda
NEEDS_HELP = 0.5


@dataclass(frozen=True)
class Distribution:
    """Cómo se reparten las notas, sobre `maximum`.

    bars
        Cuántas hay en cada décima parte del máximo; la última incluye el máximo.
    """

    count: int
    maximum: float
    mean: float
    deviation: float
    quartiles: tuple[float, float, float]
    bars: tuple[int, ...]


@dataclass(frozen=True)
class ExerciseRow:
    """Un ejercicio en la clase.

    count
        Cuántas entregas tienen ya su nota.
    full, none
        Parte de ellas con todos los puntos y con ninguno.
    blank
        Cuántas lo han dejado sin hacer.
    discrimination
        La correlación entre sus puntos y los del resto de la nota, o None si no se puede saber.
    """

    id: str
    maximum: float
    count: int
    mean: float
    full: float
    none: float
    blank: int
    discrimination: float | None


@dataclass(frozen=True)
class Misconception:
    """Un hallazgo: cuántos lo tienen y, como ejemplo, la respuesta más corta de uno de ellos."""

    exercise: str
    finding: Hallazgo
    count: int
    example: str


@dataclass(frozen=True)
class StepRow:
    """De una celda de velocidad o de memoria: cuántos quedan en cada tramo."""

    exercise: str
    kind: CellKind
    steps: tuple[tuple[str, int], ...]


def distribution(classroom: Classroom) -> Distribution:
    """El reparto de las notas (con los descuentos hechos)."""
    marks = [p.mark for p in classroom.marked if p.mark is not None]
    maximum = float(max(m.maximum for m in marks))
    share = np.array([float(m.total / m.maximum) for m in marks])
    values = share * maximum
    bars, _ = np.histogram(np.clip(share, 0, 1), bins=BARS, range=(0.0, 1.0))
    low, middle, high = np.percentile(values, (25, 50, 75))
    return Distribution(
        len(marks),
        maximum,
        float(values.mean()),
        float(values.std(ddof=1)) if len(values) > 1 else 0.0,
        (float(low), float(middle), float(high)),
        tuple(int(b) for b in bars),
    )


def exercise_rows(classroom: Classroom) -> list[ExerciseRow]:
    """Una fila por ejercicio, en el orden de la tarea; lo que espera a una persona no cuenta."""
    marks = [p.mark for p in classroom.marked if p.mark is not None]
    rows = []
    for exercise in dict.fromkeys(e.id for m in marks for e in m.exercises):
        points, rests, maximum = _points(marks, exercise)
        if points:
            rows.append(
                ExerciseRow(
                    exercise,
                    maximum,
                    len(points),
                    float(np.mean(points)),
                    float(np.mean(np.array(points) >= maximum)),
                    float(np.mean(np.array(points) <= 0)),
                    sum(exercise in p.blank for p in classroom.pupils),
                    correlation(points, rests),
                )
            )
    return rows


def _points(
    marks: Sequence[GradedSubmission], exercise: str
) -> tuple[list[float], list[float], float]:
    """Los puntos de un ejercicio, los del resto de la misma entrega y su máximo."""
    points, rests, maximum = [], [], 0.0
    for mark in marks:
        for one in mark.exercises:
            if one.id == exercise and not one.pending:
                points.append(float(one.points))
                rests.append(float(sum(e.points for e in mark.exercises) - one.points))
                maximum = float(one.maximum)
    return points, rests, maximum


def correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """La lineal, o None con menos de `ENOUGH` valores o si alguna no varía."""
    if len(one) < ENOUGH or np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return float(np.corrcoef(one, other)[0, 1])


def misconceptions(classroom: Classroom) -> list[Misconception]:
    """Los hallazgos, del más corriente al menos; lo que se dejó sin hacer no es ningún error."""
    who: dict[tuple[str, str], list[Pupil]] = {}
    what: dict[tuple[str, str], Hallazgo] = {}
    for pupil in classroom.pupils:
        for exercise, found in pupil.findings.items():
            for finding in found:
                who.setdefault((exercise, finding.codigo), []).append(pupil)
                what[exercise, finding.codigo] = finding
    rows = [
        Misconception(key[0], what[key], len(pupils), _example(pupils, key[0]))
        for key, pupils in who.items()
    ]
    return sorted(rows, key=lambda m: (-m.count, m.finding.codigo))


def _example(pupils: Sequence[Pupil], exercise: str) -> str:
    answers = [p.answers[exercise] for p in pupils if exercise in p.answers]
    return min(answers, key=len, default="")


def step_rows(classroom: Classroom) -> list[StepRow]:
    """Las celdas medidas: cuántos hay en cada tramo, y a cuántos no se les midió."""
    counted: dict[tuple[str, CellKind], Counter[str]] = {}
    for pupil in classroom.pupils:
        for cell in pupil.cells:
            if cell.kind in (CellKind.SPEED, CellKind.MEMORY):
                key = (cell.exercise or "", cell.kind)
                counted.setdefault(key, Counter())[_where(cell)] += 1
    return [
        StepRow(exercise, kind, tuple(sorted(counts.items())))
        for (exercise, kind), counts in counted.items()
    ]


def _where(cell: CellReport) -> str:
    if cell.memory is not None:
        return "cabe" if cell.memory.fits else "no cabe"
    return "sin medir" if cell.speed is None else f"tramo {cell.speed.step}"


def need_help(classroom: Classroom) -> list[Pupil]:
    """Quien saca menos de la mitad, de menos a más; con lo que espera a una persona, todavía no."""
    low = [
        p
        for p in classroom.marked
        if p.mark is not None
        and not p.mark.manual_pending
        and p.mark.total < NEEDS_HELP * float(p.mark.maximum)
    ]
    low += [p for p in classroom.marked if p.mark is not None and _fails_most(p.mark)]
    return sorted(
        {p.id: p for p in low}.values(), key=lambda p: (p.mark.total if p.mark else 0, p.id)
    )


def _fails_most(mark: GradedSubmission) -> bool:
    """Si en más de la mitad de lo que ya tiene nota no llega a la mitad de los puntos."""
    known = [e for e in mark.exercises if not e.pending]
    failed = [e for e in known if e.points < NEEDS_HELP * float(e.maximum)]
    return 2 * len(failed) > len(known)
