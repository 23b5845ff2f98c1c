"""Lotes y redes en una GPU de verdad. Sin CuPy o sin GPU se saltan."""

import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo, contar_copias
from solutions.entrenamiento import entrenar_red
from solutions.lotes import generar_lotes, predecir_por_lotes
from solutions.lotes_reutilizados import LotesEnDispositivo

pytestmark = pytest.mark.gpu


@pytest.fixture(scope="module")
def cupy():
    module = pytest.importorskip("cupy", reason="no ejecutado: CuPy no está instalado")
    try:
        module.zeros(1)
    except Exception as error:
        pytest.skip(f"no ejecutado: CuPy no puede usar ninguna GPU ({type(error).__name__})")
    import array_api_compat.cupy

    return array_api_compat.cupy


def test_overlapped_uploads_never_mix_batches(cupy):
    rng = np.random.default_rng(0)
    x, y = rng.random((20_000, 784), dtype=np.float32), np.arange(20_000)
    batches, order = LotesEnDispositivo(x, y, 256, cupy), []
    busy = cupy.ones((2000, 2000))
    sums = []
    for x_b, y_b in batches.epoca(np.random.default_rng(1)):
        busy = busy @ busy * 0  # la cola de cálculo va por detrás de las subidas
        sums.append(cupy.sum(x_b, axis=1) + busy[0, 0])
        order.append(y_b.copy())
    order = np.concatenate([a_anfitrion(part) for part in order])
    sums = np.concatenate([a_anfitrion(part) for part in sums])
    assert sorted(order) == list(range(20_000))
    np.testing.assert_allclose(sums, x[order].sum(axis=1), rtol=1e-4)


def test_the_device_gives_the_same_batches_and_predictions(cupy):
    x, y = np.arange(30.0).reshape(10, 3), np.arange(10)
    here = generar_lotes(x, y, 4, np.random.default_rng(2))
    there = generar_lotes(
        a_dispositivo(x, cupy), a_dispositivo(y, cupy), 4, np.random.default_rng(2)
    )
    for (x_h, _), (x_t, _) in zip(here, there, strict=True):
        np.testing.assert_array_equal(x_h, a_anfitrion(x_t))
    result = predecir_por_lotes(lambda rows: rows * 2, a_dispositivo(x, cupy), 4)
    np.testing.assert_array_equal(a_anfitrion(result), x * 2)


@pytest.mark.parametrize("hidden", [0, 16])
def test_training_agrees_with_numpy_and_reads_one_value_an_epoch(cupy, hidden):
    rng = np.random.default_rng(0)
    x, y = rng.normal(size=(200, 8)), rng.integers(10, size=200)
    here, history = entrenar_red(x, y, 0.1, 16, 5, ocultas=hidden)
    x_d, y_d = a_dispositivo(x, cupy), a_dispositivo(y, cupy)
    with contar_copias() as copies:
        there, device_history = entrenar_red(x_d, y_d, 0.1, 16, 5, ocultas=hidden)
    assert copies.bajadas == 0
    np.testing.assert_allclose(history.perdidas, device_history.perdidas, rtol=1e-8)
    for a, b in zip(here, there, strict=True):
        np.testing.assert_allclose(a, a_anfitrion(b), rtol=1e-7, atol=1e-10)
