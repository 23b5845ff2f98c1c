"""Medir a un alumno frente al patrón: rondas intercaladas hasta que el tramo está claro."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from autograde.model import Exercise, Verdict
from autograde.model.measures import PeakSpec, SpeedSpec
from autograde.sandbox import SandboxFailure
from autograde.speed.decision import ENOUGH_ROUNDS, Decision, decide
from autograde.speed.probe import Batch, Peak, Probe
from autograde.speed.verify import is_right, shuffled
from curso.pruebas.plan import Caso, Respuesta

#: llamadas por proceso y ronda; la primera paga el arranque y no cuenta. Son tan cortas que hacer
#: otra cuesta menos que otro proceso, y de varias la menor apenas varía
CALLS = 5
#: de una llamada que dura esto basta con otra: el ruido de lo largo es pequeño
LONG_S = 0.02
#: segundos de reloj que se dedican como mucho a una celda; si la máquina está tan ocupada que en
#: ellos no caben unas cuantas rondas, se le da más
BUDGET_S = 3.0
OVERLOADED = 4
#: veces que el alumno puede esperar más que el patrón sin que lo mire un docente
WAITING_EXCESS = 4.0
#: por debajo de esta razón, una ganancia es inverosímil
IMPLAUSIBLE = 0.05
#: posiciones de cada orden al azar que se recuerdan, para que no se repita ninguno
REMEMBERED = 2000
ELSEWHERE = "crea procesos o hilos mientras se mide"
RESTLESS = "sigue trabajando mientras se mide el patrón con el que se compara"
#: memorias de más que se miden como mucho; basta con que una quepa
PEAKS = 3

_VERDICTS = {
    "tiempo": Verdict.TIME,
    "memoria": Verdict.MEMORY,
    "invalida": Verdict.INVALID,
}


@dataclass(frozen=True)
class SpeedResult:
    """Lo medido. `verdict` no es `correcto` si alguna respuesta medida no lo era."""

    verdict: Verdict
    decision: Decision | None = None
    identity_s: float = 0.0
    yardstick_s: float = 0.0
    student_s: float = 0.0
    suspicious: str | None = None


@dataclass(frozen=True)
class PeakResult:
    """La memoria de más, en bytes. `verdict` no es `correcto` si la respuesta no lo era.

    Con `elsewhere` puede haber ocupado otra que no se ve.
    """

    verdict: Verdict
    extra: int = 0
    elsewhere: bool = False
    suspicious: str | None = None


@dataclass(frozen=True)
class _Round:
    identity: Batch
    yardstick: Batch
    student: Batch

    @property
    def times(self) -> tuple[float, float, float]:
        return self.identity.least, self.yardstick.least, self.student.least

    @property
    def ratio(self) -> float:
        identity, yardstick, student = self.times
        return max(student - identity, 0.0) / max(yardstick - identity, 1e-9)


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
    student.rest()
    started = time.monotonic()
    rounds: list[_Round] = []
    checker = _Checker(exercise, spec)
    while True:
        cases = [spec.case(rng) for _ in range(CALLS)]
        seeds = _seeds(rng, CALLS)
        ours = (identity.batch(cases, seeds), yardstick.batch(cases, seeds))
        current = _Round(*ours, student.batch(cases, seeds, LONG_S))
        wrong = checker.fault(cases, seeds, [r.answer for r in current.student.readings])
        if student.restless:
            return SpeedResult(Verdict.INCORRECT, suspicious=RESTLESS)
        if wrong is not None:
            return SpeedResult(wrong)
        for batch in ours:
            if len(batch.readings) < CALLS or batch.readings[-1].answer.estado != "valor":
                raise SandboxFailure(f"El patrón de {exercise.id} no contesta.")
        rounds.append(current)
        spent = time.monotonic() - started
        limit = budget_s if len(rounds) >= ENOUGH_ROUNDS else OVERLOADED * budget_s
        exhausted = spent > limit
        decision = decide([r.ratio for r in rounds], spec.steps, exhausted)
        if decision is not None:
            nothing, good, own = (
                float(np.median(column)) for column in zip(*(r.times for r in rounds), strict=True)
            )
            suspicion = _suspicion(decision, rounds)
            return SpeedResult(Verdict.CORRECT, decision, nothing, good, own, suspicion)


def measure_peak(
    exercise: Exercise, spec: PeakSpec, student: Probe, identity: Probe, rng: np.random.Generator
) -> PeakResult:
    """La memoria que llega a ocupar una llamada, menos la de hacer las entradas; la menor."""
    student.rest()
    results: list[PeakResult] = []
    files: int | None = None
    while len(results) < PEAKS and not any(r.extra <= spec.limit_bytes for r in results):
        case, seed = spec.case(rng), _seeds(rng, 1)[0]
        base, own = identity.peak(case, seed), student.peak(case, seed)
        if base.answer.estado != "valor":
            raise SandboxFailure(f"La identidad de {exercise.id} no contesta.")
        if own.answer.estado != "valor":
            return PeakResult(_VERDICTS.get(own.answer.estado, Verdict.EXCEPTION))
        if not is_right(exercise, spec.expected, case, seed, own.answer):
            return PeakResult(Verdict.INCORRECT)
        files = own.files_before if files is None else files
        extra = max(own.extra - base.extra, own.own - base.own, 0) + max(own.files - files, 0)
        note = _hidden_memory(spec, base, own, extra)
        results.append(PeakResult(Verdict.CORRECT, extra, own.elsewhere, note))
        if own.elsewhere:
            return results[-1]
    return min(results, key=lambda r: r.extra)


def _hidden_memory(spec: PeakSpec, base: Peak, own: Peak, extra: int) -> str | None:
    """Lo que un docente debería mirar: memoria que la cuenta puede no haber visto."""
    if own.elsewhere:
        return ELSEWHERE
    if own.kept < base.kept - spec.limit_bytes / 4 or extra < spec.least_bytes:
        return "suelta al empezar memoria que tenía reservada"
    if own.files_before > spec.limit_bytes:
        return "guarda ficheros grandes, que también son memoria"
    return None


class _Checker:
    """Verifica las respuestas medidas, y que los órdenes al azar cambien de una a otra."""

    def __init__(self, exercise: Exercise, spec: SpeedSpec) -> None:
        self._exercise = exercise
        self._spec = spec
        self._orders: list[np.ndarray] = []

    def fault(
        self, cases: Sequence[Caso], seeds: Sequence[int], answers: Sequence[Respuesta]
    ) -> Verdict | None:
        """El veredicto de la primera respuesta que no vale, o None si valen todas."""
        for case, seed, answer in zip(cases, seeds, answers, strict=False):
            if answer.estado != "valor":
                return _VERDICTS.get(answer.estado, Verdict.EXCEPTION)
            if not is_right(self._exercise, self._spec.expected, case, seed, answer):
                return Verdict.INCORRECT
            for order in () if self._spec.orders is None else self._spec.orders(answer.valor):
                if not shuffled(order, self._orders):
                    return Verdict.INCORRECT
                self._orders.append(order[:REMEMBERED].astype(np.int64))
        return None if answers else Verdict.EXCEPTION


def _seeds(rng: np.random.Generator, how_many: int) -> list[int]:
    return [int(s) for s in rng.integers(0, 2**63, how_many)]


def _suspicion(decision: Decision, rounds: Sequence[_Round]) -> str | None:
    """Lo que un docente debería mirar: una ganancia inverosímil, o trabajo fuera de la vista."""
    if any(r.student.changes.created or r.student.accompanied for r in rounds):
        return ELSEWHERE
    if decision.interval.high < IMPLAUSIBLE:
        return "va inverosímilmente más deprisa que el patrón"
    usual = min(r.yardstick.patience for r in rounds)
    if min(r.student.patience for r in rounds) > WAITING_EXCESS * max(usual, 1.0):
        return "espera mucho más de lo que trabaja"
    return None
