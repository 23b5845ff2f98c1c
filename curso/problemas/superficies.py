"""Funciones de dos parámetros que se pueden dibujar: valle, Beale, silla y Rosenbrock.

`valor` acepta un punto, de forma (2,), o muchos a la vez, de forma (…, 2): así se evalúa de una
vez la rejilla de una figura. `gradiente` tiene la forma de su argumento.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from curso.backend import espacio_de_nombres
from curso.problemas.problema import Arreglo, Rango


@dataclass(frozen=True)
class Valle:
    """Un valle largo y profundo: f(x, y) = ½·(suave·x² + abrupta·y²).

    Su fondo apenas tiene pendiente y sus paredes mucha: el descenso simple rebota entre ellas o,
    con una tasa que no rebote, casi no avanza a lo largo del valle.
    """

    suave: float = 0.02
    abrupta: float = 2.0

    nombre: ClassVar[str] = "valle"
    ejes: ClassVar[tuple[str, str]] = ("x", "y")
    dibujo: ClassVar[Rango] = ((-9.0, 3.0), (-2.0, 2.0))

    @property
    def inicio(self) -> np.ndarray:
        return np.array([-8.0, 1.5])

    @property
    def minimo(self) -> np.ndarray:
        return np.zeros(2)

    def valor(self, w: Arreglo) -> Any:
        x, y = w[..., 0], w[..., 1]
        return 0.5 * (self.suave * x * x + self.abrupta * y * y)

    def gradiente(self, w: Arreglo) -> Arreglo:
        xp = espacio_de_nombres(w)
        return xp.stack([self.suave * w[..., 0], self.abrupta * w[..., 1]], axis=-1)


@dataclass(frozen=True)
class Beale:
    """Función de Beale: f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)².

    Casi plana junto a su mínimo, (3, 0.5), y con paredes muy empinadas en las esquinas, donde
    los métodos con inercia se pasan de largo.
    """

    nombre: ClassVar[str] = "Beale"
    ejes: ClassVar[tuple[str, str]] = ("x", "y")
    dibujo: ClassVar[Rango] = ((-4.5, 4.5), (-4.5, 4.5))

    @property
    def inicio(self) -> np.ndarray:
        return np.array([1.0, 1.5])

    @property
    def minimo(self) -> np.ndarray:
        return np.array([3.0, 0.5])

    def _residuos(self, x: Arreglo, y: Arreglo) -> tuple[Arreglo, Arreglo, Arreglo]:
        return 1.5 - x + x * y, 2.25 - x + x * y**2, 2.625 - x + x * y**3

    def valor(self, w: Arreglo) -> Any:
        a, b, c = self._residuos(w[..., 0], w[..., 1])
        return a * a + b * b + c * c

    def gradiente(self, w: Arreglo) -> Arreglo:
        xp = espacio_de_nombres(w)
        x, y = w[..., 0], w[..., 1]
        a, b, c = self._residuos(x, y)
        df_dx = 2.0 * (a * (y - 1.0) + b * (y**2 - 1.0) + c * (y**3 - 1.0))
        df_dy = 2.0 * x * (a + 2.0 * b * y + 3.0 * c * y**2)
        return xp.stack([df_dx, df_dy], axis=-1)


@dataclass(frozen=True)
class Silla:
    """Una silla de montar con dos mínimos a los lados: f(x, y) = ½x² − ½y² + ¼y⁴.

    En el punto de silla, (0, 0), el gradiente se anula sin ser un mínimo; la partida está casi
    sobre la cresta que lleva a él. Los mínimos son (0, ±1), con valor −¼; `minimo` es el que
    queda del lado de la partida.
    """

    nombre: ClassVar[str] = "silla"
    ejes: ClassVar[tuple[str, str]] = ("x", "y")
    dibujo: ClassVar[Rango] = ((-1.5, 1.5), (-1.5, 1.5))

    @property
    def inicio(self) -> np.ndarray:
        return np.array([1.0, 0.001])

    @property
    def minimo(self) -> np.ndarray:
        return np.array([0.0, 1.0])

    @property
    def punto_de_silla(self) -> np.ndarray:
        return np.zeros(2)

    def valor(self, w: Arreglo) -> Any:
        x, y = w[..., 0], w[..., 1]
        return 0.5 * x * x - 0.5 * y * y + 0.25 * y**4

    def gradiente(self, w: Arreglo) -> Arreglo:
        xp = espacio_de_nombres(w)
        x, y = w[..., 0], w[..., 1]
        return xp.stack([x, y**3 - y], axis=-1)


@dataclass(frozen=True)
class Rosenbrock:
    """Función de Rosenbrock: f(x, y) = (a − x)² + b·(y − x²)², un valle en forma de plátano."""

    a: float = 1.0
    b: float = 100.0

    nombre: ClassVar[str] = "Rosenbrock"
    ejes: ClassVar[tuple[str, str]] = ("x", "y")
    dibujo: ClassVar[Rango] = ((-2.0, 2.0), (-1.0, 3.0))

    @property
    def inicio(self) -> np.ndarray:
        return np.array([-1.2, 1.0])

    @property
    def minimo(self) -> np.ndarray:
        return np.array([self.a, self.a**2])

    def valor(self, w: Arreglo) -> Any:
        x, y = w[..., 0], w[..., 1]
        return (self.a - x) ** 2 + self.b * (y - x**2) ** 2

    def gradiente(self, w: Arreglo) -> Arreglo:
        xp = espacio_de_nombres(w)
        x, y = w[..., 0], w[..., 1]
        fuera = y - x**2
        df_dx = -2.0 * (self.a - x) - 4.0 * self.b * x * fuera
        return xp.stack([df_dx, 2.0 * self.b * fuera], axis=-1)
