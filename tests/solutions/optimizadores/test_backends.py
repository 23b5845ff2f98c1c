"""La misma fórmula en NumPy, en el estándar estricto y en el doble de un dispositivo."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from curso.backend import a_dispositivo, contar_copias
from solutions.optimizadores import Adam
from tests.solutions.conftest import BACKENDS, Backend
from tests.solutions.optimizadores.configuraciones import (
    CONFIGURATIONS,
    IDS,
    build,
    gradients,
    weights,
)

SHAPES = [(3, 4), (), (0, 2), (5,)]
ROUTES = {"numpy": "bloques", "strict": "formula", "doble": "formula"}


@pytest.mark.parametrize("in_place", [False, True], ids=["paso", "paso_in_situ"])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(("name", "settings"), CONFIGURATIONS, ids=IDS)
def test_da_lo_mismo_en_todas_las_bibliotecas(
    backend: Backend, name: str, settings: dict[str, Any], dtype: str, in_place: bool
) -> None:
    optimizer, reference = build(name, settings), build(name, settings)
    reference.rutas_rapidas = False
    w = weights(SHAPES, dtype)
    expected = weights(SHAPES, dtype)
    device = [backend.to(a) for a in w]
    for g in gradients(SHAPES, dtype, 4):
        expected = reference.paso(expected, g)
        g_device = [backend.to(a) for a in g]
        with contar_copias() as copies:
            if in_place:
                optimizer.paso_in_situ(device, g_device)
            else:
                device = optimizer.paso(device, g_device)
        assert copies.bajadas == copies.subidas == 0
        assert optimizer.rutas == {ROUTES[backend.name]}
        for obtained, values in zip(device, expected, strict=True):
            result = backend.back(obtained)
            assert result.dtype == dtype
            np.testing.assert_allclose(result, values, rtol=1e-6 if dtype == "float32" else 1e-14)


@pytest.mark.parametrize("name", ["numpy", "doble"])
def test_float16_se_calcula_en_float32(name: str) -> None:
    """En float16 eps=1e-8 es 0 y 300² es infinito: saldría NaN o un paso nulo."""
    (backend,) = (b for b in BACKENDS if b.name == name)
    optimizer = Adam(lr=0.5, convencion="torch")
    w = backend.to(np.array([1.0, 1.0, 1.0], "float16"))
    g = backend.to(np.array([300.0, 0.0, 1e-4], "float16"))
    new = backend.back(optimizer.paso(w, g))
    assert new.dtype == "float16"
    np.testing.assert_allclose(new.astype(float), [0.5, 1.0, 0.5], atol=1e-3)
    assert {str(optimizer.arreglo_de_estado(n).dtype) for n in "mv"} == {"float32"}


def test_mezclar_bibliotecas_es_un_error_y_no_cambia_el_estado() -> None:
    host = np.ones(3)
    device = a_dispositivo(np.ones(3), "doble")
    optimizer = Adam()
    with pytest.raises(TypeError, match="mezclado"):
        optimizer.paso(host, device)
    assert optimizer.t == 0
    optimizer.paso(host, host)
    with pytest.raises(TypeError, match="mezclado"):
        optimizer.paso(device, device)
    assert optimizer.t == 1
