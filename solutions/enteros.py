"""Los enteros que admiten los ejercicios: de Python o de NumPy, y con un mínimo."""

from __future__ import annotations

from operator import index
from typing import SupportsIndex


def entero_minimo(valor: SupportsIndex, minimo: int, nombre: str) -> int:
    """Devuelve `valor` como `int` de Python (sin límite de tamaño).

    Un número con decimales da TypeError; un entero menor que `minimo`, ValueError.
    """
    try:
        entero = index(valor)
    except TypeError:
        raise TypeError(f"{nombre} ha de ser un entero y se ha recibido {valor!r}.") from None
    if entero < minimo:
        raise ValueError(f"{nombre} ha de ser {minimo} o más y se ha recibido {entero}.")
    return entero
