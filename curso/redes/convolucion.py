"""Las convoluciones: los mismos pesos en todas las posiciones de una imagen o de una secuencia."""

from __future__ import annotations

from typing import Any

import numpy as np

from curso.redes.capa import Arreglo, Capa, entero_positivo
from curso.redes.iniciacion import ceros, glorot_uniforme
from curso.redes.ventanas import a_columnas, colocar, de_columnas, exigir_relleno


class Conv2D(Capa):
    """`y[a, b, f] = Σ x[a·paso + i, b·paso + j, c]·W[i, j, c, f] + b[f]`, en cada imagen.

    `x` (n, alto, ancho, canales), `W` (k, k, canales, filtros), `b` (filtros,), `y` (n, alto′,
    ancho′, filtros), con k el lado del núcleo. Con las ventanas de x puestas en filas
    (`a_columnas`), `y = columnas·W + b`, un solo producto; hacia atrás, como la capa densa:
    `dW = columnasᵀ·dy`, y `dx` es `dy·Wᵀ` devuelto a su sitio. Como en toda biblioteca de redes, el
    núcleo no se da la vuelta: en rigor es una correlación.

    ValueError si un tamaño no es un entero de 1 o más, si el relleno no es `"valid"` o `"same"`, si
    x no tiene esa forma o si el núcleo no cabe.
    """

    def __init__(
        self, canales: int, filtros: int, nucleo: int, paso: int = 1, relleno: str = "valid"
    ) -> None:
        quien = type(self).__name__
        entero_positivo(quien, canales=canales, filtros=filtros, nucleo=nucleo, paso=paso)
        exigir_relleno(quien, relleno)
        self.canales, self.filtros, self.relleno = canales, filtros, relleno
        self.ventana, self.paso = (nucleo, nucleo), (paso, paso)
        self.entrada = ("n", "alto", "ancho", canales)

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        sitios = self.ventana[0] * self.ventana[1]
        forma = (*self.ventana, self.canales, self.filtros)
        W = glorot_uniforme(rng, forma, sitios * self.canales, sitios * self.filtros)
        return [W, ceros(self.filtros)]

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        self.exigir(x)
        return self._convolucion(parametros, x)

    def _convolucion(self, parametros: list[Arreglo], x: Arreglo) -> tuple[Arreglo, Any]:
        W, b = parametros
        rejilla = colocar(x.shape, self.ventana, self.paso, self.relleno, self.nombre)
        columnas = a_columnas(x, rejilla)
        y = columnas @ W.reshape(-1, self.filtros)
        y += b
        forma = (x.shape[0], rejilla.alto, rejilla.ancho, self.filtros)
        return y.reshape(forma), (columnas, rejilla, x.shape)

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        W, _ = parametros
        columnas, rejilla, forma = memoria
        dy = dy.reshape(-1, self.filtros)
        gradientes = [(columnas.T @ dy).reshape(W.shape), dy.sum(axis=0)]
        if not con_entrada:
            return None, gradientes
        return de_columnas(dy @ W.reshape(-1, self.filtros).T, rejilla, forma), gradientes

    @property
    def nombre(self) -> str:
        return f"{type(self).__name__}({self.canales}, {self.filtros}, {self.ventana[1]})"


class Conv1D(Conv2D):
    """Lo mismo en una secuencia: `y[t, f] = Σ x[t·paso + i, c]·W[i, c, f] + b[f]`.

    `x` (n, largo, canales), `W` (k, canales, filtros), `b` (filtros,), `y` (n, largo′, filtros).
    Una secuencia es una imagen de una sola fila, y así se calcula. Errores, como en `Conv2D`.
    """

    def __init__(
        self, canales: int, filtros: int, nucleo: int, paso: int = 1, relleno: str = "valid"
    ) -> None:
        super().__init__(canales, filtros, nucleo, paso, relleno)
        self.ventana, self.paso = (1, nucleo), (1, paso)
        self.entrada = ("n", "largo", canales)

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        W, b = super().iniciar(rng)
        return [W[0], b]

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        self.exigir(x)
        y, memoria = self._convolucion(parametros, x[:, None])
        return y[:, 0], memoria

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        dx, gradientes = super().atras(parametros, memoria, dy, con_entrada)
        return None if dx is None else dx[:, 0], gradientes
