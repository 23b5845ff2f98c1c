"""Testigos: funciones cuyo valor enseña cómo se las llamó.

Lo que se cuenta dentro del proceso del alumno no es de fiar; un testigo deja la cuenta en el propio
resultado, que se compara fuera. Valen para cualquier arreglo del estándar.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from curso.problemas.problema import Arreglo


@dataclass(frozen=True)
class EnteroDeNumpy:
    """Un entero de NumPy en `valor`: el códec, que solo lleva datos, lo daría como `int`."""

    entero: int
    dtype: str = "int64"

    @property
    def valor(self) -> Any:
        return np.dtype(self.dtype).type(self.entero)


@dataclass(frozen=True)
class ContarFilas:
    """f(x) añade una columna con el número de filas que recibió: (m, p) → (m, p + 1).

    Con `x` de una dimensión el resultado es (m, 2); con más de dos, se aplana cada ejemplo. Los
    valores se doblan, para distinguir f(x) de x.
    """

    def __call__(self, x: Arreglo) -> Arreglo:
        xp = espacio_de_nombres(x)
        m = x.shape[0]
        columnas = 2 * xp.reshape(x, (m, -1))
        return xp.concat([columnas, xp.zeros_like(columnas[:, :1]) + m], axis=1)


@dataclass(frozen=True)
class ClaseYFilas:
    """f(x) da un entero por fila, de forma (m,): 2·m, más 1 si la fila suma más de cero."""

    def __call__(self, x: Arreglo) -> Arreglo:
        xp = espacio_de_nombres(x)
        m = x.shape[0]
        positiva = xp.sum(xp.reshape(x, (m, -1)), axis=1) > 0
        return 2 * m + xp.astype(positiva, xp.int64)


@dataclass(frozen=True)
class TablaAfin:
    """Datos grandes que se hacen en el sitio, en vez de viajar: x (n, p) e y (n,).

    x recorre a·(0, 1, 2…) + b por filas, e y = −2·x[:, 0]: cada fila de x dice cuál es su y.
    """

    n: int
    p: int
    a: float = 1.0
    b: float = 0.0

    @cached_property
    def x(self) -> np.ndarray:
        tabla = np.arange(self.n * self.p, dtype=np.float64).reshape(self.n, self.p)
        tabla *= self.a
        tabla += self.b
        return tabla

    @cached_property
    def y(self) -> np.ndarray:
        return -2.0 * self.x[:, 0]


@dataclass(frozen=True)
class TablaNumerada:
    """Datos grandes para medir: x (n, p), como en `TablaAfin`, e y (n,) el número de cada fila.

    En un resultado desordenado, y dice en qué orden está x.
    """

    n: int
    p: int
    a: float = 1.0
    b: float = 0.0

    @cached_property
    def x(self) -> np.ndarray:
        return TablaAfin(self.n, self.p, self.a, self.b).x

    @cached_property
    def y(self) -> np.ndarray:
        return np.arange(self.n, dtype=np.int32)


@dataclass(frozen=True)
class TablaOndulada:
    """Datos grandes para medir, todos distintos y de los dos signos.

    x (n, p) es escala·sen(inicio + paso·(0, 1, 2…)) por filas; `positiva`, lo mismo con los
    negativos en cero; `fila`, la primera fila; e y (n,), una clase por fila, de 0 a clases − 1,
    según lo alta que esté la primera columna.
    """

    n: int
    p: int
    paso: float
    inicio: float
    escala: float = 1.0
    clases: int = 1

    @cached_property
    def x(self) -> np.ndarray:
        fases = np.arange(self.n * self.p, dtype=np.float64).reshape(self.n, self.p)
        return self.escala * np.sin(self.inicio + self.paso * fases)

    @property
    def positiva(self) -> np.ndarray:
        return np.maximum(self.x, 0)

    @property
    def fila(self) -> np.ndarray:
        return self.x[0].copy()

    @property
    def y(self) -> np.ndarray:
        altura = (self.x[:, 0] / self.escala + 1) / 2
        return np.minimum((altura * self.clases).astype(np.int64), self.clases - 1)


class NumeroDeLlamada:
    """Pérdida y gradiente que valen el número de la llamada: 1 la primera, 2 la segunda…

    La trayectoria delata cada llamada de más.
    """

    def __init__(self) -> None:
        self._llamadas = 0

    def perdida_y_gradiente(self, w: Arreglo, x: Arreglo, y: Arreglo) -> tuple[float, Arreglo]:
        xp = espacio_de_nombres(w)
        self._llamadas += 1
        return float(self._llamadas), xp.zeros_like(w) + self._llamadas

    def gradiente(self, w: Arreglo) -> Arreglo:
        return self.perdida_y_gradiente(w, w, w)[1]


@dataclass(frozen=True)
class Fichas:
    """Pérdida y gradiente que dicen qué ejemplos se usaron, si `x` e `y` son sus números.

    Con ejemplos numerados de 0 a p − 1 (`x` de forma (n,), e igual `y`) y `w` de forma (p,), el
    gradiente suma 1 por cada ejemplo en su sitio: tras una época, w0 − w = lr·(veces que se usó
    cada uno). La pérdida es Σ(x + base·y), de donde, con lotes de un ejemplo, salen los dos.
    """

    base: int = 1000

    def perdida_y_gradiente(self, w: Arreglo, x: Arreglo, y: Arreglo) -> tuple[float, Arreglo]:
        xp = espacio_de_nombres(w, x)
        sitios = xp.arange(w.shape[0], dtype=x.dtype)
        veces = xp.sum(xp.astype(x[:, None] == sitios[None, :], w.dtype), axis=0)
        return float(xp.sum(x)) + self.base * float(xp.sum(y)), veces


TESTIGOS = {
    "tabla_afin": TablaAfin,
    "tabla_numerada": TablaNumerada,
    "tabla_ondulada": TablaOndulada,
    "entero_de_numpy": EnteroDeNumpy,
    "contar_filas": ContarFilas,
    "clase_y_filas": ClaseYFilas,
    "numero_de_llamada": NumeroDeLlamada,
    "fichas": Fichas,
}
