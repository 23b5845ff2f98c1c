"""Nadam: Adam que mira un paso por delante, como Nesterov."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import POR_CONVENCION, Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class Nadam(Optimizador):
    """Nadam: Adam con momentum de Nesterov y un momentum μ que crece hasta β₁.

    m ← β₁·m + (1−β₁)·g;  v ← β₂·v + (1−β₂)·g²;  v̂ = v/(1−β₂ᵗ);  Pₜ = μ₁·μ₂···μₜ;
    w ← w − lr·[μₜ₊₁·m/(1−Pₜ₊₁) + (1−μₜ)·g/(1−Pₜ)]/(√v̂ + eps).

    Aviso: el momentum crece mucho más despacio en torch: μₜ = β₁·(1 − ½·0.96ᵗ) en Keras y
    β₁·(1 − ½·0.96^(0.004·t)) en torch. Por defecto lr 0.001 y eps 1e-7 en Keras, lr 0.002 y eps
    1e-8 en torch.

    Args: `lr`; `beta1` y `beta2` en [0, 1); `eps`; `convencion`. Formas, tipos y errores, en
    `Optimizador`. El producto Pₜ es parte del estado (`producto`).

    Fuente: Dozat, «Incorporating Nesterov momentum into Adam», ICLR 2016, taller.

    >>> import numpy as np
    >>> w = Nadam(lr=0.5, beta1=0.0, eps=0.0).paso(np.array([1.0, 1.0]), np.array([4.0, -0.01]))
    >>> w.round(12)
    array([0.5, 1.5])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {"lr": 0.001, "eps": 1e-7},
        "torch": {"lr": 0.002, "eps": 1e-8},
    }
    ESCALARES: ClassVar = {"t": int, "producto": float}

    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = POR_CONVENCION

    def __post_init__(self) -> None:
        super().__post_init__()
        self.producto = 1.0

    def estado_inicial(self) -> dict[str, float]:
        return {"m": 0.0, "v": 0.0}

    def mu(self, t: int) -> float:
        """Momentum del paso t."""
        exponente = t if self.convencion == "keras" else 0.004 * t
        return self.beta1 * (1 - 0.5 * 0.96**exponente)

    def avanzar(self) -> None:
        super().avanzar()
        self.producto *= self.mu(self.t)

    def coeficientes(self) -> dict[str, float]:
        mu_siguiente = self.mu(self.t + 1)
        return super().coeficientes() | {
            "peso_m": mu_siguiente / (1 - self.producto * mu_siguiente),
            "peso_g": (1 - self.mu(self.t)) / (1 - self.producto),
            "correccion_v": 1 - self.beta2**self.t,
        }

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        m = c.beta1 * e.m + (1 - c.beta1) * g
        v = c.beta2 * e.v + (1 - c.beta2) * xp.square(g)
        avance = c.peso_m * m + c.peso_g * g
        return w - c.lr * avance / (xp.sqrt(v / c.correccion_v) + c.eps), {"m": m, "v": v}
