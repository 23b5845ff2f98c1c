"""Si unas cuentas son creíbles: cuándo lo que se sorteó muchas veces no puede ser casualidad.

Una cuenta correcta se rechaza con una probabilidad menor que `FALSA_ALARMA`: por cada una se acota
su cola (Chernoff) y se suman todas las cotas.
"""

from __future__ import annotations

import math

import numpy as np

#: probabilidad de rechazar lo correcto, entre todas las propiedades estadísticas de un ejercicio
FALSA_ALARMA = 1e-9
_ESTADISTICAS = 3


def verosimil(cuentas: np.ndarray, de: int, p: float, todas: int) -> bool:
    """Si unas cuentas Binomial(de, p) son creíbles; `todas` son las que se miran en total.

    P(X ≥ k) y P(X ≤ k), cada una a su lado de la media, no pasan de exp(−de·KL(k/de ‖ p)).
    """
    if not 0 < p < 1:
        return bool((cuentas == de * p).all())
    q = cuentas.ravel() / de
    divergencia = _x_log(q, p) + _x_log(1 - q, 1 - p)
    return bool((de * divergencia <= limite(todas)).all())


def limite(todas: int) -> float:
    """Con la falsa alarma repartida entre las propiedades, todas sus cuentas y sus dos colas."""
    return math.log(2 * _ESTADISTICAS * todas / FALSA_ALARMA)


def _x_log(q: np.ndarray, p: float) -> np.ndarray:
    return np.where(q > 0, q * np.log(np.where(q > 0, q, 1) / p), 0.0)
