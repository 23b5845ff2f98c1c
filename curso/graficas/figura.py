"""La figura del curso: fondo transparente, colores para los dos temas y texto alternativo."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
from IPython.display import display
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from PIL import Image
from PIL.PngImagePlugin import PngInfo

#: gris de textos y ejes: contraste 4,5:1 sobre blanco y más de 4:1 sobre el fondo oscuro
TINTA = "#767676"
#: colores de las líneas, todos con contraste 3:1 o más sobre blanco y sobre el fondo oscuro
COLORES = (
    "#2f7fc1",
    "#c96a12",
    "#2a9058",
    "#d64550",
    "#9460cf",
    "#148a94",
    "#cc5290",
    "#6f8a1d",
    "#a87038",
    "#7a7fa8",
)
#: también se distinguen sin color
TRAZOS = ("-", "--", "-.", ":")
PUNTOS_POR_PULGADA = 100
COLORES_POR_IMAGEN = 128
#: nombres en cada fila de la leyenda
POR_FILA = 3


class Figura(Figure):
    """Una `Figure` de matplotlib con `descripcion`, que es su texto alternativo."""

    def __init__(self, ancho: float = 6.4, alto: float = 4.4) -> None:
        super().__init__(
            figsize=(ancho, alto), dpi=PUNTOS_POR_PULGADA, layout="constrained", facecolor="none"
        )
        self.descripcion = ""

    def panel(self, *posicion: int, titulo: str = "", x: str = "", y: str = "") -> Axes:
        """Unos ejes con los colores del curso; `posicion` es (filas, columnas, cuál)."""
        ejes = self.add_subplot(*posicion)
        ejes.set_facecolor("none")
        ejes.tick_params(colors=TINTA, which="both")
        for borde in ejes.spines.values():
            borde.set_color(TINTA)
        for eje in (ejes.xaxis, ejes.yaxis):
            eje.set_major_formatter(FuncFormatter(lambda valor, _: numero(valor)))
        ejes.set_title(titulo, color=TINTA)
        ejes.set_xlabel(x, color=TINTA)
        ejes.set_ylabel(y, color=TINTA)
        return ejes

    def png(self) -> bytes:
        """La figura en PNG, con fondo transparente y paleta: ocupa varias veces menos.

        Se dibuja una sola vez; `savefig` lo hace dos y tarda el doble.
        """
        lienzo, memoria, texto = FigureCanvasAgg(self), io.BytesIO(), PngInfo()
        lienzo.draw()
        imagen = Image.fromarray(np.asarray(lienzo.buffer_rgba()))
        texto.add_itxt("Description", self.descripcion)
        pocos_colores(imagen).save(memoria, format="PNG", pnginfo=texto)
        return memoria.getvalue()

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        return imagen_con_texto(self.png(), self.descripcion)

    def _ipython_display_(self) -> None:
        # Sin esto IPython la dibuja dos veces: una así y otra como a toda `Figure` de matplotlib.
        datos, metadatos = self._repr_mimebundle_()
        display(datos, metadata=metadatos, raw=True)


def leyenda(ejes: Axes) -> None:
    """La leyenda, si hay algo con nombre: debajo de los ejes, donde no tapa ninguna línea."""
    lineas, nombres = ejes.get_legend_handles_labels()
    if nombres:
        ejes.figure.legend(
            lineas,
            nombres,
            loc="outside lower center",
            ncols=min(POR_FILA, len(nombres)),
            labelcolor=TINTA,
            facecolor="none",
            edgecolor="none",
            fontsize="small",
        )


def pocos_colores(imagen: Image.Image) -> Image.Image:
    """La imagen con una paleta: unas líneas de colores y sus bordes suavizados no piden más."""
    return imagen.convert("RGBA").quantize(COLORES_POR_IMAGEN, Image.Quantize.FASTOCTREE)


def imagen_con_texto(png: bytes, descripcion: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Lo que Jupyter enseña: la imagen, y su descripción para quien no la ve."""
    datos = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": descripcion}
    return datos, {"image/png": {"alt": descripcion}}


def lista(nombres: list[str]) -> str:
    """«a», «a y b», «a, b y c»; con «e» ante el sonido i."""
    if len(nombres) < 2:
        return "".join(nombres)
    ultimo = nombres[-1]
    ante_i = ultimo.lower().startswith(("i", "hi")) and not ultimo.lower().startswith("hie")
    return f"{', '.join(nombres[:-1])} {'e' if ante_i else 'y'} {ultimo}"


def numero(valor: float) -> str:
    """Un número con coma decimal y cuatro cifras."""
    return f"{valor:.4g}".replace(".", ",")
