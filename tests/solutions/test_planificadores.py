"""Planes de la tasa de aprendizaje, en los puntos donde cambian."""

import math

import numpy as np
import pytest

from solutions.planificadores import (
    ReducirEnMeseta,
    decaimiento_escalonado,
    decaimiento_exponencial,
    decaimiento_inverso,
    decaimiento_lineal,
)

PLANS = [
    (lambda t: decaimiento_escalonado(0.8, t, 0.5, 3), {0: 0.8, 2: 0.8, 3: 0.4, 5: 0.4, 6: 0.2}),
    (lambda t: decaimiento_exponencial(0.5, t, 0.1), {0: 0.5, 10: 0.5 / math.e}),
    (lambda t: decaimiento_inverso(0.4, t, 1.0), {0: 0.4, 1: 0.2, 3: 0.1}),
    (lambda t: decaimiento_lineal(1.0, t, 4, 0.2), {0: 1.0, 1: 0.8, 2: 0.6, 4: 0.2, 100: 0.2}),
]


@pytest.mark.parametrize(("plan", "values"), PLANS)
def test_schedule_values(plan, values):
    assert {t: plan(t) for t in values} == pytest.approx(values)
    assert all(type(plan(t)) is float for t in (0, np.int64(3), np.array(2)))


@pytest.mark.parametrize("shape", [(4,), (2, 3), (0,)], ids=str)
@pytest.mark.parametrize(("plan", "values"), PLANS)
def test_an_array_of_instants_gives_one_of_rates(plan, values, shape):
    t = np.random.default_rng(0).integers(0, 12, size=shape)
    rates = plan(t)
    assert rates.dtype == np.float64
    assert rates.shape == shape
    assert rates.ravel().tolist() == pytest.approx([plan(int(i)) for i in t.ravel()])


@pytest.mark.parametrize(
    "make",
    [
        lambda: decaimiento_escalonado(0.1, 3, 0.5, 0),
        lambda: decaimiento_escalonado(0.1, 3, 1.5, 1),
        lambda: decaimiento_escalonado(0.1, -1),
        lambda: decaimiento_exponencial(-0.1, 3, 1),
        lambda: decaimiento_exponencial(0.1, np.array([2, -1]), 1),
        lambda: decaimiento_inverso(0.1, 3, -1),
        lambda: decaimiento_lineal(0.1, 3, 5, 0.2),
        lambda: decaimiento_lineal(0.1, 3, 0),
        lambda: ReducirEnMeseta(0.1, factor=1.5),
    ],
)
def test_impossible_schedules_are_refused(make):
    with pytest.raises(ValueError, match=r"pide|ha de ser"):
        make()


def test_plateau_lowers_the_rate_after_the_patience_and_starts_again():
    plateau = ReducirEnMeseta(1.0, factor=0.1, paciencia=2, lr_minima=0.05)
    losses = [5, 4, 4, 4, 3.9, 4, 4, 4, 4]
    rates = [plateau.observar(loss) for loss in losses]
    assert rates == pytest.approx([1, 1, 1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05])


def test_plateau_needs_a_worthwhile_improvement():
    plateau = ReducirEnMeseta(1.0, factor=0.5, paciencia=2, mejora_minima=0.1)
    assert [plateau.observar(loss) for loss in (1.0, 0.95, 0.92)] == [1.0, 1.0, 0.5]


def test_a_loss_that_is_not_a_number_never_improves_and_does_not_become_the_best():
    plateau = ReducirEnMeseta(1.0, factor=0.5, paciencia=2)
    losses = [math.nan, 3.0, math.nan, 2.0, math.nan, math.nan]
    assert [plateau.observar(loss) for loss in losses] == [1, 1, 1, 1, 1, 0.5]
