"""Planes de la tasa de aprendizaje, en los puntos donde cambian."""

import math

import pytest

from solutions.planificadores import (
    ReducirEnMeseta,
    escalonado,
    exponencial,
    inverso,
    lineal,
)


@pytest.mark.parametrize(
    ("plan", "values"),
    [
        (escalonado(0.8, 0.5, 3), {0: 0.8, 2: 0.8, 3: 0.4, 5: 0.4, 6: 0.2}),
        (exponencial(0.5, 0.1), {0: 0.5, 10: 0.5 / math.e}),
        (inverso(0.4, 1.0), {0: 0.4, 1: 0.2, 3: 0.1}),
        (lineal(1.0, 0.2, 4), {0: 1.0, 1: 0.8, 2: 0.6, 4: 0.2, 100: 0.2}),
    ],
)
def test_schedule_values(plan, values):
    assert {t: plan(t) for t in values} == pytest.approx(values)


@pytest.mark.parametrize(
    "make",
    [
        lambda: escalonado(0.1, 0.5, 0),
        lambda: escalonado(0.1, 1.5, 1),
        lambda: exponencial(-0.1, 1),
        lambda: inverso(0.1, -1),
        lambda: lineal(0.1, 0.2, 5),
        lambda: ReducirEnMeseta(0.1, factor=1.0),
    ],
)
def test_impossible_schedules_are_refused(make):
    with pytest.raises(ValueError, match="pide"):
        make()


def test_plateau_lowers_the_rate_after_the_patience_and_starts_again():
    plateau = ReducirEnMeseta(1.0, factor=0.1, paciencia=2, minimo=0.05)
    losses = [5, 4, 4, 4, 3.9, 4, 4, 4, 4]
    rates = [plateau.observar(loss) for loss in losses]
    assert rates == pytest.approx([1, 1, 1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05])


def test_plateau_needs_a_worthwhile_improvement():
    plateau = ReducirEnMeseta(1.0, factor=0.5, paciencia=2, mejora_minima=0.1)
    assert [plateau.observar(loss) for loss in (1.0, 0.95, 0.92)] == [1.0, 1.0, 0.5]
