"""La muestra de una respuesta medida obliga a calcularla entera."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from autograde.speed.verify import is_right, same, shuffled
from curso.pruebas.plan import Ref, Respuesta, respuesta_a_json, respuesta_de_json
from curso.pruebas.plan.medida import huella, muestra
from curso.pruebas.plan.pasos import llamada

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


THIRD = float(np.float32(1) / np.float32(3))


@pytest.mark.parametrize("loose", [1 / 3, np.float64(1 / 3), np.array(1 / 3)], ids=repr)
def test_un_numero_suelto_es_el_mismo_venga_como_venga(loose):
    assert same(sample(loose), muestra(Respuesta("valor", 1 / 3), 7).valor)
    assert same(sample(1 / 3), muestra(Respuesta("valor", loose), 7).valor)
    assert not same(sample(loose), sample(THIRD))


SINGLE = llamada("simple", Ref("x"), entradas={"x": np.ones(2, np.float32)})


@pytest.mark.parametrize(
    ("given", "right"),
    [
        ((THIRD, X), (1 / 3, X)),
        ((np.float32(1 / 3), X.astype(np.float32)), (1 / 3, X)),
        ((1 / 3, X), (np.float32(1 / 3), X.astype(np.float32))),
    ],
    ids=["número", "en float32", "en float64"],
)
def test_con_entradas_en_float32_la_muestra_se_compara_con_su_tolerancia(given, right):
    double = replace(SINGLE, pasos=llamada("doble", Ref("x"), entradas={"x": np.ones(2)}).pasos)
    reference = SimpleNamespace(id="t.f", name="f", reference=lambda x: right)
    answer = Respuesta("valor", sample(given))
    assert is_right(reference, None, SINGLE, 7, answer)
    assert not is_right(reference, None, double, 7, answer)
    changed = _changed(2500, 1, 0.5).astype(given[1].dtype)
    assert not is_right(reference, None, SINGLE, 7, Respuesta("valor", sample((THIRD, changed))))


def test_un_dtype_hostil_en_la_muestra_no_la_da_por_buena():
    right = muestra(Respuesta("valor", X), 7).valor
    assert not same({**right, "dtype": np.ones(3)}, right, 1e-5)
    assert not same({**right, "dtype": "<i8"}, right, 1e-5)


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
