"""Tropiezos de t7, escritos desde el enunciado: a nadie se le dice una causa que no es la suya."""

import pytest

from tests.exercises.slips_t7 import SLIPS
from tests.exercises.told import told


@pytest.mark.parametrize(
    ("exercise_id", "program", "true"),
    SLIPS,
    ids=[f"{exercise_id} {i}" for i, (exercise_id, _, _) in enumerate(SLIPS)],
)
def test_what_is_told_of_a_slip_is_true_of_it(exercise_id, program, true):
    correct, codes = told(exercise_id, program)
    assert not correct
    assert codes <= true


def test_most_of_those_who_made_one_foreseen_mistake_are_told_it():
    single = [(e, p, true) for e, p, true in SLIPS if len(true) == 1]
    named = [bool(told(e, p)[1] & true) for e, p, true in single]
    assert sum(named) >= 0.8 * len(named)
