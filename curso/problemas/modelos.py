"""Testigos que se entrenan, predicen y se evalúan: lo que dan enseña cómo se los usó."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.problemas.problema import Arreglo

#: lo que vale un modelo al que no se le dio un generador
SIN_GENERADOR = -1.0


class Inicializacion:
    """entrenar(rng) da un modelo que son los primeros números de su generador.

    numeros
        Cuántos lleva el modelo.
    gasto
        Cuántos gasta de más, por cada llamada anterior, al acabar: un modelo con generador propio
        no lo nota; uno que lo comparta con los demás, sí.

    Si lo que recibe no es un `numpy.random.Generator`, el modelo está lleno de `SIN_GENERADOR`.
    """

    def __init__(self, numeros: int = 4, gasto: int = 0) -> None:
        self._numeros, self._gasto, self._llamadas = numeros, gasto, 0

    def entrenar(self, rng: Any) -> np.ndarray:
        if not isinstance(rng, np.random.Generator):
            return np.full(self._numeros, SIN_GENERADOR)
        self._llamadas += 1
        modelo = rng.random(self._numeros)
        rng.random(self._gasto * self._llamadas)
        return modelo


@dataclass(frozen=True, eq=False)
class RedDelPunto:
    """predecir(punto) = (x·W + b)², con el punto de control [W, b].

    No es lineal en los parámetros: promediar predicciones no es predecir con el promedio.
    """

    x: Arreglo

    def predecir(self, punto: Any) -> Arreglo:
        w, b = punto
        return (self.x @ w + b) ** 2


@dataclass(frozen=True)
class CuadradoDelPunto:
    """predecir(punto) = punto²: el modelo del ejemplo hecho a mano."""

    def predecir(self, punto: Arreglo) -> Arreglo:
        return punto**2


@dataclass(frozen=True, eq=False)
class ModeloVecino:
    """Lo que recuerda `VecinoDelator`: las filas con las que se entrenó y sus respuestas."""

    filas: np.ndarray
    respuestas: np.ndarray


@dataclass(frozen=True)
class VecinoDelator:
    """Un modelo que se sabe de memoria sus filas, y que se delata si lo evalúan con ellas.

    Predice la media de las respuestas de las dos filas más cercanas de las que vio al entrenar. La
    pérdida es la media de abs(predicción − respuesta) más `castigo` por la parte de las filas que
    ya había visto.
    """

    castigo: float = 10_000.0

    def entrenar(self, x: np.ndarray, y: np.ndarray) -> ModeloVecino:
        return ModeloVecino(_en_columnas(x), np.array(y, dtype=np.float64))

    def evaluar(self, modelo: ModeloVecino, x: np.ndarray, y: np.ndarray) -> float:
        distancias = np.abs(_en_columnas(x)[:, None, :] - modelo.filas[None, :, :]).sum(axis=2)
        cercanas = np.argsort(distancias, axis=1, kind="stable")[:, :2]
        vista = distancias.min(axis=1) == 0
        error = np.abs(modelo.respuestas[cercanas].mean(axis=1) - y)
        return float(error.mean() + self.castigo * vista.mean())


def _en_columnas(x: np.ndarray) -> np.ndarray:
    return np.array(x, dtype=np.float64).reshape(len(x), -1)


MODELOS = {
    "inicializacion": Inicializacion,
    "red_del_punto": RedDelPunto,
    "cuadrado_del_punto": CuadradoDelPunto,
    "vecino_delator": VecinoDelator,
}
