"""Dos capas que no aprenden nada: la que cambia la forma y la que apaga entradas al azar."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo, Capa


class Aplanar(Capa):
    """De (n, …) a (n, producto de lo demás): de un volumen a una fila para una capa densa."""

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, tuple[int, ...]]:
        # El tamaño, escrito: con un lote vacío, −1 no se podría deducir.
        return x.reshape(x.shape[0], math.prod(x.shape[1:])), x.shape

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        return dy.reshape(memoria), []


class Abandono(Capa):
    """Abandono (*dropout*) invertido: al entrenar, cada valor se anula con probabilidad `p`.

    `y = x·m/(1 − p)`, con m = 0 o 1 al azar: así la media de y es x y al predecir no hay que hacer
    nada. Hacia atrás, `dx = dy·m/(1 − p)`. Se entrena si se le da `rng`; sin él, y = x.

    ValueError si `p` no está en [0, 1).

    Fuente: N. Srivastava y otros, Dropout: a simple way to prevent neural networks from
    overfitting, JMLR 15, 2014.
    """

    def __init__(self, p: float) -> None:
        if not 0 <= p < 1:
            raise ValueError(f"Abandono: la probabilidad ha de estar en [0, 1), y es {p!r}.")
        self.p = p

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Arreglo]:
        if rng is None:
            return x, None
        xp = espacio_de_nombres(x)
        mascara = xp.asarray((rng.random(x.shape) >= self.p) / (1 - self.p), dtype=x.dtype)
        return x * mascara, mascara

    def atras(
        self, parametros: list[Arreglo], memoria: Arreglo, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        return dy if memoria is None else dy * memoria, []

    @property
    def nombre(self) -> str:
        return f"Abandono({self.p})"
