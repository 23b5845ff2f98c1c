"""Testigos: su valor enseña cómo se los llamó, en NumPy y en el doble de un dispositivo."""

import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo, es_de_dispositivo
from curso.datos import fashion
from curso.problemas import CATALOGO
from curso.problemas.testigos import TESTIGOS


@pytest.fixture(params=[None, "doble"], ids=["numpy", "doble"])
def to(request):
    """Lleva un arreglo al dispositivo de la prueba."""
    return lambda x: np.asarray(x) if request.param is None else a_dispositivo(x, request.param)


def test_every_witness_is_in_the_catalogue():
    assert {name: CATALOGO[name] for name in TESTIGOS} == TESTIGOS


@pytest.mark.parametrize(
    ("x", "expected"),
    [
        (np.array([1.0, 2.0, 3.0]), [[2, 3], [4, 3], [6, 3]]),
        (np.array([[1.0, 5.0]]), [[2, 10, 1]]),
        (np.ones((2, 2, 2)), [[2, 2, 2, 2, 2]] * 2),
        (np.array([[4], [5]]), [[8, 2], [10, 2]]),
    ],
    ids=["una dimensión", "columnas", "imágenes", "enteros"],
)
def test_the_number_of_rows_received_is_a_column(to, x, expected):
    given = to(x)
    result = TESTIGOS["contar_filas"]()(given)
    assert es_de_dispositivo(result) == es_de_dispositivo(given)
    assert result.dtype == x.dtype
    np.testing.assert_array_equal(a_anfitrion(result), expected)


def test_batches_change_the_column_of_rows():
    f, x = TESTIGOS["contar_filas"](), np.arange(5.0)
    whole, parts = f(x), np.concatenate([f(x[:3]), f(x[3:])])
    np.testing.assert_array_equal(whole[:, 0], parts[:, 0])
    assert parts[:, 1].tolist() == [3, 3, 3, 2, 2]


def test_classes_are_integers_that_tell_the_rows(to):
    result = TESTIGOS["clase_y_filas"]()(to(np.array([[1.0, -3.0], [2.0, 1.0]])))
    assert a_anfitrion(result).tolist() == [4, 5]
    assert result.dtype == np.int64


def test_each_call_is_numbered_and_each_object_counts_its_own():
    first, second = TESTIGOS["numero_de_llamada"](), TESTIGOS["numero_de_llamada"]()
    w, x = np.zeros(2), np.zeros(3)
    assert [first.perdida_y_gradiente(w, x, x)[0] for _ in range(3)] == [1.0, 2.0, 3.0]
    loss, gradient = second.perdida_y_gradiente(w, x, x)
    assert (loss, gradient.tolist()) == (1.0, [1.0, 1.0])


def test_the_gradient_alone_is_numbered_too_wherever_it_is_called(to):
    witness, w = TESTIGOS["numero_de_llamada"](), to(np.array([7.0, -1.0]))
    given = [a_anfitrion(witness.gradiente(w)).tolist() for _ in range(2)]
    assert given == [[1.0, 1.0], [2.0, 2.0]]


def test_gradients_over_an_epoch_count_how_often_each_example_was_used(to):
    witness, w = TESTIGOS["fichas"](), to(np.zeros(4))
    ids = np.array([3.0, 0.0, 2.0, 0.0])
    used = sum(
        a_anfitrion(witness.perdida_y_gradiente(w, to(ids[i : i + 2]), to(ids[i : i + 2]))[1])
        for i in (0, 2)
    )
    assert used.tolist() == [2, 0, 1, 1]


def test_the_loss_tells_the_example_and_its_pair():
    x, y = np.array([2.0]), np.array([5.0])
    assert TESTIGOS["fichas"]().perdida_y_gradiente(np.zeros(6), x, y)[0] == 5002.0


@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_an_integer_of_numpy_is_not_a_python_integer(dtype):
    value = TESTIGOS["entero_de_numpy"](7, dtype).valor
    assert type(value) is np.dtype(dtype).type
    assert value == 7


def test_el_puente_cuenta_los_viajes_en_lo_que_entrega():
    puente = CATALOGO["puente_contado"](delta=0.5)
    ida = [puente.a_dispositivo(np.zeros(2)) for _ in range(2)]
    assert all(es_de_dispositivo(x) for x in ida)
    vuelta = [puente.a_memoria(x) for x in ida]
    assert [x.tolist() for x in vuelta] == [[1.0, 1.0], [2.0, 2.0]]


def test_el_puente_conserva_la_precision():
    puente = CATALOGO["puente_contado"](delta=0.25)
    x = np.ones(2, np.float32)
    assert puente.a_memoria(puente.a_dispositivo(x)).dtype == np.float32
    assert x.tolist() == [1.0, 1.0]


def test_la_ropa_reducida_resume_cuadros_de_las_imagenes():
    ropa, otra = CATALOGO["ropa_reducida"](n=5), CATALOGO["ropa_reducida"](n=5, prueba=True)
    entera = fashion()
    assert ropa.x.shape == (5, 196)
    np.testing.assert_allclose(ropa.x[2, 14 + 3], entera.x[2, 2:4, 6:8].mean(), rtol=1e-6)
    assert ropa.y.tolist() == entera.y[:5].tolist()
    assert otra.y.tolist() == entera.y_prueba[:5].tolist()
    ropa.x[:] = 0
    assert ropa.x.max() > 0


def test_la_tabla_ondulada_tiene_los_dos_signos_y_todas_las_clases():
    tabla = CATALOGO["tabla_ondulada"](n=200, p=5, paso=0.7, inicio=1.1, escala=3.0, clases=10)
    assert tabla.x.min() < -2.9
    assert tabla.x.max() > 2.9
    assert sorted(set(tabla.y.tolist())) == list(range(10))
    assert (tabla.positiva == np.maximum(tabla.x, 0)).all()
    assert tabla.fila.tolist() == tabla.x[0].tolist()
