"""Búsqueda de hiperparámetros."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.busqueda import (
    busqueda_aleatoria,
    busqueda_en_rejilla,
    log_uniforme,
    uniforme,
    validacion_cruzada,
)


@given(st.integers(2, 12), st.integers(0, 60), st.booleans())
def test_folds_are_disjoint_cover_everything_and_are_even(k, extra, shuffle):
    n = k + extra
    folds = validacion_cruzada(n, k, np.random.default_rng(n) if shuffle else None)
    sizes = [len(validation) for _, validation in folds]
    assert len(folds) == k
    assert max(sizes) - min(sizes) <= 1
    assert sorted(np.concatenate([v for _, v in folds])) == list(range(n))
    for training, validation in folds:
        assert sorted([*training, *validation]) == list(range(n))


def test_folds_are_shuffled_with_a_generator():
    (_, plain), *_ = validacion_cruzada(20, 2)
    (_, shuffled), *_ = validacion_cruzada(20, 2, np.random.default_rng(0))
    assert plain.tolist() == list(range(10))
    assert shuffled.tolist() != plain.tolist()


@pytest.mark.parametrize(("n", "k"), [(3, 4), (5, 1)])
def test_impossible_folds_are_refused(n, k):
    with pytest.raises(ValueError, match="ha de ser"):
        validacion_cruzada(n, k)


def test_log_uniform_gives_every_order_of_magnitude_its_share():
    rng, draw = np.random.default_rng(0), log_uniforme(1e-4, 1e-1)
    exponents = np.floor(np.log10([draw(rng) for _ in range(3000)]))
    counts = {int(e): int((exponents == e).sum()) for e in np.unique(exponents)}
    assert set(counts) == {-4, -3, -2}
    assert all(900 < count < 1100 for count in counts.values())


def test_impossible_ranges_are_refused():
    with pytest.raises(ValueError, match="0 < minimo"):
        log_uniforme(0, 1)
    with pytest.raises(ValueError, match="menor"):
        uniforme(2, 1)


def test_grid_tries_every_combination_and_finds_the_best():
    result = busqueda_en_rejilla(
        lambda lr, l2: (lr - 0.1) ** 2 + l2, {"lr": [1.0, 0.1, 0.01], "l2": [0.5, 0.0]}
    )
    assert len(result.intentos) == 6
    assert result.mejor == {"lr": 0.1, "l2": 0.0}


def test_random_search_repeats_with_its_generator_and_stays_in_range():
    space = {"lr": log_uniforme(1e-3, 1.0), "decaimiento": uniforme(0.0, 0.1)}
    one, two = (
        busqueda_aleatoria(
            lambda lr, decaimiento: abs(math.log10(lr) + 1) + decaimiento,
            space,
            50,
            np.random.default_rng(4),
        )
        for _ in range(2)
    )
    assert one == two
    assert all(1e-3 <= o["lr"] <= 1 and 0 <= o["decaimiento"] <= 0.1 for o, _ in one.intentos)
    assert 0.03 < one.mejor["lr"] < 0.3


def test_attempts_that_diverge_are_never_the_best():
    result = busqueda_en_rejilla(lambda lr: math.nan if lr > 1 else lr, {"lr": [10, 0.5, 0.5]})
    assert result.mejor == {"lr": 0.5}
    with pytest.raises(ValueError, match="finita"):
        _ = busqueda_en_rejilla(lambda lr: math.inf, {"lr": [1]}).mejor
