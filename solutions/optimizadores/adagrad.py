"""Adagrad: cada peso, su tasa, menor cuanto más gradiente ha acumulado."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import POR_CONVENCION, Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class Adagrad(Optimizador):
    """Adagrad: divide cada componente por la raíz de la suma de sus gradientes al cuadrado.

    a ← a + g²;  Keras: w ← w − lr·g/√(a + eps);  torch: w ← w − lr·g/(√a + eps).

    Aviso: además de dónde va eps, los valores por defecto difieren: Keras lr 0.001, eps 1e-7 y
    a₀ = 0.1; torch lr 0.01, eps 1e-10 y a₀ = 0. Con a₀ = 0 el primer paso mide lr en cada
    componente, sea cual sea el gradiente.

    Args: `lr`; `acumulador_inicial` (a₀ ≥ 0); `eps`; `convencion`. Formas, tipos y errores, en
    `Optimizador`.

    Fuente: Duchi, Hazan y Singer, «Adaptive subgradient methods for online learning and
    stochastic optimization», JMLR 12, 2011.

    >>> import numpy as np
    >>> Adagrad(lr=0.5, convencion="torch").paso(np.array([1.0, 1.0]), np.array([4.0, -0.01]))
    array([0.5, 1.5])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {"lr": 0.001, "acumulador_inicial": 0.1, "eps": 1e-7},
        "torch": {"lr": 0.01, "acumulador_inicial": 0.0, "eps": 1e-10},
    }

    acumulador_inicial: float = POR_CONVENCION
    eps: float = POR_CONVENCION

    def estado_inicial(self) -> dict[str, float]:
        return {"a": self.acumulador_inicial}

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        a = e.a + xp.square(g)
        escala = xp.sqrt(a + c.eps) if self.convencion == "keras" else xp.sqrt(a) + c.eps
        return w - c.lr * g / escala, {"a": a}
