"""Descenso de gradiente, con momentum y con la variante de Nesterov."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from solutions.optimizadores.base import Arreglo, Optimizador, PorConvencion


@dataclass(eq=False)
class SGD(Optimizador):
    """Descenso de gradiente: w ← w − lr·g.

    Con `momentum` μ se avanza con una velocidad v, que empieza en 0:

    - Keras: v ← μ·v − lr·g;  w ← w + v. Con `nesterov`, w ← w + μ·v − lr·g.
    - torch: v ← μ·v + g;  w ← w − lr·v. Con `nesterov`, w ← w − lr·(g + μ·v).

    Aviso: con `lr` constante las dos dan los mismos pesos, pero no si `lr` cambia: en Keras la
    velocidad guarda el lr de cada paso, y en torch se aplica entero el de ahora. Por defecto lr
    es 0.01 en Keras y 0.001 en torch.

    Args: `lr`; `momentum` ≥ 0 (por defecto 0, sin velocidad); `nesterov` (necesita momentum);
    `convencion`. Formas, tipos y errores, en `Optimizador`.

    Fuentes: Polyak, «Some methods of speeding up the convergence of iteration methods», 1964;
    Nesterov, 1983; la forma de `nesterov` es la de Sutskever y otros, «On the importance of
    initialization and momentum in deep learning», 2013.

    >>> import numpy as np
    >>> SGD(lr=0.5).paso(np.array([1.0, -2.0]), np.array([1.0, 1.0]))
    array([ 0.5, -2.5])
    """

    PREDETERMINADOS: ClassVar[PorConvencion] = {"keras": {"lr": 0.01}, "torch": {"lr": 0.001}}

    momentum: float = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.nesterov and not self.momentum:
            raise ValueError(
                "SGD: `nesterov=True` necesita `momentum` mayor que 0 (por ejemplo, 0.9)."
            )

    def estado_inicial(self) -> dict[str, float]:
        return {"v": 0.0} if self.momentum else {}

    def formula(
        self, xp: Any, w: Arreglo, g: Arreglo, e: Any, c: Any
    ) -> tuple[Arreglo, dict[str, Arreglo]]:
        if not self.momentum:
            return w - c.lr * g, {}
        if self.convencion == "keras":
            v = c.momentum * e.v - c.lr * g
            avance = c.momentum * v - c.lr * g if self.nesterov else v
            return w + avance, {"v": v}
        v = c.momentum * e.v + g
        direccion = g + c.momentum * v if self.nesterov else v
        return w - c.lr * direccion, {"v": v}
