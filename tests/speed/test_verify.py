"""La muestra de una respuesta medida obliga a calcularla entera."""

from __future__ import annotations

import numpy as np
import pytest

from autograde.speed.verify import same, shuffled
from curso.pruebas.plan import Respuesta, respuesta_a_json, respuesta_de_json
from curso.pruebas.plan.medida import huella, muestra

X = np.random.default_rng(0).normal(size=(5000, 3))
Y = np.arange(5000, dtype=np.int32)


def sample(value, seed=7):
    """La muestra tal como llega: por el códec."""
    return respuesta_de_json(respuesta_a_json(muestra(Respuesta("valor", value), seed))).valor


def batches(order):
    return [(X[order[i : i + 32]], Y[order[i : i + 32]]) for i in range(0, len(order), 32)]


@pytest.mark.parametrize(
    "value",
    [
        X,
        Y,
        (X, Y),
        batches(Y),
        [1, 2.5],
        3,
        None,
        {"a": X},
        X[:0],
        np.float32(X[:9]),
        np.array(2.0),
    ],
    ids=str,
)
def test_la_muestra_de_un_valor_es_la_suya(value):
    assert same(sample(value), muestra(Respuesta("valor", value), 7).valor)


def _changed(i, j, by):
    other = X.copy()
    other[i, j] += by
    return other


@pytest.mark.parametrize(
    "other",
    [
        X[::-1],
        X[:-1],
        X.astype(np.float32),
        X.astype(np.float32).astype(np.float64),
        _changed(0, 0, 1e-3),
        _changed(4999, 2, 1e-3),
        _changed(2500, 1, np.nan),
        np.zeros_like(X),
        X.reshape(-1),
        list(X[:10]),
        None,
        3.0,
    ],
    ids=lambda v: str(v)[:12],
)
def test_cualquier_cambio_se_nota(other):
    assert not same(sample(other), sample(X))


def test_el_orden_y_el_tamano_de_los_lotes_cuentan():
    right = sample(batches(Y))
    assert not same(sample(batches(Y)[::-1]), right)
    assert not same(sample([(X, Y)]), right)
    assert not same(sample(batches(Y)[:-1]), right)


def test_la_huella_depende_de_la_semilla():
    assert huella(X, 1) != pytest.approx(huella(X, 2))


@pytest.mark.parametrize("hostile", [{}, {"forma": 3}, [], "x", {"enteros": X}, {"huella": "x"}])
def test_una_muestra_hostil_no_vale(hostile):
    assert not same(hostile, sample(X))
    assert not same(hostile, sample(Y))


def test_un_orden_al_azar_lo_parece_y_los_demas_no():
    rng = np.random.default_rng(3)
    one, other = rng.permutation(5000), rng.permutation(5000)
    assert shuffled(one)
    assert shuffled(other, [one])
    assert not shuffled(one, [other[:2000], one[:2000]])
    regular = [np.arange(5000), np.roll(np.arange(5000), 7), np.arange(5000)[::-1]]
    regular.append(np.arange(5000) * 7 % 5000 if np.gcd(7, 5000) == 1 else np.arange(5000))
    assert not any(shuffled(order) for order in regular)


def test_de_una_lista_larga_no_se_sabe_que_elementos_se_van_a_mirar():
    long = [float(i) for i in range(1000)]
    wrong = [*long[:64], *([0.0] * 936)]
    assert same(sample(long), sample(long))
    assert not same(sample(wrong), sample(long))
