"""t3.Adam: cómo se mide su velocidad."""

from __future__ import annotations

import numpy as np

from autograde.model.measures import SpeedSpec
from curso.pruebas.plan import Caso, Devolver, Instanciar, Metodo, Problema, Ref

#: filas y columnas de los pesos
_SHAPE = {"n": 25_000, "p": 4}
#: sin eps que se note, las dos convenciones dan lo mismo
_HYPER = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-12}


def _timed(rng: np.random.Generator) -> Caso:
    def table(name: str) -> Problema:
        slope, start = float(rng.uniform(1e-5, 5e-5)), float(rng.uniform(0.5, 1.5))
        return Problema(name, "tabla_afin", {**_SHAPE, "a": slope, "b": start})

    return Caso(
        "Tres pasos con 100 000 pesos",
        (
            *(table(name) for name in ("w", "g", "h")),
            Instanciar("opt", (), _HYPER),
            Metodo("w1", "opt", "paso", (Ref("w", "x"), Ref("g", "x"))),
            Metodo("w2", "opt", "paso", (Ref("w1"), Ref("h", "x"))),
            Metodo("w3", "opt", "paso", (Ref("w2"), Ref("g", "x"))),
            Devolver(Ref("w3")),
        ),
    )


SPEED = SpeedSpec(
    case=_timed,
    identity="""
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        pass

    def paso(self, w, g):
        return w
""".lstrip(),
    relative=1.35,
    hint="Un bucle de Python por los pesos es decenas de veces más lento que las mismas cuentas "
    "con los arreglos enteros: NumPy recorre todas las componentes en una sola operación.",
)
