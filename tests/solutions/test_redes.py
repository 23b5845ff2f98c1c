"""Redes: contra diferencias numéricas, contra cuentas a mano y sobre Fashion-MNIST."""

import numpy as np
import pytest

from curso.backend import a_dispositivo, contar_copias
from solutions.descenso import gradiente_numerico
from solutions.redes import (
    clases_predichas,
    entropia_cruzada,
    gradiente_mlp,
    gradiente_softmax,
    iniciar_mlp,
    iniciar_softmax,
    log_softmax,
    mlp_adelante,
    softmax,
)


def batch(n=7, p=5, k=3, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, p)), rng.integers(k, size=n)


def test_softmax_of_two_classes_is_the_logistic_function(backend):
    probabilities = softmax(backend.to([[0.0, 2.0]]))
    expected = 1 / (1 + np.exp(-2.0))
    np.testing.assert_allclose(backend.back(probabilities), [[1 - expected, expected]])


@pytest.mark.parametrize("shift", [0.0, 1e4, -1e4])
def test_softmax_is_stable_and_unchanged_by_a_shift(shift):
    logits = np.array([[1.0, -2.0, 500.0], [0.0, 0.0, 0.0]])
    with np.errstate(over="raise", invalid="raise", divide="raise"):
        np.testing.assert_allclose(softmax(logits + shift), softmax(logits), atol=1e-12)
        np.testing.assert_allclose(log_softmax(logits + shift), log_softmax(logits), atol=1e-9)


def test_cross_entropy_of_equal_logits_is_the_log_of_the_classes(backend):
    loss = entropia_cruzada(backend.to(np.zeros((4, 10))), backend.to([3, 1, 4, 1]))
    assert float(loss) == pytest.approx(np.log(10))


def test_cross_entropy_of_a_hopeless_prediction_is_large_not_infinite():
    loss = entropia_cruzada(np.array([[0.0, 1e5]]), np.array([0]))
    assert loss == pytest.approx(1e5)


@pytest.mark.parametrize("network", ["softmax", "mlp"])
def test_gradients_are_the_derivative_of_the_loss(backend, network):
    X, y = batch()
    rng = np.random.default_rng(1)
    if network == "softmax":
        parameters, gradient = [rng.normal(size=(5, 3)), rng.normal(size=3)], gradiente_softmax
    else:
        parameters, gradient = iniciar_mlp(5, 4, 3, rng, dtype=np.float64), gradiente_mlp
        parameters[1] += 0.1 * rng.normal(size=4)
    loss, gradients = gradient([backend.to(p) for p in parameters], backend.to(X), backend.to(y))
    assert float(loss) == pytest.approx(float(gradient(parameters, X, y)[0]))
    for i, parameter in enumerate(parameters):

        def loss_of(flat, i=i, parameter=parameter):
            changed = [*parameters[:i], flat.reshape(parameter.shape), *parameters[i + 1 :]]
            return float(gradient(changed, X, y)[0])

        numeric = gradiente_numerico(loss_of, parameter.ravel()).reshape(parameter.shape)
        np.testing.assert_allclose(backend.back(gradients[i]), numeric, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("gradient", [gradiente_softmax, gradiente_mlp])
def test_single_precision_is_kept(gradient):
    X, y = batch()
    if gradient is gradiente_softmax:
        parameters = iniciar_softmax(5, 3)
    else:
        parameters = iniciar_mlp(5, 4, 3, np.random.default_rng(0))
    loss, gradients = gradient(parameters, X.astype(np.float32), y)
    assert loss.dtype == np.float32
    assert [g.dtype for g in gradients] == [np.float32] * len(parameters)
    assert [g.shape for g in gradients] == [p.shape for p in parameters]


def test_forward_pass_by_hand():
    parameters = [
        np.array([[1.0, -1.0]]),
        np.array([0.0, 1.0]),
        np.array([[2.0], [3.0]]),
        np.array([0.5]),
    ]
    memory = mlp_adelante(parameters, np.array([[2.0], [-1.0]]))
    assert memory.oculta.tolist() == [[2.0, 0.0], [0.0, 2.0]]
    assert memory.logitos.tolist() == [[4.5], [6.5]]


def test_he_initialisation_breaks_symmetry_and_repeats_with_the_seed():
    one, two = (iniciar_mlp(400, 50, 10, np.random.default_rng(3)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))
    assert len(np.unique(one[0])) > 10_000
    assert one[0].std() == pytest.approx(np.sqrt(2 / 400), rel=0.02)
    assert not one[1].any()


def test_a_training_step_on_the_device_copies_nothing():
    X, y = (a_dispositivo(a, "doble") for a in batch())
    parameters = [a_dispositivo(p, "doble") for p in iniciar_mlp(5, 4, 3, np.random.default_rng(0))]
    with contar_copias() as copies:
        gradiente_mlp(parameters, X, y)
    assert (copies.subidas, copies.bajadas, copies.lecturas) == (0, 0, 0)


def test_predicted_classes(backend):
    classes = clases_predichas(backend.to([[0.0, 2.0, 1.0], [3.0, 0.0, 0.0]]))
    assert backend.back(classes).tolist() == [1, 0]
