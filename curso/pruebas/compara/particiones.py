"""Propiedades de los repartos para la validación cruzada.

Hablan de un caso con una o varias llamadas. La respuesta es un diccionario: `repartos` (el
resultado de cada llamada), `semillas` (la de su `rng`, o None si no lo había), `n` y `k`. Todo
menos los repartos se lee de la respuesta esperada, que es de fiar.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np

from curso.pruebas.compara.cuentas import verosimil
from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta, Valor

Indices = tuple[int, ...]
Reparto = list[tuple[Indices, Indices]]


@propiedad
def son_k_parejas_de_indices(o: Respuesta, e: Respuesta) -> bool:
    """Cada reparto son k parejas de índices enteros, entre 0 y n − 1."""
    n, k = e.valor["n"], e.valor["k"]
    return all(
        len(reparto) == k
        and all(0 <= i < n for pareja in reparto for parte in pareja for i in parte)
        for reparto in _repartos(o)
    )


@propiedad
def no_estan_al_reves(o: Respuesta, e: Respuesta) -> bool:
    """No es que las parejas estén bien hechas, pero con la validación delante."""
    n = e.valor["n"]
    return not all(_bien(_vuelto(r), n) and not _bien(r, n) for r in _repartos(o))


@propiedad
def validacion_sin_repetir(o: Respuesta, e: Respuesta) -> bool:
    """Ningún ejemplo se valida dos veces."""
    return all(len(v) == len(set(v)) for v in map(_validados, _repartos(o)))


@propiedad
def validacion_completa(o: Respuesta, e: Respuesta) -> bool:
    """Todos los ejemplos se validan alguna vez."""
    return all(set(_validados(r)) == set(range(e.valor["n"])) for r in _repartos(o))


@propiedad
def partes_parecidas(o: Respuesta, e: Respuesta) -> bool:
    """Los tamaños de las partes de validación difieren en uno como mucho."""
    return all(
        max(tamanos) - min(tamanos) <= 1
        for tamanos in ([len(v) for _, v in reparto] for reparto in _repartos(o))
    )


@propiedad
def entrenamiento_sin_validacion(o: Respuesta, e: Respuesta) -> bool:
    """Ningún ejemplo está en las dos partes de una pareja."""
    return all(set(t).isdisjoint(v) for reparto in _repartos(o) for t, v in reparto)


@propiedad
def entrenamiento_completo(o: Respuesta, e: Respuesta) -> bool:
    """Cada pareja entrena, una vez, con todo lo que no valida."""
    n = e.valor["n"]
    return all(sorted((*t, *v)) == list(range(n)) for reparto in _repartos(o) for t, v in reparto)


@propiedad
def reparto_repetible(o: Respuesta, e: Respuesta) -> bool:
    """Con la misma semilla sale el mismo reparto."""
    hechos = zip(e.valor["semillas"], _repartos(o), strict=True)
    return all(r == r2 for (s, r), (s2, r2) in combinations(hechos, 2) if s == s2)


@propiedad
def partes_segun_el_rng(o: Respuesta, e: Respuesta) -> bool:
    """No salen siempre las mismas partes, en el orden que sea."""
    if e.valor["n"] == e.valor["k"]:
        return True
    partes = [{frozenset(v) for _, v in reparto} for reparto in _repartos(o)]
    return any(p != partes[0] for p in partes)


@propiedad
def companeros_al_azar(o: Respuesta, e: Respuesta) -> bool:
    """Cada dos ejemplos caen en la misma parte con la misma probabilidad."""
    n = e.valor["n"]
    distintos = dict(zip(e.valor["semillas"], _repartos(o), strict=True))
    juntos = np.zeros((n, n), dtype=int)
    for reparto in distintos.values():
        for _, parte in reparto:
            juntos[np.ix_(parte, parte)] += 1
    parejas = juntos[np.triu_indices(n, 1)]
    tamanos = np.array([len(v) for _, v in _repartos(e)[0]])
    p = float((tamanos * (tamanos - 1)).sum() / (n * (n - 1)))
    return verosimil(parejas, len(distintos), p, parejas.size)


def _bien(reparto: Reparto, n: int) -> bool:
    """Si se valida todo una vez y se entrena con lo demás."""
    return sorted(_validados(reparto)) == list(range(n)) and all(
        sorted((*t, *v)) == list(range(n)) for t, v in reparto
    )


def _vuelto(reparto: Reparto) -> Reparto:
    return [(v, t) for t, v in reparto]


def _validados(reparto: Reparto) -> Indices:
    return tuple(i for _, parte in reparto for i in parte)


def _repartos(r: Respuesta) -> list[Reparto]:
    return [[(_indices(t), _indices(v)) for t, v in _lista(x)] for x in r.valor["repartos"]]


def _lista(v: Valor) -> list[Valor]:
    if not isinstance(v, list | tuple):
        raise TypeError("un reparto es una lista de parejas")
    return list(v)


def _indices(v: Valor) -> Indices:
    """Los índices como enteros de Python. Booleanos y reales no son índices."""
    elementos = v.tolist() if isinstance(v, np.ndarray) and v.ndim == 1 else _lista(v)
    if not all(type(i) is int for i in elementos):
        raise TypeError("un índice es un entero")
    return tuple(elementos)
