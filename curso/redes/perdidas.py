"""Las pérdidas: un número que dice cuánto se equivoca la red, y su gradiente en la salida.

Cada una se llama con (salida, y) y da (pérdida, `dE/dsalida`). La pérdida es la media sobre los
ejemplos del lote. Las entropías toman logitos, que son lo que sale de una capa densa: pasar antes
por probabilidades perdería cifras.
"""

from __future__ import annotations

from typing import Any, Protocol

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo


class Perdida(Protocol):
    """Lo que tiene una pérdida."""

    def __call__(self, salida: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]: ...


class ErrorAbsoluto:
    """El error absoluto medio: `E = Σ|salida − y|/N`, y su gradiente, `signo(salida − y)/N`.

    salida (n, …) e y de la misma forma, o y (n,) si la salida es (n, 1); N es cuántos valores hay.
    Está en las unidades de y. ValueError si las formas no casan.
    """

    def __call__(self, salida: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
        xp = espacio_de_nombres(salida)
        diferencia = salida - _como_la_salida(self, salida, y)
        return xp.abs(diferencia).mean(), xp.sign(diferencia) / diferencia.size


class EntropiaBinaria:
    """La entropía cruzada de dos clases: `E = −Σ[y·log p + (1 − y)·log(1 − p)]/n`.

    Con p = σ(salida); salida (n, 1), logitos, e y (n,) o (n, 1), de 0 y 1. Se calcula como
    `máx(z, 0) − z·y + log(1 + e^−|z|)`, que es lo mismo y no desborda; `dE/dz = (p − y)/n`. En
    nats. ValueError si las formas no casan.
    """

    def __call__(self, salida: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
        xp = espacio_de_nombres(salida)
        y = xp.asarray(_como_la_salida(self, salida, y), dtype=salida.dtype)
        perdidas = xp.maximum(salida, 0) - salida * y + xp.log1p(xp.exp(-xp.abs(salida)))
        p = 0.5 * xp.tanh(0.5 * salida) + 0.5
        return perdidas.mean(), (p - y) / salida.size


class EntropiaCategorica:
    """La entropía cruzada de k clases: `E = −Σ log p[clase]/n`, `p = softmax(salida)`.

    salida (n, k), logitos, e y (n,), la clase de cada ejemplo, de 0 a k − 1. Se resta antes el
    mayor logito de cada fila, que no cambia nada y evita desbordar; `dE/dsalida = (p − [clase])/n`.
    En nats. ValueError si las formas no casan.
    """

    def __call__(self, salida: Arreglo, y: Arreglo) -> tuple[Any, Arreglo]:
        xp = espacio_de_nombres(salida)
        if len(salida.shape) != 2 or y.shape != salida.shape[:1]:
            raise ValueError(
                "EntropiaCategorica() espera logitos (n, k) y clases (n,), y ha recibido "
                f"{tuple(salida.shape)} y {tuple(y.shape)}."
            )
        n, clases = salida.shape
        suya = y[:, None] == xp.arange(clases, dtype=y.dtype)
        centrados = salida - salida.max(axis=1, keepdims=True)
        exponencial = xp.exp(centrados)
        suma = exponencial.sum(axis=1, keepdims=True)
        perdida = (suya * (xp.log(suma) - centrados)).sum() / n
        return perdida, (exponencial / suma - suya) / n


def _como_la_salida(perdida: Perdida, salida: Arreglo, y: Arreglo) -> Arreglo:
    """`y` con la forma de la salida: (n,) vale por (n, 1). Sin esto, restarlos daría (n, n)."""
    if y.shape == salida.shape:
        return y
    if salida.shape == (*y.shape, 1):
        return y.reshape(salida.shape)
    raise ValueError(
        f"{type(perdida).__name__} ha recibido una salida de forma {tuple(salida.shape)} y una y "
        f"de forma {tuple(y.shape)}: han de ser iguales."
    )
