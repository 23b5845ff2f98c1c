"""El backend de arreglos: NumPy o CuPy, elegido por los datos o por `CURSO_BACKEND`.

Una función neutral empieza con `xp = espacio_de_nombres(x)` y después solo usa `xp` y los
métodos de sus argumentos; así funciona igual en la CPU y en la GPU. Sin GPU se comprueba con
`curso.backend.doble`, un arreglo que se comporta como el de CuPy.
"""

from curso.backend.copias import Copias, contar_copias
from curso.backend.espacios import (
    ErrorDeBackend,
    espacio_de_nombres,
    espacio_por_defecto,
    nombre_corto,
)
from curso.backend.traslado import a_anfitrion, a_dispositivo, es_de_dispositivo, sincronizar

__all__ = [
    "Copias",
    "ErrorDeBackend",
    "a_anfitrion",
    "a_dispositivo",
    "contar_copias",
    "es_de_dispositivo",
    "espacio_de_nombres",
    "espacio_por_defecto",
    "nombre_corto",
    "sincronizar",
]
