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
    ratio, said = proporcion_actualizacion(
        backend.to(before), backend.to(before + np.array([0.0, 5 * step]))
    )
    assert ratio == pytest.approx(step, rel=1e-6, abs=1e-12)
    assert said == advice


def test_moving_away_from_zero_weights_is_infinitely_large():
    assert proporcion_actualizacion(np.zeros(2), np.ones(2)) == (math.inf, "bajar")


@pytest.mark.parametrize(
    ("training", "validation", "expected"),
    [
        ([3, 2, 1, 0.5], [3, 2, 3, 4], ("fuerte", 1)),
        ([3, 2, 1, 0.5], [3, 2, 2.1, 2.5], ("leve", 1)),
        ([3, 2, 1, 0.5], [3, 2, 1.5, 1.2], ("ninguno", None)),
        ([3, 2, 3, 4], [3, 2, 3, 4], ("ninguno", None)),  # divergen las dos: no es sobreajuste
        ([1], [1], ("ninguno", None)),
    ],
)
def test_overfitting_from_the_curves(training, validation, expected):
    assert detectar_sobreajuste(training, validation) == expected


def test_curves_of_different_length_are_refused():
    with pytest.raises(ValueError, match="mismas épocas"):
        detectar_sobreajuste([1, 2], [1])


def test_activation_statistics(backend):
    stats = estadisticas_activacion(backend.to([-1.0, 1.0, 0.0, 0.0]))
    assert stats == pytest.approx((0.0, math.sqrt(0.5), 0.5))
