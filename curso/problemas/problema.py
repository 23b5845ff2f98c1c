"""Qué tiene un problema: lo que comparten todas las funciones objetivo del curso."""

from __future__ import annotations

from typing import Any, Protocol

Arreglo = Any
#: ((x mínima, x máxima), (y mínima, y máxima)) de una figura
Rango = tuple[tuple[float, float], tuple[float, float]]
#: los nombres de los dos parámetros de un modelo
PESOS = ("w₀", "w₁")


class Problema(Protocol):
    """Una función objetivo con su gradiente, un punto de partida y un mínimo.

    `valor` y `gradiente` admiten cualquier arreglo del estándar (NumPy, CuPy…) y devuelven otro
    del mismo tipo. `dibujo` es el rango en que se dibuja con curvas de nivel, o None si no tiene
    dos parámetros; `ejes`, cómo se llaman los dos.
    """

    @property
    def nombre(self) -> str: ...

    @property
    def inicio(self) -> Arreglo: ...

    @property
    def minimo(self) -> Arreglo: ...

    @property
    def dibujo(self) -> Rango | None: ...

    @property
    def ejes(self) -> tuple[str, str]: ...

    def valor(self, w: Arreglo) -> Any: ...

    def gradiente(self, w: Arreglo) -> Arreglo: ...
