"""Medir a un alumno frente al patrón: rondas intercaladas hasta que el tramo está claro."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograde.checks import answers
from autograde.model import Exercise, Verdict
from autograde.sandbox import Sandbox, SandboxFailure, Session
from autograde.speed.decision import Decision, decide
from autograde.speed.probe import Probe, Reading
from autograde.speed.spec import SpeedSpec
from curso.compara import Comparacion, iguales
from curso.plan import Caso, Plan, Respuesta
from curso.plan.medida import muestra

#: llamadas por proceso y ronda; la primera paga el arranque y no cuenta
CALLS = 3
#: segundos de reloj que se dedican como mucho a una celda
BUDGET_S = 3.0
#: cuánto puede pasar el reloj de pared al de procesador, respecto del patrón, sin ser sospechoso
WALL_EXCESS = 2.0
IMPLAUSIBLE = 0.05


@dataclass(frozen=True)
class SpeedResult:
    """Lo medido. `verdict` no es `correcto` si alguna respuesta medida no lo era."""

    verdict: Verdict
    decision: Decision | None = None
    identity_s: float = 0.0
    yardstick_s: float = 0.0
    student_s: float = 0.0
    suspicious: str | None = None


class Yardsticks:
    """El patrón y la identidad de cada ejercicio, cada uno en su sesión, siempre a punto.

    Corren en un aislamiento propio, idéntico al del alumno: mismo proceso caliente, mismos
    límites, mismas bifurcaciones.
    """

    def __init__(self, isolated: bool = True) -> None:
        self._isolated = isolated
        self._open: dict[str, tuple[Sandbox, Session]] = {}

    def probe(self, exercise: Exercise, source: str, plan: Plan) -> Probe:
        """Una sonda sobre `source`, que define el nombre del ejercicio."""
        if source not in self._open:
            self._open[source] = self._start(exercise, source)
        return Probe(self._open[source][1], "patron", plan)

    def _start(self, exercise: Exercise, source: str) -> tuple[Sandbox, Session]:
        sandbox = Sandbox(isolated=self._isolated)
        try:
            session = sandbox.session({})
            if session.run_cell(source).outputs:
                raise SandboxFailure(f"El patrón de {exercise.id} no se puede ejecutar.")
            session.snapshot("patron")
            session.seal()
        except BaseException:
            sandbox.close()
            raise
        return sandbox, session

    def close(self) -> None:
        """Cierra todos los aislamientos."""
        for sandbox, _ in self._open.values():
            sandbox.close()
        self._open.clear()


def measure(
    exercise: Exercise,
    spec: SpeedSpec,
    student: Probe,
    yardstick: Probe,
    identity: Probe,
    rng: np.random.Generator,
    budget_s: float = BUDGET_S,
) -> SpeedResult:
    """Rondas de identidad, patrón y alumno, con entradas nuevas, hasta decidir o agotar el tiempo.

    Cada respuesta del alumno se verifica; a la primera que no vale se acaba.
    """
    started = time.monotonic()
    rounds: list[tuple[float, float, float]] = []
    walls: list[tuple[float, float]] = []
    while True:
        cases = [spec.case(rng) for _ in range(CALLS)]
        seeds = [int(s) for s in rng.integers(0, 2**63, CALLS)]
        nothing = identity.batch(cases, seeds)
        good = yardstick.batch(cases, seeds)
        readings = student.batch(cases, seeds)
        wrong = _verify(exercise, spec, cases, seeds, readings)
        if wrong is not None:
            return SpeedResult(wrong)
        if min(len(nothing), len(good)) < CALLS or any(r.answer.estado != "valor" for r in good):
            raise SandboxFailure(f"El patrón de {exercise.id} no contesta.")
        rounds.append((_least(nothing), _least(good), _least(readings)))
        walls.append((_waiting(good), _waiting(readings)))
        exhausted = time.monotonic() - started > budget_s
        decision = decide([_ratio(r) for r in rounds], spec.steps, exhausted)
        if decision is not None:
            middle = [float(np.median(column)) for column in zip(*rounds, strict=True)]
            return SpeedResult(
                Verdict.CORRECT, decision, *middle, suspicious=_suspicion(decision, walls, rounds)
            )


def _verify(
    exercise: Exercise,
    spec: SpeedSpec,
    cases: Sequence[Caso],
    seeds: Sequence[int],
    readings: Sequence[Reading],
) -> Verdict | None:
    """El veredicto de la primera respuesta que no vale, o None si valen todas."""
    for case, seed, reading in zip(cases, seeds, readings, strict=False):
        if reading.answer.estado != "valor":
            return _VERDICTS.get(reading.answer.estado, Verdict.EXCEPTION)
        if not _is_right(exercise, spec, case, seed, reading.answer):
            return Verdict.INCORRECT
    return None if len(readings) == len(cases) else Verdict.EXCEPTION


_VERDICTS = {
    "tiempo": Verdict.TIME,
    "memoria": Verdict.MEMORY,
    "invalida": Verdict.INVALID,
}


def _is_right(
    exercise: Exercise, spec: SpeedSpec, case: Caso, seed: int, answer: Respuesta
) -> bool:
    plan = Plan(exercise.id, exercise.name, (case,))
    expected = muestra(answers(exercise, exercise.reference, plan, through_codec=False)[0], seed)
    if spec.verify is not None:
        try:
            return bool(spec.verify(case, answer.valor, expected.valor))
        except (TypeError, ValueError, KeyError, IndexError):
            return False
    return iguales(answer, expected, Comparacion(dtype=True))


def _least(readings: Sequence[Reading]) -> float:
    """El menor tiempo de procesador de una tanda, sin la primera llamada."""
    return min(r.cpu for r in readings[1:])


def _waiting(readings: Sequence[Reading]) -> float:
    """Segundos de pared de más en la llamada en que menos se esperó."""
    return min(r.wall - r.cpu for r in readings[1:])


def _ratio(times: tuple[float, float, float]) -> float:
    identity, yardstick, student = times
    return max(student - identity, 0.0) / max(yardstick - identity, 1e-9)


def _suspicion(
    decision: Decision,
    walls: Sequence[tuple[float, float]],
    rounds: Sequence[tuple[float, float, float]],
) -> str | None:
    """Lo que un docente debería mirar: una ganancia inverosímil, o esperar sin gastar procesador."""
    if decision.interval.high < IMPLAUSIBLE:
        return "va inverosímilmente más deprisa que el patrón"
    own, theirs = (min(column) for column in zip(*walls, strict=True))
    work = min(yardstick for _, yardstick, _ in rounds)
    if theirs > WALL_EXCESS * max(own, work):
        return "tarda en el reloj de pared mucho más que en el de procesador"
    return None
