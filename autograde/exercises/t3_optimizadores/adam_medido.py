"""t3.Adam: cómo se mide su velocidad."""

from __future__ import annotations

import numpy as np

from autograde.model.measures import SpeedSpec, Step
from curso.pruebas.plan import Caso, Devolver, Instanciar, Metodo, Problema, Ref

#: filas y columnas de los pesos
_SHAPE = {"n": 2000, "p": 4}
#: pasos de cada caso
_STEPS = 20
#: sin eps que se note, las dos convenciones dan lo mismo
_HYPER = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-12}


def _timed(rng: np.random.Generator) -> Caso:
    def table(name: str) -> Problema:
        slope, start = float(rng.uniform(1e-5, 5e-5)), float(rng.uniform(0.5, 1.5))
        return Problema(name, "tabla_afin", {**_SHAPE, "a": slope, "b": start})

    return Caso(
        "Veinte pasos con 8 000 pesos",
        (
            *(table(name) for name in ("w", "g", "h")),
            Instanciar("opt", (), _HYPER),
            *(
                Metodo(f"w{i + 1}", "opt", "paso", (weights, Ref("gh"[i % 2], "x")))
                for i, weights in enumerate(
                    [Ref("w", "x"), *(Ref(f"w{i}") for i in range(1, _STEPS))]
                )
            ),
            Devolver(Ref(f"w{_STEPS}")),
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
    relative=0.21,
    hint="Un bucle de Python por los pesos es decenas de veces más lento que las mismas cuentas "
    "con los arreglos enteros: NumPy recorre todas las componentes en una sola operación.",
    # Con cualquier núcleo (benchmarks/nucleos.py), con arreglos enteros no se pasa de 2 veces, y
    # el bucle que menos tarda, con listas, pasa de 30.
    steps=(Step(9.0, 1.0),),
)
