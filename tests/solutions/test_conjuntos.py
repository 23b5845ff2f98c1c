"""Conjuntos de modelos y media móvil."""

import numpy as np
import pytest

from solutions.conjuntos import (
    MediaMovil,
    conjunto_inicializaciones,
    conjunto_puntos_de_control,
    media_movil_parametros,
    promediar_predicciones,
)


def test_average_of_predictions_leaves_them_alone(backend):
    predictions = [backend.to([[1.0, 0.0]]), backend.to([[0.0, 2.0]])]
    assert backend.back(promediar_predicciones(predictions)).tolist() == [[0.5, 1.0]]
    assert backend.back(predictions[0]).tolist() == [[1.0, 0.0]]


def test_average_refuses_nothing_and_different_shapes():
    with pytest.raises(ValueError, match="al menos una"):
        promediar_predicciones([])
    with pytest.raises(ValueError, match="misma forma"):
        promediar_predicciones([np.zeros((2, 1)), np.zeros(2)])


def test_averaging_independent_errors_reduces_them():
    rng = np.random.default_rng(0)
    predictions = [rng.normal(size=1000) for _ in range(16)]
    assert promediar_predicciones(predictions).std() == pytest.approx(0.25, abs=0.03)


def test_members_differ_and_the_ensemble_repeats_with_its_seed():
    one, two = (conjunto_inicializaciones(lambda rng: rng.random(), 4, 9) for _ in range(2))
    assert one == two
    assert len(set(one)) == 4
    assert conjunto_inicializaciones(lambda rng: rng.random(), 4, 10) != one


def test_last_checkpoints_vote():
    result = conjunto_puntos_de_control([1.0, 2.0, 6.0], lambda w: np.array([w]), ultimos=2)
    assert result.tolist() == [4.0]


def test_moving_average_by_hand(backend):
    path = [backend.to([1.0]), backend.to([3.0]), backend.to([5.0])]
    assert backend.back(media_movil_parametros(path, 0.5)).tolist() == [3.5]


def test_moving_average_is_a_second_copy():
    w = np.array([1.0, 2.0])
    average = MediaMovil(0.9)
    average.observar([w])
    w += 100
    assert average.parametros[0].tolist() == [1.0, 2.0]


def test_moving_average_keeps_single_precision():
    path = np.ones((3, 2), dtype=np.float32)
    assert media_movil_parametros(path, 0.9).dtype == np.float32


def test_moving_average_refuses_no_points_and_a_decay_of_one():
    with pytest.raises(ValueError, match="al menos un punto"):
        media_movil_parametros([], 0.9)
    with pytest.raises(ValueError, match="decaimiento"):
        MediaMovil(1.0)
