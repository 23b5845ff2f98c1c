"""Adamax: Adam con el mayor gradiente reciente en lugar de la media cuadrática."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import POR_CONVENCION, Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class Adamax(Optimizador):
    """Adamax: Adam con la norma del máximo, que no necesita corregir el sesgo de u.

    m ← β₁·m + (1−β₁)·g;

    - Keras: u ← max(β₂·u, |g|);  w ← w − lr/(1−β₁ᵗ)·m/(u + eps).
    - torch: u ← max(β₂·u, |g| + eps);  w ← w − lr/(1−β₁ᵗ)·m/u.

    Aviso: el artículo no lleva eps; cada biblioteca lo puso en un sitio. Por defecto lr 0.001 y
    eps 1e-7 en Keras, lr 0.002 y eps 1e-8 en torch.

    Args: `lr`; `beta1` y `beta2` en [0, 1); `eps`; `convencion`. Formas, tipos y errores, en
    `Optimizador`.

    Fuente: Kingma y Ba, «Adam: a method for stochastic optimization», sección 7.1, ICLR 2015.

    >>> import numpy as np
    >>> Adamax(lr=0.5, eps=0.0).paso(np.array([1.0, 1.0]), np.array([4.0, -0.01]))
    array([0.5, 1.5])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {"lr": 0.001, "eps": 1e-7},
        "torch": {"lr": 0.002, "eps": 1e-8},
    }

    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = POR_CONVENCION

    def estado_inicial(self) -> dict[str, float]:
        return {"m": 0.0, "u": 0.0}

    def coeficientes(self) -> dict[str, float]:
        return super().coeficientes() | {"tasa": self.lr / (1 - self.beta1**self.t)}

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        m = c.beta1 * e.m + (1 - c.beta1) * g
        if self.convencion == "keras":
            u = xp.maximum(c.beta2 * e.u, xp.abs(g))
            return w - c.tasa * m / (u + c.eps), {"m": m, "u": u}
        u = xp.maximum(c.beta2 * e.u, xp.abs(g) + c.eps)
        return w - c.tasa * m / u, {"m": m, "u": u}
