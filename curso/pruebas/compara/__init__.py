"""Comparar respuestas: tolerancias y propiedades con nombre, como datos.

Lo usan el cuaderno del alumno (casos públicos) y el juez (casos públicos y ocultos).
"""

import curso.pruebas.compara.conjuntos
import curso.pruebas.compara.desorden
import curso.pruebas.compara.mascaras
import curso.pruebas.compara.objetos
import curso.pruebas.compara.particiones
import curso.pruebas.compara.sorteos
import curso.pruebas.compara.validacion  # noqa: F401 – al importarlos se inscriben sus propiedades
from curso.pruebas.compara.especificacion import (
    Comparacion,
    Hallazgo,
    Propiedad,
    tolerancia_minima,
)
from curso.pruebas.compara.propiedades import PROPIEDADES, cumple
from curso.pruebas.compara.valores import Discrepancia, comparar, iguales

__all__ = [
    "PROPIEDADES",
    "Comparacion",
    "Discrepancia",
    "Hallazgo",
    "Propiedad",
    "comparar",
    "cumple",
    "iguales",
    "tolerancia_minima",
]
