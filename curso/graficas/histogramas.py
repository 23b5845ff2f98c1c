"""Cómo se reparten unos valores: un histograma por panel, con el mismo eje horizontal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from curso.backend import a_anfitrion
from curso.graficas.figura import COLORES, TINTA, Figura, numero
from curso.ordenes.contar import cuantos

COLUMNAS = 3
INTERVALOS = 40


def histogramas(
    valores: Mapping[str, Any],
    titulo: str = "Activaciones",
    limites: tuple[float, float] = (-1.0, 1.0),
) -> Figura:
    """Un panel por nombre: qué parte de sus valores cae en cada intervalo de `limites`."""
    datos = {nombre: np.ravel(a_anfitrion(v)).astype(float) for nombre, v in valores.items()}
    columnas = min(COLUMNAS, len(datos)) or 1
    filas = -(-len(datos) // columnas)
    figura = Figura(2.6 * columnas, 2.3 * filas + 0.4)
    figura.suptitle(titulo, color=TINTA)
    frases = []
    for i, (nombre, plano) in enumerate(datos.items()):
        ejes = figura.panel(filas, columnas, i + 1, titulo=nombre)
        partes = np.full(len(plano), 1 / max(len(plano), 1))
        color = COLORES[i % len(COLORES)]
        ejes.hist(plano, INTERVALOS, range=limites, weights=partes, color=color)
        ejes.title.set_fontsize("small")
        ejes.tick_params(labelsize="x-small")
        frases.append(
            f"{nombre}: {cuantos(len(plano), 'valor', 'valores')} de media "
            f"{numero(plano.mean())} y desviación {numero(plano.std())}"
            if len(plano)
            else f"{nombre}: ningún valor"
        )
    figura.descripcion = f"{titulo}. Histogramas. {'; '.join(frases)}."
    return figura
