"""La cuadrática con el número de condición que se elija."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from curso.backend import espacio_de_nombres
from curso.problemas.problema import PESOS, Arreglo, Rango


@dataclass(frozen=True, eq=False)
class Cuadratica:
    """f(w) = ½·(w − m)ᵀA(w − m), con `A` (p, p) simétrica definida positiva y mínimo `m` (p,).

    El número de condición de `A`, entre el mayor y el menor de sus valores propios, dice cuánto
    cuesta: el descenso simple converge si lr < 2/mayor, y entonces avanza en la dirección peor
    a razón de 1 − lr·menor.
    """

    A: Arreglo
    minimo: Arreglo

    nombre: ClassVar[str] = "cuadrática"
    ejes: ClassVar[tuple[str, str]] = PESOS

    @classmethod
    def de_condicion(cls, condicion: float = 10.0, p: int = 2, semilla: int = 0) -> Cuadratica:
        """Valores propios de 1 a `condicion` en progresión geométrica, girados al azar."""
        if condicion < 1 or p < 1:
            raise ValueError(
                f"la cuadrática pide `condicion` ≥ 1 y `p` ≥ 1 y se ha recibido {condicion} y {p}."
            )
        rng = np.random.default_rng(semilla)
        giro, _ = np.linalg.qr(rng.normal(size=(p, p)))
        A = (giro * np.geomspace(1.0, condicion, p)) @ giro.T
        return cls((A + A.T) / 2, rng.normal(size=p))

    @property
    def inicio(self) -> Arreglo:
        return self.minimo + 3.0

    @property
    def dibujo(self) -> Rango | None:
        if self.minimo.shape[0] != 2:
            return None
        x, y = float(self.minimo[0]), float(self.minimo[1])
        return (x - 4.0, x + 4.0), (y - 4.0, y + 4.0)

    def valor(self, w: Arreglo) -> Any:
        """Valor en un punto (p,) o en muchos, (…, p)."""
        xp = espacio_de_nombres(w, self.A)
        d = w - self.minimo
        return 0.5 * xp.sum(d @ self.A * d, axis=-1)

    def gradiente(self, w: Arreglo) -> Arreglo:
        espacio_de_nombres(w, self.A)
        return (w - self.minimo) @ self.A
