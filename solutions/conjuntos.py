"""Conjuntos de modelos (t6): varios modelos que opinan suelen acertar más que uno.

Un modelo es lo que sea que devuelva la función de entrenar; para predecir con él se da otra
función. Los parámetros son listas de arreglos.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

from curso.backend import espacio_de_nombres
from solutions.enteros import entero_minimo

Arreglo = Any
Modelo = TypeVar("Modelo")


def promediar_predicciones(predicciones: Sequence[Arreglo]) -> Arreglo:
    """Media de las predicciones (probabilidades o valores) de k modelos, todas de igual forma."""
    if not len(predicciones):
        raise ValueError("hace falta al menos una predicción.")
    espacio_de_nombres(*predicciones)
    if len({tuple(prediccion.shape) for prediccion in predicciones}) > 1:
        raise ValueError("las predicciones han de tener todas la misma forma.")
    suma = predicciones[0]
    for prediccion in predicciones[1:]:
        suma = suma + prediccion
    return suma / len(predicciones)


def conjunto_inicializaciones(
    entrenar: Callable[[np.random.Generator], Modelo], k: int, semilla: int
) -> list[Modelo]:
    """k modelos que solo se diferencian en su generador: inicialización y orden de los lotes.

    Los generadores son independientes entre sí y salen todos de `semilla`.
    """
    k = entero_minimo(k, 1, "k")
    return [
        entrenar(np.random.default_rng(hija)) for hija in np.random.SeedSequence(semilla).spawn(k)
    ]


def conjunto_puntos_de_control(
    puntos: Sequence[Modelo], predecir: Callable[[Modelo], Arreglo], ultimos: int | None = None
) -> Arreglo:
    """Predicción media de los `ultimos` puntos de control de un mismo entrenamiento.

    Cuesta un solo entrenamiento; a cambio los modelos se parecen más entre sí.
    """
    elegidos = puntos if ultimos is None else puntos[-entero_minimo(ultimos, 1, "ultimos") :]
    return promediar_predicciones([predecir(punto) for punto in elegidos])


class MediaMovil:
    """Media móvil exponencial de los parámetros: m ← decaimiento·m + (1 − decaimiento)·w.

    La primera vez m = w. Es una segunda copia de los parámetros, para predecir: los de entrenar
    no se tocan.
    """

    def __init__(self, decaimiento: float = 0.99):
        if not 0 <= decaimiento < 1:
            raise ValueError(f"decaimiento ha de estar en [0, 1) y se ha recibido {decaimiento}.")
        self.decaimiento = decaimiento
        self.parametros: list[Arreglo] | None = None

    def observar(self, parametros: Iterable[Arreglo]) -> None:
        """Añade los parámetros de ahora a la media."""
        if self.parametros is None:
            self.parametros = [w * 1 for w in parametros]
            return
        d = self.decaimiento
        self.parametros = [
            d * m + (1 - d) * w for m, w in zip(self.parametros, parametros, strict=True)
        ]


def media_movil_parametros(trayectoria: Iterable[Arreglo], decaimiento: float) -> Arreglo:
    """La media móvil tras recorrer una sucesión de pesos (las filas de una trayectoria)."""
    media = MediaMovil(decaimiento)
    for w in trayectoria:
        media.observar([w])
    if media.parametros is None:
        raise ValueError("hace falta al menos un punto de la trayectoria.")
    return media.parametros[0]
