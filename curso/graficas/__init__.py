"""Las figuras del curso. Todas devuelven la figura, con una descripción en español.

    from curso import graficas
    graficas.trayectorias(problema, {"SGD": camino})     # última línea de la celda: se ve
    graficas.animar(problema, {"SGD": camino})           # lo mismo, en movimiento

Ninguna usa el estado global de `pyplot`: una figura se ve si es la última línea de la celda o se
pasa a `display`. Se leen con tema claro y con tema oscuro.
"""

from curso.graficas.animacion import Animacion, animar
from curso.graficas.bandas import bandas
from curso.graficas.barrido import barrido_de_tasas, una_variable
from curso.graficas.busquedas import intentos, medias_con_desviacion
from curso.graficas.coste import crecimiento
from curso.graficas.curvas import aprendizaje, tasas
from curso.graficas.figura import Figura
from curso.graficas.histogramas import histogramas
from curso.graficas.mosaico import mosaico
from curso.graficas.muestras import imagenes, reparto_en_lotes
from curso.graficas.superficies import curvas_de_nivel, trayectorias

__all__ = [
    "Animacion",
    "Figura",
    "animar",
    "aprendizaje",
    "bandas",
    "barrido_de_tasas",
    "crecimiento",
    "curvas_de_nivel",
    "histogramas",
    "imagenes",
    "intentos",
    "medias_con_desviacion",
    "mosaico",
    "reparto_en_lotes",
    "tasas",
    "trayectorias",
    "una_variable",
]
