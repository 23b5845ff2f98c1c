"""Propiedades de los objetos con estado: cada uno ha de llevar el suyo."""

from __future__ import annotations

from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta, mismos_bytes


@propiedad
def objetos_independientes(o: Respuesta, e: Respuesta) -> bool:
    """Dos objetos iguales, usados por turnos con las mismas entradas, contestan lo mismo.

    La respuesta es la pareja de lo que contestó cada uno; da igual si es correcto.
    """
    uno, otro = o.valor
    return mismos_bytes(uno, otro)


@propiedad
def objeto_sin_estrenar(o: Respuesta, e: Respuesta) -> bool:
    """De dos objetos de los que solo se usó el primero, el segundo sigue sin nada."""
    _, otro = o.valor
    return otro is None or len(otro) == 0
