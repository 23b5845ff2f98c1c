"""t4.ReducirEnMeseta: baja la tasa cuando la pérdida deja de bajar."""

from __future__ import annotations

import math

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje.cases import comparisons, observed, two_observers
from autograde.exercises.t4_tasa_de_aprendizaje.reducir_en_meseta_clases import ACCEPTED
from autograde.exercises.t4_tasa_de_aprendizaje.reducir_en_meseta_variantes import ID, VARIANTS
from autograde.model import CellKind, Exercise
from curso.pruebas.plan import Caso
from solutions.planificadores import ReducirEnMeseta

NAN = math.nan
#: el ejemplo que se hace a mano en el cuaderno
WORKED = [5.0, 4.0, 4.0, 4.5, 3.0, 3.5, 3.0, 3.0, 3.25, 3.5]


def _curve(rng: np.random.Generator, n: int) -> list[float]:
    """Pérdidas que bajan y se atascan, todas múltiplos de 1/8: cualquier resta es exacta."""
    moves = rng.choice([-6, -3, -2, -1, 0, 1, 2], size=n)
    return (60 + np.cumsum(moves) / 8).tolist()


def _hidden(rng: np.random.Generator) -> list[Caso]:
    lr0, factor = float(rng.uniform(0.2, 0.9)), float(rng.uniform(0.3, 0.7))
    wait = int(rng.integers(2, 4))
    flat = [8.0, 4.0] + [4.0] * (5 * wait + 1)
    slow = (20 - np.arange(16) / 8).tolist()
    holes = _curve(rng, 20)
    for i in rng.choice(np.arange(2, 20), size=5, replace=False):
        holes[i] = NAN
    ups = [9.0, 4.0, 7.0, 6.5, 6.0, 5.5, 5.0, 4.5, 4.25, 3.0, 5.0, 4.0, 3.5, 3.25]
    return [
        observed("llana", flat, lr0, factor, wait),
        observed("baja sin parar", slow, lr0, factor, wait),
        observed("escalera", _curve(rng, 30), lr0, factor, wait),
        observed("otra escalera", _curve(rng, 30), lr0, factor, wait + 1),
        observed("con margen", _curve(rng, 30), lr0, factor, wait, 0.0, 0.25),
        observed("mejoras pequeñas", slow, lr0, factor, wait, mejora_minima=0.5),
        observed("mejora justa", slow, lr0, factor, wait, mejora_minima=0.125),
        observed("pico y vuelta", ups, lr0, factor, wait),
        observed("pico y vuelta, con más paciencia", ups, lr0, factor, 4),
        observed("tasa mínima", flat, lr0, factor, wait, lr0 * factor**2.5),
        observed("con nan", holes, lr0, factor, wait),
        observed("nan entre mejoras", [9.0, NAN, 8.0, NAN, NAN, 7.0, 7.5, NAN], lr0, factor, 2),
        observed("nan entre malas", [4.0, 5.0, NAN, *[5.0] * 6], lr0, factor, 3),
        observed("empieza en nan", [NAN, *_curve(rng, 12)], lr0, factor, wait),
        two_observers("dos", _curve(rng, 12), {"lr0": lr0, "factor": factor, "paciencia": wait}),
        observed("por defecto", [3.0] * 24, lr0, edge=True),
        observed("paciencia de 1", _curve(rng, 12), lr0, factor, 1, edge=True),
        observed("enteros", [9, 7, 7, 8, 8, 7, 6, 6], lr0, factor, 2, edge=True),
        observed("negativas", [-x for x in range(4)] + [-2.0] * 5, lr0, factor, 2, edge=True),
        observed("solo nan", [NAN] * 7, lr0, factor, 3, edge=True),
        observed("paciencia no válida", [1.0], lr0, factor, 0, edge=True),
        observed("factor no válido", [1.0], lr0, 1 + factor, 2, edge=True),
        observed("factor negativo", [1.0], lr0, -factor, 2, edge=True),
        observed("factor 0", [4.0] * 6, lr0, 0.0, 2, lr0 / 8, edge=True),
        observed("factor 1", [4.0] * 6, lr0, 1.0, 2, edge=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="ReducirEnMeseta",
    reference=ReducirEnMeseta,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        observed("El ejemplo hecho a mano: factor 0,5 y paciencia 2", WORKED, 0.8, 0.5, 2),
        observed("Baja sin parar: la tasa no cambia", [9.0, 8.0, 7.0, 6.0, 5.0], 0.8, 0.5, 2),
        observed("Se queda llana", [4.0] * 9, 0.8, 0.5, 3),
        observed("Sube mucho y vuelve, sin llegar a la mejor", [2.0, 9, 8, 7, 6, 5], 0.8, 0.5, 4),
        observed("Sin bajar de lr_minima", [4.0] * 8, 0.8, 0.1, 2, 0.05),
        observed(
            "Mejoras que no pasan de mejora_minima",
            *([4.0, 3.75, 3.625, 3.75, 4.0, 3.0], 0.8, 0.5, 2),
            mejora_minima=0.5,
        ),
        observed(
            "Una mejora justo de mejora_minima no cuenta",
            *([4.0, 3.5, 3.0, 2.0, 1.5, 1.0], 0.8, 0.5, 2),
            mejora_minima=0.5,
        ),
        observed("nan no mejora nunca", [4.0, NAN, 3.0, NAN, NAN, 2.0], 0.8, 0.5, 2),
        observed("nan entre dos que no mejoran", [4.0, 5.0, NAN, *[5.0] * 4], 0.8, 0.5, 3),
        observed("La primera es nan", [NAN, 4.0, 3.0, 3.0, 3.0], 0.8, 0.5, 2),
        two_observers(
            "Dos objetos a la vez, cada uno con su estado",
            *([4.0, 4.0, 3.0, 3.0, 3.0], {"lr0": 0.8, "factor": 0.5, "paciencia": 2}),
        ),
        observed("Los valores por defecto", [4.0] * 22, 0.8, edge=True),
        observed("paciencia = 1", [4.0, 5.0, 3.0, 3.0], 0.8, 0.5, 1, edge=True),
        observed("paciencia = 0: ValueError", [4.0], 0.8, 0.5, 0, edge=True),
        observed("factor mayor que 1: ValueError", [4.0], 0.8, 2.0, 2, edge=True),
        observed("factor negativo: ValueError", [4.0], 0.8, -0.5, 2, edge=True),
        observed("factor = 0: cae a lr_minima", [4.0] * 5, 0.8, 0.0, 2, 0.05, edge=True),
        observed("factor = 1: no baja", [4.0] * 5, 0.8, 1.0, 2, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=comparisons(ID),
    variants=VARIANTS,
    accepted=ACCEPTED,
)
