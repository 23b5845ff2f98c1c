"""Un caso medido: se ejecuta, y de su resultado solo sale una muestra que no se podía prever.

Medir pide respuestas pequeñas (moverlas costaría más que calcularlas) que aun así demuestren que
se calculó todo. La muestra lleva las sumas de cada arreglo y sus valores en posiciones que salen
de una semilla; quien mide dice la semilla cuando la llamada ya ha terminado.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from curso.backend import a_anfitrion, es_de_dispositivo
from curso.plan.valores import DeDispositivo, Respuesta, Valor

#: cuántas filas de cada arreglo se enseñan
FILAS = 8
#: cuántos elementos de una lista se miran enteros; de los demás, solo las sumas
ELEMENTOS = 8


def muestra(respuesta: Respuesta, semilla: int) -> Respuesta:
    """La misma respuesta con cada arreglo de su valor sustituido por su muestra."""
    if respuesta.estado != "valor":
        return respuesta
    rng = np.random.default_rng(semilla)
    return Respuesta("valor", _muestra(respuesta.valor, rng))


def _muestra(v: Valor, rng: np.random.Generator) -> Valor:
    if isinstance(v, DeDispositivo):
        return _de_arreglo(v.datos, rng)
    if isinstance(v, np.ndarray):
        return _de_arreglo(v, rng)
    if es_de_dispositivo(v):
        return _de_arreglo(a_anfitrion(v), rng)
    if isinstance(v, list | tuple):
        return _de_secuencia(v, rng)
    if isinstance(v, Mapping):
        return {k: _muestra(x, rng) for k, x in v.items()}
    return v


def _de_arreglo(v: np.ndarray, rng: np.random.Generator) -> dict[str, Any]:
    v = np.asarray(v)
    if not v.size or v.dtype.kind not in "iufb":
        return {"forma": v.shape, "dtype": v.dtype.str}
    filas = rng.integers(0, v.shape[0], FILAS) if v.ndim else ()
    return {
        "forma": v.shape,
        "dtype": v.dtype.str,
        "suma": float(np.sum(v, dtype=np.float64)),
        "filas": v[filas] if v.ndim else v,
    }


def _de_secuencia(v: list[Any] | tuple[Any, ...], rng: np.random.Generator) -> dict[str, Any]:
    elegidos = sorted(rng.choice(len(v), min(ELEMENTOS, len(v)), replace=False).tolist())
    return {
        "largo": len(v),
        "sumas": _sumas(v),
        "elementos": [[i, _muestra(v[i], rng)] for i in elegidos],
    }


def _sumas(v: list[Any] | tuple[Any, ...]) -> list[float]:
    """La suma de lo que hay en cada puesto de los elementos (x_b y y_b, por ejemplo)."""
    puestos = zip(*v, strict=True) if v and all(isinstance(x, list | tuple) for x in v) else [v]
    return [float(sum(_suma(x) for x in puesto)) for puesto in puestos]


def _suma(x: Valor) -> float:
    if isinstance(x, list | tuple):
        return sum(_suma(y) for y in x)
    return float(np.sum(x, dtype=np.float64))
