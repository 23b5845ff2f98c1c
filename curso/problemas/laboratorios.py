"""Laboratorios testigo: entrenamientos diminutos cuyas curvas enseñan cómo se hicieron.

Los pesos iniciales dependen de la semilla, y el orden de los lotes, de la semilla y de la época:
una curva que sale igual que la esperada ha partido de esos pesos y ha visto esos lotes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.problemas.optimizadores import PasoDecreciente

Lote = tuple[np.ndarray, np.ndarray]

#: ejemplos del laboratorio testigo, y los que lleva un lote: el último es más corto
EJEMPLOS, POR_LOTE = 7, 3


@dataclass(frozen=True)
class LaboratorioTestigo:
    """Una regresión lineal con 7 ejemplos, en lotes de 3, y dos arreglos: W (2,) y b (1,).

    escala
        Por lo que se multiplican los datos: con una grande, cualquier tasa diverge.
    """

    escala: float = 1.0

    @property
    def base(self) -> float:
        """La pérdida de predecir siempre la media."""
        return float(np.var(self._datos(EJEMPLOS)[1]))

    def iniciar(self, semilla: int) -> list[np.ndarray]:
        rng = np.random.default_rng([semilla, EJEMPLOS])
        return [rng.normal(size=2), rng.normal(size=1)]

    def lotes(self, semilla: int, epoca: int) -> Iterator[Lote]:
        x, y = self._datos(EJEMPLOS)
        orden = np.random.default_rng([semilla, epoca]).permutation(EJEMPLOS)
        for inicio in range(0, EJEMPLOS, POR_LOTE):
            lote = orden[inicio : inicio + POR_LOTE]
            yield x[lote], y[lote]

    def perdida_y_gradiente(
        self, parametros: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray
    ) -> tuple[float, list[np.ndarray]]:
        w, b = parametros
        error = x @ w + b - y
        gradientes = [2 * error @ x / len(x), 2 * error.mean(keepdims=True)]
        return float(np.mean(error**2)), gradientes

    def validar(self, parametros: Sequence[np.ndarray]) -> float:
        x, y = self._datos(EJEMPLOS + 4)
        return self.perdida_y_gradiente(parametros, x[EJEMPLOS:], y[EJEMPLOS:])[0]

    def _datos(self, n: int) -> Lote:
        i = np.arange(1.0, n + 1)
        x = self.escala * np.column_stack([np.sin(i), np.cos(2 * i)])
        return x, x @ np.array([1.5, -0.5]) + np.sin(5 * i)


@dataclass(frozen=True)
class LaboratorioDeUnPeso:
    """El ejemplo hecho a mano: un peso, pérdida (w − x)² y dos lotes, [2, 4] y [6].

    Se parte de 8 menos la semilla, en las épocas impares los lotes van al revés, y se valida con 5.
    """

    @property
    def base(self) -> float:
        return 2.0

    def iniciar(self, semilla: int) -> list[np.ndarray]:
        return [np.array([8.0 - semilla])]

    def lotes(self, semilla: int, epoca: int) -> Iterator[Lote]:
        lotes = [np.array([2.0, 4.0]), np.array([6.0])]
        for x in lotes[:: -1 if epoca % 2 else 1]:
            yield x, x

    def perdida_y_gradiente(
        self, parametros: Sequence[np.ndarray], x: np.ndarray, y: np.ndarray
    ) -> tuple[float, list[np.ndarray]]:
        error = parametros[0] - y
        return float(np.mean(error**2)), [2 * error.mean(keepdims=True)]

    def validar(self, parametros: Sequence[np.ndarray]) -> float:
        return float((parametros[0][0] - 5.0) ** 2)


@dataclass(frozen=True)
class FabricaDePasos:
    """Una función sin argumentos que hace, cada vez, un `PasoDecreciente` nuevo."""

    lr: float

    def __call__(self) -> Any:
        return PasoDecreciente(self.lr)


LABORATORIOS = {
    "laboratorio_testigo": LaboratorioTestigo,
    "laboratorio_de_un_peso": LaboratorioDeUnPeso,
    "fabrica_de_pasos": FabricaDePasos,
}
