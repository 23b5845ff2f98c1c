"""Cada problema: su gradiente es el de su valor, su mínimo lo es, y se construye por su nombre."""

import dataclasses

import array_api_strict
import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo, es_de_dispositivo
from curso.problemas import (
    CATALOGO,
    Cuadratica,
    RegresionLineal,
    RegresionLogistica,
    RegresionSoftmax,
)

NAMES = [
    "valle",
    "beale",
    "silla",
    "rosenbrock",
    "cuadratica",
    "regresion_lineal",
    "horas_nota",
    "regresion_logistica",
    "regresion_softmax",
]


def numeric_gradient(f, w, h=1e-6):
    gradient = np.empty_like(w)
    for i in np.ndindex(w.shape):
        step = np.zeros_like(w)
        step[i] = h
        gradient[i] = (f(w + step) - f(w - step)) / (2 * h)
    return gradient


@pytest.mark.parametrize("name", NAMES)
def test_gradient_is_the_derivative_of_the_value(name):
    problem = CATALOGO[name]()
    rng = np.random.default_rng(3)
    for _ in range(5):
        w = problem.inicio + 0.3 * rng.normal(size=problem.inicio.shape)
        np.testing.assert_allclose(
            problem.gradiente(w), numeric_gradient(problem.valor, w), rtol=1e-5, atol=1e-6
        )


@pytest.mark.parametrize("name", NAMES)
def test_minimum_has_no_gradient_and_is_below_its_surroundings(name):
    problem = CATALOGO[name]()
    minimum = problem.minimo
    assert np.linalg.norm(problem.gradiente(minimum)) < 1e-9
    rng = np.random.default_rng(4)
    lowest = problem.valor(minimum)
    for _ in range(30):
        assert problem.valor(minimum + 0.05 * rng.normal(size=minimum.shape)) > lowest
    assert problem.valor(problem.inicio) > lowest


@pytest.mark.parametrize("name", NAMES)
def test_problems_are_frozen_and_named(name):
    problem = CATALOGO[name]()
    assert dataclasses.is_dataclass(problem)
    assert problem.nombre
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.nombre = "otro"


@pytest.mark.parametrize("name", [n for n in NAMES if n != "regresion_softmax"])
def test_drawing_range_holds_the_start_and_the_minimum(name):
    problem = CATALOGO[name]()
    for point in (problem.inicio, problem.minimo):
        for coordinate, (low, high) in zip(point, problem.dibujo, strict=True):
            assert low < coordinate < high


def test_more_than_two_parameters_have_no_drawing():
    assert CATALOGO["cuadratica"](p=5).dibujo is None
    assert CATALOGO["regresion_lineal"](p=3).dibujo is None
    assert CATALOGO["regresion_softmax"]().dibujo is None


@pytest.mark.parametrize("name", ["valle", "beale", "silla", "rosenbrock", "cuadratica"])
def test_surfaces_are_evaluated_on_a_whole_grid_at_once(name):
    problem = CATALOGO[name]()
    grid = np.stack(np.meshgrid([0.0, 1.0, 2.0], [-1.0, 0.5]), axis=-1)
    values = problem.valor(grid)
    assert values.shape == (2, 3)
    assert values[1, 2] == pytest.approx(problem.valor(np.array([2.0, 0.5])))
    np.testing.assert_allclose(
        problem.gradiente(grid)[1, 2], problem.gradiente(np.array([2.0, 0.5]))
    )


def test_a_linear_regression_is_evaluated_at_many_points_at_once():
    problem = CATALOGO["regresion_lineal"]()
    points = np.stack(np.meshgrid([0.0, 1.0, 2.0], [-1.0, 0.5]), axis=-1)
    one_by_one = [[problem.valor(w) for w in row] for row in points]
    np.testing.assert_allclose(problem.valor(points), one_by_one, rtol=1e-12)


@pytest.mark.parametrize("condition", [1.0, 10.0, 1e4])
def test_quadratic_has_the_chosen_condition_number(condition):
    problem = CATALOGO["cuadratica"](condicion=condition, p=6, semilla=2)
    assert np.linalg.cond(problem.A) == pytest.approx(condition)


def test_quadratic_refuses_an_impossible_condition():
    with pytest.raises(ValueError, match="condicion"):
        Cuadratica.de_condicion(condicion=0.5)


def test_saddle_point_has_no_gradient_but_is_no_minimum():
    saddle = CATALOGO["silla"]()
    point = saddle.punto_de_silla
    assert np.linalg.norm(saddle.gradiente(point)) == 0
    assert saddle.valor(point + np.array([0, 0.1])) < 0 < saddle.valor(point + np.array([0.1, 0]))


