"""Las funciones de activación: elemento a elemento, sin parámetros, de cualquier forma.

Cada una es una capa con `y = f(x)` y `dx = dy·f′(x)`; las tres derivadas se calculan con y, así que
x no hace falta guardarla.
"""

from __future__ import annotations

import numpy as np

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo, Capa


class ReLU(Capa):
    """`y = máx(0, x)`; y′ = 1 donde x > 0 y 0 en lo demás, también en el 0."""

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Arreglo]:
        y = espacio_de_nombres(x).maximum(x, 0)
        return y, y

    def atras(
        self, parametros: list[Arreglo], memoria: Arreglo, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        y = memoria
        return dy * (y > 0), []


class Tanh(Capa):
    """`y = tanh(x)`, de −1 a 1; `y′ = 1 − y²`."""

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Arreglo]:
        y = espacio_de_nombres(x).tanh(x)
        return y, y

    def atras(
        self, parametros: list[Arreglo], memoria: Arreglo, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        y = memoria
        return dy * (1 - y * y), []


class Sigmoide(Capa):
    """`y = 1/(1 + e^−x)`, de 0 a 1; `y′ = y(1 − y)`.

    Se calcula como `½·(1 + tanh(x/2))`, que es lo mismo y no desborda.
    """

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Arreglo]:
        y = 0.5 * espacio_de_nombres(x).tanh(0.5 * x) + 0.5
        return y, y

    def atras(
        self, parametros: list[Arreglo], memoria: Arreglo, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        y = memoria
        return dy * (y * (1 - y)), []
