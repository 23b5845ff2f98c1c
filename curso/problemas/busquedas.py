"""Testigos de las búsquedas de hiperparámetros: qué se evalúa y de dónde se sortea."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np


@dataclass(frozen=True)
class PerdidaDeOpciones:
    """evaluar(**opciones) = Σ (valor − óptimo)², con los nombres de `optimos`, ni más ni menos.

    revienta
        Por nombre, a partir de qué valor la pérdida es `no_finita`, como si hubiera divergido.
    """

    optimos: Mapping[str, float]
    revienta: Mapping[str, float] = field(default_factory=dict)
    no_finita: float = math.nan

    def __call__(self, **opciones: Any) -> float:
        if opciones.keys() != self.optimos.keys():
            raise TypeError(f"se esperaban las opciones {', '.join(self.optimos)}.")
        if any(opciones[nombre] >= tope for nombre, tope in self.revienta.items()):
            return self.no_finita
        return float(sum((opciones[n] - optimo) ** 2 for n, optimo in self.optimos.items()))


class PerdidasEnOrden:
    """evaluar(**opciones) da la pérdida que toca por orden de llamada, sean cuales sean.

    Las llamadas de más se ven: dan mil veces su número.
    """

    def __init__(self, perdidas: Sequence[float]) -> None:
        self._perdidas, self._llamadas = list(perdidas), 0

    def __call__(self, **opciones: Any) -> float:
        self._llamadas += 1
        if self._llamadas > len(self._perdidas):
            return 1000.0 * self._llamadas
        return self._perdidas[self._llamadas - 1]


@dataclass(frozen=True)
class SorteoUniforme:
    """Un número entre los dos, todos igual de probables."""

    minimo: float
    maximo: float

    def __call__(self, rng: np.random.Generator) -> float:
        return float(rng.uniform(self.minimo, self.maximo))


@dataclass(frozen=True)
class SorteoDeLista:
    """Uno de los valores de la lista, todos igual de probables."""

    valores: Sequence[Any]

    def __call__(self, rng: np.random.Generator) -> Any:
        return self.valores[int(rng.integers(len(self.valores)))]


BUSQUEDAS = {
    "perdida_de_opciones": PerdidaDeOpciones,
    "perdidas_en_orden": PerdidasEnOrden,
    "sorteo_uniforme": SorteoUniforme,
    "sorteo_de_lista": SorteoDeLista,
}
