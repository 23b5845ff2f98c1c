"""RMSprop: Adagrad con una media que olvida."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import POR_CONVENCION, Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class RMSprop(Optimizador):
    """RMSprop: divide cada componente por la raíz de la media de sus gradientes al cuadrado.

    v ← ρ·v + (1−ρ)·g²;  Keras: x = g/√(v + eps);  torch: x = g/(√v + eps).

    - Con `centered` también a ← ρ·a + (1−ρ)·g, y v − a² (la varianza, nunca negativa) ocupa el
      lugar de v en x.
    - Sin `momentum`, w ← w − lr·x. Con momentum μ, en Keras m ← μ·m + lr·x; w ← w − m, y en
      torch m ← μ·m + x; w ← w − lr·m.

    Aviso: eps está dentro de la raíz en Keras (por defecto lr 0.001, eps 1e-7) y fuera en torch
    (lr 0.01, eps 1e-8, y ρ, que allí se llama alpha, 0.99). Las dos bibliotecas pueden dar NaN
    con `centered` cuando el redondeo hace negativa la varianza; aquí vale 0.

    Args: `lr`; `rho` en [0, 1); `momentum` ≥ 0; `eps`; `centered`; `convencion`. Formas, tipos y
    errores, en `Optimizador`.

    Fuentes: Tieleman y Hinton, lección 6.5 de «Neural networks for machine learning», 2012;
    `centered` es de Graves, «Generating sequences with recurrent neural networks»,
    arXiv:1308.0850, 2013.

    >>> import numpy as np
    >>> RMSprop(lr=0.5, rho=0.75, eps=0.0).paso(np.array([1.0]), np.array([3.0]))
    array([0.])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {"lr": 0.001, "rho": 0.9, "eps": 1e-7},
        "torch": {"lr": 0.01, "rho": 0.99, "eps": 1e-8},
    }

    rho: float = POR_CONVENCION
    momentum: float = 0.0
    eps: float = POR_CONVENCION
    centered: bool = False

    def estado_inicial(self) -> dict[str, float]:
        media = {"a": 0.0} if self.centered else {}
        velocidad = {"m": 0.0} if self.momentum else {}
        return {"v": 0.0} | media | velocidad

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        v = c.rho * e.v + (1 - c.rho) * xp.square(g)
        estado, dispersion = {"v": v}, v
        if self.centered:
            a = c.rho * e.a + (1 - c.rho) * g
            estado["a"], dispersion = a, xp.clip(v - xp.square(a), 0.0, None)
        keras = self.convencion == "keras"
        escala = xp.sqrt(dispersion + c.eps) if keras else xp.sqrt(dispersion) + c.eps
        if not self.momentum:
            return w - c.lr * g / escala, estado
        if keras:
            m = c.momentum * e.m + c.lr * g / escala
            return w - m, estado | {"m": m}
        m = c.momentum * e.m + g / escala
        return w - c.lr * m, estado | {"m": m}
