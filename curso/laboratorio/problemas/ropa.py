"""Imágenes: qué prenda es, con una red convolucional."""

from __future__ import annotations

import numpy as np

from curso.datos import fashion
from curso.laboratorio.problemas.problema import Problema, base_de_clases
from curso.redes import Aplanar, Conv2D, Densa, EntropiaCategorica, MaximoLocal2D, Red, ReLU

#: lado del cuadro de píxeles que se resume en su media, para que un portátil pueda con ello
CUADRO = 2
#: imágenes con que se entrena, las primeras
EJEMPLOS = 2500


def ropa() -> Problema:
    """Prendas de Fashion-MNIST a la mitad de su tamaño, 14 × 14; entropía cruzada de diez clases.

    Se entrena con las 2500 primeras imágenes de la muestra de entrenamiento y se valida con las
    1000 de prueba. Los píxeles van de 0 a 1.
    """
    datos = fashion()
    y = datos.y[:EJEMPLOS]
    return Problema(
        nombre="ropa",
        titulo="Prendas de ropa (convolución en dos dimensiones)",
        red=Red(
            [
                Conv2D(1, 8, 3),
                ReLU(),
                MaximoLocal2D(2),
                Conv2D(8, 16, 3),
                ReLU(),
                Aplanar(),
                Densa(256, 10),
            ],
            EntropiaCategorica(),
        ),
        x=_a_la_mitad(datos.x[:EJEMPLOS]),
        y=y,
        x_validacion=_a_la_mitad(datos.x_prueba),
        y_validacion=datos.y_prueba,
        base=base_de_clases(y),
        unidad="nats",
        epocas=20,
    )


def _a_la_mitad(x: np.ndarray) -> np.ndarray:
    """(n, 28, 28) → (n, 14, 14, 1): cada píxel es la media de un cuadro de 2 × 2."""
    n, alto, ancho = x.shape
    cuadros = x.reshape(n, alto // CUADRO, CUADRO, ancho // CUADRO, CUADRO)
    return cuadros.mean(axis=(2, 4))[..., None]
