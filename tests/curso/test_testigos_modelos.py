"""Los testigos de modelos y de búsquedas: lo que dan enseña cómo se los usó."""

import math

import numpy as np
import pytest

from curso.problemas import CATALOGO
from curso.problemas.busquedas import BUSQUEDAS
from curso.problemas.modelos import MODELOS, SIN_GENERADOR


def test_every_one_is_in_the_catalogue():
    every = {**MODELOS, **BUSQUEDAS}
    assert {name: CATALOGO[name] for name in every} == every


def test_a_model_shows_its_generator_and_spends_more_each_time():
    witness = CATALOGO["inicializacion"](numeros=2, gasto=3)
    rng, other = np.random.default_rng(5), np.random.default_rng(5)
    first, second = witness.entrenar(rng), witness.entrenar(rng)
    drawn = other.random(7)
    assert first.tolist() == drawn[:2].tolist()
    assert second.tolist() == drawn[5:].tolist()
    assert witness.entrenar(7).tolist() == [SIN_GENERADOR] * 2


def test_who_saw_a_row_is_given_away():
    witness = CATALOGO["vecino_delator"]()
    x, y = np.array([1.0, 2.0, 9.0]), np.array([3.0, 5.0, 7.0])
    model = witness.entrenar(x[:2], y[:2])
    assert witness.evaluar(model, x[2:], y[2:]) == 3.0
    assert witness.evaluar(model, x[1:], y[1:]) == 2.0 + 5000


def test_the_mean_of_predictions_is_not_the_prediction_of_the_mean():
    witness = CATALOGO["red_del_punto"](x=np.ones((1, 1)))
    points = [[np.array([[w]]), np.zeros(1)] for w in (2.0, 6.0)]
    assert [witness.predecir(p).item() for p in points] == [4, 36]
    assert witness.predecir([np.array([[4.0]]), np.zeros(1)]).item() == 16


def test_the_loss_of_some_options_asks_for_their_names():
    witness = CATALOGO["perdida_de_opciones"](optimos={"lr": 1.0, "l2": 0.0}, revienta={"lr": 5})
    assert witness(l2=2.0, lr=4.0) == 13.0
    assert math.isnan(witness(lr=5, l2=0))
    with pytest.raises(TypeError, match="lr, l2"):
        witness(lr=1.0)


def test_losses_come_in_order_and_a_call_too_many_is_seen():
    witness = CATALOGO["perdidas_en_orden"](perdidas=[4.0, 2.0])
    assert [witness(lr=1), witness(lr=1), witness()] == [4.0, 2.0, 3000.0]


def test_draws_come_from_the_generator_that_is_given():
    uniform, choice = CATALOGO["sorteo_uniforme"](minimo=2, maximo=3), CATALOGO["sorteo_de_lista"]
    one, two = (uniform(np.random.default_rng(1)) for _ in range(2))
    assert one == two
    assert 2 <= one <= 3
    rng = np.random.default_rng(0)
    assert {choice(valores=["a", "b"])(rng) for _ in range(20)} == {"a", "b"}
