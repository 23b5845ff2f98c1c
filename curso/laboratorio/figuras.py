"""Lo que se ve en el laboratorio: las curvas de una comparación y los caminos en movimiento."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from curso import graficas
from curso.graficas import Animacion, Figura
from curso.laboratorio.problemas import Problema
from curso.problemas import Beale, Silla, Valle
from curso.problemas.problema import Problema as Superficie

#: las tres superficies del material, y con cuántos pasos se recorren
SUPERFICIES: dict[str, Callable[[], Superficie]] = {"valle": Valle, "beale": Beale, "silla": Silla}
PASOS = 120


def curvas(historias: Sequence[Mapping[str, Any]], problema: Problema | None = None) -> Figura:
    """Entrenamiento y validación por época: mediana de las semillas y, en banda, sus extremos."""
    titulo = "Curvas de entrenamiento" if problema is None else problema.titulo
    unidad = "" if problema is None else problema.unidad
    base = None if problema is None else problema.base
    return graficas.bandas(historias, titulo=titulo, unidad=unidad, base=base)


def caminos(
    superficie: Superficie, optimizadores: Mapping[str, Callable[[], Any]], pasos: int = PASOS
) -> dict[str, np.ndarray]:
    """nombre → los puntos por los que pasa cada optimizador, de forma (pasos + 1, 2).

    El que falla se queda donde estaba: su camino acaba antes.
    """
    salida = {}
    for nombre, fabrica in optimizadores.items():
        puntos = [np.array(superficie.inicio, dtype=float)]
        try:
            optimizador = fabrica()
            adelanto = getattr(optimizador, "adelanto", lambda w: w)
            for _ in range(pasos):
                w = puntos[-1].copy()
                with np.errstate(all="ignore"):
                    nuevo = optimizador.paso(w, superficie.gradiente(adelanto(w)))
                puntos.append(np.array(nuevo, dtype=float).reshape(w.shape))
        except Exception:  # código ajeno: se dibuja hasta donde llega
            pass
        salida[nombre] = np.array(puntos)
    return salida


def animaciones(
    optimizadores: Mapping[str, Callable[[], Any]], pasos: int = PASOS
) -> dict[str, Animacion]:
    """Los caminos de los optimizadores en el valle, en Beale y en la silla, en movimiento."""
    return {
        nombre: graficas.animar(superficie(), caminos(superficie(), optimizadores, pasos))
        for nombre, superficie in SUPERFICIES.items()
    }
