"""Mover datos entre el anfitrión y el dispositivo, y esperar a que este termine."""

from __future__ import annotations

from typing import Any

import array_api_compat
import array_api_compat.numpy as espacio_numpy
import numpy as np

from curso.backend.copias import anotar_bajada, anotar_subida
from curso.backend.doble import ArregloDoble, xp
from curso.backend.espacios import ErrorDeBackend, espacio_cupy, espacio_por_defecto, nombre_corto


def es_de_dispositivo(x: Any) -> bool:
    """Si `x` es un arreglo que vive en un dispositivo: de CuPy o del doble."""
    return isinstance(x, ArregloDoble) or bool(array_api_compat.is_cupy_array(x))


def a_dispositivo(x: Any, backend: Any = None) -> Any:
    """El mismo arreglo en `backend`: «numpy», «cupy», «doble» o un espacio de nombres.

    Sin `backend`, en el que pide `CURSO_BACKEND`. Lo que ya está allí se devuelve sin copiar.
    Un arreglo de otro dispositivo pasa antes por el anfitrión.
    """
    nombre, espacio = _resolver(backend)
    if nombre == "numpy":
        return a_anfitrion(x)
    if _esta_en(nombre, x):
        return x
    origen = a_anfitrion(x)
    if nombre == "cupy":
        anotar_subida()  # El doble anota las suyas.
    return espacio.asarray(origen)


def a_anfitrion(x: Any) -> Any:
    """El mismo arreglo en NumPy: una copia si estaba en un dispositivo, y si no `x` mismo."""
    if isinstance(x, ArregloDoble):
        return x.get()
    if array_api_compat.is_cupy_array(x):
        anotar_bajada()
        return x.get()
    return np.asarray(x)


def sincronizar(x: Any) -> None:
    """Espera a que el dispositivo de `x` (un arreglo o un espacio de nombres) haya terminado.

    La GPU trabaja sin que Python la espere: sin esto, un cronómetro mide solo el encargo.
    En NumPy y en el doble no hay nada que esperar.
    """
    es_espacio = getattr(x, "__name__", None) in ("cupy", "array_api_compat.cupy")
    if es_espacio or array_api_compat.is_cupy_array(x):
        import cupy

        cupy.cuda.get_current_stream().synchronize()


def _resolver(backend: Any) -> tuple[str, Any]:
    if backend is None:
        backend = espacio_por_defecto()
    if not isinstance(backend, str):
        return nombre_corto(backend), backend
    if backend == "numpy":
        return backend, espacio_numpy
    if backend == "cupy":
        return backend, espacio_cupy()
    if backend == "doble":
        return backend, xp
    raise ErrorDeBackend(
        f"«{backend}» no es un backend conocido: usa «numpy», «cupy» o «doble», "
        "o un espacio de nombres."
    )


def _esta_en(nombre: str, x: Any) -> bool:
    if nombre == "doble":
        return isinstance(x, ArregloDoble)
    return nombre == "cupy" and bool(array_api_compat.is_cupy_array(x))
