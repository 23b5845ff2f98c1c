"""Las capas: contra diferencias numéricas, contra Keras y torch, y sus frases de error."""

import gzip
import itertools
import json
from pathlib import Path

import numpy as np
import pytest

from curso import redes
from curso.backend import a_anfitrion, a_dispositivo

TABLE = json.loads(gzip.decompress(Path(__file__).with_name("tabla_redes.json.gz").read_bytes()))
#: lo que Keras calcula en float32, también cuando se le pide float64: medias y pérdidas
SINGLE = {("keras", n) for n in ("GlobalMedia", "ErrorAbsoluto", "EntropiaBinaria")}


def tolerance(case):
    single = (case["biblioteca"], case.get("capa") or case["perdida"]) in SINGLE
    return {"rtol": 1e-6, "atol": 1e-7} if single else {"rtol": 1e-12, "atol": 1e-13}


def build(case):
    return getattr(redes, case["capa"])(**case["opciones"])


def arrays(values):
    return [np.array(v) for v in values]


def case_id(case):
    name = case.get("capa") or case["perdida"]
    return f"{case['biblioteca']}-{name}-{'-'.join(map(str, case.get('opciones', {}).values()))}"


@pytest.mark.parametrize("case", TABLE["casos"], ids=case_id)
def test_a_layer_gives_what_keras_and_torch_give(case):
    layer, parameters, x = build(case), arrays(case["parametros"]), np.array(case["x"])
    y, memory = layer.adelante(parameters, x)
    dx, gradients = layer.atras(parameters, memory, np.array(case["dy"]))
    close = tolerance(case)
    np.testing.assert_allclose(y, case["y"], **close)
    if case["dx"] is not None:
        np.testing.assert_allclose(dx, case["dx"], **close)
    assert len(gradients) == len(case["dparametros"])
    for got, expected in zip(gradients, case["dparametros"], strict=True):
        np.testing.assert_allclose(got, expected, **close)


def test_every_layer_is_in_the_table():
    layers = {n for n in redes.__all__ if isinstance(getattr(redes, n), type)}
    layers = {n for n in layers if issubclass(getattr(redes, n), redes.Capa)}
    assert {c["capa"] for c in TABLE["casos"]} == layers - {"Capa", "Abandono"}
    assert {c["biblioteca"] for c in TABLE["casos"]} == {"keras", "torch"}


@pytest.mark.parametrize("case", TABLE["perdidas"], ids=case_id)
def test_a_loss_gives_what_keras_and_torch_give(case):
    loss = getattr(redes, case["perdida"])()
    value, gradient = loss(np.array(case["salida"]), np.array(case["y"]))
    np.testing.assert_allclose(value, case["valor"], **tolerance(case))
    np.testing.assert_allclose(gradient, case["dsalida"], **tolerance(case))


@pytest.mark.parametrize("case", TABLE["iniciales"], ids=lambda c: c["capa"])
def test_parameters_start_as_in_keras(case):
    ours = build(case).iniciar(np.random.default_rng(0))
    assert [list(w.shape) for w in ours] == [p["forma"] for p in case["parametros"]]
    for w, theirs in zip(ours, case["parametros"], strict=True):
        assert w.dtype == np.float32
        if w.ndim == 1:
            assert sorted(set(w.tolist())) == theirs["constantes"]
        assert (w.ndim == 2 and np.allclose(w @ w.T, np.eye(len(w)), atol=1e-5)) is theirs[
            "ortogonal"
        ]
        if not theirs["ortogonal"]:
            assert np.abs(w).max() == pytest.approx(theirs["maximo"], rel=0.02)
            assert w.std() == pytest.approx(theirs["desviacion"], rel=0.05)


def test_the_forget_gate_starts_open_and_only_it():
    bias = redes.LSTM(3, 5).iniciar(np.random.default_rng(0))[2]
    assert bias.tolist() == [0.0] * 5 + [1.0] * 5 + [0.0] * 10


