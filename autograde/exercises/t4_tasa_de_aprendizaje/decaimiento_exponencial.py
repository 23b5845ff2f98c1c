"""t4.decaimiento_exponencial: la tasa cae en proporción a lo que vale."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje import schedules
from autograde.exercises.t4_tasa_de_aprendizaje.schedules import rates, refuse_negative
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from solutions.planificadores import decaimiento_exponencial

ID = "t4.decaimiento_exponencial"
Array = Any


def _hidden(rng: np.random.Generator) -> list[Caso]:
    lr0, k = float(rng.uniform(0.01, 0.9)), float(rng.uniform(0.02, 0.3))
    t = int(rng.integers(5, 40))
    return [
        rates("al empezar", lr0, 0, k),
        rates("un paso", lr0, 1, k),
        rates("varios", lr0, t, k),
        rates("muchos", lr0, 4 * t, k / 4),
        rates("con nombre", lr0, t, k=k + 0.1),
        rates("k mayor que 1", lr0, 3, 1 + k),
        *schedules.hidden_shapes(rng, lr0, k),
        rates("k negativo", lr0, t, -k, edge=True),
        rates("k = 0", lr0, t, 0.0, edge=True),
    ]


def _check(t: Array, k: float) -> None:
    refuse_negative(t)
    if k < 0:
        raise ValueError("k")


# --- correctas, escritas de otra manera ------------------------------------------------------


def _one(lr0: float, t: int, k: float) -> float:
    _check(t, k)
    tasa = lr0
    for _ in range(t):
        tasa *= math.exp(-k)
    return tasa


def _whole(lr0: float, t: Array, k: float) -> Array:
    _check(t, k)
    return lr0 / math.e ** (k * np.asarray(t))


# --- equivocadas -----------------------------------------------------------------------------


def _naive(lr0: float, t: Array, k: float) -> Array:
    return lr0 * np.exp(-k * t)


def _refuses_zero(lr0: float, t: Array, k: float) -> Array:
    if k <= 0:
        raise ValueError("k")
    return decaimiento_exponencial(lr0, t, k)


def _with(formula: Any) -> Any:
    """El plan que comprueba sus argumentos y aplica `formula(lr0, t, k)`."""

    def plan(lr0: float, t: Array, k: float) -> Array:
        _check(t, k)
        return formula(lr0, np.asarray(t), k)

    return plan


EXERCISE = Exercise(
    id=ID,
    name="decaimiento_exponencial",
    reference=decaimiento_exponencial,
    points={CellKind.CORRECTNESS: 0.4},
    public_cases=(
        rates("El ejemplo: lr0 = 0,1, k = 0,1, en t = 10", 0.1, 10, 0.1),
        rates("En t = 0 vale lr0", 0.1, 0, 0.1),
        rates("En t = 1", 0.8, 1, 0.25),
        rates("A la larga", 0.5, 60, 0.05),
        rates("Cae muy deprisa: k = 2", 0.5, 2, 2.0),
        rates("Un arreglo de épocas", 0.1, np.arange(0, 45, 5), 0.1),
        *schedules.public_shapes(0.8, 0.2),
        rates("k negativo: ValueError", 0.1, 5, -0.1, edge=True),
        rates("k = 0: la tasa no baja", 0.1, 5, 0.0, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=schedules.comparisons(ID),
    variants=(
        Variant(
            "crece",
            _with(lambda lr0, t, k: lr0 * np.exp(k * t)),
            "Tu tasa crece: al exponente le falta el signo menos.",
            "e elevado a un número negativo es menor que 1: $e^{-kt}$.",
        ),
        Variant(
            "discreto",
            _with(lambda lr0, t, k: lr0 * (1.0 - k) ** t),
            "Multiplicas por 1 − k en cada paso: se parece, pero no es e^(−k·t).",
            "En cada paso la tasa se multiplica por $e^{-k}$, que solo es casi 1 − k si k es muy "
            "pequeño.",
        ),
        Variant(
            "inverso",
            _with(lambda lr0, t, k: lr0 / (1.0 + k * t)),
            "Tu tasa decae como 1/(1 + k·t): ese es el ejercicio siguiente.",
            "Aquí hay una exponencial: `np.exp`.",
        ),
        Variant(
            "base_dos",
            _with(lambda lr0, t, k: lr0 * 2.0 ** (-k * t)),
            "La base de tu potencia es 2 y no e.",
            "`np.exp(z)` es e elevado a z.",
        ),
        Variant(
            "divide_entre_k",
            _with(lambda lr0, t, k: lr0 * np.exp(-t / k) if k else lr0 + 0.0 * t),
            "En tu exponente, k divide a t en vez de multiplicarlo.",
            "Cuanto mayor es k, más deprisa cae: el exponente es −k·t.",
        ),
        Variant(
            "k_fuera",
            _with(lambda lr0, t, k: lr0 * k * np.exp(-1.0 * t)),
            "La k multiplica a la exponencial, en vez de estar en el exponente.",
            "En t = 0 la tasa ha de valer lr0: mira qué sale con tu fórmula.",
        ),
        Variant(
            "lr0_en_el_exponente",
            _with(lambda lr0, t, k: np.exp(-k * t * lr0)),
            "lr0 está dentro del exponente.",
            "lr0 multiplica a la exponencial: en t = 0 la tasa vale lr0.",
        ),
        Variant(
            "sin_lr0",
            _with(lambda lr0, t, k: np.exp(-k * t)),
            "En tu tasa no interviene lr0.",
            "En t = 0 ha de valer lr0, no 1.",
        ),
        Variant(
            "t_al_cuadrado",
            _with(lambda lr0, t, k: lr0 * np.exp(-k * t**2)),
            "El exponente lleva t al cuadrado.",
            "Es −k·t, a secas: así la tasa cae lo mismo, en proporción, en cada paso.",
        ),
        Variant(
            "potencia_de_k",
            _with(lambda lr0, t, k: lr0 * float(k) ** t),
            "Elevas k, en vez de e.",
            "La base es e, y k va en el exponente: $e^{-kt}$.",
        ),
        Variant(
            "t_fuera",
            _with(lambda lr0, t, k: lr0 * np.exp(-k) * t),
            "La t multiplica a la exponencial, en vez de estar en el exponente.",
            "Es `np.exp(-k * t)`: en t = 0 la tasa ha de valer lr0, y con tu fórmula vale 0.",
        ),
        Variant(
            "base_diez",
            _with(lambda lr0, t, k: lr0 * 10.0 ** (-k * t)),
            "La base de tu potencia es 10 y no e.",
            "`np.exp(z)` es e elevado a z.",
        ),
        Variant(
            "resta_la_exponencial",
            _with(lambda lr0, t, k: lr0 - np.exp(-k * t)),
            "A lr0 le restas la exponencial, en vez de multiplicarla.",
            "lr0 **por** e elevado a −k·t.",
        ),
        Variant(
            "rechaza_k_cero",
            _refuses_zero,
            "Rechazas k = 0, que vale: la tasa no baja.",
            "Solo se rechaza una `k` **menor** que 0.",
        ),
        *schedules.common_variants(decaimiento_exponencial, _naive),
    ),
    accepted=schedules.accepted(_one, _whole),
)
