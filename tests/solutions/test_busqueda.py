"""Búsqueda de hiperparámetros."""

import math

import numpy as np
import pytest

from solutions.busqueda import busqueda_aleatoria, busqueda_en_rejilla, log_uniforme


def test_log_uniform_gives_every_order_of_magnitude_its_share():
    draws = log_uniforme(1e-4, 1e-1, np.random.default_rng(0), 3000)
    exponents = np.floor(np.log10(draws))
    counts = {int(e): int((exponents == e).sum()) for e in np.unique(exponents)}
    assert set(counts) == {-4, -3, -2}
    assert all(900 < count < 1100 for count in counts.values())


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-1, 1), (2, 1), (1, 1)])
def test_impossible_ranges_are_refused(low, high):
    with pytest.raises(ValueError, match="0 < minimo"):
        log_uniforme(low, high, np.random.default_rng(0), 3)


def test_no_draws_are_an_empty_array_and_fewer_are_refused():
    assert log_uniforme(1, 2, np.random.default_rng(0), 0).shape == (0,)
    with pytest.raises(ValueError, match="n ha de ser"):
        log_uniforme(1, 2, np.random.default_rng(0), -1)


def test_grid_tries_every_combination_in_order_and_finds_the_best():
    best, loss, tries = busqueda_en_rejilla(
        lambda lr, l2: (lr - 0.1) ** 2 + l2, {"lr": [1.0, 0.1, 0.01], "l2": [0.5, 0.0]}
    )
    assert (best, loss) == ({"lr": 0.1, "l2": 0.0}, 0.0)
    assert [o for o, _ in tries] == [
        {"lr": lr, "l2": l2} for lr in (1.0, 0.1, 0.01) for l2 in (0.5, 0.0)
    ]


def test_random_search_repeats_with_its_generator_and_draws_in_the_order_of_the_space():
    space = {"lr": lambda rng: rng.random(), "b": lambda rng: int(rng.integers(4))}
    one, two = (
        busqueda_aleatoria(lambda lr, b: lr + b, space, 5, np.random.default_rng(4))
        for _ in range(2)
    )
    assert one == two
    rng = np.random.default_rng(4)
    assert [o for o, _ in one[2]] == [
        {"lr": rng.random(), "b": int(rng.integers(4))} for _ in range(5)
    ]
    with pytest.raises(ValueError, match="intentos"):
        busqueda_aleatoria(lambda lr, b: 0.0, space, 0, np.random.default_rng(4))


def test_attempts_that_diverge_are_kept_but_are_never_the_best():
    best, loss, tries = busqueda_en_rejilla(
        lambda lr: math.nan if lr > 1 else lr, {"lr": [10, 0.5, 0.5]}
    )
    assert (best, loss, len(tries)) == ({"lr": 0.5}, 0.5, 3)
    for nothing in ([1, 2], []):
        with pytest.raises(ValueError, match="finita"):
            busqueda_en_rejilla(lambda lr: -math.inf, {"lr": nothing})