def test_an_orthogonal_matrix_has_no_favourite_sign():
    draws = [redes.LSTM(1, 3).iniciar(np.random.default_rng(s))[1][0, 0] for s in range(200)]
    assert 60 < sum(d > 0 for d in draws) < 140


NUMERIC = [
    (redes.Densa(3, 2), (4, 3)),
    (redes.Tanh(), (3, 4)),
    (redes.Sigmoide(), (3, 4)),
    (redes.ReLU(), (3, 4)),
    (redes.Conv2D(2, 3, 3, paso=2, relleno="same"), (2, 5, 6, 2)),
    (redes.Conv2D(2, 3, 2), (2, 4, 5, 2)),
    (redes.Conv1D(2, 3, 3, relleno="same"), (2, 5, 2)),
    (redes.MaximoLocal2D(3, paso=1, relleno="same"), (2, 4, 4, 2)),
    (redes.MaximoLocal1D(2), (2, 7, 3)),
    (redes.GlobalMaximo(), (2, 3, 4, 2)),
    (redes.GlobalMedia(), (2, 3, 4, 2)),
    (redes.Aplanar(), (2, 3, 2)),
    (redes.LSTM(2, 3), (2, 4, 2)),
    (redes.LSTM(2, 3, secuencia=True), (2, 4, 2)),
]


def numeric(f, w, h=1e-6):
    """Diferencias centrales de la función escalar `f`, moviendo `w` en su sitio."""
    gradient = np.empty_like(w)
    for k in np.ndindex(w.shape):
        before = w[k]
        w[k] = before + h
        above = f()
        w[k] = before - h
        gradient[k] = (above - f()) / (2 * h)
        w[k] = before
    return gradient


@pytest.mark.parametrize(("layer", "shape"), NUMERIC, ids=lambda v: repr(v))
def test_gradients_are_the_numeric_ones(layer, shape):
    rng = np.random.default_rng(3)
    parameters = [w.astype(float) for w in layer.iniciar(rng)]
    parameters = [w + 0.1 * rng.standard_normal(w.shape) for w in parameters]
    x = rng.permutation(np.linspace(-1.1, 1.2, int(np.prod(shape)))).reshape(shape)
    y, memory = layer.adelante(parameters, x)
    dy = rng.standard_normal(y.shape)
    dx, gradients = layer.atras(parameters, memory, dy)

    def value():
        return float((layer.adelante(parameters, x)[0] * dy).sum())

    for got, w in zip([dx, *gradients], [x, *parameters], strict=True):
        np.testing.assert_allclose(got, numeric(value, w), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("layer", "shape"), NUMERIC, ids=lambda v: repr(v))
