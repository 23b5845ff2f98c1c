"""Partir, desordenar y recorrer los ejemplos por lotes (t2).

El primer eje de `x` y de `y` cuenta los ejemplos. Todo vale para cualquier arreglo del estándar:
`rng` (siempre `numpy.random.Generator`) da el orden en la máquina y solo los índices viajan al
dispositivo. Ninguna función modifica sus argumentos.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from array_api_compat import device

from curso.backend import espacio_de_nombres
from solutions.enteros import entero_minimo
from solutions.precision import copia_flotante

Arreglo = Any
Lote = tuple[Arreglo, Arreglo]
T = TypeVar("T")


def tramos(n: int, b: int) -> Iterator[slice]:
    """Los tramos [0, b), [b, 2b)… que cubren [0, n); el último puede ser corto."""
    return (slice(i, min(i + b, n)) for i in range(0, n, b))


def partir_en_lotes(x: Arreglo, y: Arreglo, b: int) -> list[Lote]:
    """Lista de (x_b, y_b) en orden, con `b` ejemplos cada uno; el último puede ser corto.

    Los lotes son vistas: no se copia ningún ejemplo.
    """
    n, b = contar_ejemplos(x, y), entero_minimo(b, 1, "b")
    return [(x[tramo, ...], y[tramo, ...]) for tramo in tramos(n, b)]


def desordenar_lotes(lotes: Sequence[T], rng: np.random.Generator) -> list[T]:
    """Lista nueva con los mismos lotes en otro orden, todos igual de probables."""
    return [lotes[i] for i in rng.permutation(len(lotes))]


def desordenar_ejemplos(x: Arreglo, y: Arreglo, rng: np.random.Generator) -> Lote:
    """Copias de `x` e `y` con la misma permutación de los ejemplos."""
    xp, n = espacio_de_nombres(x, y), contar_ejemplos(x, y)
    orden = xp.asarray(rng.permutation(n), device=device(x))
    return xp.take(x, orden, axis=0), xp.take(y, orden, axis=0)


def generar_lotes(
    x: Arreglo,
    y: Arreglo,
    b: int,
    rng: np.random.Generator | None = None,
    descartar_ultimo: bool = False,
) -> Iterator[Lote]:
    """Iterador perezoso de lotes (x_b, y_b): cada ejemplo sale exactamente una vez.

    Sin `rng` van en orden y son vistas. Con `rng` van desordenados, y la memoria añadida es la de
    un lote y la permutación. Con `descartar_ultimo` no sale el último lote si queda corto.
    """
    xp, n, b = espacio_de_nombres(x, y), contar_ejemplos(x, y), entero_minimo(b, 1, "b")
    fin = n - n % b if descartar_ultimo else n
    if rng is None:
        return ((x[tramo, ...], y[tramo, ...]) for tramo in tramos(fin, b))
    orden = xp.asarray(rng.permutation(n), device=device(x))
    indices = (orden[tramo] for tramo in tramos(fin, b))
    return ((xp.take(x, cuales, axis=0), xp.take(y, cuales, axis=0)) for cuales in indices)


def entrenar_sgd(
    perdida_y_gradiente: Callable[[Arreglo, Arreglo, Arreglo], tuple[Any, Arreglo]],
    w0: Arreglo,
    x: Arreglo,
    y: Arreglo,
    lr: float,
    b: int,
    epocas: int,
    rng: np.random.Generator | None = None,
) -> tuple[Arreglo, np.ndarray]:
    """Descenso por lotes: devuelve (w, pérdidas), una pérdida por actualización, antes de ella.

    `perdida_y_gradiente(w, x_b, y_b)` → (pérdida, gradiente). Con `rng` los ejemplos se
    desordenan de nuevo en cada época. Con b = n y sin `rng` es el descenso de t1.
    """
    epocas = entero_minimo(epocas, 0, "epocas")
    w = copia_flotante(w0)
    perdidas = []
    for _ in range(epocas):
        for x_b, y_b in generar_lotes(x, y, b, rng):
            perdida, gradiente = perdida_y_gradiente(w, x_b, y_b)
            perdidas.append(perdida)
            w = w - lr * gradiente
    # Se leen al final: así un dispositivo no se detiene en cada iteración.
    return w, np.array([float(perdida) for perdida in perdidas])


def predecir_por_lotes(f: Callable[[Arreglo], Arreglo], x: Arreglo, b: int) -> Arreglo:
    """Igual que f(x), sin pasar a `f` más de `b` filas a la vez.

    El resultado se reserva una vez, con la forma y el tipo del primer lote. `f` ha de tratar
    cada fila por separado. Con cero filas se llama a f(x).
    """
    b = entero_minimo(b, 1, "b")
    n = x.shape[0]
    if n <= b:
        return f(x)
    primero = f(x[:b, ...])
    xp = espacio_de_nombres(primero)
    resultado = xp.empty((n, *primero.shape[1:]), dtype=primero.dtype, device=device(primero))
    resultado[:b, ...] = primero
    for tramo in islice(tramos(n, b), 1, None):
        resultado[tramo, ...] = f(x[tramo, ...])
    return resultado


def contar_ejemplos(x: Arreglo, y: Arreglo) -> int:
    """Número de ejemplos; ValueError si `x` e `y` no tienen los mismos."""
    if x.shape[0] != y.shape[0]:
        raise ValueError(
            f"x tiene {x.shape[0]} ejemplos e y tiene {y.shape[0]}: han de ser los mismos."
        )
    return int(x.shape[0])
