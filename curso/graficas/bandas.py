"""Curvas de varias semillas: la mediana, y una banda con lo que varían."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.ticker import FuncFormatter, LogLocator

from curso.graficas.figura import COLORES, TINTA, TRAZOS, Figura, leyenda, lista, numero

#: con el color no basta: hay quien no lo ve, y ocho curvas se cruzan
MARCAS = "os^DvPX*"
#: en cuántos puntos de la curva se pone su marca
MARCADOS = 8
CURVAS = {"perdidas": "entrenamiento", "validacion": "validación"}


def bandas(
    historias: Sequence[Mapping[str, Any]],
    titulo: str = "Curvas de entrenamiento",
    unidad: str = "",
    base: float | None = None,
    logaritmica: bool = True,
) -> Figura:
    """Dos paneles, entrenamiento y validación, con una curva por optimizador.

    historias
        Diccionarios con `optimizador`, `perdidas` y `validacion`: uno por semilla. La línea es la
        mediana de las semillas en cada época, y la banda va de la menor a la mayor; donde alguna no
        es finita no se dibuja.
    base
        La pérdida de predecir siempre lo mismo, en línea de puntos.
    """
    grupos: dict[str, list[Mapping[str, Any]]] = {}
    for historia in historias:
        grupos.setdefault(historia["optimizador"], []).append(historia)
    figura = Figura(ancho=9.6, alto=4.2)
    figura.suptitle(titulo, color=TINTA)
    pie = f"pérdida ({unidad})" if unidad else "pérdida"
    paneles = [
        figura.panel(1, 2, i + 1, titulo=nombre, x="época", y="" if i else pie)
        for i, nombre in enumerate(CURVAS.values())
    ]
    finales = {}
    for i, (nombre, grupo) in enumerate(grupos.items()):
        for ejes, curva in zip(paneles, CURVAS, strict=True):
            valores = np.array([h[curva] for h in grupo], dtype=float)
            finitos = np.isfinite(valores).all(axis=0)
            valores = np.where(finitos, valores, np.nan)
            epocas = np.arange(1, valores.shape[1] + 1)
            color = COLORES[i % len(COLORES)]
            mediana = np.median(valores, axis=0)
            trazo = TRAZOS[i % len(TRAZOS)]
            cada = max(1, len(epocas) // MARCADOS)
            ejes.plot(
                epocas,
                mediana,
                trazo,
                label=nombre,
                linewidth=1.6,
                color=color,
                marker=MARCAS[i % len(MARCAS)],
                markersize=5,
                # cada una empieza en otra época: si no, las que van juntas se taparían
                markevery=(i * cada // len(grupos), cada),
            )
            if len(grupo) > 1:
                bajo, alto = valores.min(axis=0), valores.max(axis=0)
                ejes.fill_between(epocas, bajo, alto, alpha=0.18, linewidth=0, color=color)
        finales[nombre] = mediana[-1]
    for ejes in paneles:
        if base is not None:
            ejes.axhline(base, color=TINTA, linestyle=":", linewidth=1.2, label="constante")
        if logaritmica:
            ejes.set_yscale("log")
            ejes.yaxis.set_minor_locator(LogLocator(subs=(2, 3, 5, 7)))
            for formato in (ejes.yaxis.set_major_formatter, ejes.yaxis.set_minor_formatter):
                formato(FuncFormatter(lambda valor, _: numero(valor)))
    limites = [ejes.get_ylim() for ejes in paneles]
    for ejes in paneles:
        ejes.set_ylim(min(bajo for bajo, _ in limites), max(alto for _, alto in limites))
    leyenda(paneles[1])
    figura.descripcion = _descripcion(titulo, finales, base)
    return figura


def _descripcion(titulo: str, finales: Mapping[str, float], base: float | None) -> str:
    orden = sorted(finales, key=lambda n: (not np.isfinite(finales[n]), finales[n]))
    frases = [
        f"{nombre} acaba en {numero(finales[nombre])}"
        if np.isfinite(finales[nombre])
        else f"{nombre} no llega al final con una pérdida finita"
        for nombre in orden
    ]
    constante = "" if base is None else f" Predecir siempre lo mismo da {numero(base)}."
    return (
        f"{titulo}: pérdida de entrenamiento y de validación por época de {lista(orden)}. Mediana "
        f"de la validación: {'; '.join(frases)}.{constante}"
    )
