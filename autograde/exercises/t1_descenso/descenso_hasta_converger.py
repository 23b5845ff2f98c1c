"""t1.descenso_hasta_converger: descender hasta que el gradiente sea pequeño."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import ROUND, numpy_integer, with_problem
from autograde.exercises.t1_descenso.descenso_hasta_converger_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from solutions.descenso import descenso_hasta_converger

MAKE_FIFTY, FIFTY = numpy_integer(50)


def _descend(
    title: str, problem: str, w0: Any, lr: float, tol: float, limit: Any, **kwargs: Any
) -> Caso:
    return with_problem(
        title,
        problem,
        *(Ref(problem, "gradiente"), Ref("w0"), lr, tol, limit),
        inputs={"w0": np.asarray(w0)},
        **kwargs,
    )


def _round(title: str, *args: Any, **kwargs: Any) -> Caso:
    """Sobre ½·(x² + y²), cuyo gradiente es el propio punto."""
    return _descend(title, "valle", *args, settings=ROUND, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    many = {"condicion": 6.0, "p": 4, "semilla": int(rng.integers(2**31))}
    one = {**many, "condicion": 1.0, "p": 1}
    start = rng.uniform(3, 9, size=2) * rng.choice([-1, 1], size=2)
    lr = float(rng.uniform(0.2, 0.4))
    whole = 2 ** int(rng.integers(3, 6)) * np.array([3, 4])
    return [
        _round("converge", start, lr, 0.5, 100),
        _round("de cerca", start, lr, 1e-6, 200),
        _round("no le da tiempo", start, lr, 1e-6, 7),
        _descend(
            "cuatro parámetros", "cuadratica", rng.normal(size=4), 0.25, 0.02, 500, settings=many
        ),
        _descend("valle", "valle", start, 0.6, 0.05, 400),
        _round("diverge", start, 1e40, 0.1, 50),
        _round("ya está", start, lr, 20.0, 100, edge=True),
        _round("justo en tol", whole / 1.0, 0.5, 5.0, 30, edge=True),
        _round("llega en la última", whole / 1.0, 0.5, 5.0, int(np.log2(whole[0] / 3)), edge=True),
        _round("tol 0, en el mínimo", np.zeros(2), lr, 0.0, 5, edge=True),
        _round("tol 0, fuera", start, lr, 0.0, 5, edge=True),
        _round("ninguna iteración", start, lr, 20.0, 0, edge=True),
        _descend("diverge uno de los dos", "valle", [4.0, 5.0], 2.5, 0.05, 2000, edge=True),
        _round("diverge a la primera", start, 1e308, 0.1, 50, edge=True),
        _descend("un parámetro", "cuadratica", start[:1], lr, 1e-3, 90, settings=one, edge=True),
        _round("enteros", whole, 0.3, 0.1, 80, edge=True),
        _round("simple precisión", whole.astype(np.float32), 0.5, 0.1, 80, edge=True),
        _descend("llamadas", "numero_de_llamada", start, 0.5, 0.1, 6, edge=True),
        _round("de NumPy", start, lr, 0.1, FIFTY, before=(MAKE_FIFTY,), edge=True),
        _round("negativas", start, lr, 0.1, -3, edge=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="descenso_hasta_converger",
    carries=("t1.descenso_gradiente",),
    reference=descenso_hasta_converger,
    points={CellKind.CORRECTNESS: 1.5},
    public_cases=(
        _round("El ejemplo a mano: ½·(x² + y²) desde (3; 4), tol = 1", [3.0, 4.0], 0.5, 1.0, 20),
        _round("El mismo, con tol = 0,001", [3.0, 4.0], 0.3, 1e-3, 100),
        _round("El mismo, pero con solo 4 iteraciones: no llega", [3.0, 4.0], 0.3, 1e-3, 4),
        _descend("Un valle largo", "valle", [-8.0, 1.5], 0.9, 0.01, 1000),
        _descend(
            "Tres parámetros",
            *("cuadratica", [1.0, -2.0, 0.5], 0.1, 1e-4, 500),
            settings={"condicion": 10.0, "p": 3},
        ),
        _round("Una tasa de 10¹⁰: diverge", [3.0, 4.0], 1e10, 1.0, 100),
        _round("El gradiente ya es pequeño en w0", [0.3, 0.4], 0.5, 1.0, 20, edge=True),
        _round("La norma es exactamente tol: se para", [12.0, 16.0], 0.5, 5.0, 20, edge=True),
        _round(
            "Tras la última iteración ya no se mira la norma", [12.0, 16.0], 0.5, 5.0, 2, edge=True
        ),
        _round("tol = 0 en el mínimo", [0.0, 0.0], 0.5, 0.0, 20, edge=True),
        _round("tol = 0 fuera de él", [3.0, 4.0], 0.3, 0.0, 5, edge=True),
        _round("max_iter = 0: ni siquiera se mira", [0.3, 0.4], 0.5, 1.0, 0, edge=True),
        _round("Diverge en el primer paso", [3.0, 4.0], 1e308, 1.0, 20, edge=True),
        _descend(
            "Un solo parámetro",
            *("cuadratica", [2.0], 0.5, 0.01, 50),
            settings={"condicion": 1.0, "p": 1},
            edge=True,
        ),
        _round("w0 es de números enteros", [3, 4], 0.3, 0.1, 50, edge=True),
        _round("w0 es de float32", np.array([3, 4], np.float32), 0.5, 0.1, 50, edge=True),
        _descend(
            "Una sola llamada a gradiente por iteración",
            *("numero_de_llamada", [0.0, 10.0], 0.5, 0.1, 4),
            edge=True,
        ),
        _round(
            "max_iter es un entero de NumPy",
            *([3.0, 4.0], 0.3, 0.1, FIFTY),
            before=(MAKE_FIFTY,),
            edge=True,
        ),
        _round("max_iter negativo: ValueError", [3.0, 4.0], 0.5, 1.0, -1, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
