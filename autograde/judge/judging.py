"""El juez: de las respuestas de un plan al veredicto y los puntos de una celda."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from autograde.judge.checks import joined
from autograde.judge.results import MemoryMark, SpeedMark
from autograde.model import CellKind, Exercise, Verdict
from curso.pruebas.compara import Discrepancia, Hallazgo
from curso.pruebas.diagnostico import Diagnostico, diagnosticar
from curso.pruebas.informe import veredicto
from curso.pruebas.plan import Respuesta
from curso.pruebas.publico import Comprobacion


@dataclass(frozen=True)
class Target:
    """A qué se refiere una celda de prueba: `comprobar("t2.…", portable=True)`."""

    exercise_id: str
    kind: CellKind


@dataclass(frozen=True)
class Judgement:
    """Lo que decide el juez de una celda: nada de aquí viene del alumno salvo por comparación.

    suspicion
        Lo que un docente debería mirar de cómo se comportó al medirlo.
    noisy
        Si la velocidad no está clara, y es por el ruido más que por estar en un límite.
    differences
        La primera diferencia de cada caso público, o None; sin nada si no se compararon.
    """

    verdict: Verdict
    share: float
    findings: tuple[Hallazgo, ...] = ()
    notes: tuple[Hallazgo, ...] = ()
    speed: SpeedMark | None = None
    memory: MemoryMark | None = None
    suspicion: str | None = None
    noisy: bool = False
    differences: tuple[Discrepancia | None, ...] | None = None


def parse_target(source: str) -> Target | None:
    """La comprobación que pide una celda, o None si no llama a `comprobar`.

    Solo se lee el árbol sintáctico de la celda del docente; la celda no se ejecuta nunca.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "comprobar"
        ):
            return _target(node)
    return None


def _target(call: ast.Call) -> Target | None:
    if len(call.args) != 1 or not isinstance(call.args[0], ast.Constant):
        return None
    asked = [k for k in call.keywords if isinstance(k.value, ast.Constant) and k.value.value]
    names = [k.arg for k in asked if k.arg in set(CellKind)]
    if len(names) != len(asked) or len(names) > 1:
        return None
    kind = CellKind(names[0]) if names else CellKind.CORRECTNESS
    return Target(str(call.args[0].value), kind)


def judge(
    exercise: Exercise,
    public: Comprobacion,
    public_answers: Sequence[Respuesta],
    hidden: Comprobacion,
    hidden_answers: Sequence[Respuesta],
) -> Judgement:
    """Compara las respuestas públicas y ocultas de un ejercicio y decide.

    Todos los puntos si todo es correcto; una parte si solo fallan casos límite; si no, ninguno.
    """
    answers = (*public_answers, *hidden_answers)
    key = (exercise, public, hidden, *answers)
    if key in _correct:
        return _correct[key]
    judgement = _judge(exercise, joined(public, hidden), answers, len(public_answers))
    if judgement.verdict is Verdict.CORRECT:
        if len(_correct) == REMEMBERED:
            _correct.clear()
        _correct[key] = judgement
    return judgement


#: juicios que se recuerdan: casi todos los que aciertan contestan lo mismo, y una respuesta que se
#: ha leído ya es el mismo objeto. De lo incorrecto no se guarda nada: puede ocupar lo que quiera.
REMEMBERED = 512
_correct: dict[tuple[object, ...], Judgement] = {}


def _judge(
    exercise: Exercise, check: Comprobacion, answers: Sequence[Respuesta], public: int
) -> Judgement:
    diagnosis = diagnosticar(answers, check)
    return Judgement(
        Verdict(veredicto(answers, diagnosis.discrepancias)),
        _share(exercise, check, diagnosis),
        diagnosis.hallazgos,
        diagnosis.notas,
        differences=diagnosis.discrepancias[:public],
    )


def _share(exercise: Exercise, check: Comprobacion, diagnosis: Diagnostico) -> float:
    if diagnosis.correcto:
        return 1.0
    wrong = [
        case
        for case, difference in zip(check.plan.casos, diagnosis.discrepancias, strict=True)
        if difference is not None
    ]
    return 1.0 - exercise.edge_share if all(case.borde for case in wrong) else 0.0
