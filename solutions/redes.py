"""Redes pequeñas: regresión softmax y red de una capa oculta, hacia delante y hacia atrás (t5).

Formas: `X` (n, p) ejemplos, `y` (n,) clases de 0 a k − 1, logitos y probabilidades (n, k). Los
parámetros son listas de arreglos, así que sirven para cualquier optimizador; todo vale para
cualquier biblioteca de arreglos y conserva float32 y float64.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from array_api_compat import device

from curso.backend import espacio_de_nombres

Arreglo = Any


def softmax(logitos: Arreglo) -> Arreglo:
    """pᵢⱼ = e^zᵢⱼ / Σ e^zᵢ, por filas.

    Se resta antes el mayor de cada fila: el resultado es el mismo y no desborda.
    """
    xp = espacio_de_nombres(logitos)
    exponencial = xp.exp(logitos - xp.max(logitos, axis=-1, keepdims=True))
    return exponencial / xp.sum(exponencial, axis=-1, keepdims=True)


def log_softmax(logitos: Arreglo) -> Arreglo:
    """Logaritmo de la softmax, sin pasar por probabilidades que valdrían 0."""
    xp = espacio_de_nombres(logitos)
    centrados = logitos - xp.max(logitos, axis=-1, keepdims=True)
    return centrados - xp.log(xp.sum(xp.exp(centrados), axis=-1, keepdims=True))


def una_por_clase(y: Arreglo, clases: int, dtype: Any) -> Arreglo:
    """(n, k): 1 en la clase de cada ejemplo y 0 en las demás."""
    xp = espacio_de_nombres(y)
    indices = xp.arange(clases, dtype=y.dtype, device=device(y))
    return xp.astype(y[:, None] == indices, dtype)


def entropia_cruzada(logitos: Arreglo, y: Arreglo) -> Any:
    """Media de −log p de la clase verdadera, a partir de los logitos."""
    return perdida_y_error(logitos, y)[0]


def perdida_y_error(logitos: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
    """(entropía cruzada, su gradiente en los logitos), que es (softmax − clase)/n."""
    xp = espacio_de_nombres(logitos)
    n, clases = logitos.shape
    centrados = logitos - xp.max(logitos, axis=-1, keepdims=True)
    exponencial = xp.exp(centrados)
    suma = xp.sum(exponencial, axis=-1, keepdims=True)
    verdad = una_por_clase(y, clases, logitos.dtype)
    perdida = xp.sum(verdad * (xp.log(suma) - centrados)) / n
    return perdida, (exponencial / suma - verdad) / n


# Regresión softmax: una sola capa, sin ocultas ------------------------------------------------


def iniciar_softmax(entradas: int, clases: int, dtype: Any = np.float32) -> list[np.ndarray]:
    """[W, b] a cero: el problema es convexo y no hay simetría que romper."""
    return [np.zeros((entradas, clases), dtype=dtype), np.zeros(clases, dtype=dtype)]


def softmax_adelante(parametros: list[Arreglo], X: Arreglo) -> Arreglo:
    """Logitos XW + b."""
    W, b = parametros
    return X @ W + b


def gradiente_softmax(
    parametros: list[Arreglo], X: Arreglo, y: Arreglo
) -> tuple[Any, list[Arreglo]]:
    """(entropía cruzada, [dW, db]) de un lote: dW = Xᵀ(P − Y)/n, db = Σ(P − Y)/n."""
    xp = espacio_de_nombres(X)
    perdida, error = perdida_y_error(softmax_adelante(parametros, X), y)
    return perdida, [X.T @ error, xp.sum(error, axis=0)]


# Red de una capa oculta -----------------------------------------------------------------------


class Memoria(NamedTuple):
    """Lo que el paso hacia delante guarda para el paso hacia atrás."""

    X: Arreglo
    oculta: Arreglo
    logitos: Arreglo


def iniciar_mlp(
    entradas: int, ocultas: int, clases: int, rng: np.random.Generator, dtype: Any = np.float32
) -> list[np.ndarray]:
    """[W1, b1, W2, b2] con la inicialización de He: desviación √(2/entradas) y sesgos a cero.

    A cero no: todas las neuronas ocultas recibirían el mismo gradiente y serían siempre iguales.
    """

    def capa(filas: int, columnas: int) -> list[np.ndarray]:
        pesos = rng.normal(scale=np.sqrt(2 / filas), size=(filas, columnas))
        return [pesos.astype(dtype), np.zeros(columnas, dtype=dtype)]

    return capa(entradas, ocultas) + capa(ocultas, clases)


def mlp_adelante(parametros: list[Arreglo], X: Arreglo) -> Memoria:
    """Capa oculta ReLU, máx(0, XW1 + b1), y logitos oculta·W2 + b2."""
    xp = espacio_de_nombres(X)
    W1, b1, W2, b2 = parametros
    previa = X @ W1 + b1
    oculta = xp.maximum(previa, 0)
    return Memoria(X, oculta, oculta @ W2 + b2)


def mlp_atras(parametros: list[Arreglo], memoria: Memoria, error: Arreglo) -> list[Arreglo]:
    """[dW1, db1, dW2, db2] a partir del gradiente en los logitos (regla de la cadena).

    La ReLU deja pasar el error solo donde la oculta es positiva.
    """
    xp = espacio_de_nombres(error)
    W2 = parametros[2]
    hacia_atras = (error @ W2.T) * xp.astype(memoria.oculta > 0, error.dtype)
    return [
        memoria.X.T @ hacia_atras,
        xp.sum(hacia_atras, axis=0),
        memoria.oculta.T @ error,
        xp.sum(error, axis=0),
    ]


def gradiente_mlp(parametros: list[Arreglo], X: Arreglo, y: Arreglo) -> tuple[Any, list[Arreglo]]:
    """(entropía cruzada, gradientes) de un lote."""
    memoria = mlp_adelante(parametros, X)
    perdida, error = perdida_y_error(memoria.logitos, y)
    return perdida, mlp_atras(parametros, memoria, error)


def clases_predichas(logitos: Arreglo) -> Arreglo:
    """La clase más probable de cada ejemplo."""
    return espacio_de_nombres(logitos).argmax(logitos, axis=-1)
