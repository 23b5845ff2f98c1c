"""El doble comparado con CuPy de verdad.

Los nombres y las firmas se comparan donde CuPy esté instalado; el comportamiento, donde además
haya una GPU (marca `gpu`).
"""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import pytest

from curso.backend.doble import ArregloDoble, limites
from tests.curso.comportamientos import DATOS, ERRORES, VALORES

cupy: Any = pytest.importorskip("cupy", reason="no ejecutado: CuPy no está instalado")

try:
    cupy.zeros(1)
    HAY_GPU = True
except Exception:
    HAY_GPU = False
con_gpu = pytest.mark.skipif(not HAY_GPU, reason="no ejecutado: no hay una GPU que CuPy pueda usar")


def _publicos(clase: type) -> set[str]:
    return {nombre for nombre in dir(clase) if not nombre.startswith("_")}


def test_el_doble_no_tiene_metodos_que_cupy_no_tenga() -> None:
    assert _publicos(ArregloDoble) <= _publicos(cupy.ndarray)


def test_lo_que_falta_en_cupy_es_lo_que_el_doble_rechaza() -> None:
    faltan = set()
    for modulo, prefijo in ((np, ""), (np.linalg, "linalg."), (np.fft, "fft.")):
        otro = getattr(cupy, prefijo[:-1]) if prefijo else cupy
        for nombre in dir(modulo):
            funcion = getattr(modulo, nombre)
            if hasattr(funcion, "_implementation") and not hasattr(otro, funcion.__name__):
                faltan.add(prefijo + funcion.__name__)
    numericas = {f for f in faltan if "busday" not in f and not f.startswith("datetime")}
    assert numericas <= limites.FUNCIONES_AUSENTES


@pytest.mark.parametrize("nombre", sorted(limites.ARGUMENTOS_AUSENTES))
def test_los_argumentos_rechazados_no_existen_en_cupy(nombre: str) -> None:
    if hasattr(cupy, nombre):
        parametros = set(inspect.signature(getattr(cupy, nombre)).parameters)
        assert not parametros & limites.ARGUMENTOS_AUSENTES[nombre]


@pytest.mark.gpu
@con_gpu
@pytest.mark.parametrize("nombre", VALORES)
def test_cupy_da_lo_mismo_que_numpy(nombre: str) -> None:
    calculo = VALORES[nombre]
    esperado = calculo(np.array(DATOS), np)
    obtenido = calculo(cupy.asarray(DATOS), cupy)
    assert isinstance(obtenido, cupy.ndarray)
    assert obtenido.shape == np.shape(esperado)
    assert obtenido.dtype == np.asarray(esperado).dtype
    np.testing.assert_allclose(obtenido.get(), esperado, rtol=1e-12)


@pytest.mark.gpu
@con_gpu
@pytest.mark.parametrize("nombre", ERRORES)
def test_cupy_se_niega_igual(nombre: str) -> None:
    calculo, error, texto = ERRORES[nombre]
    with pytest.raises(error, match=texto):
        calculo(cupy.asarray(DATOS), np.array(DATOS))
