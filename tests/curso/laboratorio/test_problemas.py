"""Los cuatro problemas: repartos por regla, sin mirar la validación ni hacia delante."""

import dataclasses

import numpy as np
import pytest

from curso import laboratorio
from curso.backend import a_anfitrion
from curso.datos import ames, clima_seattle, refranes_citas
from curso.laboratorio.problemas.refranes import en_palabras, vocabulario
from curso.redes import Aplanar, Red


@pytest.fixture(scope="module", params=list(laboratorio.PROBLEMAS))
def problem(request):
    return laboratorio.cargar(request.param)


def test_the_same_seed_gives_the_same_weights_and_batches(problem):
    for one, other in zip(problem.iniciar(3), problem.iniciar(3), strict=True):
        assert one is not other
        np.testing.assert_array_equal(one, other)
    assert not np.array_equal(problem.iniciar(3)[0], problem.iniciar(4)[0])
    batches = [np.concatenate([y for _, y in problem.lotes(s, e)]) for s, e in ((3, 0), (3, 0))]
    np.testing.assert_array_equal(*batches)


@pytest.mark.parametrize("other", [(3, 1), (4, 0)])
def test_another_seed_or_epoch_gives_another_order_of_the_same(problem, other):
    one = [np.asarray(x, dtype=float) for x, _ in problem.lotes(3, 0)]
    two = [np.asarray(x, dtype=float) for x, _ in problem.lotes(*other)]
    assert [len(x) for x in one] == [len(x) for x in two]
    one, two = np.concatenate(one), np.concatenate(two)
    assert not np.array_equal(one, two)
    np.testing.assert_allclose(one.sum(axis=0), two.sum(axis=0), rtol=1e-9)
    np.testing.assert_allclose(one.sum(axis=0), problem.x.sum(axis=0, dtype=float), rtol=1e-9)


def test_batches_keep_each_example_with_its_answer(problem):
    numbered = dataclasses.replace(problem, y=np.arange(len(problem.x)))
    for x, y in numbered.lotes(0, 0):
        np.testing.assert_array_equal(x, problem.x[y])


def test_the_base_is_the_loss_of_the_best_constant(problem):
    """Ninguna otra constante da menos, con los datos de entrenamiento."""
    loss, y = problem.red.perdida, problem.y
    if problem.unidad == "nats" and len(np.unique(y)) > 2:
        best = np.log(np.bincount(y) / len(y))
    elif problem.unidad == "nats":
        best = np.array([np.log(y.mean() / (1 - y.mean()))])
    else:
        best = np.array([np.median(y)])
    constant = np.tile(best, (len(y), 1))
    assert loss(constant, y)[0] == pytest.approx(problem.base, rel=1e-5)
    rng = np.random.default_rng(0)
    for _ in range(10):
        assert loss(constant + 0.1 * rng.standard_normal(best.shape), y)[0] >= problem.base * 0.9999


def test_a_network_fits_its_data_and_validates_on_its_own(problem):
    parameters = problem.iniciar(0)
    x, y = next(iter(problem.lotes(0, 0)))
    loss, gradients = problem.perdida_y_gradiente(parameters, x, y)
    assert np.isfinite(loss)
    assert [g.shape for g in gradients] == [w.shape for w in parameters]
    assert {g.dtype for g in gradients} == {np.dtype(np.float32)}
    assert 0 < problem.validar(parameters) < 2 * problem.base


def test_nothing_in_validation_is_in_training(problem):
    train = {x.tobytes() for x in problem.x}
    seen = sum(x.tobytes() in train for x in problem.x_validacion)
    assert seen <= 0.01 * len(problem.x_validacion)  # dos viviendas iguales, algún texto sin voces


def test_houses_are_standardised_with_training_rows_only():
    problem = laboratorio.cargar("viviendas")
    np.testing.assert_allclose(problem.x.mean(axis=0), 0, atol=1e-4)
    np.testing.assert_allclose(problem.x.std(axis=0), 1, atol=1e-3)
    assert abs(problem.x_validacion.mean(axis=0)).max() > 0.01
    price = ames().columna("Sale_Price")
    validation = price[4::5]
    np.testing.assert_array_equal(np.argsort(problem.y_validacion), np.argsort(validation))


def test_the_vocabulary_comes_from_training_texts_only():
    texts = refranes_citas().textos
    problem = laboratorio.cargar("refranes")
    training = [en_palabras(t) for i, t in enumerate(texts) if i % 5 != 4]
    assert problem.iniciar(0)[0].shape[0] == len(vocabulario(training)) + 2
    assert problem.x.max() < len(vocabulario(training)) + 2
    assert (problem.x_validacion == 1).mean() > (problem.x == 1).mean()


def test_the_series_never_looks_ahead():
    problem, weather = laboratorio.cargar("temperatura"), clima_seattle()
    cut = int(np.searchsorted(weather.fecha, np.datetime64("2015-01-01")))
    assert len(problem.y) == cut - 14
    assert len(problem.y) + len(problem.y_validacion) == len(weather.fecha) - 14
    mean, spread = weather.maxima[:cut].mean(), weather.maxima[:cut].std()
    scaled = (weather.maxima - mean) / spread
    np.testing.assert_allclose(problem.y, scaled[14:cut], atol=1e-5)
    np.testing.assert_allclose(problem.y_validacion, scaled[cut:], atol=1e-5)
    for i in (0, 1, 500):
        np.testing.assert_allclose(problem.x[i, :, 0], scaled[i : i + 14], atol=1e-5)
    np.testing.assert_allclose(problem.x_validacion[0, :, 0], scaled[cut - 14 : cut], atol=1e-5)


def test_the_print_changes_with_the_data_the_network_and_the_batch(problem):
    others = [
        dataclasses.replace(problem, y_validacion=problem.y_validacion[::-1]),
        dataclasses.replace(problem, lote=16),
        dataclasses.replace(problem, red=Red([Aplanar(), *problem.red.capas], problem.red.perdida)),
    ]
    prints = {problem.huella, *(other.huella for other in others)}
    assert len(prints) == 4
    assert laboratorio.cargar(problem.nombre).huella == problem.huella


def test_on_a_device_everything_stays_there(problem):
    there = problem.en("doble")
    parameters = there.iniciar(0)
    x, y = next(iter(there.lotes(0, 0)))
    loss, gradients = there.perdida_y_gradiente(parameters, x, y)
    here = problem.perdida_y_gradiente(problem.iniciar(0), *next(iter(problem.lotes(0, 0))))
    assert float(loss) == pytest.approx(float(here[0]), rel=1e-5)
    assert all(type(g) is type(x) for g in gradients)
    np.testing.assert_allclose(a_anfitrion(gradients[0]), here[1][0], rtol=1e-4, atol=1e-6)


def test_an_unknown_problem_is_told():
    with pytest.raises(ValueError, match=r"«boston».*viviendas, ropa, refranes, temperatura"):
        laboratorio.cargar("boston")
