"""Propiedades de los conjuntos de modelos que solo se diferencian en su generador.

Hablan de un caso con muchas llamadas hechas con el testigo `Inicializacion`, cuyo modelo son los
primeros números de su generador. La respuesta es un diccionario: `modelos` (el resultado de cada
llamada), `semillas` (con cuál se hizo) y `gastos` (cuánto gastaba de más cada modelo). Las semillas
y los gastos se leen de la respuesta esperada, que es de fiar.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from curso.pruebas.compara.cuentas import verosimil
from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta

#: intervalos iguales entre 0 y 1 en que se cuentan los números de los modelos
_INTERVALOS = 8


@propiedad
def son_k_modelos(o: Respuesta, e: Respuesta) -> bool:
    """Cada resultado es una lista con los k modelos, tal como los dio `entrenar`."""
    return _modelos(o).shape == _modelos(e).shape


@propiedad
def reciben_un_generador(o: Respuesta, e: Respuesta) -> bool:
    """Ningún modelo es de los que salen cuando no se da un generador."""
    return bool((_modelos(o) >= 0).all())


@propiedad
def modelos_distintos(o: Respuesta, e: Respuesta) -> bool:
    """En un mismo conjunto no hay dos modelos iguales."""
    return not any(
        (uno == otro).all() for conjunto in _modelos(o) for uno, otro in combinations(conjunto, 2)
    )


@propiedad
def conjunto_repetible(o: Respuesta, e: Respuesta) -> bool:
    """Con la misma semilla, y modelos que gastan lo mismo, sale el mismo conjunto."""
    return all(
        (uno == otro).all()
        for (s, g, uno), (s2, g2, otro) in combinations(_llamadas(o, e), 2)
        if (s, g) == (s2, g2)
    )


@propiedad
def conjunto_segun_la_semilla(o: Respuesta, e: Respuesta) -> bool:
    """No sale el mismo conjunto con todas las semillas."""
    conjuntos = [c for _, _, c in _llamadas(o, e)]
    return len(conjuntos) < 2 or any((c != conjuntos[0]).any() for c in conjuntos)


@propiedad
def semillas_sin_modelos_comunes(o: Respuesta, e: Respuesta) -> bool:
    """Dos semillas distintas no comparten ningún modelo."""
    return not any(
        (uno[:, None] == otro[None, :]).all(axis=-1).any()
        for (s, _, uno), (s2, _, otro) in combinations(_llamadas(o, e), 2)
        if s != s2
    )


@propiedad
def generadores_separados(o: Respuesta, e: Respuesta) -> bool:
    """Un modelo no depende de cuántos números gastó otro."""
    return all(
        (uno == otro).all()
        for (s, g, uno), (s2, g2, otro) in combinations(_llamadas(o, e), 2)
        if s == s2 and g != g2
    )


@propiedad
def numeros_independientes(o: Respuesta, e: Respuesta) -> bool:
    """Dos modelos no tienen ningún número en común, y sus números se reparten por igual."""
    distintas = {s: c for s, _, c in _llamadas(o, e)}
    numeros = np.stack(list(distintas.values())).ravel()
    if len(np.unique(numeros)) < numeros.size:
        return False
    cuentas, _ = np.histogram(numeros, bins=_INTERVALOS, range=(0.0, 1.0))
    return verosimil(cuentas, numeros.size, 1 / _INTERVALOS, _INTERVALOS)


def _modelos(r: Respuesta) -> np.ndarray:
    """Los modelos de todas las llamadas, de forma (llamadas, k, números)."""
    resultados = r.valor["modelos"]
    if not all(isinstance(c, list | tuple) for c in resultados):
        raise TypeError("un conjunto de modelos es una lista")
    return np.array([[np.asarray(m, dtype=np.float64) for m in c] for c in resultados])


def _llamadas(o: Respuesta, e: Respuesta) -> Iterator[tuple[int, int, np.ndarray]]:
    return zip(e.valor["semillas"], e.valor["gastos"], _modelos(o), strict=True)
