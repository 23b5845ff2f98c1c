"""El error arrastrado: quien llama a una función suya que está mal no lo paga dos veces.

Como haría una persona: si un ejercicio falla y se apoya en otro anterior que también falla, se mira
si con la solución del docente en lugar de aquel es correcto. Qué parejas valen lo declara quien
escribió el ejercicio (`Exercise.carries`); nunca aquellas en que lo anterior calcula ya lo de
después.

Es la única ocasión en que algo de la solución entra donde corre código del alumno. Por eso se hace
al final y en una sesión nueva, de la que no se aprovecha nada más que las respuestas a esa prueba.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autograde.grading.check import Check, Run
from autograde.grading.placing import Placing
from autograde.judge.judging import Judgement, judge
from autograde.model import CellKind, Verdict
from autograde.sandbox import CellState, Session
from curso.pruebas.celdas import alcanza, en_vigor
from curso.pruebas.compara import Hallazgo

_WRONG = (
    Verdict.INCORRECT,
    Verdict.EXCEPTION,
    Verdict.TIME,
    Verdict.MEMORY,
    Verdict.INVALID,
)


@dataclass(frozen=True)
class Suspicion:
    """Una prueba que falla, en la celda `index`, y una anterior a la que se puede deber."""

    index: int
    check: Check
    earlier: Check

    @property
    def note(self) -> Hallazgo:
        """Lo que se le dice al alumno si era eso."""
        name = self.earlier.exercise.name
        return Hallazgo(
            f"{self.check.exercise.id}.error_arrastrado",
            f"Error arrastrado de «{name}»: esta función falla porque llama a esa, que está mal. "
            "Con una correcta es correcta, y conserva sus puntos.",
            f"Corrige «{name}».",
        )


def suspicions(found: Mapping[int, Check], placing: Placing, run: Run) -> Iterator[Suspicion]:
    """Lo que falla y llama, directamente o no, a algo anterior y declarado que también falla."""
    by_exercise = {
        check.exercise.id: (index, check)
        for index, check in found.items()
        if check.kind is CellKind.CORRECTNESS
    }
    for index, check in by_exercise.values():
        if not check.exercise.carries or not _is_wrong(check, run):
            continue
        end = len(placing.readings) if index in placing.late else index
        valid = en_vigor(placing.readings, end)
        used = alcanza(check.exercise.name, valid) if check.exercise.name in valid else set()
        for name in check.exercise.carries:
            where, earlier = by_exercise.get(name, (index, check))
            if where < index and earlier.exercise.name in used and _is_wrong(earlier, run):
                yield Suspicion(index, check, earlier)


def _is_wrong(check: Check, run: Run) -> bool:
    judged = run.judged.get(check.grade_id)
    return check.grade_id not in run.failed and judged is not None and judged.verdict in _WRONG


def settle_carried(session: Session, suspicion: Suspicion, solution: str, run: Run) -> bool:
    """Pregunta otra vez, con la solución de lo anterior, y anota el resultado si es correcto.

    session
        Nueva, con las celdas del alumno ya corridas hasta la prueba. Nada de lo que enseñe se mira;
        sellada, contesta a esta prueba y no sirve para más.
    """
    check = suspicion.check
    if session.run_cell(solution).state is not CellState.OK:
        return False
    session.snapshot(check.grade_id)
    session.seal()
    public = session.ask(check.grade_id, check.public.plan)
    hidden = session.ask(check.grade_id, check.hidden.plan)
    again = judge(check.exercise, check.public, public, check.hidden, hidden)
    if again.verdict is not Verdict.CORRECT:
        return False
    before = run.judged[check.grade_id]
    run.judged[check.grade_id] = _forgiven(before, suspicion)
    run.warnings.append(
        f"«{check.exercise.name}»: error arrastrado de «{suspicion.earlier.exercise.name}»; con la "
        "solución de esa es correcta, y conserva sus puntos."
    )
    return True


def _forgiven(before: Judgement, suspicion: Suspicion) -> Judgement:
    """Todos sus puntos y la nota; lo que se enseña de los casos es lo de la primera vez."""
    return dataclasses.replace(
        before, verdict=Verdict.CORRECT, share=1.0, findings=(), notes=(suspicion.note,)
    )
