"""A quien se equivoca de una manera que no es una variante no se le dice una causa falsa."""

import numpy as np
import pytest

from autograde import exercises
from autograde.judge.checks import answers, hidden_check, joined, public_check
from autograde.model import CellKind
from curso.pruebas.diagnostico import diagnosticar
from tests.exercises.not_variants import WRONG

EXERCISES = {e.id: e for a in exercises.available() for e in exercises.load(a).exercises.values()}


def told(exercise_id, source):
    """Lo que oye quien entrega `source`, y si lo que entrega es correcto."""
    exercise = EXERCISES[exercise_id]
    space = {"np": np}
    exec(source, space)
    kind = CellKind.CORRECTNESS
    check = joined(public_check(exercise, kind), hidden_check(exercise, kind, b"una semilla"))
    diagnosis = diagnosticar(answers(exercise, space[exercise.name], check.plan), check)
    return diagnosis.correcto, {
        h.codigo.removeprefix(f"{exercise_id}.") for h in diagnosis.hallazgos
    }


@pytest.fixture(scope="module")
def results():
    return [(source, true, *told(exercise_id, source)) for exercise_id, source, true in WRONG]


def test_none_of_them_passes(results):
    assert [source for source, _, right, _ in results if right] == []


def test_nobody_is_told_something_false(results):
    assert [(source, codes - true) for source, true, _, codes in results if codes - true] == []


def test_four_out_of_five_are_told_their_cause(results):
    named = sum(bool(codes & true) for _, true, _, codes in results)
    assert named >= 0.8 * len(results), f"{named} de {len(results)}"
