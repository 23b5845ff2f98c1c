"""Animación de los caminos: un PNG animado, que se mueve en JupyterLab sin programas ni permisos.

Cada fotograma lleva solo los tramos nuevos, sobre lo ya dibujado, así que el fichero es pequeño.
Donde no se admitan PNG animados se ve la figura entera, con los caminos acabados. Va en un
desplegable, que al plegarse la para, y no se mueve para quien pide menos movimiento a su sistema.
"""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from PIL import Image

from curso.graficas.figura import COLORES, Figura, leyenda, pocos_colores
from curso.graficas.superficies import describir, dibujar_niveles, preparar, visible
from curso.problemas import Problema

#: lo que se queda quieto el último fotograma antes de volver a empezar
PAUSA_MS = 2500


@dataclass(frozen=True)
class Animacion:
    """Un PNG animado con su descripción, que es su texto alternativo."""

    datos: bytes
    descripcion: str
    fotogramas: int
    #: el mismo dibujo, acabado y sin movimiento
    quieta: bytes

    def guardar(self, ruta: Path | str) -> None:
        """Escribe el fichero; conviene que acabe en .png."""
        Path(ruta).write_bytes(self.datos)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        quieta, movida = (
            f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
            for png in (self.quieta, self.datos)
        )
        pagina = (
            "<details open><summary>Animación (pulsa aquí para pararla o verla otra vez)</summary>"
            f'<picture><source media="(prefers-reduced-motion: reduce)" srcset="{quieta}">'
            f'<img src="{movida}" alt="{html.escape(self.descripcion)}"></picture></details>'
        )
        return {"text/html": pagina, "text/plain": self.descripcion}


def animar(
    problema: Problema,
    caminos: Mapping[str, Any],
    titulo: str | None = None,
    fotogramas: int = 40,
    ms: int = 100,
) -> Animacion:
    """Los caminos de varios optimizadores avanzando a la vez sobre las curvas de nivel.

    `fotogramas` es el número máximo: con más pasos, cada uno avanza varios. `ms` es lo que dura
    cada uno.
    """
    if fotogramas < 1 or ms < 1:
        raise ValueError("fotogramas y ms han de ser 1 o más.")
    puntos = preparar(caminos)
    figura = Figura()
    ejes = dibujar_niveles(figura, problema, titulo)
    lineas = [
        ejes.plot([], [], color=COLORES[i % len(COLORES)], marker=".", linewidth=1.8, label=nombre)[
            0
        ]
        for i, nombre in enumerate(puntos)
    ]
    leyenda(ejes)
    lienzo = FigureCanvasAgg(figura)
    fondo = _foto(lienzo)
    figura.set_layout_engine("none")
    fijos = [a for a in figura.findobj() if a not in lineas and a not in (figura, ejes)]

    def trazar(desde: int, hasta: int) -> None:
        for linea, camino in zip(lineas, puntos.values(), strict=True):
            linea.set_data(*visible(problema, camino)[desde : hasta + 1].T)

    pasos = max((len(camino) for camino in puntos.values()), default=1) - 1
    cortes = np.unique(np.linspace(0, pasos, min(fotogramas, pasos) + 1).round().astype(int))
    trazar(0, pasos)
    acabada = _foto(lienzo)
    for artista in fijos:
        artista.set_visible(False)
    tramos = []
    for desde, hasta in pairwise(cortes):
        trazar(int(desde), int(hasta))
        tramos.append(_foto(lienzo))
    memoria = io.BytesIO()
    acabada.save(
        memoria,
        format="PNG",
        save_all=True,
        default_image=True,
        append_images=[fondo, *tramos],
        duration=[ms] * len(tramos) + [PAUSA_MS],
        loop=0,
        disposal=0,
        # El fondo tapa lo anterior; los tramos se suman a lo que ya hay.
        blend=[0] + [1] * len(tramos),
    )
    return Animacion(
        datos=memoria.getvalue(),
        descripcion="Animación. " + describir(problema, puntos),
        fotogramas=len(tramos) + 1,
        quieta=_png(acabada),
    )


def _png(imagen: Image.Image) -> bytes:
    memoria = io.BytesIO()
    pocos_colores(imagen).save(memoria, format="PNG")
    return memoria.getvalue()


def _foto(lienzo: FigureCanvasAgg) -> Image.Image:
    lienzo.draw()
    # Con los colores de una paleta el fotograma se comprime mejor, también en RGBA.
    return pocos_colores(Image.fromarray(np.asarray(lienzo.buffer_rgba()))).convert("RGBA")
