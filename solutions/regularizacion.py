"""Contra el sobreajuste (t4): penalización L2, abandono (dropout) y parada temprana."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from array_api_compat import device

from curso.backend import espacio_de_nombres

Arreglo = Any


def regularizacion_l2(w: Arreglo, l2: float) -> tuple[Any, Arreglo]:
    """(½·l2·Σw², l2·w): la penalización y su gradiente, que se suman a los de la pérdida."""
    if l2 < 0:
        raise ValueError(f"l2 ha de ser 0 o más y se ha recibido {l2}.")
    xp = espacio_de_nombres(w)
    return l2 / 2 * xp.sum(w * w), l2 * w


def abandono(
    x: Arreglo, p: float, rng: np.random.Generator, entrenando: bool = True
) -> tuple[Arreglo, Arreglo]:
    """Abandono invertido: (x·máscara, máscara).

    Al entrenar, cada activación se apaga con probabilidad `p` y las demás se dividen entre 1 − p,
    para que su media no cambie; al predecir no se toca nada. El gradiente hacia atrás es
    gradiente·máscara.
    """
    if not 0 <= p < 1:
        raise ValueError(f"p ha de estar en [0, 1) y se ha recibido {p}.")
    xp = espacio_de_nombres(x)
    if not entrenando or p == 0:
        mascara = xp.ones_like(x)
        return x * mascara, mascara
    quedan = rng.random(x.shape, dtype=np.float32) >= p
    mascara = xp.astype(xp.asarray(quedan, device=device(x)), x.dtype) / (1 - p)
    return x * mascara, mascara


@dataclass
class ParadaTemprana:
    """Decide cuándo parar: tras `paciencia` épocas seguidas sin mejorar la mejor pérdida.

    `epoca` es la última vista, desde 0, y `mejor_epoca` la de menor pérdida, que es la que conviene
    restaurar. Una pérdida que no es finita no mejora nunca.
    """

    paciencia: int = 5
    mejora_minima: float = 0.0
    mejor: float = field(default=math.inf, init=False)
    mejor_epoca: int = field(default=-1, init=False)
    epoca: int = field(default=-1, init=False)

    def __post_init__(self) -> None:
        if self.paciencia < 1:
            raise ValueError(f"paciencia ha de ser 1 o más y se ha recibido {self.paciencia}.")

    def observar(self, perdida: float) -> bool:
        """Toma nota de la pérdida de una época; True si hay que parar."""
        self.epoca += 1
        if perdida < self.mejor - self.mejora_minima:
            self.mejor, self.mejor_epoca = perdida, self.epoca
        return self.epoca - self.mejor_epoca >= self.paciencia


def parada_temprana(perdidas: Sequence[float], paciencia: int) -> tuple[int, int]:
    """(época en que se para, época mejor) de una curva de validación, contando desde 0.

    Si la paciencia no se agota, se para en la última. Una curva vacía da ValueError.
    """
    if not len(perdidas):
        raise ValueError("hace falta al menos una pérdida.")
    parada = ParadaTemprana(paciencia)
    for perdida in perdidas:
        if parada.observar(perdida):
            break
    return parada.epoca, parada.mejor_epoca
