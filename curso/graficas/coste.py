"""Cómo crece el coste: medidas frente a la recta que predice la teoría, en ejes logarítmicos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from curso.graficas.figura import COLORES, TINTA, Figura, leyenda, numero


def crecimiento(
    medidas: Mapping[str, tuple[Sequence[float], Sequence[float]]],
    titulo: str = "Cómo crece el coste",
    unidad: str = "segundos",
) -> Figura:
    """Una serie por nombre: (tamaños, costes).

    La pendiente en ejes logarítmicos es el exponente del crecimiento: 1 si es proporcional, 0 si
    no depende del tamaño. La guía de puntos es la potencia entera más cercana.
    """
    figura = Figura()
    ejes = figura.panel(titulo=titulo, x="tamaño", y=unidad)
    frases = []
    for i, (nombre, (tamanos, costes)) in enumerate(medidas.items()):
        x, y = np.asarray(tamanos, dtype=float), np.asarray(costes, dtype=float)
        pendiente = exponente(x, y)
        etiqueta = f"{nombre} (exponente {numero(round(pendiente, 2))})"
        ejes.loglog(x, y, "o-", color=COLORES[i % len(COLORES)], label=etiqueta, linewidth=1.6)
        guia = y[-1] * (x / x[-1]) ** round(pendiente)
        ejes.loglog(x, guia, ":", color=TINTA, linewidth=1)
        frases.append(
            f"{nombre} pasa de {numero(y[0])} a {numero(y[-1])} {unidad} cuando el tamaño va de "
            f"{numero(x[0])} a {numero(x[-1])}, con exponente {numero(round(pendiente, 2))}"
        )
    leyenda(ejes)
    figura.descripcion = f"{titulo}, en ejes logarítmicos. {'; '.join(frases)}."
    return figura


def exponente(tamanos: Sequence[float] | np.ndarray, costes: Sequence[float] | np.ndarray) -> float:
    """Pendiente de log(coste) frente a log(tamaño), por mínimos cuadrados."""
    return float(np.polyfit(np.log(tamanos), np.log(costes), 1)[0])
