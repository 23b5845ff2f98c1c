"""Regularización: penalización, abandono y parada temprana."""

import numpy as np
import pytest

from solutions.descenso import gradiente_numerico
from solutions.regularizacion import ParadaTemprana, abandono, parada_temprana, regularizacion_l2


def test_l2_penalty_and_its_derivative(backend):
    w = np.array([1.0, -2.0, 3.0])
    penalty, gradient = regularizacion_l2(backend.to(w), 0.5)
    assert float(penalty) == pytest.approx(3.5)
    numeric = gradiente_numerico(lambda v: regularizacion_l2(v, 0.5)[0], w)
    np.testing.assert_allclose(backend.back(gradient), numeric, rtol=1e-7)


def test_dropout_keeps_the_mean_and_turns_off_the_share_asked_for(backend):
    x = backend.to(np.full((200, 100), 2.0))
    out, mask = abandono(x, 0.25, np.random.default_rng(0))
    out, mask = backend.back(out), backend.back(mask)
    assert set(np.unique(out)) == {0.0, 2 / 0.75}
    assert (out == 0).mean() == pytest.approx(0.25, abs=0.02)
    assert out.mean() == pytest.approx(2.0, abs=0.05)
    np.testing.assert_array_equal(out, 2 * mask)
    assert backend.back(x).min() == 2.0


def test_dropout_does_nothing_when_predicting():
    x = np.arange(6.0)
    out, mask = abandono(x, 0.9, np.random.default_rng(0), entrenando=False)
    assert out.tolist() == x.tolist()
    assert mask.tolist() == [1.0] * 6
    assert out is not x


def test_dropout_keeps_single_precision():
    out, mask = abandono(np.ones(8, np.float32), 0.5, np.random.default_rng(0))
    assert out.dtype == mask.dtype == np.float32


@pytest.mark.parametrize("p", [-0.1, 1.0])
def test_dropping_everything_is_refused(p):
    with pytest.raises(ValueError, match="p ha de estar"):
        abandono(np.ones(3), p, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("losses", "patience", "expected"),
    [
        ([5, 4, 3, 3.5, 3.2, 3.1], 2, (4, 2)),
        ([5, 4, 3, 3.5, 2.9, 3.1], 2, (5, 4)),
        ([5, 4, 3], 1, (2, 2)),
        ([3, 3, 3], 2, (2, 0)),  # igualar no es mejorar
        ([np.nan, 2, np.nan], 3, (2, 1)),
    ],
)
def test_early_stopping_on_a_curve(losses, patience, expected):
    assert parada_temprana(losses, patience) == expected


def test_early_stopping_argument_errors():
    with pytest.raises(ValueError, match="paciencia"):
        ParadaTemprana(0)
    with pytest.raises(ValueError, match="al menos una"):
        parada_temprana([], 1)
