"""t4.detectar_sobreajuste: qué dicen las dos curvas de pérdida."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje.detectar_sobreajuste_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.vigilancia import detectar_sobreajuste

NAN = math.nan
Curve = list[float]


def _curves(title: str, training: Any, validation: Any, *, edge: bool = False) -> Caso:
    inputs = {"entrenamiento": training, "validacion": validation}
    return llamada(title, *(Ref(name) for name in inputs), entradas=inputs, borde=edge)


def _bowl(rng: np.random.Generator, end: float, after: int | None = None) -> tuple[Curve, Curve]:
    """Entrenamiento que no deja de bajar, y validación que baja y acaba `end` veces su mínimo."""
    before, after = int(rng.integers(4, 9)), int(rng.integers(4, 9)) if after is None else after
    low = float(rng.uniform(0.3, 2))
    down = low * np.linspace(float(rng.uniform(2, 4)), 1.0, before)
    up = low * np.linspace(1.0, end, after + 1)[1:]
    training = 0.9 * low * np.geomspace(3, 0.2, before + after)
    return training.tolist(), [*down.tolist(), *up.tolist()]


def _swapped(curve: Curve, i: int, by: float) -> Curve:
    return [x * by if j == i else x for j, x in enumerate(curve)]


def _hidden(rng: np.random.Generator) -> list[Caso]:
    strong, mild, none = (float(rng.uniform(*d)) for d in ((1.6, 3), (1.15, 1.45), (1.01, 1.08)))
    a, b, c, d, e, f = (_bowl(rng, end) for end in (strong, 1.52, mild, 1.48, none, 1.09))
    bumpy = _bowl(rng, strong)
    flat_training = [x if i < 3 else bumpy[0][2] for i, x in enumerate(bumpy[0])]
    rises = _bowl(rng, strong)
    low = float(rng.integers(1, 6))
    half = [9 * low, 5 * low, 2 * low, 2 * low, 2.5 * low, 3 * low]
    falling = [9.0, 7.0, 5.0, 4.0, 3.0, 2.0]
    scaled = [100 * x for x in c[1]]
    peak = [6.0, 2.0, 9.0, 8.0, 7.0, 2.1, 2.05]
    local = [6.0, 4.0, 4.5, 3.0, 2.0, 2.2, 2.5]
    return [
        _curves("fuerte", *a),
        _curves("apenas fuerte", *b),
        _curves("leve", *c),
        _curves("casi fuerte", *d),
        _curves("ninguno", *e),
        _curves("casi leve", *f),
        _curves("apenas leve", *_bowl(rng, 1.105)),
        _curves("baja sin parar", *(_bowl(rng, 1.0, after=0))),
        _curves("el entrenamiento también sube", rises[0][::-1], rises[1]),
        _curves("el entrenamiento se queda llano", flat_training, bumpy[1]),
        _curves("justo el 50 %, y empatan dos", falling, half),
        _curves("pérdidas grandes, leve", [100 * x for x in c[0]], scaled),
        _curves("pérdidas pequeñas, fuerte", *([0.01 * x for x in curve] for curve in a)),
        _curves("un pico que vuelve", [*falling, 1.0], peak),
        _curves("una subida antes del mínimo, leve", [*falling, 1.0], local),
        _curves("sube desde el principio", falling, [1.0, 1.1, 1.2, 1.4, 1.6, 1.7]),
        _curves("empieza en la primera, leve", falling, [1.0, 1.1, 1.2, 1.3, 1.25, 1.3]),
        _curves("entrenamiento con un bache", _swapped(a[0], 2, 1.5), a[1]),
        _curves("float32", *(np.array(curve, np.float32) for curve in a)),
        _curves("en arreglos", *(np.array(curve) for curve in c)),
        _curves("enteros", [9, 8, 7, 6], [10, 8, 9, 10]),
        _curves("dos épocas", [2.0, 1.0], [1.0, 1.05]),
        _curves("tres épocas", [3.0, 2.0, 1.0], [2.0, 1.0, 4.0]),
        _curves("el entrenamiento llega a cero", [3.0, 2.0, 1.0, 0.0], [2.0, 1.0, 1.5, 2.0]),
        _curves("una época", [low], [low], edge=True),
        _curves("longitudes distintas", a[0], a[1][:-1], edge=True),
        _curves("vacías", [], [], edge=True),
        _curves("nan en validación", c[0], _swapped(c[1], 1, NAN), edge=True),
        _curves("nan en entrenamiento", _swapped(c[0], 1, NAN), c[1], edge=True),
        _curves("validación a cero", [3.0, 2.0, 1.0], [1.0, 0.0, 0.5], edge=True),
        _curves("validación negativa", [3.0, 2.0, 1.0], [1.0, -1.0, 0.5], edge=True),
    ]


DOWN = [4.0, 3.0, 2.0, 1.5, 1.0, 0.8]

EXERCISE = Exercise(
    id=ID,
    name="detectar_sobreajuste",
    reference=detectar_sobreajuste,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _curves("El ejemplo hecho a mano", DOWN, [4.2, 3.1, 2.5, 2.6, 2.8, 3.0]),
        _curves("Fuerte: la validación se dispara", DOWN, [4.0, 3.0, 2.0, 2.5, 3.0, 4.0]),
        _curves("Ninguno: bajan las dos", DOWN, [4.4, 3.3, 2.4, 2.0, 1.7, 1.6]),
        _curves("Ninguno: sube, pero menos del 10 %", DOWN, [4.2, 3.1, 2.5, 2.5, 2.6, 2.7]),
        _curves(
            "Ninguno: también sube la de entrenamiento",
            *([4.0, 3.0, 2.0, 2.5, 3.0, 4.5], [4.0, 3.0, 2.0, 2.5, 3.0, 4.0]),
        ),
        _curves(
            "Ninguno: el entrenamiento sube, aunque no llega a la primera",
            *([4.0, 3.0, 2.0, 2.5, 3.0, 3.5], [4.0, 3.0, 2.0, 2.5, 3.0, 4.0]),
        ),
        _curves(
            "Ninguno: el entrenamiento acaba donde estaba",
            *([4.0, 3.0, 2.0, 1.0, 2.0], [4.0, 3.0, 2.0, 3.0, 4.0]),
        ),
        _curves("Un 10,5 %: leve", DOWN, [4.0, 3.0, 2.0, 2.1, 2.2, 2.21]),
        _curves("Justo el 50 % es leve", DOWN, [4.0, 3.0, 2.0, 2.5, 2.5, 3.0]),
        _curves("Dos mínimos iguales: el primero", DOWN, [4.0, 2.0, 3.0, 2.0, 3.0, 3.5]),
        _curves("Un pico que vuelve", DOWN, [4.0, 2.0, 6.0, 5.0, 2.5, 2.1]),
        _curves("Una subida antes del mínimo", DOWN, [4.0, 3.0, 3.5, 2.0, 2.5, 2.75]),
        _curves("Empieza en la primera época", [2.0, 1.0], [1.0, 2.0]),
        _curves("Pérdidas de cientos", [400.0, 300.0, 200.0], [500.0, 400.0, 500.0]),
        _curves(
            "En arreglos de float32",
            np.array(DOWN, np.float32),
            np.array([3, 2, 1, 1, 2, 3], np.float32),
        ),
        _curves("El entrenamiento puede llegar a 0", [2.0, 1.0, 0.0], [2.0, 1.0, 2.0]),
        _curves("Una sola época", [2.0], [3.0], edge=True),
        _curves("Distinta longitud: ValueError", DOWN, [3.0, 2.0], edge=True),
        _curves("Vacías: ValueError", [], [], edge=True),
        _curves("nan en la validación: ValueError", [3.0, 2.0, 1.0], [3.0, NAN, 4.0], edge=True),
        _curves("nan en el entrenamiento: ValueError", [3.0, NAN, 1.0], [3.0, 2.0, 4.0], edge=True),
        _curves("Una validación a cero: ValueError", [3.0, 2.0, 1.0], [3.0, 0.0, 4.0], edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