def test_the_worked_example_of_the_course():
    problem = CATALOGO["horas_nota"]()
    slope, intercept = np.polyfit([2, 5, 7, 9, 10, 11, 13.4, 14, 15], problem.y, 1)
    np.testing.assert_allclose(problem.minimo, [intercept, slope])


def test_known_values_of_the_classics():
    assert CATALOGO["beale"]().valor(np.array([3.0, 0.5])) == 0
    assert CATALOGO["beale"]().valor(np.zeros(2)) == 1.5**2 + 2.25**2 + 2.625**2
    assert CATALOGO["rosenbrock"]().valor(np.array([-1.2, 1.0])) == pytest.approx(24.2)


def test_logistic_loss_is_finite_for_huge_margins_and_single_precision_is_kept():
    X = np.array([[1.0, 500.0], [1.0, -500.0]], dtype=np.float32)
    problem = RegresionLogistica(X, np.array([0.0, 1.0], dtype=np.float32), l2=0.0)
    w = np.array([0.0, 4.0], dtype=np.float32)
    with np.errstate(over="raise", invalid="raise"):
        value, gradient = problem.valor(w), problem.gradiente(w)
    assert value == pytest.approx(2000.0)
    assert value.dtype == gradient.dtype == np.float32


def test_softmax_loss_is_finite_for_huge_logits():
    problem = RegresionSoftmax(np.array([[1000.0], [-1000.0]]), np.array([1, 0]), 2, l2=0.0)
    w = np.array([[1.0, -1.0]])
    with np.errstate(over="raise", invalid="raise"):
        assert problem.valor(w) == pytest.approx(2000.0)
        assert np.isfinite(problem.gradiente(w)).all()


def test_linear_regression_by_batches_averages_to_the_whole():
    problem = CATALOGO["regresion_lineal"](n=12)
    w = np.array([0.3, -2.0])
    halves = [
        problem.perdida_y_gradiente(w, problem.X[part], problem.y[part])
        for part in (slice(0, 6), slice(6, 12))
    ]
    assert np.mean([loss for loss, _ in halves]) == pytest.approx(problem.valor(w))
    np.testing.assert_allclose(np.mean([g for _, g in halves], axis=0), problem.gradiente(w))


def strict_to(values):
    return array_api_strict.asarray(values, device=array_api_strict.Device("device1"))


def strict_back(array):
    assert array.device == array_api_strict.Device("device1")
    cpu = array_api_strict.Device("CPU_DEVICE")
    return np.asarray(array_api_strict.asarray(array, device=cpu))


def double_to(values):
    return a_dispositivo(values, "doble")


def double_back(array):
    assert es_de_dispositivo(array)
    return a_anfitrion(array)


@pytest.mark.parametrize(
    ("to", "back"), [(strict_to, strict_back), (double_to, double_back)], ids=["strict", "doble"]
)
def test_problems_run_where_their_data_are(to, back):
    pairs = []
    for name in ("valle", "beale", "silla", "rosenbrock"):
        pairs.append((CATALOGO[name](), CATALOGO[name]()))
    quadratic = CATALOGO["cuadratica"](p=3)
    pairs.append((quadratic, Cuadratica(to(quadratic.A), to(quadratic.minimo))))
    for name in ("regresion_lineal", "regresion_logistica", "regresion_softmax"):
        problem = CATALOGO[name]()
        pairs.append((problem, dataclasses.replace(problem, X=to(problem.X), y=to(problem.y))))
    for here, there in pairs:
        w = here.inicio + 0.5
        np.testing.assert_allclose(back(there.valor(to(w))), here.valor(w), rtol=1e-12)
        np.testing.assert_allclose(
            back(there.gradiente(to(w))), here.gradiente(w), rtol=1e-12, atol=1e-14
        )


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("regresion")])
def test_start_and_minimum_live_with_the_data(name):
    here = CATALOGO[name]()
    there = dataclasses.replace(here, X=double_to(here.X), y=double_to(here.y))
    np.testing.assert_array_equal(double_back(there.inicio), here.inicio)
    np.testing.assert_array_equal(double_back(there.minimo), here.minimo)


def test_data_on_the_device_and_point_here_is_refused():
    problem = CATALOGO["regresion_lineal"]()
    device = array_api_strict.Device("device1")
    there = RegresionLineal(
        array_api_strict.asarray(problem.X, device=device),
        array_api_strict.asarray(problem.y, device=device),
    )
    with pytest.raises(TypeError, match="mezclado"):
        there.valor(np.zeros(2))
