"""Métricas, contra cuentas a mano."""

import numpy as np
import pytest

from solutions.metricas import (
    error_absoluto_medio,
    error_cuadratico_medio,
    exactitud,
    matriz_de_confusion,
)


def test_accuracy_is_the_share_of_hits(backend):
    assert exactitud(backend.to([1, 2, 0, 1]), backend.to([1, 2, 2, 0])) == 0.5


def test_regression_errors_by_hand(backend):
    prediction, truth = backend.to([1.0, 2.0, 5.0]), backend.to([1.0, 4.0, 1.0])
    assert error_absoluto_medio(prediction, truth) == pytest.approx(2.0)
    assert error_cuadratico_medio(prediction, truth) == pytest.approx(20 / 3)


def test_confusion_matrix_counts_truth_by_rows(backend):
    matrix = matriz_de_confusion(backend.to([0, 1, 1, 2]), backend.to([0, 0, 1, 2]), 3)
    assert backend.back(matrix).tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("metric", [exactitud, error_absoluto_medio, error_cuadratico_medio])
def test_a_column_against_a_row_is_refused_instead_of_broadcast(metric):
    with pytest.raises(ValueError, match="misma forma"):
        metric(np.zeros((3, 1)), np.zeros(3))
