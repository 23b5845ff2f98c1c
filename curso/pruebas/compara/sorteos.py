"""Propiedades de los números sorteados, y de las búsquedas que los sortean.

Las de números hablan de un caso con muchas llamadas. La respuesta es un diccionario: `sorteos` (el
resultado de cada llamada), `semillas` (la de su `rng`), `minimo`, `maximo` y `n`. Todo menos los
sorteos se lee de la respuesta esperada, que es de fiar. Las de búsquedas llevan en su lugar
`busquedas`, cada una como la devuelve el alumno.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from curso.pruebas.compara.cuentas import verosimil
from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta, Valor, mismos_bytes

#: intervalos en que se parte cada orden de magnitud
_POR_ORDEN = 4
#: parte de los números que ha de ser distinta de todos los demás (en float32 alguno se repite)
_DISTINTOS = 0.9
#: lo que el redondeo puede sacar a un número de su intervalo
_REDONDEO = 1e-6


@propiedad
def son_n_numeros(o: Respuesta, e: Respuesta) -> bool:
    """Cada resultado son n números reales, en un arreglo o una lista."""
    return _sorteos(o).shape == (len(e.valor["semillas"]), e.valor["n"])


@propiedad
def dentro_del_intervalo(o: Respuesta, e: Respuesta) -> bool:
    """Ningún número se sale del intervalo."""
    numeros, minimo, maximo = _sorteos(o), e.valor["minimo"], e.valor["maximo"]
    dentro = (numeros >= minimo * (1 - _REDONDEO)) & (numeros <= maximo * (1 + _REDONDEO))
    return bool(dentro.all())


@propiedad
def sorteo_repetible(o: Respuesta, e: Respuesta) -> bool:
    """Con la misma semilla salen los mismos números."""
    return _repetible(_sorteos(o), e)


@propiedad
def sorteo_segun_el_rng(o: Respuesta, e: Respuesta) -> bool:
    """No salen los mismos números con todas las semillas."""
    numeros = _sorteos(o)
    return bool((numeros != numeros[:1]).any())


@propiedad
def casi_todos_distintos(o: Respuesta, e: Respuesta) -> bool:
    """Los números no salen de unos pocos valores."""
    numeros = _independientes(o, e)
    return len(np.unique(numeros)) >= _DISTINTOS * numeros.size


@propiedad
def ordenes_por_igual(o: Respuesta, e: Respuesta) -> bool:
    """En cada orden de magnitud caen los mismos, salvo el azar."""
    return _por_igual(o, e, 1)


@propiedad
def por_igual_en_cada_orden(o: Respuesta, e: Respuesta) -> bool:
    """También dentro de cada orden de magnitud, en escala logarítmica."""
    return _por_igual(o, e, _POR_ORDEN)


@propiedad
def sin_ordenar(o: Respuesta, e: Respuesta) -> bool:
    """Un número es mayor que el siguiente tantas veces como menor."""
    numeros = _independientes(o, e)
    pares = numeros.shape[1] // 2 * 2
    suben = int((numeros[:, 0:pares:2] < numeros[:, 1:pares:2]).sum())
    return verosimil(np.array([suben]), numeros.shape[0] * pares // 2, 0.5, 1)


@propiedad
def son_busquedas(o: Respuesta, e: Respuesta) -> bool:
    """Cada resultado son tres cosas, y la tercera una lista de parejas (opciones, pérdida)."""
    return all(
        isinstance(opciones, dict) and isinstance(perdida, int | float)
        for _, _, intentos in o.valor["busquedas"]
        for opciones, perdida in intentos
    )


@propiedad
def sin_llamadas_de_mas(o: Respuesta, e: Respuesta) -> bool:
    """Ninguna pérdida es de las que `PerdidasEnOrden` da a una llamada de más."""
    escritas = {perdida for _, perdida in e.valor[2]}
    vistas = {perdida for _, perdida in o.valor[2]} | {o.valor[1]}
    de_mas = {p for p in vistas - escritas if isinstance(p, float) and p % 1000 == 0}
    return not any(p / 1000 > len(e.valor[2]) for p in de_mas)


@propiedad
def busqueda_repetible(o: Respuesta, e: Respuesta) -> bool:
    """Con la misma semilla se prueban las mismas opciones."""
    return all(
        mismos_bytes(a, b)
        for (s, a), (s2, b) in combinations(zip(e.valor["semillas"], _probadas(o), strict=True), 2)
        if s == s2
    )


@propiedad
def busqueda_segun_el_rng(o: Respuesta, e: Respuesta) -> bool:
    """No se prueban las mismas opciones con todas las semillas."""
    probadas = _probadas(o)
    return any(not mismos_bytes(p, probadas[0]) for p in probadas)


@propiedad
def intentos_distintos(o: Respuesta, e: Respuesta) -> bool:
    """En una misma búsqueda no se repite el sorteo."""
    return not any(
        mismos_bytes(a, b) for probadas in _probadas(o) for a, b in combinations(probadas, 2)
    )


def _por_igual(o: Respuesta, e: Respuesta, partes: int) -> bool:
    numeros = _independientes(o, e)
    abajo, arriba = np.log10(e.valor["minimo"]), np.log10(e.valor["maximo"])
    tramos = partes * round(float(arriba - abajo))
    cuentas, _ = np.histogram(
        np.clip(np.log10(numeros), abajo, arriba), bins=tramos, range=(abajo, arriba)
    )
    return verosimil(cuentas, numeros.size, 1 / tramos, tramos)


def _independientes(o: Respuesta, e: Respuesta) -> np.ndarray:
    """Los números de cada semilla, una vez."""
    return np.stack(list(dict(zip(e.valor["semillas"], _sorteos(o), strict=True)).values()))


def _repetible(resultados: np.ndarray, e: Respuesta) -> bool:
    hechos = zip(e.valor["semillas"], resultados, strict=True)
    return all((a == b).all() for (s, a), (s2, b) in combinations(hechos, 2) if s == s2)


def _sorteos(r: Respuesta) -> np.ndarray:
    return np.array([_numeros(x) for x in r.valor["sorteos"]], dtype=np.float64)


def _numeros(v: Valor) -> Sequence[float] | np.ndarray:
    if isinstance(v, np.ndarray) and v.dtype.kind == "f":
        return v
    if isinstance(v, list | tuple) and all(type(x) is float for x in v):
        return v
    raise TypeError("un sorteo son números reales")


def _probadas(r: Respuesta) -> list[list[Valor]]:
    """Por búsqueda, las opciones de cada intento."""
    return [[opciones for opciones, _ in intentos] for _, _, intentos in r.valor["busquedas"]]
