"""Figuras de la elección de hiperparámetros: qué se ha probado, y con qué incertidumbre."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from curso.graficas.figura import COLORES, TINTA, Figura, leyenda, lista, numero
from curso.ordenes.contar import cuantos

#: los intentos de una búsqueda: (opciones, pérdida)
Intentos = Sequence[tuple[Mapping[str, Any], float]]


def intentos(
    busquedas: Mapping[str, Intentos],
    x: str,
    y: str,
    titulo: str = "Lo que prueba cada búsqueda",
) -> Figura:
    """Dos filas por búsqueda: los puntos (x, y) probados y, debajo, la pérdida de cada valor de x.

    `x` e `y` son nombres de opciones, con valores positivos; sus ejes son logarítmicos. La estrella
    es el mejor intento. Los que no tienen pérdida finita son una cruz, solo arriba.
    """
    figura = Figura(ancho=3.4 * len(busquedas) + 0.6, alto=5.2)
    figura.suptitle(titulo, color=TINTA)
    arriba: list[Axes] = []
    abajo: list[Axes] = []
    frases = []
    for i, (nombre, hechos) in enumerate(busquedas.items()):
        color = COLORES[i % len(COLORES)]
        arriba.append(figura.panel(2, len(busquedas), i + 1, titulo=nombre, y="" if i else y))
        abajo.append(
            figura.panel(2, len(busquedas), len(busquedas) + i + 1, x=x, y="" if i else "pérdida")
        )
        vx, vy = (np.array([float(o[eje]) for o, _ in hechos]) for eje in (x, y))
        perdidas = np.array([p for _, p in hechos], dtype=float)
        finitas = np.isfinite(perdidas)
        mejor = int(np.argmin(np.where(finitas, perdidas, np.inf)))
        arriba[-1].loglog(vx[finitas], vy[finitas], "o", color=color)
        arriba[-1].loglog(vx[~finitas], vy[~finitas], "x", color=TINTA)
        abajo[-1].semilogx(vx[finitas], perdidas[finitas], "o", color=color)
        for ejes, altura in ((arriba[-1], vy[mejor]), (abajo[-1], perdidas[mejor])):
            ejes.plot(vx[mejor], altura, "*", color=COLORES[3], markersize=14)
        distintos = len(np.unique(vx))
        frases.append(
            f"{nombre} hace {cuantos(len(hechos), 'intento', 'intentos')} con "
            f"{cuantos(distintos, 'valor', 'valores distintos')} de {x}, y su mejor pérdida, "
            f"{numero(perdidas[mejor])}, sale con {x} = {numero(vx[mejor])}"
        )
    _mismos_limites([*arriba, *abajo], "x")
    for fila in (arriba, abajo):
        _mismos_limites(fila, "y")
    figura.descripcion = f"{titulo}. {'; '.join(frases)}."
    return figura


def medias_con_desviacion(
    medidas: Mapping[str, tuple[Sequence[float], Sequence[float], Sequence[float]]],
    x: str,
    titulo: str = "Media y desviación de las partes",
    logaritmica: bool = False,
) -> Figura:
    """Una serie por nombre: (valores de x, medias, desviaciones), con una barra por desviación.

    Con `logaritmica`, el eje de `x` lo es.
    """
    figura = Figura()
    ejes = figura.panel(titulo=titulo, x=x, y="pérdida de validación")
    frases = []
    for i, (nombre, (valores, medias, desviaciones)) in enumerate(medidas.items()):
        v, m, d = (np.asarray(a, dtype=float) for a in (valores, medias, desviaciones))
        ejes.errorbar(
            v, m, yerr=d, fmt="o-", capsize=4, color=COLORES[i % len(COLORES)], label=nombre
        )
        mejor = int(np.argmin(m))
        frases.append(
            f"{nombre} tiene la media más baja, {numero(m[mejor])} con desviación "
            f"{numero(d[mejor])}, en {x} = {numero(v[mejor])}"
        )
    if logaritmica:
        ejes.set_xscale("log")
    leyenda(ejes)
    figura.descripcion = (
        f"{titulo}: pérdida de validación según {x} de {lista(list(medidas))}. {'; '.join(frases)}."
    )
    return figura


def _mismos_limites(paneles: list[Axes], eje: str) -> None:
    """Los mismos límites de `eje` (x o y) en todos, para poder comparar."""
    limites = [getattr(ejes, f"get_{eje}lim")() for ejes in paneles]
    for ejes in paneles:
        getattr(ejes, f"set_{eje}lim")(min(a for a, _ in limites), max(b for _, b in limites))
