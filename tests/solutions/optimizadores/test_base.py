"""Lo común a todos los optimizadores: listas, estado guardado, hiperparámetros y errores."""

from __future__ import annotations

import copy
import io
import pickle
from typing import Any

import numpy as np
import pytest

from solutions import optimizadores
from solutions.optimizadores import SGD, Adam, Ftrl, Nadam
from tests.solutions.optimizadores.configuraciones import (
    CONFIGURATIONS,
    IDS,
    build,
    gradients,
    weights,
)

SHAPES = [(2, 3), (4,)]


def through_npz(state: dict[str, Any]) -> Any:
    file = io.BytesIO()
    np.savez(file, **state)
    file.seek(0)
    return dict(np.load(file))


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
@pytest.mark.parametrize("way", ["directo", "npz", "pickle", "copia"])
def test_seguir_desde_el_estado_guardado_da_los_mismos_bits(
    name: str, settings: dict[str, Any], dtype: str, way: str
) -> None:
    original = build(name, settings)
    w = weights(SHAPES, dtype)
    steps = gradients(SHAPES, dtype, 6)
    for g in steps[:3]:
        w = original.paso(w, g)
    if way == "pickle":
        other = pickle.loads(pickle.dumps(original))
    elif way == "copia":
        other = copy.deepcopy(original)
    else:
        saved = original.guardar_estado()
        other = type(original)(**original.configuracion())
        other.restaurar_estado(saved if way == "directo" else through_npz(saved))
    w_other = [a.copy() for a in w]
    for g in steps[3:]:
        w, w_other = original.paso(w, g), other.paso(w_other, g)
        for a, b in zip(w, w_other, strict=True):
            np.testing.assert_array_equal(a, b)
    assert original.t == other.t == 6


def test_lo_guardado_no_cambia_al_seguir_ni_al_restaurar() -> None:
    optimizer = Adam()
    w, g = np.ones(3), np.ones(3)
    optimizer.paso_in_situ(w, g)
    saved = optimizer.guardar_estado()
    frozen = copy.deepcopy(saved)
    optimizer.paso_in_situ(w, g)
    other = Adam()
    other.restaurar_estado(saved)
    other.paso_in_situ(w, g)
    for key, value in frozen.items():
        np.testing.assert_array_equal(saved[key], value)


@pytest.mark.parametrize(
    "other", [Adam(amsgrad=True), SGD(), SGD(momentum=0.9), Nadam(), Ftrl()], ids=repr
)
def test_el_estado_de_otra_configuracion_se_rechaza(other: optimizadores.Optimizador) -> None:
    optimizer = Adam()
    optimizer.paso(np.ones(2), np.ones(2))
    with pytest.raises(ValueError, match="no casan"):
        other.restaurar_estado(optimizer.guardar_estado())


@pytest.mark.parametrize("missing", ["t", "0.m", "1.v"])
def test_un_estado_incompleto_se_rechaza(missing: str) -> None:
    optimizer = Adam()
    optimizer.paso([np.ones(2)] * 2, [np.ones(2)] * 2)
    saved = optimizer.guardar_estado()
    del saved[missing]
    with pytest.raises(ValueError, match=missing):
        Adam().restaurar_estado(saved)


@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_una_lista_es_lo_mismo_que_un_optimizador_por_arreglo(
    name: str, settings: dict[str, Any]
) -> None:
    together, apart = build(name, settings), [build(name, settings) for _ in SHAPES]
    w = weights(SHAPES, "float64")
    w_apart = weights(SHAPES, "float64")
    for g in gradients(SHAPES, "float64", 3):
        w = together.paso(w, g)
        w_apart = [o.paso(a, b) for o, a, b in zip(apart, w_apart, g, strict=True)]
        assert isinstance(w, list)
        for a, b in zip(w, w_apart, strict=True):
            np.testing.assert_array_equal(a, b)


def test_el_estado_es_de_cada_objeto() -> None:
    first, second = Adam(), Adam()
    w, g = np.ones(3), np.ones(3)
    first.paso(w, g)
    first.paso(w, -g)
    np.testing.assert_array_equal(second.paso(w, g), Adam().paso(w, g))


def test_lr_se_puede_cambiar_entre_pasos_y_lo_demas_no() -> None:
    optimizer = SGD(lr=0.1)
    optimizer.lr = 0.5
    np.testing.assert_array_equal(optimizer.paso(np.ones(1), np.ones(1)), [0.5])
    with pytest.raises(AttributeError, match="`momentum` de SGD no se puede cambiar"):
        optimizer.momentum = 0.9
    with pytest.raises(ValueError, match="`lr`"):
        optimizer.lr = float("nan")
    assert optimizer.lr == 0.5


DEFAULTS = [
    ("SGD", "keras", {"lr": 0.01}),
    ("SGD", "torch", {"lr": 1e-3}),
    ("Adagrad", "keras", {"lr": 1e-3, "acumulador_inicial": 0.1, "eps": 1e-7}),
    ("Adagrad", "torch", {"lr": 1e-2, "acumulador_inicial": 0.0, "eps": 1e-10}),
    ("Adadelta", "keras", {"lr": 1e-3, "rho": 0.95, "eps": 1e-7}),
    ("Adadelta", "torch", {"lr": 1.0, "rho": 0.9, "eps": 1e-6}),
    ("RMSprop", "keras", {"lr": 1e-3, "rho": 0.9, "eps": 1e-7}),
    ("RMSprop", "torch", {"lr": 1e-2, "rho": 0.99, "eps": 1e-8}),
    ("Adam", "keras", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-7}),
    ("Adam", "torch", {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}),
    ("AdamW", "keras", {"decaimiento_pesos": 0.004, "eps": 1e-7}),
    ("AdamW", "torch", {"decaimiento_pesos": 0.01, "eps": 1e-8}),
    ("Adamax", "keras", {"lr": 1e-3, "eps": 1e-7}),
    ("Adamax", "torch", {"lr": 2e-3, "eps": 1e-8}),
    ("Nadam", "keras", {"lr": 1e-3, "eps": 1e-7}),
    ("Nadam", "torch", {"lr": 2e-3, "eps": 1e-8}),
    ("Ftrl", "keras", {"lr": 1e-3, "potencia_lr": -0.5, "acumulador_inicial": 0.1, "l1": 0.0}),
]


