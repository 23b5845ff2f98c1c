"""Propiedades de las máscaras al azar: qué se apaga, con qué probabilidad y por cuánto se escala.

Hablan de un caso con muchas llamadas, cada una con su semilla; las últimas `repetidas` vuelven a
usar las primeras. Cada resultado es la pareja (x·máscara, máscara), y la entrada se llama `x`. Las
que son estadísticas rechazan una respuesta correcta con una probabilidad menor que `FALSA_ALARMA`
(véase `cuentas`).
"""

from __future__ import annotations

import math

import numpy as np

from curso.pruebas.compara.cuentas import FALSA_ALARMA, verosimil
from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta

#: error relativo que se admite en los valores de la máscara y en el producto (caben en float32)
_RTOL = 1e-5
#: a cuántas desviaciones típicas de 1 − p se dice que se apagan las que debían quedar
_DESVIACIONES = 3.5


@propiedad
def parejas_con_la_forma(o: Respuesta, e: Respuesta) -> bool:
    """Cada resultado es una pareja de arreglos con la forma de x."""
    forma = e.entradas["x"].shape
    return all(
        isinstance(r, list | tuple)
        and len(r) == 2
        and all(isinstance(a, np.ndarray) and a.shape == forma for a in r)
        for r in o.valor
    )


@propiedad
def es_x_por_la_mascara(o: Respuesta, e: Respuesta) -> bool:
    """Lo primero de cada pareja es x por la máscara que la acompaña."""
    productos, mascaras = _leer(o)
    return bool(np.allclose(productos, _entrada(e) * mascaras, rtol=_RTOL, atol=_RTOL))


@propiedad
def mascara_escalada(o: Respuesta, e: Respuesta, p: float, fallo: str = "otra") -> bool:
    """La máscara vale 0 o 1/(1 − p).

    fallo
        De qué manera no se cumple: `sin_escalar` (vale 0 o 1, y el producto también es así),
        `solo_el_producto` (vale 0 o 1, y el producto sí está dividido), `entre_p` (vale 0 o 1/p)
        u `otra`. Las demás maneras se dan por cumplidas: las dice otra propiedad.
    """
    productos, mascaras = _leer(o)
    if _vale(mascaras, 1 / (1 - p)):
        return True
    if _vale(mascaras, 1.0):
        sin_mas = np.allclose(productos, _entrada(e) * mascaras, rtol=_RTOL, atol=_RTOL)
        return fallo != ("sin_escalar" if sin_mas else "solo_el_producto")
    return fallo != ("entre_p" if p and _vale(mascaras, 1 / p) else "otra")


@propiedad
def mascara_de_unos(o: Respuesta, e: Respuesta, p: float = 0.0, fallo: str = "otra") -> bool:
    """No se apaga ni se escala nada: la máscara es de unos y lo primero es x.

    fallo
        `por_lo_que_queda` si x sale multiplicada por 1 − p, u `otra`.
    """
    productos, mascaras = _leer(o)
    x = _entrada(e)
    igual = np.allclose(productos, x, rtol=_RTOL, atol=_RTOL)
    if igual and _vale(mascaras, 1.0, apagadas=False):
        return True
    reducida = p > 0 and np.allclose(productos, x * (1 - p), rtol=_RTOL, atol=_RTOL)
    return fallo != ("por_lo_que_queda" if reducida else "otra")


@propiedad
def misma_mascara_con_la_semilla(o: Respuesta, e: Respuesta, repetidas: int) -> bool:
    """Con la misma semilla se apaga lo mismo."""
    apagadas = _apagadas(o)
    return bool((apagadas[-repetidas:] == apagadas[:repetidas]).all())


@propiedad
def mascara_segun_la_semilla(o: Respuesta, e: Respuesta) -> bool:
    """No se apaga siempre lo mismo, sea cual sea la semilla."""
    apagadas = _apagadas(o)
    return bool((apagadas != apagadas[:1]).any())


