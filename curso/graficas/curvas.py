"""Curvas de aprendizaje y planes de la tasa."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes

from curso.graficas.figura import COLORES, TRAZOS, Figura, leyenda, lista, numero
from curso.ordenes.contar import cuantos


def aprendizaje(
    perdidas: Mapping[str, Sequence[float]],
    titulo: str = "Curvas de aprendizaje",
    paso: str = "época",
    logaritmica: bool = False,
) -> Figura:
    """Una curva de pérdida por nombre, desde 1. Los valores que no son finitos no se dibujan."""
    curvas = {nombre: np.asarray(curva, dtype=float) for nombre, curva in perdidas.items()}
    figura = Figura()
    ejes = figura.panel(titulo=titulo, x=paso, y="pérdida")
    frases = []
    for i, (nombre, curva) in enumerate(curvas.items()):
        _linea(ejes, i, nombre, np.arange(1, len(curva) + 1), curva)
        frases.append(_resumen(nombre, curva, paso))
    if logaritmica:
        ejes.set_yscale("log")
    leyenda(ejes)
    escala = " en escala logarítmica" if logaritmica else ""
    figura.descripcion = f"{titulo}: pérdida por {paso}{escala}. {'; '.join(frases)}."
    return figura


def tasas(
    planes: Mapping[str, Callable[[int], float]], pasos: int, titulo: str = "Planes de la tasa"
) -> Figura:
    """La tasa de aprendizaje que da cada plan en los primeros `pasos`, desde 0."""
    figura = Figura()
    ejes = figura.panel(titulo=titulo, x="paso", y="tasa de aprendizaje")
    frases = []
    for i, (nombre, plan) in enumerate(planes.items()):
        valores = np.array([plan(t) for t in range(pasos)])
        _linea(ejes, i, nombre, np.arange(pasos), valores)
        frases.append(f"{nombre} va de {numero(valores[0])} a {numero(valores[-1])}")
    leyenda(ejes)
    figura.descripcion = (
        f"Tasa de aprendizaje de {lista(list(planes))} en {cuantos(pasos, 'paso', 'pasos')}. "
        f"{'; '.join(frases)}."
    )
    return figura


def _linea(ejes: Axes, i: int, nombre: str, x: np.ndarray, y: np.ndarray) -> None:
    ejes.plot(
        x,
        np.where(np.isfinite(y), y, np.nan),
        label=nombre,
        color=COLORES[i % len(COLORES)],
        linestyle=TRAZOS[i % len(TRAZOS)],
        linewidth=1.6,
    )


def _resumen(nombre: str, curva: np.ndarray, paso: str) -> str:
    finitos = np.flatnonzero(np.isfinite(curva))
    if not len(finitos):
        return f"{nombre} no tiene ningún valor finito"
    mejor = int(finitos[np.argmin(curva[finitos])])
    fin = numero(curva[-1]) if np.isfinite(curva[-1]) else "un valor que no es finito"
    return (
        f"{nombre} va de {numero(curva[0])} a {fin} en {cuantos(len(curva), 'punto', 'puntos')}, "
        f"con el menor valor, {numero(curva[mejor])}, en {paso} {mejor + 1}"
    )
