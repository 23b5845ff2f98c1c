"""Propiedades de una evaluación hecha con el testigo `VecinoDelator`."""

from __future__ import annotations

import numpy as np

from curso.pruebas.compara.propiedades import propiedad
from curso.pruebas.plan.valores import Respuesta, Valor

#: por encima de esto una pérdida solo puede venir del castigo de `VecinoDelator`
_DELATA = 300.0


@propiedad
def nadie_vio_su_validacion(o: Respuesta, e: Respuesta) -> bool:
    """Ningún modelo se evaluó con filas con las que se había entrenado."""
    return not any(_DELATA <= abs(numero) < np.inf for numero in _numeros(o.valor))


def _numeros(v: Valor) -> list[float]:
    if isinstance(v, np.ndarray):
        return [float(x) for x in v.ravel()]
    if isinstance(v, list | tuple):
        return [numero for x in v for numero in _numeros(x)]
    return [float(v)] if isinstance(v, int | float) else []
