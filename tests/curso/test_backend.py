"""Los datos o `CURSO_BACKEND` eligen la biblioteca de arreglos."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import array_api_compat.numpy
import array_api_strict
import numpy as np
import pytest

from curso.backend import (
    ErrorDeBackend,
    a_anfitrion,
    a_dispositivo,
    contar_copias,
    es_de_dispositivo,
    espacio_de_nombres,
    espacio_por_defecto,
    nombre_corto,
    sincronizar,
)
from curso.backend.doble import ArregloDoble, xp


@pytest.mark.parametrize(
    ("argumentos", "esperado"),
    [
        ((np.zeros(2),), "numpy"),
        ((np.zeros(2), 1, 2.0, None, True), "numpy"),
        ((np.float64(1), 3), "numpy"),
        ((xp.zeros(2),), "doble"),
        ((0.5, xp.zeros(2), np.float64(0.1)), "doble"),
        ((array_api_strict.zeros(2), 1), "array_api_strict"),
    ],
)
def test_los_datos_eligen_el_espacio(argumentos: tuple[Any, ...], esperado: str) -> None:
    assert nombre_corto(espacio_de_nombres(*argumentos)) == esperado


@pytest.mark.parametrize(
    ("argumentos", "texto"),
    [
        ((np.zeros(2), xp.zeros(2)), "mezclado arreglos de doble y numpy"),
        ((np.zeros(2), array_api_strict.zeros(2)), "mezclado arreglos de array_api_strict y numpy"),
        (([1, 2],), "de tipo «list»"),
        ((np.zeros(2), "texto"), "de tipo «str»"),
        ((1, None), "solo ha recibido escalares"),
        ((), "al menos un arreglo"),
    ],
)
def test_lo_que_no_se_puede_mezclar_se_explica(argumentos: tuple[Any, ...], texto: str) -> None:
    with pytest.raises(TypeError, match=texto):
        espacio_de_nombres(*argumentos)


def _cupy_sin_gpu() -> ModuleType:
    def zeros(n: int) -> None:
        raise RuntimeError("cudaErrorInsufficientDriver")

    modulo = ModuleType("cupy")
    modulo.zeros = zeros  # type: ignore[attr-defined]
    return modulo


@pytest.mark.parametrize("valor", [None, "", "numpy", " NumPy "])
def test_numpy_es_el_backend_por_defecto(valor: str | None, monkeypatch: Any) -> None:
    monkeypatch.delenv("CURSO_BACKEND", raising=False)
    if valor is not None:
        monkeypatch.setenv("CURSO_BACKEND", valor)
    assert espacio_por_defecto() is array_api_compat.numpy


@pytest.mark.parametrize(
    ("cupy", "texto"), [(None, "no está instalado"), (_cupy_sin_gpu(), "no puede usar ninguna GPU")]
)
def test_un_cupy_inservible_es_un_error_claro_y_auto_sigue_con_numpy(
    cupy: ModuleType | None, texto: str, monkeypatch: Any
) -> None:
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    monkeypatch.setenv("CURSO_BACKEND", "cupy")
    with pytest.raises(ErrorDeBackend, match=texto):
        espacio_por_defecto()
    monkeypatch.setenv("CURSO_BACKEND", "auto")
    assert espacio_por_defecto() is array_api_compat.numpy


def test_un_backend_desconocido_es_un_error_claro(monkeypatch: Any) -> None:
    monkeypatch.setenv("CURSO_BACKEND", "torch")
    with pytest.raises(ErrorDeBackend, match="'torch' no es un backend conocido"):
        espacio_por_defecto()
    with pytest.raises(ErrorDeBackend, match="«torch» no es un backend conocido"):
        a_dispositivo([1.0], "torch")


def test_ida_y_vuelta_con_una_sola_copia_en_cada_sentido() -> None:
    origen = np.arange(3.0)
    with contar_copias() as copias:
        x = a_dispositivo(origen, "doble")
        assert a_dispositivo(x, xp) is x
        vuelta = a_anfitrion(x)
        assert a_anfitrion(origen) is origen
    assert isinstance(x, ArregloDoble)
    assert es_de_dispositivo(x)
    assert not es_de_dispositivo(vuelta)
    assert vuelta.tolist() == [0, 1, 2]
    assert (copias.subidas, copias.bajadas, copias.lecturas) == (1, 1, 0)


def test_a_dispositivo_con_numpy_se_queda_en_el_anfitrion(monkeypatch: Any) -> None:
    monkeypatch.delenv("CURSO_BACKEND", raising=False)
    assert isinstance(a_dispositivo([1.0, 2.0]), np.ndarray)
    assert isinstance(a_dispositivo(xp.zeros(2), "numpy"), np.ndarray)


def test_cuentas_anidadas_se_llevan_por_separado() -> None:
    with contar_copias() as fuera:
        a_dispositivo([1.0], "doble")
        with contar_copias() as dentro:
            a_dispositivo([1.0], "doble")
    assert (fuera.subidas, dentro.subidas) == (2, 1)


def test_sincronizar_espera_a_la_gpu_y_solo_a_ella(monkeypatch: Any) -> None:
    esperas = []
    flujo = SimpleNamespace(synchronize=lambda: esperas.append(1))
    cupy = ModuleType("cupy")
    cupy.cuda = SimpleNamespace(get_current_stream=lambda: flujo)  # type: ignore[attr-defined]
    cupy.ndarray = SimpleNamespace  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "cupy", cupy)
    for x in (np.zeros(1), xp.zeros(1), np, xp):
        sincronizar(x)
    assert esperas == []
    sincronizar(cupy)
    sincronizar(SimpleNamespace())  # aquí, un arreglo de ese CuPy
    assert esperas == [1, 1]
