"""t7.clasificar_curva: qué le ha pasado a un entrenamiento, en pocas palabras."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t7_proyecto.cases import Curve, bowl, tail
from autograde.exercises.t7_proyecto.clasificar_curva_variantes import (
    ACCEPTED,
    ID,
    INTACT,
    VARIANTS,
)
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from curso.pruebas.plan.pasos import llamada
from solutions.comparacion import clasificar_curva

NAN, INF = math.nan, math.inf


def _curves(title: str, training: Any, validation: Any, base: float, *, edge: bool = False) -> Caso:
    inputs = {"perdidas": training, "validacion": validation}
    return llamada(title, *(Ref(name) for name in inputs), base, entradas=inputs, borde=edge)


def _with_last(curve: Curve, last: float) -> Curve:
    return [*curve[:-1], last]


def _single(curve: Curve) -> np.ndarray:
    return np.array(curve, dtype=np.float32)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    n, long = int(rng.integers(10, 20)), int(rng.integers(20, 35))
    base = float(rng.uniform(0.5, 3))
    top, low = 1.3 * base, float(rng.uniform(0.2, 0.5)) * base
    good, tested = tail(n, top, low), tail(n, top, 1.05 * low)
    bouncing = [*tail(long - 1, top, 1.025 * low), low]
    stopped = [*tail(long - 1, top, low, 0.03), low]
    learns = tail(n, top, low, 0.003)
    strong, mild = bowl(n, top, 1.2 * low, 0.8), bowl(n, top, 1.2 * low, 0.2)
    back = [*good[: n // 2], *(low * np.linspace(1.1, 1.25, n - n // 2)).tolist()]
    return [
        _curves("converge", good, tested, base),
        _curves("converge con brecha", tail(n, top, 0.8 * base), tail(n, top, 1.1 * base), base),
        _curves("sube al final", bowl(n, top, low, 0.2), tested, base),
        _curves("salta en la última", bouncing, tail(long, top, low), base),
        _curves("no llega al 1 %", tail(long, top, low, 0.006), tail(long, top, low), base),
        _curves("sube poco la validación", learns, bowl(n, top, 1.2 * low, 0.07), base),
        _curves("subóptima", tail(n, top, low, 0.03), tested, base),
        _curves("subóptima y alta", tail(n, 1.4 * base, 1.1 * base, 0.02), tested, base),
        _curves("subóptima y con la validación mal", tail(n, top, low, 0.03), strong, base),
        _curves("se para en la última", stopped, tail(long, top, low), base),
        _curves("baja mucho", tail(n, top, low, 0.08), tested, base),
        _curves("de milésimas", *([1e-3 * x for x in tail(n, top, low, 0.03)], tested), base),
        _curves("no converge", tail(n, top, 1.02 * base), tested, base),
        _curves("casi la base", tail(n, top, 0.95 * base), tested, base),
        _curves("no converge y mal", tail(n, top, 0.95 * base), bowl(n, top, base, 0.5), base),
        _curves("vuelve a la base", bowl(n, top, low, base / low), tested, base),
        _curves("acaba en nan", _with_last(good, NAN), tested, base),
        _curves("acaba en infinito", _with_last(good, INF), tested, base),
        _curves("la validación acaba en nan", learns, _with_last(strong, NAN), base),
        _curves("fuerte", learns, strong, base),
        _curves("leve", learns, mild, base),
        _curves("fuerte y larga", tail(long, top, low, 0.004), bowl(long, top, low, 1), base),
        _curves("en miles", [1000 * x for x in learns], [1000 * x for x in mild], 1000 * base),
        _curves("en arreglos", np.array(learns), np.array(strong), base),
        _curves("float32", _single(learns), _single(mild), base),
        _curves("vuelven las dos", back, strong, base),
        _curves(
            "la validación acaba en infinito", learns, _with_last(tested, INF), base, edge=True
        ),
        _curves("dos épocas", [base, 0.5 * base], [base, base], base, edge=True),
        _curves("cuatro épocas", [*good[:1], low, low, low], [low] * 4, base, edge=True),
        _curves("una época", [low], [low], base, edge=True),
        _curves("longitudes", good, tested[:-1], base, edge=True),
        _curves("vacías", [], [], base, edge=True),
    ]


DOWN = [10.0, 6.0, 4.0, 3.0, 2.6, 2.4, 2.3, 2.25, 2.24, 2.23]
TESTED = [9.0, 6.2, 4.4, 3.5, 3.1, 3.0, 2.95, 2.94, 2.95, 2.96]
LINE = [10.0, 9.7, 9.4, 9.1, 8.8, 8.5, 8.2, 7.9, 7.6, 7.3]
FLAT = [10.0, 9.99, 9.98, 9.97, 9.96, 9.95, 9.94, 9.93, 9.92, 9.91]
BOWL = [9.0, 6.0, 4.5, 4.0, 4.1, 4.3, 4.6, 5.0, 5.4, 5.8]
RISES = [10.0, 4.0, 2.0, 2.0, 9.0, 9.2, 9.3, 9.3, 9.3, 9.3]
STOPS = [10.0, 9.0, 8.0, 7.0, 6.0, 5.5, 5.0, 4.5, 4.2, 4.2]
SHAKING = [10.0, 5.0, 3.0, 2.5, 2.2, 2.1, 2.0, 2.02, 2.01, 2.0, 2.04, 2.0]

EXERCISE = Exercise(
    id=ID,
    name="clasificar_curva",
    reference=clasificar_curva,
    points={CellKind.CORRECTNESS: 1.75},
    public_cases=(
        _curves("El ejemplo hecho a mano: converge", DOWN, TESTED, 8.0),
        _curves("Sigue bajando: subóptima", LINE, [x + 0.2 for x in LINE], 12.0),
        _curves("Sigue bajando, y aún está alta: subóptima", LINE, LINE, 7.5),
        _curves("Sigue bajando, y la validación sube: subóptima", LINE, BOWL, 12.0),
        _curves("No se mueve: no converge", FLAT, FLAT, 10.0),
        _curves("Ni llega a la base: no converge", FLAT, [x + 1 for x in FLAT], 9.0),
        _curves("No mejora la base aunque la validación suba: no converge", FLAT, BOWL, 10.5),
        _curves("Acaba en nan: no converge", [*DOWN[:-1], NAN], TESTED, 8.0),
        _curves("Acaba en infinito: no converge", [*DOWN[:-1], INF], TESTED, 8.0),
        _curves("La validación acaba en nan: no converge", DOWN, [*BOWL[:-1], NAN], 8.0),
        _curves("Sobreajusta: la validación sube un 45 %", DOWN, BOWL, 8.0),
        _curves("Sobreajusta mucho", DOWN, [*BOWL[:-1], 12.0], 8.0),
        _curves("La validación sube un 5 %: converge", DOWN, [*BOWL[:5], *[4.2] * 5], 8.0),
        _curves("El entrenamiento vuelve a subir", [*DOWN[:4], *[3.2] * 6], BOWL, 8.0),
        _curves("Baja, y vuelve a subir: no converge", RISES, [5.0] * 10, 10.0),
        _curves("Tiembla en la última época: converge", SHAKING, SHAKING, 8.0),
        _curves("Se para en la última época: subóptima", STOPS, [5.0] * 10, 8.0),
        _curves("Validación más alta, pero quieta", DOWN, [x + 6 for x in DOWN], 8.0),
        _curves("Pérdidas de miles", [1000 * x for x in DOWN], [1000 * x for x in TESTED], 8000.0),
        _curves("Pérdidas de milésimas", [x / 5000 for x in LINE], [x / 5000 for x in LINE], 0.003),
        _curves("En arreglos de float32", _single(DOWN), _single(BOWL), 8.0),
        _curves("Justo 0,9 veces la base", [20.0, 9.0, 9.0, 9.0], [9.0] * 4, 10.0, edge=True),
        _curves("Dos épocas", [10.0, 5.0], [8.0, 6.0], 9.0, edge=True),
        _curves("Una sola época: ValueError", [2.0], [2.0], 9.0, edge=True),
        _curves("Distinta longitud: ValueError", DOWN, TESTED[:-1], 8.0, edge=True),
        _curves("Ninguna época: ValueError", [], [], 8.0, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons={"": Comparacion(intactas=INTACT)},
    variants=VARIANTS,
    accepted=ACCEPTED,
)
