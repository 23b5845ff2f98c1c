"""Figuras para elegir la tasa: el error final de cada una, y caminos en una sola variable."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from curso.graficas.figura import COLORES, TINTA, Figura, leyenda, numero
from curso.ordenes.contar import cuantos

#: puntos con que se dibuja una función de una variable
PUNTOS = 300


def barrido_de_tasas(
    tasas: Sequence[float],
    errores: Sequence[float],
    elegida: float | None = None,
    titulo: str = "Error final según la tasa",
) -> Figura:
    """El error al que se llega con cada tasa, en ejes logarítmicos, y la tasa `elegida`.

    Las tasas cuyo error no es finito llevan un aspa en lo alto: divergen.
    """
    x, y = np.asarray(tasas, dtype=float), np.asarray(errores, dtype=float)
    sirven = np.isfinite(y)
    if x.shape != y.shape or not sirven.any():
        raise ValueError("hace falta un error por tasa, y que alguno sea finito.")
    figura = Figura()
    ejes = figura.panel(titulo=titulo, x="tasa de aprendizaje", y="error final")
    ejes.loglog(x[sirven], y[sirven], "o-", color=COLORES[0], markersize=4, linewidth=1.4)
    peor, mejor = float(y[sirven].max()), float(y[sirven].min())
    if not sirven.all():
        arriba = np.full(int((~sirven).sum()), peor)
        ejes.loglog(x[~sirven], arriba, "x", color=COLORES[3], label="diverge")
    frases = [f"El menor, {numero(mejor)}, es el de la tasa {numero(float(x[y == mejor][0]))}"]
    if not sirven.all():
        cuales = ", ".join(numero(float(tasa)) for tasa in x[~sirven])
        frases.append(f"Divergen las tasas {cuales}")
    if elegida is not None:
        ejes.axvline(elegida, color=COLORES[1], linestyle="--", label="la elegida", linewidth=1.4)
        frases.append(f"La elegida es {numero(elegida)}")
    leyenda(ejes)
    figura.descripcion = (
        f"{titulo}, en ejes logarítmicos, con tasas de {numero(x.min())} a {numero(x.max())}: "
        f"errores de {numero(mejor)} a {numero(peor)}. {'. '.join(frases)}."
    )
    return figura


def una_variable(
    f: Callable[[Any], Any],
    rango: tuple[float, float],
    caminos: Mapping[str, Sequence[float]] | None = None,
    titulo: str = "",
) -> Figura:
    """La gráfica de `f`, que admite arreglos, y encima los puntos de cada camino, en orden."""
    figura = Figura()
    ejes = figura.panel(titulo=titulo, x="w", y="error")
    x = np.linspace(*rango, PUNTOS)
    ejes.plot(x, f(x), color=TINTA, linewidth=1)
    frases = []
    for i, (nombre, puntos) in enumerate((caminos or {}).items()):
        camino = np.asarray(puntos, dtype=float).reshape(-1)
        alturas = np.asarray(f(camino), dtype=float)
        color = COLORES[i % len(COLORES)]
        ejes.plot(camino, alturas, ".-", color=color, label=nombre, linewidth=1.4)
        ejes.plot(camino[-1:], alturas[-1:], "*", color=color, markersize=13)
        frases.append(
            f"{nombre} va de {numero(float(camino[0]))} a {numero(float(camino[-1]))} en "
            f"{cuantos(len(camino) - 1, 'paso', 'pasos')}, y el error, de "
            f"{numero(float(alturas[0]))} a {numero(float(alturas[-1]))}"
        )
    leyenda(ejes)
    figura.descripcion = ". ".join(
        [f"{titulo or 'Función'} entre w = {numero(rango[0])} y w = {numero(rango[1])}", *frases]
    )
    figura.descripcion += "."
    return figura
