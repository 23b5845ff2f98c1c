"""Los ejercicios de t5: redes pequeñas, su entrenamiento por lotes y lo que cabe en una GPU.

Las fórmulas son las de `solutions.redes`; aquí toman la forma que pide cada enunciado: los
parámetros sueltos, y tuplas en lugar de la memoria de un paso.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from solutions import redes
from solutions.enteros import entero_minimo
from solutions.lotes import contar_ejemplos, generar_lotes, tramos
from solutions.precision import copia_flotante
from solutions.redes import entropia_cruzada, softmax

__all__ = [
    "entrenar_en_dispositivo",
    "entrenar_red",
    "entropia_cruzada",
    "error_relativo",
    "gradiente_softmax",
    "lote_maximo",
    "mlp_adelante",
    "mlp_atras",
    "softmax",
]

Arreglo = Any
#: por debajo de esto, dos números se tienen por iguales a cero al compararlos
SUELO = 1e-8


def gradiente_softmax(
    W: Arreglo, b: Arreglo, X: Arreglo, y: Arreglo
) -> tuple[Any, Arreglo, Arreglo]:
    """(entropía cruzada, dW, db) de un lote: dW = Xᵀ(P − Y)/n, db = Σ(P − Y)/n.

    `W` es (p, k), `b` es (k,), `X` es (n, p) e `y` son n clases de 0 a k − 1.
    """
    perdida, (dW, db) = redes.gradiente_softmax([W, b], X, y)
    return perdida, dW, db


def entrenar_red(
    X: np.ndarray,
    y: np.ndarray,
    lr: float,
    tamano_lote: int,
    epocas: int,
    rng: np.random.Generator,
    clases: int = 10,
) -> tuple[np.ndarray, np.ndarray, list[float]]:
    """Regresión softmax por lotes, desde pesos nulos: (W, b, pérdida media de cada época).

    En cada época los ejemplos van en otro orden, y el último lote puede ser corto. La pérdida de
    una época es la media de las de sus ejemplos, cada una de antes de actualizar con su lote.
    """
    n, epocas = contar_ejemplos(X, y), entero_minimo(epocas, 0, "epocas")
    W, b = redes.iniciar_softmax(X.shape[1], entero_minimo(clases, 1, "clases"), X.dtype)
    perdidas = []
    for _ in range(epocas):
        suma = 0.0
        for x_lote, y_lote in generar_lotes(X, y, tamano_lote, rng):
            perdida, dW, db = gradiente_softmax(W, b, x_lote, y_lote)
            suma += float(perdida) * len(y_lote)
            W, b = W - lr * dW, b - lr * db
        perdidas.append(suma / n)
    return W, b, perdidas


def mlp_adelante(parametros: Sequence[Arreglo], X: Arreglo) -> tuple[Arreglo, Arreglo]:
    """(oculta, logitos) de una red [W1, b1, W2, b2]: máx(0, XW1 + b1) y oculta·W2 + b2."""
    memoria = redes.mlp_adelante(list(parametros), X)
    return memoria.oculta, memoria.logitos


def mlp_atras(
    parametros: Sequence[Arreglo], X: Arreglo, oculta: Arreglo, error: Arreglo
) -> tuple[Arreglo, ...]:
    """(dW1, db1, dW2, db2) a partir del gradiente en los logitos (regla de la cadena)."""
    memoria = redes.Memoria(X, oculta, None)
    return tuple(redes.mlp_atras(list(parametros), memoria, error))


def error_relativo(a: Arreglo, b: Arreglo) -> float:
    """El mayor |a − b| / máx(10⁻⁸, |a| + |b|), elemento a elemento.

    Con dos gradientes, menos de 10⁻⁶ dice que son el mismo; más de 10⁻³, que uno está mal.
    """
    xp = espacio_de_nombres(a, b)
    if a.shape != b.shape or 0 in a.shape:
        raise ValueError(f"a {a.shape} y b {b.shape} han de tener la misma forma, y no vacía.")
    a, b = copia_flotante(a), copia_flotante(b)
    return float(xp.max(xp.abs(a - b) / xp.maximum(xp.abs(a) + xp.abs(b), SUELO)))


def lote_maximo(memoria: int, entradas: int, ocultas: int, clases: int, octetos: int = 4) -> int:
    """La mayor potencia de dos b con octetos·(4·P + b·(e + 2h + 2c)) ≤ memoria.

    P = e·h + h + h·c + c. Los cuatro P son los parámetros, su gradiente y los dos momentos de
    Adam. Por ejemplo del lote: la entrada, que no pide gradiente, y las activaciones ocultas y los
    logitos, que lo piden. ValueError si no cabe ni un ejemplo.

    >>> lote_maximo(8 * 2**30, 784, 128, 10)
    1048576
    """
    e, h, c = (
        entero_minimo(v, 1, nombre)
        for v, nombre in ((entradas, "entradas"), (ocultas, "ocultas"), (clases, "clases"))
    )
    octetos, memoria = entero_minimo(octetos, 1, "octetos"), entero_minimo(memoria, 0, "memoria")
    fijos = octetos * 4 * (e * h + h + h * c + c)
    caben = (memoria - fijos) // (octetos * (e + 2 * h + 2 * c))
    if caben < 1:
        raise ValueError(f"en {memoria} octetos no cabe ni un lote de un ejemplo.")
    return 1 << (caben.bit_length() - 1)


def entrenar_en_dispositivo(
    x: np.ndarray,
    y: np.ndarray,
    w0: np.ndarray,
    perdida_y_gradiente: Callable[[Arreglo, Arreglo, Arreglo], tuple[Any, Arreglo]],
    lr: float,
    b: int,
    epocas: int,
    a_dispositivo: Callable[[np.ndarray], Arreglo],
    a_memoria: Callable[[Arreglo], np.ndarray],
) -> tuple[np.ndarray, list[float]]:
    """Descenso por lotes en un dispositivo, con cada dato llevado una sola vez: (w, pérdidas).

    `x`, `y` y `w0` van una vez cada uno, en ese orden, y los pesos vuelven una vez, al final. Los
    lotes son vistas de lo que ya está allí.
    """
    n, b = contar_ejemplos(x, y), entero_minimo(b, 1, "b")
    epocas = entero_minimo(epocas, 0, "epocas")
    x_d, y_d, w = a_dispositivo(x), a_dispositivo(y), a_dispositivo(w0)
    perdidas = []
    for _ in range(epocas):
        for tramo in tramos(n, b):
            perdida, gradiente = perdida_y_gradiente(w, x_d[tramo, ...], y_d[tramo, ...])
            perdidas.append(perdida)
            w = w - lr * gradiente
    return a_memoria(w), [float(perdida) for perdida in perdidas]
