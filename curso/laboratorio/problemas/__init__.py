"""Los cuatro problemas del laboratorio, con datos que viajan en el paquete.

>>> problema = cargar("viviendas")
>>> [w.shape for w in problema.iniciar(0)]
[(33, 64), (64,), (64, 64), (64,), (64, 1), (1,)]
"""

from __future__ import annotations

from collections.abc import Callable

from curso.laboratorio.problemas.problema import Problema
from curso.laboratorio.problemas.refranes import refranes
from curso.laboratorio.problemas.ropa import ropa
from curso.laboratorio.problemas.temperatura import temperatura
from curso.laboratorio.problemas.viviendas import viviendas

#: nombre → cómo se prepara, en el orden en que se cuentan
PROBLEMAS: dict[str, Callable[[], Problema]] = {
    "viviendas": viviendas,
    "ropa": ropa,
    "refranes": refranes,
    "temperatura": temperatura,
}


def cargar(nombre: str, backend: str = "numpy") -> Problema:
    """El problema de ese nombre, con sus datos donde se pida: «numpy», «cupy» o «doble».

    ValueError si no hay ninguno que se llame así.
    """
    if nombre not in PROBLEMAS:
        raise ValueError(
            f"No hay ningún problema «{nombre}» en el laboratorio; los hay: {', '.join(PROBLEMAS)}."
        )
    problema = PROBLEMAS[nombre]()
    return problema if backend == "numpy" else problema.en(backend)


__all__ = ["PROBLEMAS", "Problema", "cargar"]
