"""Contra el sobreajuste (t4): penalización L2, abandono (dropout) y parada temprana."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from array_api_compat import device

from curso.backend import espacio_de_nombres
from solutions.precision import copia_flotante

Arreglo = Any


def regularizacion_l2(
    perdida: Any, gradiente: Arreglo, w: Arreglo, l2: float
) -> tuple[Any, Arreglo]:
    """(pérdida + l2/2·Σw², gradiente + l2·w): la pérdida penalizada y su gradiente."""
    if l2 < 0:
        raise ValueError(f"l2 ha de ser 0 o más y se ha recibido {l2}.")
    xp = espacio_de_nombres(gradiente, w)
    return perdida + l2 / 2 * xp.sum(w * w), gradiente + l2 * w


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
    """Decide cuándo parar, y guarda los pesos de la mejor época.

    Hay que parar tras `paciencia` épocas seguidas sin mejorar la mejor pérdida en más de
    `mejora_minima`; de ahí en adelante la respuesta es siempre True y lo demás ya no cambia. Una
    pérdida que no es un número no mejora nunca.

    mejor_epoca, mejores_pesos
        La época de la mejor pérdida, contada desde 0, y una copia de sus pesos; None antes de la
        primera mejora.
    """

    paciencia: int = 5
    mejora_minima: float = 0.0
    mejor_epoca: int | None = field(default=None, init=False)
    mejores_pesos: list[Arreglo] | None = field(default=None, init=False)
    _mejor: float = field(default=math.inf, init=False)
    _epocas: int = field(default=0, init=False)
    _sin_mejora: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        if self.paciencia < 1:
            raise ValueError(f"paciencia ha de ser 1 o más y se ha recibido {self.paciencia}.")

    def observar(self, perdida: float, pesos: Sequence[Arreglo]) -> bool:
        """Toma nota de la pérdida y los pesos de una época; True si hay que parar."""
        if self._sin_mejora >= self.paciencia:
            return True
        if perdida < self._mejor - self.mejora_minima:
            self._mejor, self._sin_mejora = perdida, 0
            self.mejor_epoca, self.mejores_pesos = self._epocas, [copia_flotante(w) for w in pesos]
        else:
            self._sin_mejora += 1
        self._epocas += 1
        return self._sin_mejora >= self.paciencia
