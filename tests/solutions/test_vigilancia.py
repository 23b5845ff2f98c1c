"""Vigilancia del entrenamiento."""

import math

import numpy as np
import pytest

from solutions.vigilancia import (
    detectar_sobreajuste,
    estadisticas_activacion,
    proporcion_actualizacion,
)


@pytest.mark.parametrize(
    ("step", "advice"), [(1e-5, "subir"), (1e-3, "mantener"), (1e-1, "bajar"), (0.0, "subir")]
)
def test_update_ratio_and_its_advice(backend, step, advice):
    before = np.array([3.0, 4.0])
    after = before + np.array([0.0, 5 * step])
    ((ratio, said),) = proporcion_actualizacion([backend.to(before)], [backend.to(after)])
    assert ratio == pytest.approx(step, rel=1e-6, abs=1e-12)
    assert said == advice


def test_moving_away_from_zero_weights_is_infinitely_large():
    zero, one = np.zeros(2), np.ones((2, 2))
    assert proporcion_actualizacion([zero, zero, one], [np.ones(2), zero, 2 * one]) == [
        (math.inf, "bajar"),
        (0.0, "subir"),
        (1.0, "bajar"),
    ]
    assert proporcion_actualizacion([], []) == []


@pytest.mark.parametrize("after", [[], [np.ones((2, 1))], [np.ones(2)] * 2])
def test_other_parameters_are_refused(after):
    with pytest.raises(ValueError, match="parámetros"):
        proporcion_actualizacion([np.ones(2)], after)


@pytest.mark.parametrize(
    ("training", "validation", "expected"),
    [
        ([3, 2, 1, 0.5], [3, 2, 3, 4], ("fuerte", 1)),
        ([3, 2, 1, 0.5], [3, 2, 2.1, 2.5], ("leve", 1)),
        ([3, 2, 1, 0.5], [3, 2, 1.5, 1.2], ("ninguno", None)),
        ([3, 2, 3, 4], [3, 2, 3, 4], ("ninguno", None)),  # divergen las dos: no es sobreajuste
        ([1], [1], ("ninguno", None)),
        ([4, 3, 2, 1], [4, 2, 2, 3], ("leve", 1)),  # justo el 50 %, y empatan dos épocas
        ([4, 3, 2, 3], [4, 2, 3, 4], ("ninguno", None)),  # acaba donde estaba
    ],
)
def test_overfitting_from_the_curves(training, validation, expected):
    assert detectar_sobreajuste(training, validation) == expected


@pytest.mark.parametrize(
    ("training", "validation"),
    [([1, 2], [1]), ([], []), ([1, math.nan], [1, 2]), ([1, 2], [math.nan, 2]), ([1, 2], [1, 0])],
)
def test_curves_that_cannot_be_read_are_refused(training, validation):
    with pytest.raises(ValueError, match=r"pérdidas|mismas épocas"):
        detectar_sobreajuste(training, validation)


def test_activation_statistics(backend):
    stats = estadisticas_activacion(backend.to([-1.0, 1.0, 0.0, 0.0]))
    assert stats == pytest.approx((0.0, math.sqrt(0.5), 0.5))


def test_without_activations_there_are_no_statistics():
    with pytest.raises(ValueError, match="al menos una"):
        estadisticas_activacion(np.zeros((0, 3)))
