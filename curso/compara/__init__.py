"""Comparar respuestas: tolerancias y propiedades con nombre, como datos.

Lo usan el cuaderno del alumno (casos públicos) y el juez (casos públicos y ocultos).
"""

import curso.compara.desorden
import curso.compara.objetos  # noqa: F401 – al importarlos se inscriben sus propiedades
from curso.compara.especificacion import Comparacion, Hallazgo, Propiedad
from curso.compara.propiedades import PROPIEDADES, cumple
from curso.compara.valores import Discrepancia, comparar, iguales

__all__ = [
    "PROPIEDADES",
    "Comparacion",
    "Discrepancia",
    "Hallazgo",
    "Propiedad",
    "comparar",
    "cumple",
    "iguales",
]
