"""Validación cruzada y evaluación por partes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.validacion import evaluar_por_partes, validacion_cruzada


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


@pytest.mark.parametrize(("n", "k"), [(3, 4), (5, 1), (5, 0), (0, 2)])
def test_impossible_folds_are_refused(n, k):
    with pytest.raises(ValueError, match="ha de ser"):
        validacion_cruzada(n, k)


def test_each_model_is_scored_on_the_rows_that_it_did_not_see():
    x, y = np.arange(4.0), np.array([0.0, 2.0, 4.0, 12.0])
    seen = []

    def train(x_e, y_e):
        seen.append(x_e.tolist())
        return y_e.mean()

    folds = [(np.array([2, 3]), np.array([0, 1])), (np.array([0, 1]), np.array([2, 3]))]
    mean, deviation = evaluar_por_partes(
        train, lambda model, x_v, y_v: float(abs(y_v.mean() - model) + x_v[0]), x, y, folds
    )
    assert seen == [[2.0, 3.0], [0.0, 1.0]]
    assert mean == 8.0
    assert deviation == pytest.approx(np.sqrt(2.0))
    with pytest.raises(ValueError, match="partes"):
        evaluar_por_partes(train, lambda *_: 0.0, x, y, folds[:1])
