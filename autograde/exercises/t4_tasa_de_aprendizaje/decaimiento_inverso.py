"""t4.decaimiento_inverso: la tasa «1/t», por iteración."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje import schedules
from autograde.exercises.t4_tasa_de_aprendizaje.schedules import rates, refuse_negative
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from solutions.planificadores import decaimiento_inverso

ID = "t4.decaimiento_inverso"
Array = Any


def _hidden(rng: np.random.Generator) -> list[Caso]:
    lr0, k = float(rng.uniform(0.01, 0.9)), float(rng.uniform(0.05, 0.9))
    t = int(rng.integers(5, 300))
    return [
        rates("al empezar", lr0, 0, k),
        rates("un paso", lr0, 1, k),
        rates("varios", lr0, t, k),
        rates("muchísimos", lr0, 1000 * t, k),
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
    divisor = 1.0
    divisor += k * t
    return lr0 / divisor


def _whole(lr0: float, t: Array, k: float) -> Array:
    _check(t, k)
    return lr0 * (1 + np.multiply(k, t)) ** -1.0


# --- equivocadas -----------------------------------------------------------------------------


def _naive(lr0: float, t: Array, k: float) -> Array:
    return lr0 / (1 + k * t)


def _refuses_zero(lr0: float, t: Array, k: float) -> Array:
    if k <= 0:
        raise ValueError("k")
    return decaimiento_inverso(lr0, t, k)


def _with(formula: Any) -> Any:
    """El plan que comprueba sus argumentos y aplica `formula(lr0, t, k)`."""

    def plan(lr0: float, t: Array, k: float) -> Array:
        _check(t, k)
        with np.errstate(all="ignore"):
            return formula(lr0, np.asarray(t), k)

    return plan


EXERCISE = Exercise(
    id=ID,
    name="decaimiento_inverso",
    reference=decaimiento_inverso,
    points={CellKind.CORRECTNESS: 0.4},
    public_cases=(
        rates("El ejemplo: lr0 = 0,1, k = 0,5, en t = 6", 0.1, 6, 0.5),
        rates("En t = 0 vale lr0", 0.1, 0, 0.5),
        rates("En t = 1", 0.8, 1, 0.25),
        rates("Tras un millón de iteraciones", 0.5, 1_000_000, 0.01),
        rates("Con k = 2", 0.5, 4, 2.0),
        rates("Un arreglo de iteraciones", 0.1, np.arange(0, 45, 5), 0.5),
        *schedules.public_shapes(0.8, 0.2),
        rates("k negativo: ValueError", 0.1, 5, -0.1, edge=True),
        rates("k = 0: la tasa no baja", 0.1, 5, 0.0, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=schedules.comparisons(ID),
    variants=(
        Variant(
            "sin_el_uno",
            _with(lambda lr0, t, k: lr0 / (k * t)),
            "Divides entre k·t, sin el 1: en t = 0 divides entre cero.",
            "El divisor es 1 + k·t, y en t = 0 vale 1.",
        ),
        Variant(
            "sin_k",
            _with(lambda lr0, t, k: lr0 / (1.0 + t)),
            "En tu tasa no interviene k.",
            "El divisor es 1 + k·t: con k pequeña la tasa baja más despacio.",
        ),
        Variant(
            "parentesis",
            _with(lambda lr0, t, k: lr0 / 1.0 + k * t),
            "Faltan paréntesis: solo divides entre 1, y luego sumas k·t.",
            "En Python se divide antes de sumar: `lr0 / (1 + k * t)`.",
        ),
        Variant(
            "otro_parentesis",
            _with(lambda lr0, t, k: lr0 / ((1.0 + k) * t)),
            "Tu divisor es (1 + k)·t.",
            "La t multiplica solo a k: 1 + k·t.",
        ),
        Variant(
            "potencia",
            _with(lambda lr0, t, k: lr0 / (1.0 + k) ** t),
            "Divides entre (1 + k) elevado a t: eso es un decaimiento exponencial.",
            "El divisor crece sumando k en cada paso, no multiplicándose: 1 + k·t.",
        ),
        Variant(
            "exponencial",
            _with(lambda lr0, t, k: lr0 * np.exp(-k * t)),
            "Tu tasa decae como e^(−k·t): ese es el ejercicio anterior.",
            "Aquí no hay exponencial: se divide entre 1 + k·t.",
        ),
        Variant(
            "raiz",
            _with(lambda lr0, t, k: lr0 / np.sqrt(1.0 + k * t)),
            "Divides entre la raíz de 1 + k·t.",
            "Hay quien usa la raíz, y baja más despacio; aquí se divide entre 1 + k·t.",
        ),
        Variant(
            "acumula",
            _with(
                lambda lr0, t, k: np.vectorize(
                    lambda i: lr0 / np.prod(1.0 + k * np.arange(1, min(i, 400) + 1)), [float]
                )(t)
            ),
            "En cada paso divides la tasa anterior, en vez de la inicial.",
            "En el instante t se divide lr0, la del principio, entre 1 + k·t.",
        ),
        Variant(
            "resta",
            _with(lambda lr0, t, k: lr0 * (1.0 - k * t)),
            "Tu tasa baja en línea recta y acaba siendo negativa.",
            "Se divide entre 1 + k·t: así es siempre positiva.",
        ),
        Variant(
            "sin_lr0",
            _with(lambda lr0, t, k: 1 / (1.0 + k * t)),
            "En tu tasa no interviene lr0.",
            "En t = 0 ha de valer lr0, no 1.",
        ),
        Variant(
            "suma_k_y_t",
            _with(lambda lr0, t, k: lr0 / (1.0 + k + t)),
            "En el divisor sumas k y t, en vez de multiplicarlas.",
            "El divisor es 1 + k·t.",
        ),
        Variant(
            "eleva_a_k",
            _with(lambda lr0, t, k: lr0 / (1.0 + t) ** k),
            "Elevas 1 + t a la k.",
            "La k multiplica a t: 1 + k·t.",
        ),
        Variant(
            "divide_entre_k",
            _with(lambda lr0, t, k: lr0 / (1.0 + t / k) if k else lr0 + 0.0 * t),
            "En tu divisor, k divide a t en vez de multiplicarla.",
            "Cuanto mayor es k, más deprisa baja: 1 + k·t.",
        ),
        Variant(
            "t_fuera",
            _with(lambda lr0, t, k: lr0 / (1.0 + k) * t),
            "La t está fuera del divisor: divides entre 1 + k, y luego multiplicas por t.",
            "En Python se divide antes: hacen falta los paréntesis de `lr0 / (1 + k * t)`.",
        ),
        Variant(
            "al_cuadrado",
            _with(lambda lr0, t, k: lr0 / (1.0 + k * t) ** 2),
            "Divides entre el cuadrado de 1 + k·t.",
            "Se divide una sola vez entre 1 + k·t.",
        ),
        Variant(
            "signo_menos",
            _with(lambda lr0, t, k: lr0 / (1.0 - k * t)),
            "En el divisor restas k·t en vez de sumarla.",
            "Con 1 + k·t el divisor crece, y la tasa baja sin dejar de ser positiva.",
        ),
        Variant(
            "division_entera",
            _with(lambda lr0, t, k: lr0 // (1.0 + k * t)),
            "Usas la división entera, y la tasa sale 0.",
            "`//` quita los decimales: aquí se divide con `/`.",
        ),
        Variant(
            "rechaza_k_cero",
            _refuses_zero,
            "Rechazas k = 0, que vale: la tasa no baja.",
            "Solo se rechaza una `k` **menor** que 0.",
        ),
        *schedules.common_variants(decaimiento_inverso, _naive),
    ),
    accepted=schedules.accepted(_one, _whole),
)
