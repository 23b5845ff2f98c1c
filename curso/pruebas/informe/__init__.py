"""El informe de una celda de prueba: datos, y su forma HTML y de texto.

Lo usan `comprobar`, en el cuaderno del alumno, y la retroalimentación oficial.
"""

from curso.pruebas.informe.construir import (
    clase_de,
    informe_de_comprobacion,
    informes_de_casos,
    por_que_sin_hacer,
    veredicto,
)
from curso.pruebas.informe.datos import (
    VEREDICTOS,
    InformeDeCaso,
    InformeDeCelda,
    MedidaDeMemoria,
    MedidaDeVelocidad,
    Tiempos,
    Tramo,
)
from curso.pruebas.informe.en_html import ESTILO, a_html
from curso.pruebas.informe.en_texto import a_texto
from curso.pruebas.informe.presentacion import Presentacion
from curso.pruebas.informe.valores import describir_llamada, describir_valor

__all__ = [
    "ESTILO",
    "VEREDICTOS",
    "InformeDeCaso",
    "InformeDeCelda",
    "MedidaDeMemoria",
    "MedidaDeVelocidad",
    "Presentacion",
    "Tiempos",
    "Tramo",
    "a_html",
    "a_texto",
    "clase_de",
    "describir_llamada",
    "describir_valor",
    "informe_de_comprobacion",
    "informes_de_casos",
    "por_que_sin_hacer",
    "veredicto",
]