@propiedad
def no_se_repite_en_el_eje(o: Respuesta, e: Respuesta, eje: int | None = None) -> bool:
    """Una máscara no es la misma a lo largo de un eje de x (de todos, si es None)."""
    apagadas = _apagadas(o)
    if eje is None:
        apagadas = apagadas.reshape(len(apagadas), -1)
        return bool((apagadas != apagadas[:, :1]).any())
    eje += 1 if eje >= 0 else 0  # el primero es el de las llamadas
    primera = np.take(apagadas, [0], axis=eje)
    return apagadas.shape[eje] < 2 or bool((apagadas != primera).any())


@propiedad
def cuenta_variable(o: Respuesta, e: Respuesta, p: float, repetidas: int) -> bool:
    """No se apagan siempre las mismas unidades en número: cada una se sortea por su cuenta."""
    filas = _independientes(o, repetidas)
    cuentas = filas.sum(axis=1)
    if (cuentas != cuentas[0]).any():
        return True
    # P(todas las llamadas apagan k) ≤ P(una apaga la cuenta más probable)^(llamadas − 1)
    n = filas.shape[1]
    moda = max(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1))
    return moda ** (len(cuentas) - 1) > FALSA_ALARMA


@propiedad
def proporcion_apagada(
    o: Respuesta, e: Respuesta, p: float, repetidas: int, fallo: str = "otra"
) -> bool:
    """Se apaga cada unidad con probabilidad p.

    fallo
        `al_reves` si lo creíble es que se apague con probabilidad 1 − p, u `otra`.
    """
    filas = _independientes(o, repetidas)
    total = np.array([filas.sum()])
    if verosimil(total, filas.size, p, 1):
        return True
    al_reves = abs(filas.mean() - (1 - p)) < _DESVIACIONES * math.sqrt(p * (1 - p) / filas.size)
    return fallo != ("al_reves" if al_reves else "otra")


@propiedad
def unidades_independientes(o: Respuesta, e: Respuesta, p: float, repetidas: int) -> bool:
    """Todas las unidades se apagan por igual, y una no dice nada de sus vecinas."""
    filas = _independientes(o, repetidas)
    llamadas, n = filas.shape
    ancho = e.entradas["x"].shape[-1]
    saltos = sorted({s for s in (1, ancho) if 2 * s <= n})
    if not verosimil(filas.sum(axis=0), llamadas, p, n + len(saltos)):
        return False
    iguales = p * p + (1 - p) * (1 - p)
    for salto in saltos:
        # Parejas que no comparten ninguna unidad: 0 con `salto`, 1 con `salto` + 1…
        tramos = filas[:, : n // (2 * salto) * 2 * salto].reshape(llamadas, -1, 2, salto)
        coinciden = np.array([(tramos[:, :, 0] == tramos[:, :, 1]).sum()])
        if not verosimil(coinciden, tramos.size // 2, iguales, n + len(saltos)):
            return False
    return True


def _leer(o: Respuesta) -> tuple[np.ndarray, np.ndarray]:
    """Los productos y las máscaras de todas las llamadas, uno por fila."""
    productos, mascaras = zip(*o.valor, strict=True)
    return np.stack(productos).astype(np.float64), np.stack(mascaras).astype(np.float64)


def _entrada(e: Respuesta) -> np.ndarray:
    return np.asarray(e.entradas["x"], dtype=np.float64)


def _vale(mascaras: np.ndarray, valor: float, apagadas: bool = True) -> bool:
    """Si todas las máscaras valen `valor` o, donde se apaga, 0."""
    bien = np.isclose(mascaras, valor, rtol=_RTOL, atol=0)
    return bool((bien | (apagadas & (mascaras == 0))).all())


def _apagadas(o: Respuesta) -> np.ndarray:
    return _leer(o)[1] == 0


def _independientes(o: Respuesta, repetidas: int) -> np.ndarray:
    """Lo apagado en las llamadas con semillas distintas, de forma (llamadas, unidades)."""
    apagadas = _apagadas(o)
    return apagadas[: len(apagadas) - repetidas].reshape(len(apagadas) - repetidas, -1)
