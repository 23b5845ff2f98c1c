"""El estado de un optimizador como diccionario plano, que NumPy puede guardar en un `.npz`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from curso.backend import espacio_de_nombres


def copiado(a: Any) -> Any:
    """Una copia en la misma biblioteca y el mismo dispositivo."""
    return espacio_de_nombres(a).asarray(a, copy=True)


def estados_de(
    optimizador: str, guardado: Mapping[str, Any], escalares: Sequence[str], nombres: Sequence[str]
) -> list[dict[str, Any]]:
    """Copia de los arreglos de `guardado`, uno por posición de la lista de pesos.

    Lanza ValueError si las claves no son justo los `escalares` y, por cada posición desde 0, los
    `nombres`. Un optimizador sin arreglos (SGD sin momentum) guarda solo los escalares.
    """
    posiciones = {clave.partition(".")[0] for clave in guardado if clave not in escalares}
    esperadas = {*escalares} | {
        f"{i}.{nombre}" for i in range(len(posiciones)) for nombre in nombres
    }
    if diferencia := esperadas ^ set(guardado):
        raise ValueError(
            f"El estado guardado no es de {optimizador} con esta configuración (no casan: "
            f"{', '.join(sorted(diferencia))}): restáuralo en uno construido igual."
        )
    return [
        {nombre: copiado(guardado[f"{i}.{nombre}"]) for nombre in nombres}
        for i in range(len(posiciones))
    ]
