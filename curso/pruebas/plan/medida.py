"""Un caso medido: de su resultado solo sale una muestra, que no se puede dar sin calcularlo todo.

Medir pide respuestas pequeñas (moverlas costaría más que calcularlas) que aun así demuestren que
se calculó todo. De cada arreglo de reales sale su huella: la suma de todos sus elementos, cada uno
por un peso al azar. Los pesos salen de una semilla que quien mide dice cuando la llamada ya ha
terminado. Los arreglos de enteros de un solo eje salen enteros: con ellos dice un ejercicio que
desordena qué orden ha elegido.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from curso.backend import a_anfitrion, es_de_dispositivo
from curso.pruebas.plan.valores import DeDispositivo, Respuesta, Valor

#: elementos de cada fila al repartir los pesos
_FILA = 4096
#: de una secuencia que no es de parejas de arreglos, cuántos elementos se miran
ELEMENTOS = 64


def muestra(respuesta: Respuesta, semilla: int) -> Respuesta:
    """La misma respuesta con cada arreglo de su valor sustituido por su muestra."""
    if respuesta.estado != "valor":
        return respuesta
    return Respuesta("valor", _muestra(respuesta.valor, semilla))


def huella(v: np.ndarray, semilla: int) -> float:
    """Σ pᵢ·qⱼ·vᵢⱼ, con los elementos de `v` en filas y p, q normales de semilla `semilla`."""
    plano = np.ravel(np.asarray(v, dtype=np.float64))
    rng = np.random.default_rng(semilla)
    enteras, resto = divmod(plano.size, _FILA)
    columnas, filas = rng.standard_normal(_FILA), rng.standard_normal(enteras + 1)
    cuerpo = plano[: enteras * _FILA].reshape(enteras, _FILA) @ columnas
    cola = plano[enteras * _FILA :] @ columnas[:resto]
    return float(filas[:enteras] @ cuerpo + filas[enteras] * cola)


def _muestra(v: Valor, semilla: int) -> Valor:
    if isinstance(v, DeDispositivo):
        return _de_arreglo(v.datos, semilla)
    if isinstance(v, np.ndarray):
        return _de_arreglo(v, semilla)
    if es_de_dispositivo(v):
        return _de_arreglo(a_anfitrion(v), semilla)
    if isinstance(v, np.generic):
        return v.item()
    if isinstance(v, list | tuple):
        return _de_lotes(v, semilla) if _son_lotes(v) else _de_secuencia(v, semilla)
    if isinstance(v, Mapping):
        return {k: _muestra(x, semilla) for k, x in v.items()}
    return v


def _de_arreglo(v: np.ndarray, semilla: int) -> Any:
    """La muestra de un arreglo; sin dimensiones es un número, venga de donde venga."""
    v = np.asarray(v)
    if v.ndim == 0 and v.dtype.kind in "iubf":
        return v.item()
    descrito = {"forma": v.shape, "dtype": v.dtype.str}
    if v.dtype.kind in "iub" and v.ndim == 1:
        return {**descrito, "enteros": _estrechos(v)}
    if v.dtype.kind not in "iubf":
        return descrito
    norma = float(np.linalg.norm(np.ravel(v).astype(np.float64, copy=False)))
    return {**descrito, "huella": huella(v, semilla), "norma": norma}


def _estrechos(v: np.ndarray) -> np.ndarray:
    """Los mismos enteros en la mitad de sitio, si caben: moverlos cuesta más que hacerlos."""
    caben = v.size > 0 and v.dtype.itemsize > 2 and v.min() >= 0 and v.max() < 2**16
    return v.astype(np.uint16) if caben else v


def _de_secuencia(v: Sequence[Any], semilla: int) -> dict[str, Any]:
    """Su largo y sus elementos; si son muchos, unos cuantos que no se sabe cuáles serán."""
    mirados = list(v)
    if len(mirados) > ELEMENTOS:
        elegidos = np.random.default_rng(semilla).choice(len(mirados), ELEMENTOS, replace=False)
        mirados = [mirados[i] for i in elegidos]
    return {"largo": len(v), "elementos": [_muestra(x, semilla) for x in mirados]}


def _son_lotes(v: Sequence[Any]) -> bool:
    """Si es una lista de parejas (o tríos…) como (x_b, y_b) o (error, gradiente).

    En cada puesto, un arreglo con ejes o un número; en alguno, arreglos.
    """
    parejas = bool(v) and all(isinstance(x, list | tuple) and len(x) == len(v[0]) for x in v)
    if not parejas:
        return False
    puestos = list(zip(*v, strict=True))
    con_ejes = [all(_es_arreglo(a) and a.ndim for a in puesto) for puesto in puestos]
    numeros = [all(map(_es_numero, puesto)) for puesto in puestos]
    return any(con_ejes) and all(a or b for a, b in zip(con_ejes, numeros, strict=True))


def _es_arreglo(v: Any) -> bool:
    """Si es un arreglo de verdad, y no algo que promete serlo cuando se le pida."""
    return isinstance(v, np.ndarray) or es_de_dispositivo(v)


def _es_numero(v: Any) -> bool:
    """Si es un número real, o un arreglo sin ejes que lo contiene."""
    if _es_arreglo(v):
        return v.ndim == 0 and np.dtype(v.dtype).kind in "iuf"
    return type(v) in (int, float) or isinstance(v, np.integer | np.floating)


def _en_memoria(v: Any) -> np.ndarray:
    return a_anfitrion(v) if es_de_dispositivo(v) else np.asarray(v)


def _de_lotes(v: Sequence[Any], semilla: int) -> dict[str, Any]:
    """De una lista de lotes, cuántos ejemplos lleva cada uno y la muestra de todos seguidos.

    Un número cuenta como un real.
    """
    puestos = list(zip(*v, strict=True))
    primero = next(p for p in puestos if not _es_numero(p[0]))
    return {
        "largo": len(v),
        "tamanos": np.array([len(a) for a in primero], dtype=np.int32),
        "puestos": [_de_arreglo(_seguidos(puesto), semilla) for puesto in puestos],
    }


def _seguidos(puesto: Sequence[Any]) -> np.ndarray:
    if _es_numero(puesto[0]):
        return np.array([float(x) for x in puesto])
    return np.concatenate([_en_memoria(a) for a in puesto])
