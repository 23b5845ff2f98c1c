"""La capa densa: cada salida es una suma ponderada de todas las entradas."""

from __future__ import annotations

import numpy as np

from curso.redes.capa import Arreglo, Capa, entero_positivo
from curso.redes.iniciacion import ceros, glorot_uniforme


class Densa(Capa):
    """`y = xW + b`.

    `x` (n, entradas), `W` (entradas, salidas), `b` (salidas,), `y` (n, salidas). Hacia atrás:
    `dW = xᵀ·dy`, `db = Σ dy` (sobre los ejemplos) y `dx = dy·Wᵀ`.

    ValueError si `entradas` o `salidas` no son enteros de 1 o más, o si x no tiene esa forma.
    """

    def __init__(self, entradas: int, salidas: int) -> None:
        entero_positivo("Densa", entradas=entradas, salidas=salidas)
        self.entradas, self.salidas = entradas, salidas
        self.entrada = ("n", entradas)

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        forma = (self.entradas, self.salidas)
        return [glorot_uniforme(rng, forma, self.entradas, self.salidas), ceros(self.salidas)]

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Arreglo]:
        self.exigir(x)
        W, b = parametros
        return x @ W + b, x

    def atras(
        self, parametros: list[Arreglo], memoria: Arreglo, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        W, _ = parametros
        x = memoria
        return dy @ W.T if con_entrada else None, [x.T @ dy, dy.sum(axis=0)]

    @property
    def nombre(self) -> str:
        return f"Densa({self.entradas}, {self.salidas})"
