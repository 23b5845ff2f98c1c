"""Los valores iniciales de los parámetros, que son los que usa Keras si no se le dice nada.

Todos dan float32 y gastan `rng` de la misma manera en cada llamada: la misma semilla, los mismos
pesos.
"""

from __future__ import annotations

import numpy as np


def glorot_uniforme(
    rng: np.random.Generator, forma: tuple[int, ...], entradas: int, salidas: int
) -> np.ndarray:
    """Uniforme en ±√(6/(entradas + salidas)): la señal ni crece ni se apaga de capa en capa.

    `entradas` es con cuántos valores se calcula cada salida, y `salidas`, al revés; en una
    convolución cuentan también las posiciones del núcleo.

    Fuente: X. Glorot e Y. Bengio, Understanding the difficulty of training deep feedforward neural
    networks, AISTATS 2010, ecuación 16.
    """
    limite = np.sqrt(6.0 / (entradas + salidas))
    return rng.uniform(-limite, limite, forma).astype(np.float32)


def ortogonal(rng: np.random.Generator, filas: int, columnas: int) -> np.ndarray:
    """Una matriz al azar con las filas ortonormales (o las columnas, si hay más filas).

    Multiplicar muchas veces por ella no cambia el tamaño de un vector: por eso se usa en lo que se
    repite a cada paso de una secuencia. Sale de la descomposición QR de una matriz normal; el signo
    de la diagonal de R quita la preferencia de QR por unas matrices sobre otras.

    Fuente: A. Saxe y otros, Exact solutions to the nonlinear dynamics of learning in deep linear
    neural networks, ICLR 2014.
    """
    q, r = np.linalg.qr(rng.standard_normal((max(filas, columnas), min(filas, columnas))))
    q *= np.sign(np.diag(r))
    return (q if filas >= columnas else q.T).astype(np.float32)


def uniforme(rng: np.random.Generator, forma: tuple[int, ...], limite: float = 0.05) -> np.ndarray:
    """Uniforme en ±limite."""
    return rng.uniform(-limite, limite, forma).astype(np.float32)


def ceros(*forma: int) -> np.ndarray:
    """Ceros: así empiezan los sesgos, que no tienen ninguna simetría que romper."""
    return np.zeros(forma, dtype=np.float32)
