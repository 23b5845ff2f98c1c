"""Un panel por optimizador, todos sobre el mismo paisaje: los caminos no se tapan unos a otros."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from curso.graficas.figura import COLORES, TINTA, Figura
from curso.graficas.superficies import describir, dibujar_niveles, preparar, visible
from curso.problemas import Problema

COLUMNAS = 5
#: menos que en una figura entera: en un panel pequeño se amontonan
NIVELES = 10


def mosaico(problema: Problema, caminos: Mapping[str, Any], titulo: str | None = None) -> Figura:
    """Los caminos de varios optimizadores, cada uno de forma (pasos + 1, 2), en paneles aparte.

    Cada color es el que le tocaría en `trayectorias` y en `animar`. El rombo es el final.
    """
    puntos = preparar(caminos)
    columnas = min(COLUMNAS, len(puntos)) or 1
    filas = -(-len(puntos) // columnas)
    figura = Figura(1.9 * columnas, 1.75 * filas + 0.4)
    figura.suptitle(f"Función {problema.nombre}" if titulo is None else titulo, color=TINTA)
    for i, (nombre, camino) in enumerate(puntos.items()):
        ejes = dibujar_niveles(figura, problema, nombre, (filas, columnas, i + 1), NIVELES)
        color = COLORES[i % len(COLORES)]
        x, y = visible(problema, camino).T
        ejes.plot(x, y, color=color, marker=".", markersize=2.5, linewidth=1.4)
        ejes.plot(x[-1:], y[-1:], "D", color=color, markersize=4.5)
        ejes.set(xlabel="", ylabel="")
        ejes.tick_params(
            labelsize="x-small",
            labelleft=i % columnas == 0,
            labelbottom=i + columnas >= len(puntos),
        )
        ejes.title.set_fontsize("small")
    figura.descripcion = describir(problema, puntos)
    return figura
