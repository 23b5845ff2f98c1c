"""Curvas de nivel de un problema de dos parámetros, y los caminos de los optimizadores."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from array_api_compat import device
from matplotlib.axes import Axes

from curso.backend import a_anfitrion, espacio_de_nombres
from curso.graficas.figura import COLORES, TINTA, TRAZOS, Figura, leyenda, lista, numero
from curso.ordenes.contar import cuantos
from curso.problemas import Problema

NIVELES = 22
#: puntos de la rejilla en cada eje
REJILLA = 161


def curvas_de_nivel(problema: Problema, titulo: str | None = None) -> Figura:
    """Curvas de nivel de un problema, con su partida (círculo) y su mínimo (estrella)."""
    figura = Figura()
    minimo, inicio = (a_anfitrion(w) for w in (problema.minimo, problema.inicio))
    en_minimo, en_inicio = (numero(_valor(problema, w)) for w in (minimo, inicio))
    dibujar_niveles(figura, problema, titulo)
    rangos = [
        f"{eje} de {numero(a)} a {numero(b)}"
        for eje, (a, b) in zip(problema.ejes, _rango(problema), strict=True)
    ]
    figura.descripcion = (
        f"Curvas de nivel de la función {problema.nombre}, con {lista(rangos)}. La partida está en "
        f"{_punto(inicio)}, con valor {en_inicio}, y el mínimo en {_punto(minimo)}, con valor "
        f"{en_minimo}."
    )
    return figura


def trayectorias(
    problema: Problema, caminos: Mapping[str, Any], titulo: str | None = None
) -> Figura:
    """Los caminos de varios optimizadores, cada uno de forma (pasos + 1, 2), sobre las curvas."""
    puntos = preparar(caminos)
    figura = Figura()
    ejes = dibujar_niveles(figura, problema, titulo)
    for i, (nombre, camino) in enumerate(puntos.items()):
        ejes.plot(
            *visible(problema, camino).T,
            color=COLORES[i % len(COLORES)],
            linestyle=TRAZOS[i // len(COLORES) % len(TRAZOS)],
            marker=".",
            markersize=3,
            linewidth=1.6,
            label=nombre,
        )
    leyenda(ejes)
    figura.descripcion = describir(problema, puntos)
    return figura


def preparar(caminos: Mapping[str, Any]) -> dict[str, np.ndarray]:
    """Los caminos en NumPy; ValueError si alguno no es de puntos del plano."""
    puntos = {nombre: np.asarray(a_anfitrion(c), dtype=float) for nombre, c in caminos.items()}
    for nombre, camino in puntos.items():
        if camino.ndim != 2 or camino.shape[1] != 2 or not len(camino):
            raise ValueError(
                f"el camino de {nombre} tiene forma {camino.shape} y ha de ser (pasos + 1, 2)."
            )
    return puntos


def describir(problema: Problema, caminos: Mapping[str, np.ndarray]) -> str:
    """Qué se ve en una figura de caminos: dónde y con qué valor acaba cada uno."""
    minimo = a_anfitrion(problema.minimo)
    frases = []
    for nombre, camino in caminos.items():
        fin = camino[-1]
        if not np.isfinite(fin).all():
            frases.append(f"{nombre} diverge")
            continue
        distancia = numero(float(np.linalg.norm(fin - minimo)))
        frases.append(
            f"{nombre} da {cuantos(len(camino) - 1, 'paso', 'pasos')} y acaba en {_punto(fin)}, "
            f"con valor {numero(_valor(problema, fin))}, a {distancia} del mínimo"
        )
    return (
        f"Caminos de {lista(list(caminos))} sobre las curvas de nivel de la función "
        f"{problema.nombre}, cuyo mínimo está en {_punto(minimo)}. {'; '.join(frases)}."
    )


def dibujar_niveles(
    figura: Figura,
    problema: Problema,
    titulo: str | None,
    posicion: tuple[int, ...] = (),
    cuantos: int = NIVELES,
) -> Axes:
    """Los ejes con las curvas, la partida y el mínimo; `posicion` es la de `Figura.panel`."""
    (x0, x1), (y0, y1) = _rango(problema)
    titulo = f"Función {problema.nombre}" if titulo is None else titulo
    horizontal, vertical = problema.ejes
    ejes = figura.panel(*posicion, titulo=titulo, x=horizontal, y=vertical)
    x, y = np.linspace(x0, x1, REJILLA), np.linspace(y0, y1, REJILLA)
    rejilla = np.stack(np.meshgrid(x, y), axis=-1)
    valores = _valores_en(problema, rejilla)
    # Niveles en progresión geométrica desde el fondo: se ve el valle y también las paredes.
    altura = valores - valores.min()
    alto = float(altura.max()) or 1.0
    niveles = np.geomspace(alto * 1e-4, alto, cuantos)
    ejes.contour(x, y, altura, levels=niveles, colors=TINTA, linewidths=0.7, alpha=0.55)
    ejes.plot(*a_anfitrion(problema.inicio), "o", color=TINTA, markersize=7, fillstyle="none")
    ejes.plot(*a_anfitrion(problema.minimo), "*", color=TINTA, markersize=12)
    ejes.set_xlim(x0, x1)
    ejes.set_ylim(y0, y1)
    return ejes


def visible(problema: Problema, camino: np.ndarray) -> np.ndarray:
    """El camino hasta que se va muy lejos: matplotlib no dibuja bien coordenadas enormes."""
    (x0, x1), (y0, y1) = _rango(problema)
    centro, lado = np.array([x0 + x1, y0 + y1]) / 2, max(x1 - x0, y1 - y0)
    with np.errstate(invalid="ignore"):
        lejos = ~(np.abs(camino - centro).max(axis=1) <= 10 * lado)
    return camino[: int(lejos.argmax())] if lejos.any() else camino


def _rango(problema: Problema) -> tuple[tuple[float, float], tuple[float, float]]:
    if problema.dibujo is None:
        raise ValueError(f"{problema.nombre} no tiene dos parámetros: no hay curvas que dibujar.")
    return problema.dibujo


def _valor(problema: Problema, w: np.ndarray) -> float:
    return float(problema.valor(_alli(problema, w)))


def _valores_en(problema: Problema, rejilla: np.ndarray) -> np.ndarray:
    """El valor en cada punto: fila a fila si el problema lo admite, y si no punto a punto."""
    forma = rejilla.shape[:-1]
    try:
        valores = np.stack([a_anfitrion(problema.valor(_alli(problema, fila))) for fila in rejilla])
    except (ValueError, TypeError):
        valores = np.empty(0)
    if valores.shape != forma:
        planos = [_valor(problema, w) for w in rejilla.reshape(-1, 2)]
        valores = np.array(planos).reshape(forma)
    return valores


def _alli(problema: Problema, w: np.ndarray) -> Any:
    """`w` donde vive el problema: sus datos pueden estar en un dispositivo."""
    return espacio_de_nombres(problema.inicio).asarray(w, device=device(problema.inicio))


def _punto(w: Any) -> str:
    return f"({numero(float(w[0]))}; {numero(float(w[1]))})"
