"""Adivinar: contestar siempre lo mismo, algo de lo público, o algo que solo se parece.

Cada ataque va directo a las respuestas, como si el alumno tuviera las públicas de memoria.
"""

from __future__ import annotations

import collections
import math
from typing import Any

import numpy as np
import pytest

from autograde.exercises import available, load
from autograde.judge.checks import hidden_check, public_check
from autograde.judge.judging import judge
from autograde.model import CellKind, Exercise
from curso.pruebas import compara
from curso.pruebas.compara import valores
from curso.pruebas.plan import Respuesta

SEED = b"semilla"
CORRECT = CellKind.CORRECTNESS
ALL = [
    pytest.param(exercise, id=exercise.id)
    for task in sorted(available())
    for exercise in load(task).exercises.values()
    if CORRECT in exercise.points
]
#: lo que se separa cada número de la respuesta de lo que debía ser: 2 por mil
OFF = 2e-3


def _key(answer: Respuesta) -> str:
    return repr((answer.estado, answer.excepcion, answer.valor))


def _as_if(answer: Respuesta, inputs: Respuesta) -> Respuesta:
    """`answer`, con las entradas como deben quedar en ese caso."""
    return Respuesta(answer.estado, answer.valor, inputs.entradas, answer.excepcion)


@pytest.mark.lento
@pytest.mark.parametrize("exercise", ALL)
def test_no_public_answer_is_right_for_every_hidden_case(exercise: Exercise):
    public, hidden = public_check(exercise, CORRECT), hidden_check(exercise, CORRECT, SEED)
    for answer in {_key(a): a for a in public.esperadas}.values():
        guess = [_as_if(answer, e) for e in hidden.esperadas]
        assert judge(exercise, public, public.esperadas, hidden, guess).share == 0


@pytest.mark.parametrize("exercise", ALL)
def test_drawing_one_of_the_public_answers_for_each_case_is_hopeless(exercise: Exercise):
    """Con la frecuencia con que salen en lo público; los casos límite no cuentan."""
    public, hidden = public_check(exercise, CORRECT), hidden_check(exercise, CORRECT, SEED)
    often = collections.Counter(map(_key, public.esperadas))
    chances = [
        often[_key(answer)] / often.total()
        for answer, case in zip(hidden.esperadas, hidden.plan.casos, strict=True)
        if not case.borde
    ]
    assert math.prod(chances) < 1e-3


def _nearly(value: Any) -> Any:
    """Un valor parecido al debido, en media precisión."""
    match value:
        case np.ndarray() if value.dtype.kind == "f":
            with np.errstate(all="ignore"):
                return (value * (1 + OFF) + OFF).astype(np.float16)
        case float():
            with np.errstate(all="ignore"):
                return np.array(value * (1 + OFF) + OFF).astype(np.float16)
        case list() | tuple():
            return type(value)(map(_nearly, value))
        case _:
            return value


def _nearly_right(exercise: Exercise) -> float:
    checks = public_check(exercise, CORRECT), hidden_check(exercise, CORRECT, SEED)
    public, hidden = (
        (
            check,
            [
                _as_if(Respuesta(e.estado, _nearly(e.valor), {}, e.excepcion), e)
                for e in check.esperadas
            ],
        )
        for check in checks
    )
    return judge(exercise, *public, *hidden).share


def _reals(exercise: Exercise) -> bool:
    """Si en lo que se contesta hay números reales que `_nearly` cambie."""
    answers = public_check(exercise, CORRECT).esperadas
    return any(
        _key(a) != _key(Respuesta(a.estado, _nearly(a.valor), {}, a.excepcion)) for a in answers
    )


@pytest.mark.parametrize("exercise", ALL)
def test_half_precision_does_not_buy_its_tolerance(exercise: Exercise):
    if _reals(exercise):
        assert _nearly_right(exercise) == 0


def test_the_control_buys_it(monkeypatch):
    def bought(a: np.dtype, b: np.dtype, c: compara.Comparacion) -> tuple[float, float]:
        least = compara.tolerancia_minima(a, b)
        return max(c.rtol, least), max(c.atol, least)

    exercise = load("t1_descenso").exercises["t1.gradiente_numerico"]
    assert _nearly_right(exercise) == 0
    monkeypatch.setattr(valores, "_tolerancia", bought)
    assert _nearly_right(exercise) == 1
