"""t4.ParadaTemprana: cuándo parar, y con qué pesos quedarse."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje.cases import comparisons, observed, two_observers
from autograde.exercises.t4_tasa_de_aprendizaje.parada_temprana_clases import ACCEPTED
from autograde.exercises.t4_tasa_de_aprendizaje.parada_temprana_variantes import ID, VARIANTS
from autograde.model import CellKind, Exercise
from curso.pruebas.plan import (
    Caso,
    Construir,
    Devolver,
    Instanciar,
    Metodo,
    Modificar,
    Paso,
    Ref,
)
from solutions.regularizacion import ParadaTemprana

NAN = math.nan
#: el ejemplo que se hace a mano en el cuaderno
WORKED = [5.0, 4.0, 3.0, 3.5, 3.0, 3.25, 2.0]
SOME = ([np.array([1.0, -1.0]), np.array([0.5])],)


def _stops(title: str, losses: Sequence[float], *args: Any, **settings: Any) -> Caso:
    """Lo que contesta a cada pérdida."""
    return observed(title, losses, *args, extra=SOME, **settings)


def _best(
    title: str, losses: Sequence[float], *args: Any, edge: bool = False, single: bool = False
) -> Caso:
    """La mejor época y sus pesos: dos arreglos que el entrenamiento cambia en el sitio."""
    dtype = np.float32 if single else np.float64
    steps: list[Paso] = [
        Instanciar("parada", args),
        Construir("w", np.array([0.5, -2.0], dtype)),
        Construir("b", np.array([[0.25]], dtype)),
    ]
    answers = []
    for i, loss in enumerate(losses, 1):
        steps += [
            Modificar("w", 0, float(i)),
            Modificar("b", 0, -0.5 * i),
            Metodo(f"r{i}", "parada", "observar", (loss, [Ref("w"), Ref("b")])),
        ]
        answers.append(Ref(f"r{i}"))
    told = (answers, Ref("parada", "mejor_epoca"), Ref("parada", "mejores_pesos"))
    steps += [Modificar("w", 1, 99.0), Modificar("b", 0, 99.0), Devolver(told, ("w", "b"))]
    return Caso(title, tuple(steps), borde=edge)


def _same_list(title: str, losses: Sequence[float], *args: Any) -> Caso:
    """Como `_best`, pero quien llama reutiliza la lista y cambia lo que hay en ella."""
    steps: list[Paso] = [
        Instanciar("parada", args),
        Construir("pesos", [np.array([0.0, 0.0]), np.array([0.0])]),
    ]
    for i, loss in enumerate(losses, 1):
        steps += [
            Modificar("pesos", 0, np.array([1.0 * i, -1.0 * i])),
            Modificar("pesos", 1, np.array([0.5 * i])),
            Metodo(f"r{i}", "parada", "observar", (loss, Ref("pesos"))),
        ]
    told = (Ref("parada", "mejor_epoca"), Ref("parada", "mejores_pesos"))
    return Caso(title, (*steps, Devolver(told)))


def _fresh(title: str, *args: Any) -> Caso:
    """Lo que hay antes de ver ninguna pérdida."""
    told = (Ref("parada", "mejor_epoca"), Ref("parada", "mejores_pesos"))
    return Caso(title, (Instanciar("parada", args), Devolver(told)), borde=True)


def _curve(rng: np.random.Generator, n: int) -> list[float]:
    """Pérdidas que bajan y se atascan, todas múltiplos de 1/8: cualquier resta es exacta."""
    return (40 + np.cumsum(rng.choice([-5, -3, -1, 0, 1, 2], size=n)) / 8).tolist()


def _hidden(rng: np.random.Generator) -> list[Caso]:
    wait = int(rng.integers(2, 4))
    low = float(rng.integers(2, 9))
    tail = [low, low + 1, low + 0.5, low, low + 2, low + 1, low]
    zigzag = [9.0, 8.0, 8.5, 7.0, 7.5, 6.0, 6.5, 5.0, 5.5, 5.25]
    holes = [low + 3, NAN, low + 2, NAN, NAN, low, NAN]
    return [
        _stops("escalera", _curve(rng, 14), wait),
        _stops("otra escalera", _curve(rng, 14), wait + 1),
        _stops("con margen", _curve(rng, 14), wait, 0.375),
        _stops("baja sin parar", [20 - i / 8 for i in range(9)], wait),
        _stops("baja poco a poco", [20 - i / 8 for i in range(9)], 3, mejora_minima=0.25),
        _stops("tiembla", [low + d / 8 for d in (2, 0, 1, 0, 1, 0)], 3, 0.25),
        _stops("sigue parada aunque mejore", [low, low, low, low, low - 1, low - 2], wait),
        _stops("zigzag", zigzag, 2),
        _stops("con nan", holes, wait),
        _stops("nan entre malas", [low, low + 1, NAN, *[low + 1] * 5], 3),
        _stops("pico y vuelta", [6.0, 2.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0], 4),
        _best("acaba mal", [low + 2, low + 1, *tail], 8),
        _best("la mejor es la última", [low + 2, low + 3, low], 4),
        _best("la mejor es la primera", [low, low + 1, low + 2], 4),
        _best("con margen", [low + 4, low + 3, low + 2.75, low + 2.5, low + 1], 4, 0.5),
        _best("mejora justa", [low + 4, low + 3.5, low + 3], 4, 0.5),
        _best("margen sin mejora", [low, low - 0.125, low - 0.25], 4, 0.5),
        _best("hasta parar", [low + 1, low, low + 1, low + 2], 2),
        _best("nan entre medias", holes, 5),
        _best("simple precisión", [low + 1, low, low + 2], 4, single=True),
        _same_list("la misma lista", [low + 1, low, low + 2, low + 1], 9),
        two_observers("dos", _curve(rng, 7), {"paciencia": 1}, SOME),
        _stops("por defecto", [3.0] * 7, edge=True),
        _stops("paciencia de 1", zigzag, 1, edge=True),
        _stops("enteros", [9, 8, 8, 7, 7, 7], 2, edge=True),
        _stops("solo nan", [NAN] * 4, 3, edge=True),
        _best("empieza en nan", [NAN, low, low + 1], 3, edge=True),
        _best("solo nan, y los pesos", [NAN, NAN], 3, edge=True),
        _fresh("recién hecha", 3),
        _stops("paciencia no válida", [1.0], 0, edge=True),
        _stops("paciencia negativa", [1.0], -wait, edge=True),
    ]


EXERCISE = Exercise(
    id=ID,
    name="ParadaTemprana",
    reference=ParadaTemprana,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _stops("El ejemplo hecho a mano: paciencia 3", WORKED, 3),
        _stops("Baja sin parar", [9.0, 8.0, 7.0, 6.0], 2),
        _stops("Cuando ha parado, sigue parada", [3.0, 3.0, 3.0, 1.0, 0.5], 2),
        _stops("Dos malas que no son seguidas", [9.0, 9.5, 8.0, 8.5, 7.0, 7.5], 2),
        _stops("Mejoras que no pasan de mejora_minima", [4.0, 3.75, 3.75, 3.75, 4.0], 2, 0.5),
        _stops("Un pico, y baja sin llegar a la mejor", [2.0, 9.0, 8.0, 7.0], 3),
        _stops("nan entre dos que no mejoran", [4.0, 5.0, NAN, 5.0, 5.0, 5.0], 3),
        _stops("nan no mejora nunca", [4.0, NAN, 3.0, NAN, NAN], 2),
        _best("La mejor época y sus pesos", [5.0, 3.0, 4.0, 3.5], 5),
        _best("La mejor es la primera", [3.0, 4.0, 5.0], 5),
        _best("mejora_minima cuenta también para la mejor época", [4.0, 3.75, 3.25], 5, 0.5),
        _best("Una mejora justo de mejora_minima no cuenta", [4.0, 3.5, 3.25], 5, 0.5),
        _best("Pesos en float32", [5.0, 3.0, 4.0], 5, single=True),
        _same_list("Quien llama reutiliza la lista de pesos", [5.0, 3.0, 4.0], 5),
        two_observers(
            "Dos objetos a la vez, cada uno con su estado",
            *([4.0, 3.0, 3.0], {"paciencia": 1}, SOME),
        ),
        _fresh("Antes de la primera pérdida"),
        _stops("Los valores por defecto", [4.0] * 7, edge=True),
        _stops("paciencia = 1", [4.0, 3.0, 3.0], 1, edge=True),
        _best("La primera pérdida es nan", [NAN, 4.0, 5.0], 5, edge=True),
        _stops("paciencia = 0: ValueError", [4.0], 0, edge=True),
        _stops("paciencia negativa: ValueError", [4.0], -1, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=comparisons(ID),
    variants=VARIANTS,
    accepted=ACCEPTED,
)