@pytest.mark.parametrize(("name", "convention", "values"), DEFAULTS)
def test_valores_por_defecto_de_cada_convencion(
    name: str, convention: str, values: dict[str, float]
) -> None:
    settings = getattr(optimizadores, name)(convencion=convention).configuracion()
    assert {k: settings[k] for k in values} == values


BAD_SETTINGS = [
    (lambda: Adam(lr=-1), "`lr`"),
    (lambda: Adam(lr=float("inf")), "`lr`"),
    (lambda: Adam(beta1=1.0), r"`beta1` tiene que estar en \[0, 1\)"),
    (lambda: Adam(beta2=-0.1), "`beta2`"),
    (lambda: Ftrl(potencia_lr=0.5), "`potencia_lr`"),
    (lambda: Ftrl(lr=0.0), "`lr`"),
    (lambda: SGD(nesterov=True), "necesita `momentum`"),
    (lambda: Adam(convencion="jax"), "convencion='jax' no existe"),
    (lambda: Ftrl(convencion="torch"), "torch no tiene Ftrl"),
]


@pytest.mark.parametrize(("make", "message"), BAD_SETTINGS)
def test_hiperparametros_imposibles(make: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


ONE = np.ones(3)
BAD_STEPS = [
    ([1.0], [1.0], TypeError, "tiene que ser un arreglo"),
    (ONE, np.ones(2), ValueError, r"forma \(2,\) y sus pesos \(3,\)"),
    (ONE, [ONE], ValueError, "un solo arreglo de pesos y una lista de 1"),
    ([ONE, ONE], [ONE], ValueError, "una lista de 2 arreglos de pesos"),
    ([], [], ValueError, "está vacía"),
    (np.ones(3, int), ONE, TypeError, "Los pesos 0 son int64"),
    (ONE, ONE + 1j, TypeError, "El gradiente 0 es complex128"),
]


@pytest.mark.parametrize(("w", "g", "error", "message"), BAD_STEPS)
def test_pasos_imposibles(w: Any, g: Any, error: type[Exception], message: str) -> None:
    optimizer = Nadam()
    optimizer.paso(ONE, ONE)
    before = optimizer.guardar_estado()
    for step in (optimizer.paso, optimizer.paso_in_situ):
        with pytest.raises(error, match=message):
            step(w, g)
    for key, value in optimizer.guardar_estado().items():
        np.testing.assert_array_equal(value, before[key])


@pytest.mark.parametrize(
    ("w", "message"),
    [
        ([ONE, ONE], "el estado de 1 arreglos y ahora recibe 2"),
        (np.ones(4), "siempre los mismos pesos"),
        (np.ones(3, "float32"), "siempre los mismos pesos"),
    ],
)
def test_los_pesos_no_pueden_cambiar_de_forma_tipo_o_numero(w: Any, message: str) -> None:
    optimizer = Adam()
    optimizer.paso(ONE, ONE)
    with pytest.raises(ValueError, match=message):
        optimizer.paso(w, w)
    assert optimizer.t == 1


def test_un_estado_restaurado_de_otra_forma_se_rechaza_aunque_los_pesos_no_cambien() -> None:
    optimizer, other = Adam(), Adam()
    optimizer.paso(ONE, ONE)
    other.paso(np.ones(4), np.ones(4))
    optimizer.restaurar_estado(other.guardar_estado())
    with pytest.raises(ValueError, match="siempre los mismos pesos"):
        optimizer.paso(ONE, ONE)


def test_pesos_de_solo_lectura() -> None:
    w = np.ones(3)
    w.flags.writeable = False
    optimizer = Adam()
    for read_only in (w, np.float64(1.0)):
        with pytest.raises(ValueError, match="solo lectura"):
            optimizer.paso_in_situ(read_only, np.asarray(read_only))
    assert optimizer.t == 0
    assert optimizer.paso(w, w).flags.writeable


def test_un_mismo_arreglo_dos_veces_se_rechaza_en_su_sitio() -> None:
    w, other = np.ones(3), np.ones(3)
    optimizer = Adam()
    with pytest.raises(ValueError, match="Los pesos 0 y 2 son el mismo arreglo"):
        optimizer.paso_in_situ([w, other, w], [ONE, ONE, ONE])
    assert optimizer.t == 0
    np.testing.assert_array_equal(w, np.ones(3))
    # Sin escribir en ellos no pasa nada: salen dos arreglos nuevos.
    first, second = optimizer.paso([w, w], [ONE, -ONE])
    assert np.all(first < 1)
    assert np.all(second > 1)


def test_ftrl_borra_los_pesos_iniciales_si_el_gradiente_es_pequeno() -> None:
    """De lo que avisa su docstring."""
    w = np.array([3.0, -2.0])
    assert np.all(np.abs(Ftrl().paso(w, np.full(2, 0.01))) < 0.01)
    assert np.all(np.abs(Ftrl().paso(w, np.full(2, 10.0))) > 1.5)
