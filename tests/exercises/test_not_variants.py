"""A quien se equivoca de una manera que no es una variante no se le dice una causa falsa."""

import pytest

from tests.exercises.not_variants import WRONG
from tests.exercises.told import told


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
