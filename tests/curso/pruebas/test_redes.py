"""El orden en que se recorrieron los ejemplos se lee en los pesos de una red pequeña."""

from itertools import permutations

import numpy as np
import pytest

from curso.problemas import CATALOGO
from curso.pruebas.compara import Hallazgo, Propiedad, cumple
from curso.pruebas.compara.redes import DESCONOCIDO, recorridos_de_red
from curso.pruebas.plan import Respuesta

X, Y = np.eye(3), np.array([2, 0, 1])
ROPA = (np.zeros((196, 10)), np.zeros(10), [1.0])


def entrenada(x, y=None):
    """(W, b, pérdidas) tras usar los ejemplos `x`, con las clases de los `y`, de uno en uno."""
    W, b = np.zeros((3, 3)), np.zeros(3)
    for i, j in zip(x, x if y is None else y, strict=True):
        e = np.exp(W[i] + b)
        error = e / e.sum() - np.eye(3)[Y[j]]
        W[i] -= error
        b -= error
    return W, b, [1.0, 0.5]


def leidos(*entrenadas):
    x, y = recorridos_de_red((list(entrenadas), ROPA), X, Y)
    return x.reshape(len(x), -1).tolist(), y.reshape(len(y), -1).tolist()


def test_se_lee_cualquier_pareja_de_ordenes():
    ordenes = [[*a, *b] for a in permutations(range(3)) for b in permutations(range(3))]
    x, y = leidos(*map(entrenada, ordenes))
    assert x == y == ordenes


def test_se_leen_los_que_repiten_y_los_que_rompen_las_parejas():
    x, y = leidos(entrenada([0, 0, 1, 2, 1, 1]), entrenada([0, 1, 2, 2, 1, 0], [1, 0, 2, 0, 1, 2]))
    assert x == [[0, 0, 1, 2, 1, 1], [0, 1, 2, 2, 1, 0]]
    assert y == [[0, 0, 1, 2, 1, 1], [1, 0, 2, 0, 1, 2]]


def test_unos_pesos_que_no_salen_de_ningun_orden_no_se_inventan():
    W, b, perdidas = entrenada([0, 1, 2, 0, 1, 2])
    x, y = leidos((W + 0.01, b, perdidas), (np.full((3, 3), np.nan), b, perdidas))
    assert set(np.ravel([x, y])) == {DESCONOCIDO}


def cumplida(nombre, valor, esperado=None, **parametros):
    e = Respuesta("valor", ([entrenada([0, 1, 2] * 2)], ROPA), {"X": X, "y": Y})
    o = Respuesta("valor", valor)
    return cumple(Propiedad(nombre, Hallazgo("c", "c", "p"), parametros), o, e)


@pytest.mark.parametrize(
    ("valor", "bien"),
    [
        (([entrenada([2, 1, 0] * 2)], (ROPA[0], ROPA[1], np.ones(1))), True),
        (([entrenada([2, 1, 0] * 2)], (ROPA[0].T, ROPA[1], [1.0])), False),
        (([entrenada([2, 1, 0] * 2)[:2]], ROPA), False),
        (([(*entrenada([2, 1, 0] * 2)[:2], [1.0])], ROPA), False),
        (([], ROPA), False),
        (None, False),
    ],
)
def test_la_forma_de_lo_que_sale(valor, bien):
    assert cumplida("forma_de_red", valor) is bien


def test_cuanto_acierta_se_mira_con_imagenes_que_no_se_usaron():
    ropa = CATALOGO["ropa_reducida"](n=300)
    # el centro de cada clase ya clasifica bastante
    W = np.array([ropa.x[ropa.y == c].mean(axis=0) for c in range(10)]).T
    b = -(W**2).sum(axis=0) / 2
    for minimo, bien in ((0.5, True), (0.95, False)):
        assert cumplida("acierta_con_imagenes", ([], (W, b, [])), minimo=minimo) is bien
    assert not cumplida("acierta_con_imagenes", ([], ("W", b, [])), minimo=0.1)
