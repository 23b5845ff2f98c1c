"""Regularización: penalización, abandono y parada temprana."""

import numpy as np
import pytest

from solutions.descenso import gradiente_numerico
from solutions.regularizacion import ParadaTemprana, abandono, regularizacion_l2


def test_l2_penalty_and_its_derivative(backend):
    w, slope = np.array([1.0, -2.0, 3.0]), np.array([0.5, 0.0, -1.0])
    loss, gradient = regularizacion_l2(2.0, backend.to(slope), backend.to(w), 0.5)
    assert float(loss) == pytest.approx(5.5)
    numeric = gradiente_numerico(lambda v: regularizacion_l2(v @ slope, slope, v, 0.5)[0], w)
    np.testing.assert_allclose(backend.back(gradient), numeric, rtol=1e-7)


def test_a_negative_penalty_is_refused():
    with pytest.raises(ValueError, match="l2 ha de ser"):
        regularizacion_l2(1.0, np.ones(2), np.ones(2), -0.1)


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
    ("losses", "patience", "stops", "best"),
    [
        ([5, 4, 3, 3.5, 3.2, 3.1], 2, [0, 0, 0, 0, 1, 1], 2),
        ([5, 4, 3, 3.5, 2.9, 3.1], 2, [0, 0, 0, 0, 0, 0], 4),
        ([5, 4, 3], 1, [0, 0, 0], 2),
        ([3, 3, 3], 2, [0, 0, 1], 0),  # igualar no es mejorar
        ([np.nan, 2, np.nan], 3, [0, 0, 0], 1),
        ([np.nan, np.nan], 2, [0, 1], None),
        ([3, 4, 1], 1, [0, 1, 1], 0),  # ya había parado
    ],
)
def test_early_stopping_on_a_curve(losses, patience, stops, best):
    stop = ParadaTemprana(patience)
    assert stop.mejor_epoca is stop.mejores_pesos is None
    assert [stop.observar(x, [np.full(2, i)]) for i, x in enumerate(losses)] == stops
    assert stop.mejor_epoca == best
    kept = None if stop.mejores_pesos is None else stop.mejores_pesos[0].tolist()
    assert kept == (None if best is None else [best, best])


def test_the_best_weights_are_a_copy(backend):
    w, stop = backend.to(np.array([1.0, 2.0])), ParadaTemprana()
    stop.observar(1.0, [w])
    w += 5
    assert backend.back(stop.mejores_pesos[0]).tolist() == [1.0, 2.0]


def test_an_improvement_that_is_not_worthwhile_does_not_move_the_best_epoch():
    stop = ParadaTemprana(paciencia=2, mejora_minima=0.5)
    assert [stop.observar(x, []) for x in (3.0, 2.5, 2.4, 2.0)] == [False, False, False, False]
    assert stop.mejor_epoca == 2


def test_early_stopping_argument_errors():
    with pytest.raises(ValueError, match="paciencia"):
        ParadaTemprana(0)
