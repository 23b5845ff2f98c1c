"""Propiedades de lo que se desordena al azar: se mira la distribución, nunca un orden concreto.

Cada propiedad recibe la `forma` del resultado (véase `recorridos`) y habla de un caso con muchas
llamadas, cada una con su semilla; las últimas `repetidas` vuelven a usar las primeras semillas.
Una respuesta correcta no cumple alguna de las propiedades estadísticas con una probabilidad menor
que 10⁻⁹ (véase `cuentas`). Se cuenta por separado cada ejemplo en cada posición (y cada pareja de
vecinos) y, además, todas las posiciones que comparten desplazamiento juntas: así bastan pocas
llamadas para ver un desorden pobre.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from itertools import permutations

import numpy as np

from curso.pruebas.compara.cuentas import limite, verosimil
from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.compara.recorridos import (
    DESCONOCIDO,
    Recorridos,
    leer_recorridos,
    misma_estructura_que,
)
from curso.pruebas.compara.sesgo import sesgos, sin_sesgo
from curso.pruebas.plan.valores import Respuesta

_Cuenta = Callable[[np.ndarray, int], np.ndarray]


@propiedad
def misma_estructura(o: Respuesta, e: Respuesta, forma: str) -> bool:
    """Mismas longitudes, formas y tipos que la respuesta esperada, sea cual sea el orden."""
    if forma == "lotes":
        return all(isinstance(r, list | tuple) for r in o.valor)
    if forma == "entrenamiento":
        return all(
            np.shape(w) == np.shape(w2) and np.shape(p) == np.shape(p2)
            for (w, p), (w2, p2) in zip(o.valor, e.valor, strict=True)
        )
    return misma_estructura_que(o, e)


@propiedad
def elementos_de_la_entrada(o: Respuesta, e: Respuesta, forma: str) -> bool:
    """Todo lo que sale estaba en la entrada, entero."""
    r = leer_recorridos(o, e, forma)
    return bool((r.x != DESCONOCIDO).all() and (r.y != DESCONOCIDO).all())


@propiedad
def sin_repetir(o: Respuesta, e: Respuesta, forma: str) -> bool:
    """Nada sale dos veces en el mismo recorrido, y salen tantos como se esperaban."""
    r, modelo = leer_recorridos(o, e, forma), leer_recorridos(e, e, forma)
    distintos = all(bool((np.diff(np.sort(orden)) > 0).all()) for orden in (r.x, r.y))
    return distintos and r.x.shape == modelo.x.shape


@propiedad
def desordena(o: Respuesta, e: Respuesta, forma: str, que: str = "x") -> bool:
    """En alguna llamada el orden de `que` (x o y) no es el de la entrada."""
    r = leer_recorridos(o, e, forma)
    orden = r.x if que == "x" else r.y
    return r.n < 2 or bool((orden != np.arange(orden.shape[-1])).any())


@propiedad
def conserva_parejas(o: Respuesta, e: Respuesta, forma: str) -> bool:
    """Cada ejemplo de x sigue con su y."""
    r = leer_recorridos(o, e, forma)
    return bool((r.x == r.y).all())


@propiedad
def repite_con_la_semilla(o: Respuesta, e: Respuesta, forma: str, repetidas: int) -> bool:
    """Con la misma semilla sale el mismo orden."""
    r = leer_recorridos(o, e, forma)
    return bool((r.x[-repetidas:] == r.x[:repetidas]).all())


@propiedad
def depende_de_la_semilla(o: Respuesta, e: Respuesta, forma: str) -> bool:
    """No sale siempre el mismo orden."""
    r = leer_recorridos(o, e, forma)
    return r.n < 2 or bool((r.x != r.x[:1]).any())


@propiedad
def cambia_cada_epoca(o: Respuesta, e: Respuesta, forma: str) -> bool:
    """El orden de una época no es siempre el de la anterior."""
    r = leer_recorridos(o, e, forma)
    return r.n < 2 or bool((r.x[:, 1:] != r.x[:, :-1]).any())


@propiedad
def cambia_entre_lotes(o: Respuesta, e: Respuesta, forma: str, b: int) -> bool:
    """Los ejemplos pasan de un lote a otro: no se desordena solo dentro de cada lote."""
    r = leer_recorridos(o, e, forma)
    return bool((r.x // b != np.arange(r.x.shape[-1]) // b).any())


@propiedad
def deshace_los_lotes(o: Respuesta, e: Respuesta, forma: str, b: int) -> bool:
    """No son siempre los mismos lotes en otro orden: cambian los compañeros de lote."""
    r = leer_recorridos(o, e, forma)
    completos = r.x.shape[-1] // b * b
    lotes = r.x[..., :completos].reshape(-1, b) // b
    return bool((lotes != lotes[:, :1]).any())


@propiedad
def todos_por_igual(o: Respuesta, e: Respuesta, forma: str, repetidas: int) -> bool:
    """Si no caben todos, cada ejemplo se queda fuera con la misma probabilidad."""
    r = leer_recorridos(o, e, forma)
    if r.n < 2:
        return True
    filas = _independientes(r, repetidas)
    cuentas = np.bincount(filas.ravel(), minlength=r.n)
    return verosimil(cuentas, len(filas), filas.shape[1] / r.n, r.n)


@propiedad
def posiciones_uniformes(o: Respuesta, e: Respuesta, forma: str, repetidas: int) -> bool:
    """Cada ejemplo cae en cada posición con la misma probabilidad."""
    r = leer_recorridos(o, e, forma)
    if r.n < 2:
        return True
    filas = _independientes(r, repetidas)
    cuentas = (filas[:, :, None] == np.arange(r.n)).sum(axis=0)
    agregadas = _desplazamientos(filas, r.n)
    desordenes_malos = sesgos(r.n) if filas.shape[1] == r.n else ()
    todas = cuentas.size + agregadas.shape[1] + len(desordenes_malos)
    return (
        verosimil(cuentas, len(filas), 1 / r.n, todas)
        and _verosimiles(agregadas, _colas(_desplazamientos, r.n, filas.shape[1]), todas)
        and all(sin_sesgo(filas, malo, todas) for malo in desordenes_malos)
    )


@propiedad
def vecinos_uniformes(o: Respuesta, e: Respuesta, forma: str, repetidas: int) -> bool:
    """Cada ejemplo va justo detrás de cada otro con la misma probabilidad."""
    r = leer_recorridos(o, e, forma)
    if r.n < 2:
        return True
    filas = _independientes(r, repetidas)
    cuentas = np.zeros((r.n, r.n), dtype=int)
    np.add.at(cuentas, (filas[:, :-1].ravel(), filas[:, 1:].ravel()), 1)
    parejas = cuentas[~np.eye(r.n, dtype=bool)]
    agregadas = _saltos(filas, r.n)
    todas = parejas.size + agregadas.shape[1]
    p = (filas.shape[1] - 1) / (r.n * (r.n - 1))
    return verosimil(parejas, len(filas), p, todas) and _verosimiles(
        agregadas, _colas(_saltos, r.n, filas.shape[1]), todas
    )


def _independientes(r: Recorridos, repetidas: int) -> np.ndarray:
    """Los recorridos con semillas distintas, uno por fila."""
    return r.x[: len(r.x) - repetidas].reshape(-1, r.x.shape[-1])


# --- cuentas que juntan muchas posiciones -------------------------------------------------------


def _desplazamientos(filas: np.ndarray, n: int) -> np.ndarray:
    """Por recorrido y desplazamiento d, cuántos lugares i tienen el ejemplo i + d (módulo n)."""
    movido = (filas - np.arange(filas.shape[1])) % n
    return (movido[:, :, None] == np.arange(n)).sum(axis=1)


def _saltos(filas: np.ndarray, n: int) -> np.ndarray:
    """Por recorrido y salto d, cuántos vecinos se llevan d, y cuántos se llevan d o −d."""
    salto = np.diff(filas, axis=1) % n
    con_signo = (salto[:, :, None] == np.arange(1, n)).sum(axis=1)
    sin_signo = con_signo + con_signo[:, ::-1]
    return np.concatenate([con_signo, sin_signo[:, : n // 2]], axis=1)


#: hasta cuántos ejemplos se enumeran todos los órdenes para conocer una cuenta exactamente
_ENUMERABLES = 7
_LAMBDAS = np.geomspace(0.02, 12, 40)
_LAMBDAS = np.concatenate([-_LAMBDAS[::-1], _LAMBDAS])


@functools.lru_cache(maxsize=64)
def _colas(cuenta: _Cuenta, n: int, m: int) -> np.ndarray | None:
    """log E[exp(λ·cuenta)] de un orden al azar de m entre n, por λ y cuenta. None: n es grande."""
    if n > _ENUMERABLES or m > n:
        return None
    valores = cuenta(np.array(list(permutations(range(n), m))).reshape(-1, m), n)
    return np.log(np.exp(_LAMBDAS[:, None, None] * valores).mean(axis=1))


def _verosimiles(agregadas: np.ndarray, colas: np.ndarray | None, todas: int) -> bool:
    """Si las sumas de unas cuentas por recorrido son creíbles.

    P(suma ≥ k) ≤ exp(−λk)·E[exp(λ·cuenta)]^recorridos para cualquier λ > 0, y lo mismo por abajo.
    """
    if colas is None:
        return True
    suma = agregadas.sum(axis=0)
    exponente = (_LAMBDAS[:, None] * suma - len(agregadas) * colas).max(axis=0)
    return bool((exponente <= limite(todas)).all())
