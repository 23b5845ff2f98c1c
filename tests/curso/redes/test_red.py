"""La red entera: sus parámetros en una lista, su gradiente y lo que no admite."""

import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo
from curso.redes import (
    LSTM,
    Abandono,
    Aplanar,
    Conv1D,
    Conv2D,
    Densa,
    EntropiaBinaria,
    EntropiaCategorica,
    ErrorAbsoluto,
    GlobalMaximo,
    Inmersion,
    MaximoLocal2D,
    Red,
    ReLU,
)

RNG = np.random.default_rng(5)
NETWORKS = {
    "densa": (
        Red([Densa(4, 5), ReLU(), Densa(5, 1)], ErrorAbsoluto()),
        RNG.standard_normal((6, 4)),
        RNG.standard_normal(6),
    ),
    "imágenes": (
        Red(
            [
                Conv2D(1, 2, 3),
                ReLU(),
                MaximoLocal2D(2),
                Conv2D(2, 3, 2, relleno="same"),
                Aplanar(),
                Densa(12, 3),
            ],
            EntropiaCategorica(),
        ),
        RNG.standard_normal((5, 6, 6, 1)),
        np.array([0, 1, 2, 2, 0]),
    ),
    "textos": (
        Red(
            [Inmersion(8, 3), Conv1D(3, 4, 2), ReLU(), GlobalMaximo(), Densa(4, 1)],
            EntropiaBinaria(),
        ),
        RNG.integers(0, 8, (6, 5)),
        np.array([0, 1, 1, 0, 1, 0]),
    ),
    "serie": (
        Red([LSTM(2, 3), Densa(3, 1)], ErrorAbsoluto()),
        RNG.standard_normal((4, 5, 2)),
        RNG.standard_normal(4),
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_the_gradient_of_a_network_is_the_numeric_one(name):
    network, x, y = NETWORKS[name]
    parameters = [w.astype(float) * 3 for w in network.iniciar(np.random.default_rng(1))]
    _, gradients = network.perdida_y_gradiente(parameters, x, y)
    assert [g.shape for g in gradients] == [w.shape for w in parameters]
    for w, g in zip(parameters, gradients, strict=True):
        for k in list(np.ndindex(w.shape))[:25]:
            before, values = w[k], []
            for h in (1e-6, -1e-6):
                w[k] = before + h
                values.append(network.perdida_y_gradiente(parameters, x, y)[0])
            w[k] = before
            assert g[k] == pytest.approx((values[0] - values[1]) / 2e-6, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("name", NETWORKS)
def test_plain_descent_lowers_the_loss(name):
    network, x, y = NETWORKS[name]
    parameters = network.iniciar(np.random.default_rng(1))
    losses = []
    for _ in range(60):
        loss, gradients = network.perdida_y_gradiente(parameters, x, y)
        losses.append(loss)
        parameters = [w - 0.1 * g for w, g in zip(parameters, gradients, strict=True)]
    assert losses[-1] < 0.8 * losses[0]


@pytest.mark.parametrize("name", NETWORKS)
def test_the_prediction_is_what_the_loss_looks_at(name):
    network, x, y = NETWORKS[name]
    parameters = network.iniciar(np.random.default_rng(1))
    output = network.adelante(parameters, x)
    assert network.perdida(output, y)[0] == network.perdida_y_gradiente(parameters, x, y)[0]


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_runs_on_a_device(name):
    network, x, y = NETWORKS[name]
    parameters = network.iniciar(np.random.default_rng(1))
    x = x.astype(np.float32) if x.dtype.kind == "f" else x
    here = network.perdida_y_gradiente(parameters, x, y)
    there = network.perdida_y_gradiente(
        [a_dispositivo(w, "doble") for w in parameters],
        a_dispositivo(x, "doble"),
        a_dispositivo(y, "doble"),
    )
    assert float(here[0]) == pytest.approx(float(there[0]), rel=1e-6)
    for one, other in zip(here[1], there[1], strict=True):
        np.testing.assert_allclose(one, a_anfitrion(other), rtol=1e-5, atol=1e-7)


def test_the_same_seed_gives_the_same_parameters():
    network = NETWORKS["imágenes"][0]
    one, other, third = (network.iniciar(np.random.default_rng(s)) for s in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
    assert not np.array_equal(one[0], third[0])


def test_dropout_needs_a_generator_to_train_and_none_to_predict():
    network = Red([Densa(3, 200), Abandono(0.5), Densa(200, 1)], ErrorAbsoluto())
    parameters, x, y = network.iniciar(np.random.default_rng(0)), np.ones((2, 3)), np.ones(2)
    with pytest.raises(ValueError, match="Abandono"):
        network.perdida_y_gradiente(parameters, x, y)
    _, one = network.perdida_y_gradiente(parameters, x, y, rng=np.random.default_rng(0))
    _, other = network.perdida_y_gradiente(parameters, x, y, rng=np.random.default_rng(1))
    assert not np.array_equal(one[2], other[2])
    first, second = network.adelante(parameters, x), network.adelante(parameters, x)
    np.testing.assert_array_equal(first, second)


def test_a_list_of_parameters_of_another_network_is_told():
    network = NETWORKS["densa"][0]
    with pytest.raises(ValueError, match="4 arreglos de parámetros y ha recibido 3"):
        network.adelante(network.iniciar(np.random.default_rng(0))[:3], np.ones((1, 4)))
