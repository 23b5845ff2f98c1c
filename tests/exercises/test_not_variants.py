"""A quien se equivoca de una manera que no es una variante no se le dice una causa falsa."""

import warnings

import numpy as np
import pytest

from curso.pruebas.observado import OBSERVACIONES
from tests.exercises.not_variants import WRONG
from tests.exercises.told import diagnosis, programs, told

ALL = [*WRONG, *programs("t1"), *programs("t2"), *programs("t3")]


@pytest.fixture(scope="module", autouse=True)
def quiet():
    """Lo que divide entre cero o desborda lo hace a propósito."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


@pytest.fixture(scope="module")
def results(quiet):
    return [(source, true, *told(exercise_id, source)) for exercise_id, source, true in ALL]


def test_none_of_them_passes(results):
    assert [source for source, _, right, _ in results if right] == []


def test_nobody_is_told_something_false(results):
    assert [(source, codes - true) for source, true, _, codes in results if codes - true] == []


def test_nine_out_of_ten_are_told_their_cause(results):
    named = sum(bool(codes & true) for _, true, _, codes in results)
    assert named >= 0.9 * len(results), f"{named} de {len(results)}"


def test_more_than_four_out_of_five_are_told_more_than_what_is_seen(results):
    named = sum(bool((codes & true) - OBSERVACIONES) for _, true, _, codes in results)
    assert named >= 0.8 * len(results), f"{named} de {len(results)}"


def test_the_right_ones_written_differently_lose_nothing():
    wrong = {
        source: diagnosis(exercise_id, source).hallazgos
        for exercise_id, source, _ in programs("correctas")
        if not diagnosis(exercise_id, source).correcto
    }
    assert wrong == {}
