"""Velocidad y memoria: solo de lo correcto, y cuando ya no queda nada más por hacer.

Lo que solo falla en casos límite se mide también: ya ha pagado por ellos en su celda de corrección,
y la misma falta no se cobra dos veces.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Mapping

from autograde.grading.accelerator import Accelerator
from autograde.grading.check import Check, Run
from autograde.grading.on_device import assess_on_device
from autograde.judge import checks
from autograde.judge.judging import Judgement
from autograde.model import CellKind, Verdict
from autograde.sandbox import SandboxFailure, Session
from autograde.speed.assess import assess
from autograde.speed.yardsticks import Yardsticks

MEASURED = (CellKind.SPEED, CellKind.MEMORY)


def measure_all(
    found: Mapping[int, Check],
    session: Session,
    there: Session | None,
    run: Run,
    yardsticks: Yardsticks | None,
    accelerator: Accelerator | None,
) -> None:
    """Mide lo que se mide, y lo anota en `run`. `there` es la sesión con dispositivo, si la hay."""
    correct = {
        (check.exercise.id, check.kind)
        for check in found.values()
        if check.grade_id in run.judged and run.judged[check.grade_id].share > 0
    }
    for check in found.values():
        judged = run.judged.get(check.grade_id)
        if check.kind not in MEASURED or judged is None:
            continue
        on_device = timed_on_device(check)
        needed = CellKind.PORTABLE if on_device else CellKind.CORRECTNESS
        place = there if on_device else session
        if (check.exercise.id, needed) not in correct:
            run.judged[check.grade_id] = Judgement(Verdict.OMITTED, 0.0)
        elif judged.verdict is not Verdict.CORRECT:
            found_out = tuple(filter(None, [check.exercise.too_big]))
            run.judged[check.grade_id] = dataclasses.replace(judged, findings=found_out)
        elif yardsticks is None:
            raise checks.BrokenExerciseError(f"No hay con qué medir {check.grade_id}.")
        elif place is None:  # sin dispositivo: no es culpa del alumno
            run.judged[check.grade_id] = Judgement(Verdict.NOT_EVALUATED, 1.0)
        else:
            _assess(check, place, run, yardsticks, accelerator)


def _assess(
    check: Check,
    session: Session,
    run: Run,
    yardsticks: Yardsticks,
    accelerator: Accelerator | None,
) -> None:
    measure = functools.partial(
        assess, check.exercise, check.kind, session, check.grade_id, yardsticks
    )
    try:
        if accelerator is not None and timed_on_device(check):
            judged = assess_on_device(measure, accelerator)
        else:
            judged = measure()
    except SandboxFailure as failure:
        run.failed[check.grade_id] = str(failure)
        yardsticks.close()  # la próxima vez, con uno nuevo
        return
    run.judged[check.grade_id] = judged
    if judged.suspicion is not None:
        run.warnings.append(
            f"Al medir {check.grade_id}, el código {judged.suspicion}: conviene mirarlo."
        )


def timed_on_device(check: Check) -> bool:
    """Si lo que se mide de una prueba se mide en el dispositivo."""
    speed = check.exercise.speed
    return check.kind is CellKind.SPEED and speed is not None and speed.device
