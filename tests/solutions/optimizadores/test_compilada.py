"""La ruta compilada con el compilador de C: se usa si se pide y da los mismos bits."""

from __future__ import annotations

import shutil
import tracemalloc
from typing import Any

import numpy as np
import pytest

from solutions.optimizadores import Adam, Nadam
from solutions.rutas_rapidas import compilada
from tests.missing import lack
from tests.solutions.optimizadores.configuraciones import (
    CONFIGURATIONS,
    IDS,
    build,
    gradients,
    weights,
)

SHAPES = [(7, 11), (), (0, 3), (130,)]

needs_cc = pytest.mark.skipif(shutil.which("cc") is None, reason=lack("un compilador de C", "gcc"))


@needs_cc
@pytest.mark.parametrize("in_place", [False, True], ids=["paso", "paso_in_situ"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_da_los_mismos_bits_que_la_formula(
    name: str, settings: dict[str, Any], dtype: str, in_place: bool
) -> None:
    # La potencia de C y la de NumPy no redondean igual; lo demás, bit a bit.
    tolerance = 1e-5 if "potencia_lr" in settings else 0.0
    fast, readable = build(name, settings), build(name, settings)
    fast.compilar, readable.rutas_rapidas = True, False
    w_fast, w_readable = weights(SHAPES, dtype), weights(SHAPES, dtype)
    for g in gradients(SHAPES, dtype, 4):
        if in_place:
            fast.paso_in_situ(w_fast, g)
        else:
            w_fast = fast.paso(w_fast, g)
        w_readable = readable.paso(w_readable, g)
        assert fast.rutas == {"compilada"}
        for a, b in zip(w_fast, w_readable, strict=True):
            assert a.dtype == dtype
            np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)
    for key, value in readable.guardar_estado().items():
        np.testing.assert_allclose(
            fast.guardar_estado()[key], value, rtol=tolerance, atol=tolerance
        )


@needs_cc
def test_nan_se_propaga_como_en_numpy() -> None:
    optimizer = Adam(amsgrad=True)
    optimizer.compilar = True
    w = np.ones(2)
    optimizer.paso_in_situ(w, np.array([np.nan, 1.0]))
    optimizer.paso_in_situ(w, np.ones(2))
    assert np.isnan(w).tolist() == [True, False]


@needs_cc
def test_no_reserva_memoria() -> None:
    optimizer = Adam()
    optimizer.compilar = True
    w, g = np.ones((2, 500_000))
    optimizer.paso_in_situ(w, g)
    tracemalloc.start()
    optimizer.paso_in_situ(w, g)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert optimizer.rutas == {"compilada"}
    assert peak < 16_000


@pytest.mark.parametrize(
    ("case", "w", "g", "route"),
    [
        ("float16", np.ones(3, "float16"), np.ones(3, "float16"), "bloques"),
        ("gradiente de otro tipo", np.ones(3, "float32"), np.ones(3), "bloques"),
        ("gradiente no contiguo", np.ones((2, 3)), np.ones((3, 2)).T, "bloques"),
        ("otro orden de bytes", np.ones(3, ">f8"), np.ones(3, ">f8"), "bloques"),
        ("pesos no contiguos", np.ones((3, 2)).T, np.ones((2, 3)), "formula"),
    ],
)
def test_lo_que_no_se_compila_va_por_otra_ruta(
    case: str, w: np.ndarray, g: np.ndarray, route: str
) -> None:
    optimizer = Adam(lr=0.1)
    optimizer.compilar = True
    obtained = optimizer.paso(w, g)
    assert optimizer.rutas == {route}, case
    np.testing.assert_allclose(obtained, np.full(w.shape, 0.9), rtol=1e-3)


def test_no_se_compila_si_no_se_pide(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(code: str) -> Any:
        raise AssertionError("se ha compilado sin pedirlo")

    monkeypatch.setattr(compilada, "compilar", forbidden)
    Adam().paso(np.ones(3), np.ones(3))


def test_sin_compilador_el_error_dice_que_hacer_y_el_paso_no_cuenta(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    optimizer = Nadam(lr=0.1)
    optimizer.compilar = True
    w, g = np.ones(3), np.arange(3.0)
    with pytest.raises(RuntimeError, match="apt install gcc"):
        optimizer.paso(w, g)
    optimizer.compilar = False
    np.testing.assert_array_equal(optimizer.paso(w, g), Nadam(lr=0.1).paso(w, g))


@needs_cc
def test_si_el_compilador_falla_se_dice_lo_que_ha_dicho() -> None:
    with pytest.raises(RuntimeError, match=r"no ha podido compilar(.|\n)*error"):
        compilada.compilar("esto no es C")