def test_the_first_layer_saves_the_derivative_of_its_input(layer, shape):
    parameters = layer.iniciar(np.random.default_rng(0))
    y, memory = layer.adelante(parameters, np.ones(shape, np.float32))
    full = layer.atras(parameters, memory, y)
    short = layer.atras(parameters, memory, y, con_entrada=False)
    if parameters:
        assert short[0] is None
    for one, other in zip(full[1], short[1], strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(("layer", "shape"), NUMERIC, ids=lambda v: repr(v))
def test_float32_stays_and_inputs_are_left_alone(layer, shape):
    rng = np.random.default_rng(0)
    parameters, x = layer.iniciar(rng), rng.standard_normal(shape).astype(np.float32)
    kept = [w.copy() for w in [x, *parameters]]
    y, memory = layer.adelante(parameters, x)
    dx, gradients = layer.atras(parameters, memory, y)
    assert {a.dtype for a in (y, dx, *gradients)} == {np.dtype(np.float32)}
    for before, after in zip(kept, [x, *parameters], strict=True):
        np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize(("layer", "shape"), NUMERIC, ids=lambda v: repr(v))
def test_on_a_device_it_gives_the_same_without_leaving_it(layer, shape):
    rng = np.random.default_rng(0)
    parameters, x = layer.iniciar(rng), rng.standard_normal(shape).astype(np.float32)
    y, memory = layer.adelante(parameters, x)
    dx, gradients = layer.atras(parameters, memory, y)
    there = [a_dispositivo(w, "doble") for w in parameters]
    y2, memory2 = layer.adelante(there, a_dispositivo(x, "doble"))
    dx2, gradients2 = layer.atras(there, memory2, y2)
    for here, far in zip([y, dx, *gradients], [y2, dx2, *gradients2], strict=True):
        assert type(far) is type(a_dispositivo(x, "doble"))
        np.testing.assert_array_equal(here, a_anfitrion(far))


def test_an_embedding_on_a_device():
    layer = redes.Inmersion(5, 3)
    (table,) = layer.iniciar(np.random.default_rng(0))
    x, dy = np.array([[0, 3, 3]]), np.ones((1, 3, 3), np.float32)
    there = a_dispositivo(x, "doble")
    y, memory = layer.adelante([a_dispositivo(table, "doble")], there)
    _, (gradient,) = layer.atras(
        [a_dispositivo(table, "doble")], memory, a_dispositivo(dy, "doble")
    )
    np.testing.assert_array_equal(a_anfitrion(y), table[x])
    assert a_anfitrion(gradient)[:, 0].tolist() == [1, 0, 0, 2, 0]
    assert gradient.dtype == np.float32


def test_the_first_of_the_largest_takes_the_gradient():
    for layer, x in (
        (redes.MaximoLocal2D(2), np.zeros((1, 2, 2, 1))),
        (redes.GlobalMaximo(), np.zeros((1, 4, 1))),
    ):
        _, memory = layer.adelante([], x)
        dy = np.ones((1, 1, 1, 1)) if x.ndim == 4 else np.ones((1, 1))
        dx, _ = layer.atras([], memory, dy)
        assert dx.ravel().tolist() == [1, 0, 0, 0]


def test_dropout_keeps_the_mean_and_only_acts_in_training():
    layer, x = redes.Abandono(0.25), np.ones((200, 100), np.float32)
    same, memory = layer.adelante([], x)
    assert same is x
    assert layer.atras([], memory, x)[0] is x
    y, memory = layer.adelante([], x, np.random.default_rng(0))
    assert y.dtype == np.float32
    assert set(np.unique(y).tolist()) == {0.0, np.float32(1 / 0.75)}
    assert y.mean() == pytest.approx(1, abs=0.02)
    np.testing.assert_array_equal(layer.atras([], memory, x)[0], y)


@pytest.mark.parametrize(
    ("layer", "shape", "says"),
    [
        (redes.Densa(33, 64), (32, 10), r"Densa\(33, 64\).*\(n, 33\).*\(32, 10\)"),
        (redes.Densa(33, 64), (33,), r"Densa\(33, 64\).*\(n, 33\).*\(33,\)"),
        (redes.Conv2D(1, 8, 3), (2, 28, 28), r"Conv2D\(1, 8, 3\).*\(n, alto, ancho, 1\)"),
        (redes.Conv2D(1, 8, 3), (2, 28, 28, 3), r"Conv2D\(1, 8, 3\).*\(2, 28, 28, 3\)"),
        (redes.Conv2D(1, 8, 5), (2, 4, 9, 1), r"Conv2D\(1, 8, 5\): una ventana de 5 no cabe"),
        (redes.Conv1D(4, 8, 3), (2, 9, 5), r"Conv1D\(4, 8, 3\).*\(n, largo, 4\)"),
        (redes.Conv1D(4, 8, 3), (2, 2, 4), r"Conv1D\(4, 8, 3\): una ventana de 3 no cabe"),
        (redes.MaximoLocal2D(2), (2, 9, 5), r"MaximoLocal2D\(2\).*\(n, alto, ancho, canales\)"),
        (redes.MaximoLocal1D(2), (2, 9), r"MaximoLocal1D\(2\).*\(n, largo, canales\)"),
        (redes.GlobalMaximo(), (2, 9), r"GlobalMaximo.*\(2, 9\)"),
        (redes.GlobalMedia(), (2, 9), r"GlobalMedia.*\(2, 9\)"),
        (redes.LSTM(4, 8), (2, 9, 5), r"LSTM\(4, 8\).*\(n, largo, 4\)"),
        (redes.LSTM(4, 8), (2, 0, 4), r"LSTM\(4, 8\) espera al menos un paso"),
        (redes.Inmersion(9, 2), (2, 3), r"Inmersion\(9, 2\) espera números de palabra enteros"),
    ],
    ids=lambda v: repr(v) if isinstance(v, redes.Capa) else "",
)
def test_a_wrong_shape_is_a_sentence_that_names_the_layer(layer, shape, says):
    parameters = layer.iniciar(np.random.default_rng(0))
    with pytest.raises(ValueError, match=says) as caught:
        layer.adelante(parameters, np.zeros(shape, np.float32))
    assert "\n" not in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_list_is_not_an_array():
    with pytest.raises(ValueError, match=r"Densa\(1, 1\) espera un arreglo"):
        redes.Densa(1, 1).adelante(redes.Densa(1, 1).iniciar(np.random.default_rng(0)), [[1.0]])


@pytest.mark.parametrize("words", [[[5]], [[-1]]])
def test_a_word_outside_the_table_is_told(words):
    with pytest.raises(IndexError, match=r"Inmersion\(5, 2\) tiene palabras de 0 a 4"):
        redes.Inmersion(5, 2).adelante([np.zeros((5, 2))], np.array(words))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: redes.Densa(0, 3), "Densa: «entradas»"),
        (lambda: redes.Densa(3, 2.0), "Densa: «salidas»"),
        (lambda: redes.Conv2D(1, 2, True), "Conv2D: «nucleo»"),
        (lambda: redes.Conv1D(1, 2, 3, paso=0), "Conv1D: «paso»"),
        (lambda: redes.Conv1D(1, 2, 3, relleno="mismo"), "Conv1D: el relleno"),
        (lambda: redes.MaximoLocal2D(2, relleno=0), "MaximoLocal2D: el relleno"),
        (lambda: redes.MaximoLocal1D(0), "MaximoLocal1D: «lado»"),
        (lambda: redes.LSTM(1, 0), "LSTM: «unidades»"),
        (lambda: redes.Inmersion(1, -1), "Inmersion: «dimension»"),
        (lambda: redes.Abandono(1.0), "Abandono: la probabilidad"),
    ],
)
def test_a_wrong_argument_is_told_by_the_layer(make, says):
    with pytest.raises(ValueError, match=says):
        make()


