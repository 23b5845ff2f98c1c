"""El núcleo fundido de los optimizadores en una GPU de verdad. Sin ella: no ejecutado."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from solutions.optimizadores import Adam
from tests.solutions.optimizadores.configuraciones import (
    CONFIGURATIONS,
    IDS,
    build,
    gradients,
    weights,
)

pytestmark = pytest.mark.gpu

SHAPES = [(70, 110), (), (0, 3), (20_000,)]


@pytest.fixture(scope="module")
def cupy() -> Any:
    cupy = pytest.importorskip("cupy", reason="no ejecutado: CuPy no está instalado")
    try:
        cupy.zeros(1)
    except Exception as error:
        pytest.skip(f"no ejecutado: CuPy no puede usar una GPU ({type(error).__name__})")
    return cupy


@pytest.mark.parametrize("in_place", [False, True], ids=["paso", "paso_in_situ"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_el_nucleo_da_lo_mismo_que_numpy(
    cupy: Any, name: str, settings: dict[str, Any], dtype: str, in_place: bool
) -> None:
    on_device, on_host = build(name, settings), build(name, settings)
    w_host = weights(SHAPES, dtype)
    w_device = [cupy.asarray(a) for a in w_host]
    tolerance = {"float16": 2e-3, "float32": 1e-6, "float64": 1e-13}[dtype]
    if "potencia_lr" in settings:
        tolerance *= 20
    for g in gradients(SHAPES, dtype, 5):
        g_device = [cupy.asarray(a) for a in g]
        if in_place:
            on_device.paso_in_situ(w_device, g_device)
        else:
            w_device = on_device.paso(w_device, g_device)
        w_host = on_host.paso(w_host, g)
        assert on_device.rutas == {"nucleo"}
        for a, b in zip(w_device, w_host, strict=True):
            assert a.dtype == dtype
            np.testing.assert_allclose(cupy.asnumpy(a), b, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_la_formula_tambien_corre_en_cupy(cupy: Any, name: str, settings: dict[str, Any]) -> None:
    fast, readable = build(name, settings), build(name, settings)
    readable.rutas_rapidas = False
    w = [cupy.asarray(a) for a in weights(SHAPES, "float64")]
    g = [cupy.asarray(a) for a in gradients(SHAPES, "float64", 1)[0]]
    obtained, expected = fast.paso(w, g), readable.paso(w, g)
    assert readable.rutas == {"formula"}
    for a, b in zip(obtained, expected, strict=True):
        np.testing.assert_allclose(cupy.asnumpy(a), cupy.asnumpy(b), rtol=1e-12, atol=1e-12)


def test_paso_in_situ_no_reserva_memoria_del_dispositivo(cupy: Any) -> None:
    w, g = cupy.ones(1_000_000, "float32"), cupy.ones(1_000_000, "float32")
    optimizer = Adam()
    optimizer.paso_in_situ(w, g)
    pool = cupy.get_default_memory_pool()
    before = pool.used_bytes(), pool.total_bytes()
    optimizer.paso_in_situ(w, g)
    assert (pool.used_bytes(), pool.total_bytes()) == before
