"""Ver los datos: imágenes de un lote, y qué ejemplos caen en cada lote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.colors import ListedColormap

from curso.backend import a_anfitrion
from curso.graficas.figura import COLORES, TINTA, Figura, lista
from curso.ordenes.contar import cuantos

MAXIMO_DE_IMAGENES = 64


def imagenes(
    x: Any,
    y: Any = None,
    clases: Sequence[str] | None = None,
    predichas: Any = None,
    titulo: str = "Imágenes del lote",
) -> Figura:
    """Las imágenes de un lote, (n, alto, ancho), con su clase y, si se da, la que se predijo.

    Se enseñan las 64 primeras como mucho. Los fallos llevan el título en color y una ✗.
    """
    fotos = a_anfitrion(x)
    if fotos.ndim != 3:
        raise ValueError(f"x ha de tener forma (n, alto, ancho) y tiene {fotos.shape}.")
    fotos = fotos[:MAXIMO_DE_IMAGENES]
    verdad = None if y is None else [_nombre(v, clases) for v in a_anfitrion(y)[: len(fotos)]]
    opinion = (
        None
        if predichas is None
        else [_nombre(v, clases) for v in a_anfitrion(predichas)[: len(fotos)]]
    )
    columnas = min(8, len(fotos)) or 1
    filas = -(-len(fotos) // columnas)
    figura = Figura(0.95 * columnas + 0.3, 1.12 * filas + 0.5)
    figura.suptitle(titulo, color=TINTA)
    fallos = 0
    for i, foto in enumerate(fotos):
        ejes = figura.panel(filas, columnas, i + 1)
        ejes.imshow(foto, cmap="gray")
        ejes.set_axis_off()
        texto, color = "" if verdad is None else verdad[i], TINTA
        if verdad is not None and opinion is not None and opinion[i] != verdad[i]:
            texto, color, fallos = f"✗ {opinion[i]}", COLORES[3], fallos + 1
        ejes.set_title(texto, color=color, fontsize="x-small")
    figura.descripcion = (
        f"{titulo}: {cuantos(len(fotos), 'imagen', 'imágenes')} de "
        f"{fotos.shape[1]}×{fotos.shape[2]}"
    )
    if verdad is not None:
        cuenta = {nombre: verdad.count(nombre) for nombre in dict.fromkeys(verdad)}
        figura.descripcion += "; " + lista([f"{n} de {nombre}" for nombre, n in cuenta.items()])
    if opinion is not None:
        figura.descripcion += f"; {cuantos(fallos, 'mal clasificada', 'mal clasificadas')}"
    figura.descripcion += "."
    return figura


def reparto_en_lotes(
    ordenes: Sequence[Any], b: int, titulo: str = "En qué lote cae cada ejemplo"
) -> Figura:
    """Una fila por época, una columna por ejemplo y un color por lote.

    `ordenes` es, por época, el orden en que se recorren los ejemplos. Sin desordenar, las filas
    son iguales.
    """
    filas = [np.asarray(a_anfitrion(orden)) for orden in ordenes]
    if b < 1 or not filas or any(sorted(f.tolist()) != list(range(len(filas[0]))) for f in filas):
        raise ValueError("cada orden ha de ser una permutación de 0…n − 1 y b, 1 o más.")
    n = len(filas[0])
    lote = np.empty((len(filas), n), dtype=int)
    for epoca, orden in enumerate(filas):
        lote[epoca, orden] = np.arange(n) // b
    figura = Figura(6.4, 1.3 + 0.35 * len(filas))
    ejes = figura.panel(titulo=titulo, x="ejemplo", y="época")
    ejes.imshow(
        lote % len(COLORES),
        cmap=ListedColormap(COLORES),
        vmin=0,
        vmax=len(COLORES) - 1,
        aspect="auto",
        interpolation="nearest",
    )
    ejes.set_yticks(range(len(filas)), [str(i + 1) for i in range(len(filas))])
    iguales = all((fila == lote[0]).all() for fila in lote)
    figura.descripcion = (
        f"{titulo}: {cuantos(n, 'ejemplo', 'ejemplos')} en lotes de {b} durante "
        f"{cuantos(len(filas), 'época', 'épocas')}; "
    ) + ("el reparto es el mismo en todas." if iguales else "el reparto cambia entre épocas.")
    return figura


def _nombre(clase: Any, clases: Sequence[str] | None) -> str:
    return str(clase) if clases is None else clases[int(clase)]
