"""El desorden mal hecho más corriente: intercambiar cada lugar con otro cualquiera."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np

from curso.pruebas.compara.cuentas import limite

#: hasta cuántos ejemplos se busca: el permanente cuesta el doble con cada uno
_CON_SESGO = 12
_PESOS = np.linspace(0.25, 2, 8)


@dataclass(frozen=True, eq=False)
class Sesgo:
    """Un desorden malo: cuánto lo delata cada ejemplo en cada lugar.

    pesos
        Matriz (lugar, ejemplo) del logaritmo de n·P(ejemplo en el lugar).
    momentos
        Por cada λ de `_PESOS`, log E[exp(λ·peso de un orden)] si el orden es uniforme.
    """

    pesos: np.ndarray
    momentos: np.ndarray


@functools.lru_cache(maxsize=16)
def sesgos(n: int) -> tuple[Sesgo, ...]:
    """Los desórdenes malos que se buscan con n ejemplos.

    El malo recorre los lugares intercambiando cada uno con otro cualquiera, y da nⁿ caminos igual
    de probables para n! órdenes: unos salen más que otros, pero tan poco que ninguna cuenta suelta
    lo nota. Se puede recorrer desde el principio o desde el final, y mirarlo del revés.
    """
    if not 2 < n <= _CON_SESGO:
        return ()
    hacia_delante = _intercambiando(range(n), n)
    hacia_atras = _intercambiando(range(n - 1, -1, -1), n)
    matrices = (hacia_delante, hacia_atras, hacia_delante.T, hacia_atras.T)
    return tuple(_sesgo(np.log(n * matriz)) for matriz in matrices)


def _sesgo(pesos: np.ndarray) -> Sesgo:
    ordenes = math.factorial(len(pesos))
    momentos = [math.log(permanente(np.exp(x * pesos)) / ordenes) for x in _PESOS]
    return Sesgo(pesos, np.array(momentos))


def _intercambiando(lugares: Iterable[int], n: int) -> np.ndarray:
    """P(lugar, ejemplo) tras intercambiar cada uno de los `lugares` con otro cualquiera."""
    p = np.eye(n)
    for i in lugares:
        antes = p.copy()
        p = (antes * (n - 1) + antes[i]) / n  # un lugar j ≠ i recibe lo de i con probabilidad 1/n
        p[i] = antes.mean(axis=0)
    return p


def sin_sesgo(filas: np.ndarray, sesgo: Sesgo, todas: int) -> bool:
    """Si la suma de los pesos de cada ejemplo en su lugar no delata ese desorden.

    P(suma ≥ k) ≤ exp(−λk)·E[exp(λ·peso de un orden)]^recorridos, y esa esperanza es el permanente
    de exp(λ·pesos) entre n!.
    """
    suma = sesgo.pesos[np.arange(len(sesgo.pesos)), filas].sum()
    return bool((_PESOS * suma - len(filas) * sesgo.momentos).max() <= limite(todas))


def permanente(m: np.ndarray) -> float:
    """El permanente de una matriz cuadrada (inclusión y exclusión): el determinante, sin restar."""
    n = len(m)
    elegidas = np.array(list(product((0, 1), repeat=n)))
    signos = (-1.0) ** (n - elegidas.sum(axis=1))
    return float(signos @ (elegidas @ m.T).prod(axis=1))
