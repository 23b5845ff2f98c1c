"""Qué biblioteca de arreglos se usa: la de los datos o la que pide `CURSO_BACKEND`."""

from __future__ import annotations

import os
from typing import Any

import array_api_compat
import array_api_compat.numpy as espacio_numpy
import numpy as np

VARIABLE = "CURSO_BACKEND"
ADMITIDOS = ("numpy", "cupy", "auto")


class ErrorDeBackend(RuntimeError):
    """El backend pedido no existe o no se puede usar en este ordenador."""


def espacio_de_nombres(*arreglos: Any) -> Any:
    """Espacio de nombres (NumPy, CuPy…) de los arreglos dados, según el array API.

    Es la primera línea de una función neutral: los datos eligen la biblioteca. Los escalares
    de Python y de NumPy y los `None` no cuentan, porque se pueden mezclar con cualquier arreglo.

    Lanza TypeError si no hay ningún arreglo, si algo no lo es o si se mezclan bibliotecas.

    >>> import numpy as np
    >>> espacio_de_nombres(np.zeros(3), 0.5).__name__
    'array_api_compat.numpy'
    """
    relevantes = [x for x in arreglos if not _es_escalar(x)]
    if not relevantes:
        if any(isinstance(x, np.generic) for x in arreglos):
            return espacio_numpy
        raise TypeError(
            "espacio_de_nombres necesita al menos un arreglo y solo ha recibido escalares: "
            "pásale también los datos."
        )
    espacios = {espacio.__name__: espacio for espacio in map(_espacio_de_uno, relevantes)}
    if len(espacios) > 1:
        nombres = " y ".join(sorted(nombre_corto(espacio) for espacio in espacios.values()))
        raise TypeError(
            f"Se han mezclado arreglos de {nombres}: llévalos al mismo sitio con "
            "a_dispositivo o a_anfitrion, y crea los nuevos con el espacio de nombres de los datos."
        )
    return next(iter(espacios.values()))


def espacio_por_defecto() -> Any:
    """Espacio de nombres que pide la variable de entorno `CURSO_BACKEND`.

    `numpy` (o sin definir): NumPy. `cupy`: CuPy, y si no se puede usar lanza ErrorDeBackend.
    `auto`: CuPy si hay una GPU que funcione y, si no, NumPy.
    """
    pedido = os.environ.get(VARIABLE, "").strip().lower() or "numpy"
    if pedido not in ADMITIDOS:
        raise ErrorDeBackend(
            f"{VARIABLE}={pedido!r} no es un backend conocido: usa «numpy», «cupy» o «auto»."
        )
    if pedido == "numpy":
        return espacio_numpy
    try:
        return espacio_cupy()
    except ErrorDeBackend:
        if pedido == "auto":
            return espacio_numpy
        raise


def espacio_cupy() -> Any:
    """Espacio de nombres de CuPy, después de comprobar que hay una GPU que funciona."""
    try:
        import cupy
    except ImportError as error:
        raise ErrorDeBackend(
            "Se ha pedido CuPy y no está instalado: instálalo con "
            "`pip install cupy-cuda12x`, o usa CURSO_BACKEND=numpy."
        ) from error
    try:
        # Importar CuPy funciona también sin GPU; solo falla lo primero que la toca.
        cupy.zeros(1)
    except Exception as error:
        raise ErrorDeBackend(
            "Se ha pedido CuPy, pero no puede usar ninguna GPU "
            f"({type(error).__name__}): revisa el controlador con `nvidia-smi`, "
            "o usa CURSO_BACKEND=numpy."
        ) from error
    import array_api_compat.cupy as compatible

    return compatible


def nombre_corto(espacio: Any) -> str:
    """Nombre de la biblioteca de un espacio de nombres: «numpy», «cupy», «doble»…"""
    partes = espacio.__name__.split(".")
    if partes[0] == "array_api_compat":
        return partes[1]
    return "doble" if partes[0] == "curso" else partes[0]


def _es_escalar(valor: Any) -> bool:
    return valor is None or isinstance(valor, bool | int | float | complex | np.generic)


def _espacio_de_uno(arreglo: Any) -> Any:
    try:
        return array_api_compat.array_namespace(arreglo)
    except TypeError as error:
        raise TypeError(
            "espacio_de_nombres necesita arreglos y ha recibido un objeto de tipo "
            f"«{type(arreglo).__name__}»: conviértelo antes en un arreglo (por ejemplo, con "
            "np.asarray)."
        ) from error
