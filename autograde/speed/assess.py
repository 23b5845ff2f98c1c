"""De lo medido a la decisión sobre una celda de velocidad o de memoria."""

from __future__ import annotations

import numpy as np

from autograde.judge.judging import Judgement
from autograde.judge.results import MemoryMark, SpeedMark
from autograde.model import CellKind, Exercise, Verdict
from autograde.model.measures import PeakSpec, SpeedSpec
from autograde.sandbox import Session
from autograde.speed.measure import measure, measure_peak
from autograde.speed.probe import Probe
from autograde.speed.yardsticks import Yardsticks, measuring_plan


def assess(
    exercise: Exercise, kind: CellKind, session: Session, key: str, yardsticks: Yardsticks
) -> Judgement:
    """Mide el ejercicio en la instantánea `key` y decide. `SandboxFailure` si no se puede medir.

    Las entradas son nuevas cada vez: nada de lo que se mide se puede haber visto antes. Si la
    sesión tiene un dispositivo, todo se mide en él.
    """
    student = Probe(session, key, measuring_plan(exercise, session.device))
    yardsticks = yardsticks.on(session.device)
    rng = np.random.default_rng()
    if kind is CellKind.SPEED and exercise.speed is not None:
        return _speed(exercise, exercise.speed, student, yardsticks, rng)
    if kind is CellKind.MEMORY and exercise.memory is not None and exercise.memory.peak is not None:
        return _peak(exercise, exercise.memory.peak, student, yardsticks, rng)
    return Judgement(Verdict.CORRECT, 1.0)


def _speed(
    exercise: Exercise,
    spec: SpeedSpec,
    student: Probe,
    yardsticks: Yardsticks,
    rng: np.random.Generator,
) -> Judgement:
    yardstick = yardsticks.yardstick(exercise)
    identity = yardsticks.identity(exercise, spec.identity)
    result = measure(exercise, spec, student, yardstick, identity, rng)
    if result.decision is None:
        return Judgement(result.verdict, 0.0, suspicion=result.suspicious)
    share = result.decision.share
    slow = share < 1.0 and exercise.too_slow is not None
    return Judgement(
        Verdict.INCORRECT if slow else Verdict.CORRECT,
        share,
        (exercise.too_slow,) if slow and exercise.too_slow else (),
        speed=SpeedMark(share, spec.steps),
        suspicion=result.suspicious,
        noisy=result.decision.noisy,
    )


def _peak(
    exercise: Exercise,
    spec: PeakSpec,
    student: Probe,
    yardsticks: Yardsticks,
    rng: np.random.Generator,
) -> Judgement:
    identity = yardsticks.identity(exercise, spec.identity)
    result = measure_peak(exercise, spec, student, identity, rng)
    if result.verdict is not Verdict.CORRECT:
        return Judgement(result.verdict, 0.0)
    fits = result.extra <= spec.limit_bytes and not result.elsewhere
    mark = MemoryMark(fits, spec.limit_bytes)
    if fits or exercise.too_big is None:
        return Judgement(Verdict.CORRECT, 1.0, memory=mark, suspicion=result.suspicious)
    return Judgement(
        Verdict.INCORRECT, 0.0, (exercise.too_big,), memory=mark, suspicion=result.suspicious
    )
