"""El descenso de t1 contra cuentas hechas a mano y contra diferencias numéricas."""

import numpy as np
import pytest

from solutions.descenso import (
    coste_computacional,
    descenso_gradiente,
    descenso_hasta_converger,
    diagnosticar_lr,
    elegir_lr,
    error_y_gradiente,
    gradiente_numerico,
    tiempo_entrenamiento,
)


def test_numeric_gradient_of_a_cubic_and_w_intact(backend):
    w = backend.to([1.0, -2.0, 0.5])
    gradient = gradiente_numerico(lambda v: (v**3).sum() if hasattr(v, "sum") else _sum(v**3), w)
    np.testing.assert_allclose(backend.back(gradient), [3.0, 12.0, 0.75], rtol=1e-8)
    assert backend.back(w).tolist() == [1.0, -2.0, 0.5]


def _sum(array):
    return array.__array_namespace__().sum(array)


def test_numeric_gradient_survives_integers_and_an_f_that_writes_on_its_argument():
    def f(v):
        value = float(v @ v)
        v[:] = 99.0
        return value

    np.testing.assert_allclose(gradiente_numerico(f, np.array([1, 2])), [2.0, 4.0], rtol=1e-8)


def test_error_and_gradient_of_the_worked_example(backend):
    hours = np.array([2, 5, 7, 9, 10, 11, 13.4, 14, 15])
    marks = np.array([1, 3.2, 4.5, 6, 4, 4.5, 5.5, 3, 5])
    X, w = np.column_stack([np.ones(9), hours]), np.array([1.0, 0.3])
    error, gradient = error_y_gradiente(backend.to(w), backend.to(X), backend.to(marks))
    expected = sum((w @ X[i] - marks[i]) ** 2 for i in range(9)) / 9
    assert float(error) == pytest.approx(expected)
    numeric = gradiente_numerico(lambda v: float(np.mean((X @ v - marks) ** 2)), w)
    np.testing.assert_allclose(backend.back(gradient), numeric, rtol=1e-6)


def test_error_and_gradient_keep_single_precision():
    X = np.ones((4, 2), dtype=np.float32)
    error, gradient = error_y_gradiente(np.ones(2, np.float32), X, np.ones(4, np.float32))
    assert error.dtype == gradient.dtype == np.float32


def test_trajectory_starts_at_w0_and_contracts_as_the_formula_says(backend):
    path = descenso_gradiente(lambda w: 2.0 * w, backend.to([1, -3]), 0.25, 4)
    expected = np.array([[1.0, -3.0]]) * 0.5 ** np.arange(5)[:, None]
    np.testing.assert_allclose(backend.back(path), expected)


def test_trajectory_is_stored_row_by_row():
    """Con empty_like de una vista extendida salía por columnas: cada fila, dispersa."""
    path = descenso_gradiente(lambda w: w, np.ones((3,)), 0.1, 5)
    assert path.flags.c_contiguous


def test_trajectory_without_iterations_is_the_start():
    assert descenso_gradiente(lambda w: w, np.array([2.0]), 0.1, 0).tolist() == [[2.0]]
    with pytest.raises(ValueError, match="iteraciones"):
        descenso_gradiente(lambda w: w, np.array([2.0]), 0.1, -1)


def test_a_gradient_that_returns_its_argument_does_not_alias_the_trajectory():
    w0 = np.array([1.0])
    path = descenso_gradiente(lambda w: w, w0, 1.0, 2)
    assert path.tolist() == [[1.0], [0.0], [0.0]]
    assert w0.tolist() == [1.0]


@pytest.mark.parametrize(
    ("lr", "tol", "max_iter", "expected"),
    [
        (0.25, 0.3, 10, (0.125, 3, True)),  # gradientes 2, 1, .5, .25: la cuarta mirada para
        (0.25, 0.25, 3, (0.125, 3, False)),  # tras la última actualización ya no se mira
        (0.25, 2.0, 10, (1.0, 0, True)),  # en el borde, ≤
        (0.25, 0.0, 0, (1.0, 0, False)),
    ],
)
def test_descend_until_converged(backend, lr, tol, max_iter, expected):
    w, updates, converged = descenso_hasta_converger(
        lambda v: 2.0 * v, backend.to([1.0]), lr, tol, max_iter
    )
    assert (float(backend.back(w)[0]), updates, converged) == expected


def test_divergence_returns_the_last_finite_point_without_warnings():
    with np.errstate(all="raise"):
        w, updates, converged = descenso_hasta_converger(
            lambda v: -v * 1e100, np.array([1.0]), 1.0, 1e-9, 100
        )
    assert (w.tolist(), updates, converged) == ([1e100 * 1e100 * 1e100], 3, False)


def test_cost_of_an_iteration_grows_with_examples_or_with_the_batch():
    assert coste_computacional(10**6, 10**6, 10**9) == 10**21
    assert coste_computacional(10**6, 7, 3, b=np.int64(32)) == 3 * 32 * 7


@pytest.mark.parametrize(
    ("kwargs", "seconds"),
    [
        ({"n": 100_000, "epocas": 1}, 600),
        ({"n": 100_000, "epocas": 100}, 16 * 3600 + 40 * 60),
        ({"n": 1_200_000, "epocas": 1}, 2 * 3600),
        ({"n": 1_200_000, "epocas": 100}, 200 * 3600),  # 8,3 días
        ({"n": 100_000, "epocas": 100, "muestras_por_epoca": 1}, 0.6),
    ],
)
def test_training_time_of_the_course_material(kwargs, seconds):
    result = tiempo_entrenamiento(ms_prediccion=2, ms_error=1, ms_retropropagacion=3, **kwargs)
    assert result == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("losses", "verdict"),
    [
        ([4, 3, np.nan, 1], "divergente"),
        ([1, 0.5, 1.1], "divergente"),
        ([10, 4, 5, 3, 2, 1], "oscilante"),  # sube 1 paso de 5: justo el 20 %
        ([10, 4, 5, 3, 2, 1, 0.5], "adecuada"),  # 1 de 6
        ([10, 9, 8], "lenta"),
        ([10, 5], "adecuada"),  # la mitad justa ya no es lenta
        ([10, 11, 10], "oscilante"),  # la igualdad con la primera no es divergir
        ([3.0], "lenta"),
    ],
)
def test_diagnosis_of_the_learning_rate(losses, verdict):
    assert diagnosticar_lr(losses) == verdict


def test_choosing_the_rate_prefers_the_first_of_a_tie_and_drops_divergence():
    def f(w):
        return float((w * w).sum())

    def gradient(w):
        return 2 * w

    # 0,25 y 0,75 acaban en el mismo valor (factores 0,5 y −0,5); 1e200 desborda.
    assert elegir_lr([1e200, 0.75, 0.25, 0.01], f, gradient, np.ones(2), 3) == 0.75
    with pytest.raises(ValueError, match="ninguna"):
        elegir_lr([1e200], f, gradient, np.ones(2), 3)
    with pytest.raises(ValueError, match="ninguna"):
        elegir_lr([], f, gradient, np.ones(2), 3)