@pytest.mark.parametrize(
    "pair", list(itertools.product([(5, 1), (5,)], [(5, 1), (5,), (5, 2), (4,)]))
)
def test_a_loss_never_broadcasts(pair):
    """(n, 1) menos (n,) daría (n, n) sin que nadie se entere."""
    output, y = (np.zeros(shape) for shape in pair)
    if pair[0] == pair[1] or pair == ((5, 1), (5,)):
        assert redes.ErrorAbsoluto()(output, y)[1].shape == pair[0]
    else:
        with pytest.raises(ValueError, match="ErrorAbsoluto ha recibido"):
            redes.ErrorAbsoluto()(output, y)
    with pytest.raises(ValueError, match=r"EntropiaCategorica\(\) espera"):
        redes.EntropiaCategorica()(output, np.zeros((5, 2), int))


def test_losses_do_not_overflow():
    z = np.array([[1e4], [-1e4]], np.float32)
    value, gradient = redes.EntropiaBinaria()(z, np.array([1, 0]))
    assert value == 0
    assert not gradient.any()
    assert redes.EntropiaBinaria()(z, np.array([0, 1]))[0] == 1e4
    value, gradient = redes.EntropiaCategorica()(np.array([[1e4, -1e4]]), np.array([1]))
    assert value == 2e4
    assert gradient.tolist() == [[1, -1]]
