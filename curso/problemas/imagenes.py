"""Imágenes pequeñas de verdad, con que se mira si un entrenamiento aprende."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from curso.datos import fashion

#: lado de un cuadro de píxeles que se resume en su media
CUADRO = 2


@dataclass(frozen=True)
class RopaReducida:
    """Prendas de Fashion-MNIST de 14 × 14: x (n, 196) float32 de 0 a 1, e y (n,) de 0 a 9.

    Cada píxel es la media de un cuadro de 2 × 2. Con `prueba`, las imágenes son otras, las que no
    se usan para entrenar. Cada vez que se piden son copias.
    """

    n: int
    prueba: bool = False

    @property
    def x(self) -> np.ndarray:
        return _reducidas(self.n, self.prueba)[0].copy()

    @property
    def y(self) -> np.ndarray:
        return _reducidas(self.n, self.prueba)[1].copy()


@functools.lru_cache(maxsize=4)
def _reducidas(n: int, prueba: bool) -> tuple[np.ndarray, np.ndarray]:
    """Se leen una vez: el fichero tarda más en abrirse que en usarse."""
    ropa = fashion()
    x, y = (ropa.x_prueba, ropa.y_prueba) if prueba else (ropa.x, ropa.y)
    lado = x.shape[1] // CUADRO
    cuadros = x[:n].reshape(-1, lado, CUADRO, lado, CUADRO)
    return cuadros.mean(axis=(2, 4)).reshape(len(cuadros), -1), y[:n]
