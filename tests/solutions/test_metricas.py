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
    logits = backend.to([[0.0, 2.0, 1.0], [1.0, 0.0, 5.0], [3.0, 3.0, 3.0], [0.0, 9.0, 9.0]])
    assert exactitud(logits, backend.to([1, 2, 2, 1])) == 0.75  # si empatan, la primera


def test_accuracy_of_nothing_is_refused():
    with pytest.raises(ValueError, match="al menos un ejemplo"):
        exactitud(np.zeros((0, 3)), np.zeros(0, int))


def test_regression_errors_by_hand(backend):
    prediction, truth = backend.to([1.0, 2.0, 5.0]), backend.to([1.0, 4.0, 1.0])
    assert error_absoluto_medio(prediction, truth) == pytest.approx(2.0)
    assert error_cuadratico_medio(prediction, truth) == pytest.approx(20 / 3)


def test_confusion_matrix_counts_truth_by_rows(backend):
    matrix = matriz_de_confusion(backend.to([0, 1, 1, 2]), backend.to([0, 0, 1, 2]), 3)
    assert backend.back(matrix).tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("metric", [error_absoluto_medio, error_cuadratico_medio])
def test_a_column_against_a_row_is_refused_instead_of_broadcast(metric):
    with pytest.raises(ValueError, match="misma forma"):
        metric(np.zeros((3, 1)), np.zeros(3))


def test_classes_in_a_column_are_refused_instead_of_broadcast():
    with pytest.raises(ValueError, match="misma forma"):
        exactitud(np.zeros((3, 2)), np.zeros((3, 1)))
