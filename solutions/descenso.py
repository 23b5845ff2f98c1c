"""Descenso de gradiente y su coste (t1): W(t+1) = W(t) − lr·dE/dW.

Las funciones numéricas valen para cualquier arreglo del estándar (NumPy, CuPy…): el espacio de
nombres `xp` sale de los datos y el resultado es del mismo tipo que ellos. Ninguna modifica sus
argumentos.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from array_api_compat import device

from curso.backend import espacio_de_nombres
from solutions.enteros import entero_minimo
from solutions.precision import copia_flotante

Arreglo = Any
Funcion = Callable[[Arreglo], Any]
Gradiente = Callable[[Arreglo], Arreglo]


def gradiente_numerico(f: Funcion, w: Arreglo, h: float = 1e-5) -> Arreglo:
    """Gradiente de `f` en `w` por diferencias centrales, de forma (p,).

    dE/dwᵢ ≈ (f(w + h·eᵢ) − f(w − h·eᵢ)) / 2h. Cuesta 2·p evaluaciones de `f`; cada una recibe
    un arreglo propio, así que `f` puede quedárselo o modificarlo.
    """
    xp = espacio_de_nombres(w)
    gradiente = copia_flotante(w)
    for i in range(w.shape[0]):
        adelante, atras = copia_flotante(w), copia_flotante(w)
        adelante[i] += h
        atras[i] -= h
        gradiente[i] = xp.asarray((f(adelante) - f(atras)) / (2 * h), dtype=gradiente.dtype)
    return gradiente


def error_y_gradiente(w: Arreglo, X: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
    """Error cuadrático medio de un modelo lineal y su gradiente, en O(n·p).

    E = 1/n·Σ(Xw − y)² y dE/dw = 2/n·Xᵀ(Xw − y). `X` (n, p) ya lleva su columna de unos, `w` es
    (p,) e `y` es (n,). El residuo se calcula una vez y sirve para los dos.
    """
    espacio_de_nombres(w, X, y)
    n = X.shape[0]
    residuo = X @ w - y
    return residuo @ residuo / n, residuo @ X * (2 / n)


def descenso_gradiente(gradiente: Gradiente, w0: Arreglo, lr: float, iteraciones: int) -> Arreglo:
    """Trayectoria del descenso, de forma (iteraciones + 1, p); la primera fila es `w0`."""
    iteraciones = entero_minimo(iteraciones, 0, "iteraciones")
    xp = espacio_de_nombres(w0)
    w = copia_flotante(w0)
    trayectoria = xp.empty((iteraciones + 1, *w.shape), dtype=w.dtype, device=device(w))
    trayectoria[0, ...] = w
    for t in range(iteraciones):
        w = w - lr * gradiente(w)
        trayectoria[t + 1, ...] = w
    return trayectoria


def descenso_hasta_converger(
    gradiente: Gradiente, w0: Arreglo, lr: float, tol: float, max_iter: int
) -> tuple[Arreglo, int, bool]:
    """Desciende hasta que la norma 2 del gradiente no pasa de `tol`.

    Devuelve (w, actualizaciones hechas, convergió). La norma se mira antes de cada actualización,
    así que tras la número `max_iter` ya no se mira y la respuesta es False. Si una actualización
    deja de ser finita no se hace: se devuelve el último `w` finito y False.
    """
    max_iter = entero_minimo(max_iter, 0, "max_iter")
    xp = espacio_de_nombres(w0)
    w = copia_flotante(w0)
    # Divergir es una respuesta prevista: los avisos de desbordamiento de NumPy sobran.
    with np.errstate(over="ignore", invalid="ignore"):
        for hechas in range(max_iter):
            g = gradiente(w)
            if math.sqrt(float(xp.sum(g * g))) <= tol:
                return w, hechas, True
            siguiente = w - lr * g
            if not bool(xp.all(xp.isfinite(siguiente))):
                return w, hechas, False
            w = siguiente
    return w, max_iter, False


def coste_computacional(n: int, p: int, iteraciones: int, b: int | None = None) -> int:
    """Operaciones de un entrenamiento: iteraciones·n·p, o iteraciones·b·p con lotes.

    >>> coste_computacional(100_000, 50, 1000), coste_computacional(100_000, 50, 1000, b=32)
    (5000000000, 1600000)
    """
    n, p = entero_minimo(n, 1, "n"), entero_minimo(p, 1, "p")
    ejemplos = n if b is None else entero_minimo(b, 1, "b")
    return entero_minimo(iteraciones, 0, "iteraciones") * ejemplos * p


def tiempo_entrenamiento(
    n: int,
    ms_prediccion: float,
    ms_error: float,
    ms_retropropagacion: float,
    epocas: int,
    muestras_por_epoca: int | None = None,
) -> float:
    """Segundos de un entrenamiento que trata los ejemplos de uno en uno.

    Los tres tiempos son milisegundos por ejemplo. Cada época trata los `n` ejemplos, o solo
    `muestras_por_epoca`.

    >>> tiempo_entrenamiento(100_000, 2, 1, 3, epocas=1)
    600.0
    """
    n, epocas = entero_minimo(n, 1, "n"), entero_minimo(epocas, 0, "epocas")
    if muestras_por_epoca is not None:
        n = entero_minimo(muestras_por_epoca, 0, "muestras_por_epoca")
    return float(epocas * n * (ms_prediccion + ms_error + ms_retropropagacion) / 1000)


def diagnosticar_lr(perdidas: Sequence[float]) -> str:
    """Qué dice de la tasa de aprendizaje la curva de pérdidas, en este orden.

    "divergente" si alguna no es finita o la última supera a la primera; "oscilante" si suben al
    menos el 20 % de los pasos; "lenta" si la última supera la mitad de la primera; si no,
    "adecuada".
    """
    curva = [float(perdida) for perdida in perdidas]
    if not curva:
        raise ValueError("hace falta al menos una pérdida para diagnosticar.")
    if not all(map(math.isfinite, curva)) or curva[-1] > curva[0]:
        return "divergente"
    pasos = len(curva) - 1
    suben = sum(despues > antes for antes, despues in pairwise(curva))
    if pasos and 5 * suben >= pasos:
        return "oscilante"
    return "lenta" if curva[-1] > curva[0] / 2 else "adecuada"


def elegir_lr(
    candidatos: Iterable[float], f: Funcion, gradiente: Gradiente, w0: Arreglo, iteraciones: int
) -> float:
    """La tasa cuyo último punto tiene menor `f`; si empatan, la primera.

    Las que no acaban en un valor finito se descartan; si no queda ninguna, ValueError.
    """
    mejor, menor = None, math.inf
    with np.errstate(over="ignore", invalid="ignore"):
        for lr in candidatos:
            valor = float(f(descenso_gradiente(gradiente, w0, lr, iteraciones)[-1, ...]))
            if valor < menor and valor > -math.inf:
                mejor, menor = lr, valor
    if mejor is None:
        raise ValueError("ninguna de las tasas candidatas acaba en un valor finito.")
    return mejor
