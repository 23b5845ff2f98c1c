"""Cómo se indexa un arreglo del dispositivo."""

from __future__ import annotations

from typing import Any

import numpy as np

from curso.backend.copias import anotar_subida


def es_basico(indice: Any) -> bool:
    """Si solo hay enteros, rebanadas, `None` y `...`: el resultado es una vista."""
    partes = indice if isinstance(indice, tuple) else (indice,)
    return all(_es_parte_basica(parte) for parte in partes)


def preparar_indice(indice: Any) -> Any:
    """El índice para NumPy. Uno básico acaba en `...`, para que `x[0]` sea también una vista.

    Los arreglos y listas del anfitrión se admiten como índices, y cuentan como una subida.
    """
    partes = indice if isinstance(indice, tuple) else (indice,)
    if es_basico(indice):
        return partes if Ellipsis in partes else (*partes, Ellipsis)
    return tuple(_parte(parte) for parte in partes)


def _es_parte_basica(parte: Any) -> bool:
    if isinstance(parte, bool):
        return False
    return parte is None or parte is Ellipsis or isinstance(parte, int | np.integer | slice)


def _parte(parte: Any) -> Any:
    if isinstance(parte, np.ndarray | list):
        anotar_subida()
    return getattr(parte, "_datos", parte)
