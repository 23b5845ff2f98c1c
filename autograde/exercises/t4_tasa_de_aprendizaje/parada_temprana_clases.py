"""t4.ParadaTemprana: clases correctas, escritas de otra manera, y cómo se tuercen."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

Array = Any


# --- correctas, escritas de otra manera ------------------------------------------------------


class _WholeHistory:
    """Guarda todas las pérdidas y las recorre cada vez con un bucle."""

    def __init__(self, paciencia: int = 5, mejora_minima: float = 0.0) -> None:
        if paciencia < 1:
            raise ValueError
        self.paciencia, self.margen = paciencia, mejora_minima
        self.perdidas: list[float] = []
        self.mejor_epoca: int | None = None
        self.mejores_pesos: list[Array] | None = None

    def observar(self, perdida: float, pesos: Sequence[Array]) -> bool:
        self.perdidas.append(perdida)
        mejor, parar = None, False
        for epoca, valor in enumerate(self.perdidas):
            if not math.isnan(valor) and (
                mejor is None or self.perdidas[mejor] - valor > self.margen
            ):
                mejor = epoca
            sin_mejora = epoca + 1 if mejor is None else epoca - mejor
            parar = parar or sin_mejora >= self.paciencia
        if mejor == len(self.perdidas) - 1:
            self.mejor_epoca, self.mejores_pesos = mejor, [np.array(w) for w in pesos]
        return parar


class _DeepCopy:
    """Copia con `copy.deepcopy`, y sigue mirando después de parar."""

    def __init__(self, paciencia: int = 5, mejora_minima: float = 0.0) -> None:
        if not paciencia > 0:
            raise ValueError("paciencia")
        self.paciencia, self.mejora_minima = paciencia, mejora_minima
        self.mejor, self.malas, self.epoca = float("inf"), 0, -1
        self.parada: Any = False
        self.mejor_epoca: int | None = None
        self.mejores_pesos: Sequence[Array] | None = None

    def observar(self, perdida: float, pesos: Sequence[Array]) -> Any:
        self.epoca += 1
        if perdida < self.mejor - self.mejora_minima:
            self.mejor, self.malas = perdida, 0
            self.mejor_epoca, self.mejores_pesos = self.epoca, copy.deepcopy(pesos)
        else:
            self.malas += 1
        self.parada = np.bool_(self.parada or self.malas >= self.paciencia)
        return self.parada


class _Tuples(_DeepCopy):
    """Guarda los pesos en una tupla."""

    def observar(self, perdida: float, pesos: Sequence[Array]) -> bool:
        parar = super().observar(perdida, [])
        if self.mejor_epoca == self.epoca:
            self.mejores_pesos = tuple(w.copy() for w in pesos)
        return parar


class _InSingle(_DeepCopy):
    """Lleva la mejor pérdida en float32."""

    def observar(self, perdida: float, pesos: Sequence[Array]) -> bool:
        return bool(super().observar(np.float32(perdida), pesos))  # type: ignore[arg-type]


ACCEPTED = {
    "toda la historia, con un bucle": _WholeHistory,
    "copia profunda": _DeepCopy,
    "en una tupla": _Tuples,
    "en float32": _InSingle,
}


# --- la que se tuerce ------------------------------------------------------------------------


class Stop:
    """La correcta, con cada decisión en un método que una variante puede torcer."""

    def __init__(self, paciencia: int = 5, mejora_minima: float = 0.0) -> None:
        self.patience, self.margin = paciencia, mejora_minima
        self.best, self.bad, self.epoch, self.stopped = math.inf, 0, -1, False
        self.mejor_epoca: int | None = None
        self.mejores_pesos: Any = None
        self.check()

    def check(self) -> None:
        if self.patience < 1:
            raise ValueError

    def improves(self, loss: float) -> bool:
        return loss < self.best - self.margin

    def keep(self, weights: Sequence[Array]) -> Any:
        return [w.copy() for w in weights]

    def improve(self, loss: float, weights: Sequence[Array]) -> None:
        self.best, self.bad = loss, 0
        self.mejor_epoca, self.mejores_pesos = self.epoch, self.keep(weights)

    def worsen(self, loss: float, weights: Sequence[Array]) -> None:
        self.bad += 1

    def exhausted(self) -> bool:
        return self.bad >= self.patience

    def observar(self, perdida: float, pesos: Sequence[Array]) -> Any:
        self.epoch += 1
        if self.improves(perdida):
            self.improve(perdida, pesos)
        else:
            self.worsen(perdida, pesos)
        self.stopped = self.stopped or self.exhausted()
        return self.stopped


def twisted(**methods: Callable[..., Any]) -> type:
    return type("ParadaTemprana", (Stop,), methods)
