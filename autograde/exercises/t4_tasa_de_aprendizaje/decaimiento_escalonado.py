"""t4.decaimiento_escalonado: la tasa baja de golpe cada tantas épocas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje import schedules
from autograde.exercises.t4_tasa_de_aprendizaje.schedules import rates, refuse_negative
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from solutions.planificadores import decaimiento_escalonado

ID = "t4.decaimiento_escalonado"
Array = Any


def _hidden(rng: np.random.Generator) -> list[Caso]:
    lr0, factor = float(rng.uniform(0.01, 0.9)), float(rng.uniform(0.2, 0.8))
    cada = int(rng.integers(3, 9))
    steps = int(rng.integers(2, 6)) * cada
    return [
        rates("al empezar", lr0, 0, factor, cada),
        rates("justo antes", lr0, steps - 1, factor, cada),
        rates("justo al bajar", lr0, steps, factor, cada),
        rates("justo después", lr0, steps + 1, factor, cada),
        rates("muy tarde", lr0, 12 * cada + 2, factor, cada),
        rates("con nombre", lr0, steps + 2, cada=cada + 1, factor=factor),
        rates("por defecto", lr0, int(rng.integers(20, 60))),
        rates("cada por defecto", lr0, np.arange(35), factor),
        rates("en cada paso", lr0, int(rng.integers(2, 9)), factor, 1, edge=True),
        *schedules.hidden_shapes(rng, lr0, factor, cada),
        rates("cada no válido", lr0, steps, factor, 0, edge=True),
        rates("cada negativo", lr0, steps, factor, -cada, edge=True),
    ]


def _check(t: Array, cada: int) -> None:
    refuse_negative(t)
    if cada < 1:
        raise ValueError("cada")


# --- correctas, escritas de otra manera ------------------------------------------------------


def _one(lr0: float, t: int, factor: float = 0.5, cada: int = 10) -> float:
    _check(t, cada)
    tasa = lr0
    for epoca in range(1, t + 1):
        if epoca % cada == 0:
            tasa *= factor
    return tasa


def _whole(lr0: float, t: Array, factor: float = 0.5, cada: int = 10) -> Array:
    _check(t, cada)
    return lr0 * np.power(factor, np.floor(np.divide(t, cada)))


# --- equivocadas -----------------------------------------------------------------------------


def _naive(lr0: float, t: Array, factor: float = 0.5, cada: int = 10) -> Array:
    return lr0 * factor ** (t // cada)


def _with(formula: Any) -> Any:
    """El plan que comprueba sus argumentos y aplica `formula(lr0, t, factor, cada)`."""

    def plan(lr0: float, t: Array, factor: float = 0.5, cada: int = 10) -> Array:
        _check(t, cada)
        return formula(lr0, t, factor, cada)

    return plan


def _other_defaults(lr0: float, t: Array, factor: float = 0.1, cada: int = 10) -> Array:
    return decaimiento_escalonado(lr0, t, factor, cada)


EXERCISE = Exercise(
    id=ID,
    name="decaimiento_escalonado",
    reference=decaimiento_escalonado,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        rates("El ejemplo: 0,1 a la mitad cada 10 épocas, en t = 25", 0.1, 25, 0.5, 10),
        rates("En t = 0 vale lr0", 0.1, 0, 0.5, 10),
        rates("La época anterior a bajar", 0.1, 9, 0.5, 10),
        rates("La época en que baja", 0.1, 10, 0.5, 10),
        rates("Otro factor, cada 4", 0.8, 11, 0.25, 4),
        rates("Los valores por defecto", 0.1, 34),
        rates("Un arreglo de épocas", 0.1, np.arange(0, 45, 3), 0.5, 10),
        *schedules.public_shapes(0.8, 0.5, 3),
        rates("Baja en cada época: cada = 1", 0.8, 3, 0.5, 1, edge=True),
        rates("cada = 0: ValueError", 0.1, 5, 0.5, 0, edge=True),
        rates("cada negativo: ValueError", 0.1, 5, 0.5, -2, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=schedules.comparisons(ID),
    variants=(
        Variant(
            "sin_suelo",
            _with(lambda lr0, t, factor, cada: lr0 * factor ** (t / cada)),
            "Tu tasa baja un poco en cada época: falta el suelo, ⌊t/cada⌋.",
            "Con cada = 10, el exponente es 0 de la época 0 a la 9, 1 de la 10 a la 19… Es la "
            "división entera: `t // cada`.",
        ),
        Variant(
            "redondea",
            _with(lambda lr0, t, factor, cada: lr0 * factor ** np.round(np.divide(t, cada))),
            "Redondeas t/cada al entero más cercano: la tasa baja a mitad de cada tramo.",
            "⌊·⌋ es el suelo: el mayor entero que no pasa de t/cada. Es `t // cada`.",
        ),
        Variant(
            "techo",
            _with(lambda lr0, t, factor, cada: lr0 * factor ** np.ceil(np.divide(t, cada))),
            "Redondeas t/cada hacia arriba: la tasa baja ya en la época 1.",
            "⌊·⌋ es el suelo, no el techo: `t // cada`.",
        ),
        Variant(
            "una_sola_vez",
            _with(lambda lr0, t, factor, cada: np.where(np.asarray(t) >= cada, lr0 * factor, lr0)),
            "Tu tasa baja una sola vez y ya no se mueve.",
            "Con cada = 10 baja en la época 10, y otra vez en la 20, en la 30 y así siempre.",
        ),
        Variant(
            "multiplica_por_veces",
            _with(lambda lr0, t, factor, cada: lr0 * factor * (t // cada)),
            "Multiplicas el factor por el número de bajadas, en vez de elevarlo.",
            "Bajar dos veces a la mitad es multiplicar por 0,5 · 0,5 = 0,5², no por 0,5 · 2.",
        ),
        Variant(
            "uno_menos_factor",
            _with(lambda lr0, t, factor, cada: lr0 * (1 - factor) ** (t // cada)),
            "Multiplicas por 1 − factor en cada bajada.",
            "Se multiplica por el factor, tal cual: con 0,25 queda una cuarta parte.",
        ),
        Variant(
            "divide_entre_el_factor",
            _with(lambda lr0, t, factor, cada: lr0 / factor ** (t // cada)),
            "Tu tasa sube en vez de bajar: divides entre el factor.",
            "Con factor = 0,5 cada bajada multiplica por 0,5.",
        ),
        Variant(
            "resto",
            _with(lambda lr0, t, factor, cada: lr0 * factor ** (t % cada)),
            "Usas el resto de dividir t entre `cada`, no el cociente.",
            "`%` es el resto y `//` el cociente: cuántas veces han pasado ya `cada` épocas.",
        ),
        Variant(
            "resta",
            _with(lambda lr0, t, factor, cada: lr0 - factor * (t // cada)),
            "Restas el factor en cada bajada.",
            "Cada bajada multiplica la tasa por el factor; si se restara, acabaría bajo cero.",
        ),
        Variant(
            "sin_lr0",
            _with(lambda lr0, t, factor, cada: 1.0 * factor ** (t // cada)),
            "En tu tasa no interviene lr0.",
            "En t = 0 ha de valer lr0: la potencia multiplica a lr0.",
        ),
        Variant(
            "otro_factor_por_defecto",
            _other_defaults,
            "Si no se dice el factor, usas 0,1.",
            "Mira los valores por defecto de la cabecera del enunciado: el factor es 0,5.",
        ),
        Variant(
            "un_tramo_de_mas",
            _with(lambda lr0, t, f, cada: lr0 * f ** (t // (cada + 1))),
            "Tus tramos duran una época de más: divides entre cada + 1.",
            "Con cada = 10 la tasa baja justo en t = 10, en t = 20 y así.",
        ),
        Variant(
            "cada_fijo",
            _with(lambda lr0, t, f, cada: lr0 * f ** (t // 10)),
            "No usas `cada`: bajas siempre cada 10.",
            "Divide entre el argumento `cada`; 10 es solo su valor por defecto.",
        ),
        *schedules.common_variants(decaimiento_escalonado, _naive),
    ),
    accepted={
        **schedules.accepted(_one, _whole),
        "número a número": lambda lr0, t, factor=0.5, cada=10: (
            decaimiento_escalonado(lr0, t, factor, cada)
            if np.ndim(t) or t < 0 or cada < 1
            else lr0 * math.pow(factor, math.floor(t / cada))
        ),
    },
)
