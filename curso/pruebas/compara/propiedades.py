"""Propiedades con nombre: lo que debe cumplir una respuesta que no es un único valor posible.

Cada una recibe la respuesta obtenida, la esperada y sus parámetros, y dice si se cumple. El
registro es cerrado: los datos citan un nombre, nunca código.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from curso.pruebas.compara.especificacion import Propiedad
from curso.pruebas.plan.valores import Respuesta

Predicado = Callable[..., bool]

PROPIEDADES: dict[str, Predicado] = {}


def propiedad(funcion: Predicado) -> Predicado:
    """Inscribe `funcion(obtenida, esperada, **parametros)` con su nombre."""
    PROPIEDADES[funcion.__name__] = funcion
    return funcion


def cumple(p: Propiedad, obtenida: Respuesta, esperada: Respuesta) -> bool:
    """Si `obtenida` cumple `p`. Una respuesta con otra estructura no la cumple."""
    parametros: Mapping[str, Any] = p.parametros
    if obtenida.estado != "valor":
        return esperada.estado == obtenida.estado
    try:
        return bool(PROPIEDADES[p.nombre](obtenida, esperada, **parametros))
    except (TypeError, ValueError, IndexError, KeyError, AttributeError):
        return False
