"""Adam y AdamW: media y dispersión del gradiente, corregidas del sesgo del arranque."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import POR_CONVENCION, Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class Adam(Optimizador):
    """Adam: momentum y RMSprop juntos, con corrección del sesgo.

    m ← β₁·m + (1−β₁)·g;  v ← β₂·v + (1−β₂)·g²;  m̂ = m/(1−β₁ᵗ);  v̂ = v/(1−β₂ᵗ);

    - torch, que es el algoritmo 1 del artículo: w ← w − lr·m̂/(√v̂ + eps).
    - Keras, la forma «eps sombrero» del artículo: w ← w − lr·√(1−β₂ᵗ)/(1−β₁ᵗ)·m/(√v + eps).

    Multiplicando arriba y abajo por √(1−β₂ᵗ) se ve que son la misma con otro eps, y así se
    calcula. Con `amsgrad`, el mayor v habido hasta ahora (sin corregir) ocupa el lugar de v.

    Aviso: la diferencia entre convenciones se nota en los primeros pasos y con gradientes
    minúsculos. Por defecto eps es 1e-7 en Keras y 1e-8 en torch; lr 0.001 en las dos.

    Args: `lr`; `beta1` y `beta2` en [0, 1); `eps`; `amsgrad`; `convencion`. Formas, tipos y
    errores, en `Optimizador`.

    Fuentes: Kingma y Ba, «Adam: a method for stochastic optimization», ICLR 2015; `amsgrad` es
    de Reddi, Kale y Kumar, «On the convergence of Adam and beyond», ICLR 2018.

    >>> import numpy as np
    >>> Adam(lr=0.5, eps=0.0).paso(np.array([1.0, 1.0]), np.array([4.0, -0.01])).round(12)
    array([0.5, 1.5])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {"lr": 0.001, "eps": 1e-7},
        "torch": {"lr": 0.001, "eps": 1e-8},
    }

    beta1: float = 0.9
    beta2: float = 0.999
    eps: float = POR_CONVENCION
    amsgrad: bool = False

    def estado_inicial(self) -> dict[str, float]:
        return {"m": 0.0, "v": 0.0} | ({"v_max": 0.0} if self.amsgrad else {})

    def coeficientes(self) -> dict[str, float]:
        correccion = math.sqrt(1 - self.beta2**self.t)
        return super().coeficientes() | {
            "tasa": self.lr * correccion / (1 - self.beta1**self.t),
            "eps": self.eps if self.convencion == "keras" else self.eps * correccion,
        }

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        m = c.beta1 * e.m + (1 - c.beta1) * g
        v = c.beta2 * e.v + (1 - c.beta2) * xp.square(g)
        if not self.amsgrad:
            return w - c.tasa * m / (xp.sqrt(v) + c.eps), {"m": m, "v": v}
        v_max = xp.maximum(e.v_max, v)
        return w - c.tasa * m / (xp.sqrt(v_max) + c.eps), {"m": m, "v": v, "v_max": v_max}


@dataclass(eq=False)
class AdamW(Adam):
    """AdamW: Adam, y aparte los pesos se encogen un poco en cada paso.

    w ← w·(1 − lr·λ), y a ese w se le aplica el paso de `Adam`.

    Aviso: no es lo mismo que sumar λ·w al gradiente, que en Adam quedaría dividido por √v. La
    fórmula es igual en las dos convenciones (Keras decae antes del paso, como torch), pero λ por
    defecto es 0.004 en Keras y 0.01 en torch, además del eps de Adam.

    Args: los de `Adam` y `decaimiento_pesos` (λ ≥ 0).

    Fuente: Loshchilov y Hutter, «Decoupled weight decay regularization», ICLR 2019.

    >>> import numpy as np
    >>> AdamW(lr=0.5, decaimiento_pesos=0.1).paso(np.array([2.0]), np.array([0.0]))
    array([1.9])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {
        "keras": {**Adam.PREDETERMINADOS["keras"], "decaimiento_pesos": 0.004},
        "torch": {**Adam.PREDETERMINADOS["torch"], "decaimiento_pesos": 0.01},
    }

    decaimiento_pesos: float = POR_CONVENCION

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        return super().formula(xp, w * (1 - c.lr * c.decaimiento_pesos), g, e, c)
