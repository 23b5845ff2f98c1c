"""Los laboratorios testigo: lo que sale de ellos enseña cómo se hizo el experimento."""

import numpy as np
import pytest

from curso.problemas import CATALOGO
from curso.problemas.laboratorios import LABORATORIOS


def test_every_one_is_in_the_catalogue():
    assert {name: CATALOGO[name] for name in LABORATORIOS} == LABORATORIOS


def test_the_weights_depend_on_the_seed_and_are_new_each_time():
    lab = CATALOGO["laboratorio_testigo"]()
    one, again, other = lab.iniciar(1), lab.iniciar(1), lab.iniciar(2)
    assert [w.shape for w in one] == [(2,), (1,)]
    assert all((a == b).all() and a is not b for a, b in zip(one, again, strict=True))
    assert all((a != b).all() for a, b in zip(one, other, strict=True))


def test_every_epoch_has_each_example_once_in_another_order():
    lab = CATALOGO["laboratorio_testigo"]()
    orders = []
    for seed, epoch in ((1, 0), (1, 1), (2, 0), (1, 0)):
        batches = list(lab.lotes(seed, epoch))
        assert [len(x) for x, _ in batches] == [3, 3, 1]
        orders.append(np.concatenate([y for _, y in batches]))
    assert len({tuple(sorted(order)) for order in orders}) == 1
    assert (orders[0] == orders[3]).all()
    assert len({tuple(order) for order in orders}) == 3


@pytest.mark.parametrize("name", ["laboratorio_testigo", "laboratorio_de_un_peso"])
def test_the_gradient_is_that_of_the_loss(name):
    lab = CATALOGO[name]()
    weights = lab.iniciar(3)
    x, y = next(iter(lab.lotes(3, 0)))
    gradients = lab.perdida_y_gradiente(weights, x, y)[1]
    for i, w in enumerate(weights):
        for j in range(w.size):
            losses = []
            for step in (1e-6, -1e-6):
                moved = [v.copy() for v in weights]
                moved[i][j] += step
                losses.append(lab.perdida_y_gradiente(moved, x, y)[0])
            assert gradients[i][j] == pytest.approx((losses[0] - losses[1]) / 2e-6, rel=1e-5)


def test_the_base_is_the_loss_of_the_best_constant():
    lab = CATALOGO["laboratorio_testigo"]()
    y = np.concatenate([y for _, y in lab.lotes(0, 0)])
    assert lab.base == pytest.approx(np.mean((y - y.mean()) ** 2))


def test_a_factory_makes_a_new_one_each_time():
    maker = CATALOGO["fabrica_de_pasos"](lr=0.5)
    one, other = maker(), maker()
    assert one.paso(1.0, 1.0) == other.paso(1.0, 1.0) == 0.5
    assert one.paso(1.0, 1.0) == 0.75
