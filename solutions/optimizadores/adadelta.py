"""Adadelta: el tamaño del paso sale de los pasos anteriores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import POR_CONVENCION, Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class Adadelta(Optimizador):
    """Adadelta: cociente entre lo que se suele mover cada peso y lo que suele medir su gradiente.

    s ← ρ·s + (1−ρ)·g²;  x = √(d + eps)/√(s + eps)·g;  d ← ρ·d + (1−ρ)·x²;  w ← w − lr·x.

    s y d son medias que decaen, no ventanas de los últimos n gradientes, y empiezan en 0.

    Aviso: la fórmula es la misma en las dos convenciones, pero no los valores por defecto: Keras
    lr 0.001, ρ 0.95 y eps 1e-7; torch lr 1.0 (el del artículo), ρ 0.9 y eps 1e-6. Con el lr de
    Keras apenas se mueve.

    Args: `lr`; `rho` en [0, 1); `eps`, que fija el tamaño de los primeros pasos; `convencion`.
    Formas, tipos y errores, en `Optimizador`.

    Fuente: Zeiler, «ADADELTA: an adaptive learning rate method», arXiv:1212.5701, 2012.

    >>> import numpy as np
    >>> w = Adadelta(convencion="torch").paso(np.array([1.0]), np.array([100.0]))
    >>> bool(0 < 1 - w[0] < 0.01)
    True
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {"lr": 0.001, "rho": 0.95, "eps": 1e-7},
        "torch": {"lr": 1.0, "rho": 0.9, "eps": 1e-6},
    }

    rho: float = POR_CONVENCION
    eps: float = POR_CONVENCION

    def estado_inicial(self) -> dict[str, float]:
        return {"s": 0.0, "d": 0.0}

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        s = c.rho * e.s + (1 - c.rho) * xp.square(g)
        x = xp.sqrt(e.d + c.eps) / xp.sqrt(s + c.eps) * g
        d = c.rho * e.d + (1 - c.rho) * xp.square(x)
        return w - c.lr * x, {"s": s, "d": d}
