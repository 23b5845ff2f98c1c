"""El doble del dispositivo: qué hace igual que CuPy, y a qué se niega como él.

La tabla `COMPORTAMIENTOS` la repite `tests/gpu/test_doble_gpu.py` con CuPy de verdad.
"""

from __future__ import annotations

import copy
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo, contar_copias
from curso.backend.copias import con_bajadas, sin_bajadas
from curso.backend.doble import ArregloDoble, xp
from tests.curso.comportamientos import DATOS, ERRORES, VALORES


@pytest.mark.parametrize("nombre", VALORES)
def test_da_lo_mismo_que_numpy_y_se_queda_en_el_dispositivo(nombre: str) -> None:
    calculo = VALORES[nombre]
    esperado = calculo(np.array(DATOS), np)
    obtenido = calculo(xp.asarray(DATOS), xp)
    assert isinstance(obtenido, ArregloDoble)
    assert obtenido.shape == np.shape(esperado)
    assert obtenido.dtype == np.asarray(esperado).dtype
    np.testing.assert_allclose(obtenido.get(), esperado, rtol=1e-15)


@pytest.mark.parametrize("nombre", ERRORES)
def test_se_niega_como_cupy(nombre: str) -> None:
    calculo, error, texto = ERRORES[nombre]
    with pytest.raises(error, match=texto):
        calculo(xp.asarray(DATOS), np.array(DATOS))


def test_lo_que_se_sube_no_comparte_memoria_con_el_anfitrion() -> None:
    origen = np.zeros(3)
    subido = xp.asarray(origen)
    origen[:] = 1
    assert subido.get().tolist() == [0, 0, 0]
    bajado = subido.get()
    bajado[:] = 2
    assert subido.get().tolist() == [0, 0, 0]


def test_una_rebanada_es_una_vista() -> None:
    x = xp.zeros((3, 2))
    x[1][0] = 5
    x[2] += 1
    primera = x[0, 0]
    primera += 7
    assert x.get().tolist() == [[7, 0], [5, 0], [1, 1]]


def test_lo_que_se_copia_deja_de_compartir() -> None:
    x = xp.zeros(2)
    for otro in (x.copy(), copy.copy(x), copy.deepcopy(x), xp.array(x)):
        otro += 1
    assert x.get().tolist() == [0, 0]


def test_out_devuelve_el_mismo_arreglo() -> None:
    x, y = xp.asarray(DATOS), xp.empty((2, 3))
    assert np.multiply(x, 2, out=y) is y
    assert np.sum(x, axis=0, out=y[0]).shape == (3,)
    assert y[0].get().tolist() == [5, 7, 9]


def test_los_escalares_de_dimension_cero_se_leen() -> None:
    total = xp.asarray(DATOS).sum()
    assert isinstance(total, ArregloDoble)
    assert (float(total), int(total), bool(total > 3)) == (21.0, 21, True)
    assert f"{total:.2f}" == "21.00"
    with pytest.raises(TypeError):
        range(total)  # CuPy tampoco tiene __index__


def test_cuenta_cada_copia_una_vez() -> None:
    with contar_copias() as copias:
        x = xp.asarray([1.0, 2.0])
        xp.asarray(x)
        xp.zeros(3)
        x.get()
        xp.asnumpy(x)
        float(x[0])
        x[np.array([0])]
    assert (copias.subidas, copias.bajadas, copias.lecturas) == (2, 2, 1)
    x.get()
    assert copias.bajadas == 2


@pytest.mark.parametrize(
    "baja",
    [
        lambda x: x.get(),
        lambda x: x.get(out=np.zeros(2)),
        xp.asnumpy,
        a_anfitrion,
        lambda x: a_dispositivo(x, "numpy"),
        lambda x: x.tolist(),
        lambda x: x.tobytes(),
        lambda x: en_otro_hilo(x.get),
        np.asarray,
    ],
)
def test_en_una_prueba_de_portabilidad_no_baja_un_arreglo(baja) -> None:
    x = xp.asarray([1.0, 2.0])
    with sin_bajadas():
        with pytest.raises(TypeError, match="dispositivo"):
            baja(x)
        with con_bajadas():
            assert a_anfitrion(x).tolist() == [1, 2]
        with pytest.raises(TypeError, match="portabilidad"):
            x.get()
    assert x.get().tolist() == [1, 2]


def en_otro_hilo(funcion):
    with ThreadPoolExecutor(1) as hilo:
        return hilo.submit(funcion).result()


def test_en_una_prueba_de_portabilidad_se_leen_numeros_y_se_suben_datos() -> None:
    with sin_bajadas():
        x = xp.asarray([3.0, 4.0])
        assert (float(x[0]), x[1].item(), x.item(1), bool(x[0] > 2)) == (3.0, 4.0, 4.0, True)
        assert x.sum().tolist() == 7.0
        assert "3" in str(x)


def test_no_avisa_de_la_coma_flotante_como_la_gpu() -> None:
    x = xp.zeros(2)
    with np.errstate(all="raise"):
        assert np.isnan((x / x).get()).all()


def test_no_guarda_objetos_ni_textos() -> None:
    with pytest.raises(ValueError, match="Unsupported dtype"):
        xp.asarray(["a", "b"])


def test_comparar_con_none_da_falso_en_cada_elemento() -> None:
    x = xp.zeros(2)
    assert (x == None).get().tolist() == [False, False]  # noqa: E711
    assert (x != None).get().tolist() == [True, True]  # noqa: E711
