"""La inmersión (*embedding*): a cada palabra, un vector que se aprende."""

from __future__ import annotations

import numpy as np

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo, Capa, entero_positivo
from curso.redes.iniciacion import uniforme


class Inmersion(Capa):
    """`y = E[x]`: la fila de la tabla E que toca a cada palabra.

    `x` (n, largo), enteros de 0 a v − 1; `E` (v, d), que empieza uniforme en ±0,05; `y` (n, largo,
    d); v es el tamaño del vocabulario, y d, la dimensión. Hacia atrás, `dE[k]` es la suma de `dy`
    en los sitios donde está la palabra k. Las palabras son enteros y no tienen derivada: ha de ser
    la primera capa.

    ValueError si x no tiene esa forma o no es de enteros. IndexError si alguno se sale de la tabla.
    """

    def __init__(self, vocabulario: int, dimension: int) -> None:
        entero_positivo("Inmersion", vocabulario=vocabulario, dimension=dimension)
        self.vocabulario, self.dimension = vocabulario, dimension
        self.entrada = ("n", "largo")

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        return [uniforme(rng, (self.vocabulario, self.dimension))]

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Arreglo]:
        self.exigir(x)
        if x.dtype.kind not in "iu":
            raise ValueError(f"{self.nombre} espera números de palabra enteros, y son {x.dtype}.")
        if x.size and not 0 <= int(x.min()) <= int(x.max()) < self.vocabulario:
            raise IndexError(
                f"{self.nombre} tiene palabras de 0 a {self.vocabulario - 1} y ha recibido de "
                f"{int(x.min())} a {int(x.max())}."
            )
        (E,) = parametros
        return E[x], x

    def atras(
        self, parametros: list[Arreglo], memoria: Arreglo, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        xp = espacio_de_nombres(dy)
        x, d = memoria, self.dimension
        # La tabla, en una sola fila: sumar por posiciones sueltas es lo más rápido en NumPy.
        posiciones = x.reshape(-1, 1) * d + xp.arange(d, dtype=x.dtype)
        dE = xp.zeros(self.vocabulario * d, dtype=dy.dtype)
        xp.add.at(dE, posiciones.reshape(-1), dy.reshape(-1))
        return None, [dE.reshape(self.vocabulario, d)]

    @property
    def nombre(self) -> str:
        return f"Inmersion({self.vocabulario}, {self.dimension})"
