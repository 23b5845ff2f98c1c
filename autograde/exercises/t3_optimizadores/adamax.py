"""t3.Adamax: Adam con el mayor gradiente reciente."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Adamax

ID = "t3.Adamax"
Array = Any


def _mean(h: Any, s: Any, g: Array) -> None:
    s.m = h.beta1 * s.m + (1 - h.beta1) * g


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


RECIPE = recipes.Recipe(
    {"lr": 0.002, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    recipes.starting_at_zero("m", "u"),
    _formula,
)

# --- correctas, escritas de otra manera ------------------------------------------------------


class _Where:
    """El máximo con `where`, y m corregida aparte."""

    def __init__(
        self, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m: Array = None
        self.u: Array = None
        self.t = 0

    def paso(self, w: Array, g: Array) -> Array:
        if self.m is None:
            self.m, self.u = np.zeros_like(w), np.zeros_like(w)
        self.t += 1
        self.m = self.m + (1 - self.beta1) * (g - self.m)
        old, size = self.beta2 * self.u, np.abs(g)
        self.u = np.where(old > size, old, size)
        corrected = self.m / (1 - self.beta1**self.t)
        return w - self.lr * corrected / (self.u + self.eps)


class _Powers:
    """Lleva la potencia de beta1 al día y escribe en sus propios arreglos."""

    def __init__(
        self, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m: Array = None
        self.u: Array = None
        self.power = 1.0

    def paso(self, w: Array, g: Array) -> Array:
        if self.m is None:
            self.m, self.u = np.zeros_like(w), np.zeros_like(w)
        self.power *= self.beta1
        self.m *= self.beta1
        self.m += (1 - self.beta1) * g
        self.u *= self.beta2
        self.u = np.maximum(self.u, abs(g))
        return w - self.m * (self.lr / (1 - self.power)) / (self.u + self.eps)


# --- equivocadas -----------------------------------------------------------------------------


def _uncorrected(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    return w - h.lr * s.m / (s.u + h.eps)


def _corrects_u(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u / (1 - h.beta2**s.t) + h.eps)


def _signed(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, g)
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


def _adam(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = h.beta2 * s.u + (1 - h.beta2) * g**2
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (np.sqrt(s.u) + h.eps)


def _mean_of_sizes(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = h.beta2 * s.u + (1 - h.beta2) * abs(g)
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


def _never_decays(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(s.u, abs(g))
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


def _one_maximum(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g).max())
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


def _decays_later(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = h.beta2 * np.maximum(s.u, abs(g))
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


def _from_zero(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    correction = 1 - h.beta1 ** (s.t - 1)
    return w - h.lr * (s.m / correction) / (s.u + h.eps)


def _gradient_on_top(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    return w - h.lr * g / (s.u + h.eps)


def _without_eps(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    return w - h.lr / (1 - h.beta1**s.t) * s.m / s.u


def _torch(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g) + h.eps)
    return w - h.lr / (1 - h.beta1**s.t) * s.m / s.u


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {
        "lr": float(rng.uniform(0.05, 0.5)),
        "beta1": float(rng.uniform(0.6, 0.85)),
        "beta2": float(rng.uniform(0.9, 0.99)),
        "eps": float(10 ** rng.uniform(-2, -1)),
    }


PUBLIC = cases.public(
    {"lr": 0.1, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    {"lr": 0.25, "beta1": 0.5, "beta2": 0.75, "eps": 0.125},
)

EXERCISE = Exercise(
    id=ID,
    name="Adamax",
    reference=Adamax,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "m, u y t", "lr/(1 − beta1ᵗ)·m/(u + eps)"),
        Variant(
            "sin_correccion_sesgo",
            RECIPE.with_formula(_uncorrected),
            "Falta la corrección del sesgo de m.",
            "m empieza en cero, así que al principio se queda corta. ¿Qué fracción de la media se "
            "ha llenado tras t pasos?",
        ),
        Variant(
            "corrige_u",
            RECIPE.with_formula(_corrects_u),
            "Corriges también el sesgo de u, y no lo tiene.",
            "u no es una media, sino un máximo: en el primer paso ya vale lo que el gradiente.",
        ),
        Variant(
            "sin_valor_absoluto",
            RECIPE.with_formula(_signed),
            "Al máximo le falta el valor absoluto: los gradientes negativos no cuentan.",
            "u mide el tamaño del gradiente, sea cual sea su signo.",
        ),
        Variant(
            "cuadrados",
            RECIPE.with_formula(_adam),
            "Tu u es la media de los cuadrados, como en Adam.",
            "Adamax no promedia ni eleva al cuadrado: se queda con el mayor.",
        ),
        Variant(
            "media_de_valores_absolutos",
            RECIPE.with_formula(_mean_of_sizes),
            "Tu u es una media de los valores absolutos.",
            "De lo anterior (ya reducido) y lo nuevo no se hace la media: ¿con cuál hay que "
            "quedarse?",
        ),
        Variant(
            "no_olvida",
            RECIPE.with_formula(_never_decays),
            "Tu u no decae nunca: beta2 no interviene.",
            "Antes de comparar, lo anterior pierde un poco de peso.",
        ),
        Variant(
            "decae_lo_nuevo",
            RECIPE.with_formula(_decays_later),
            "beta2 multiplica también al gradiente nuevo.",
            "Mira dónde cierras el paréntesis: solo decae lo anterior.",
        ),
        Variant(
            "un_maximo_para_todos",
            RECIPE.with_formula(_one_maximum),
            "Tomas el máximo entre todos los pesos, y divides todos por lo mismo.",
            "El máximo es en el tiempo y componente a componente: `np.maximum(a, b)`, no `max(a)`.",
        ),
        Variant(
            "t_desde_0",
            RECIPE.with_formula(_from_zero),
            "En el primer paso t vale 0, y 1 − beta1⁰ es cero: divides entre cero.",
            "El primer paso es t = 1. ¿Aumentas t antes o después de usarlo?",
        ),
        Variant(
            "gradiente_en_vez_de_m",
            RECIPE.with_formula(_gradient_on_top),
            "Avanzas según el gradiente de este paso: m no interviene.",
            "El numerador lleva la media de los gradientes, corregida.",
        ),
        Variant(
            "sin_eps",
            RECIPE.with_formula(_without_eps),
            "eps no interviene.",
            "¿Qué pasa con un peso que aún no ha tenido ningún gradiente distinto de cero?",
        ),
        Variant(
            "torch",
            RECIPE.with_formula(_torch),
            "Usas la convención de torch: eps se suma al gradiente nuevo, dentro del máximo.",
            "Vale igual. El artículo no lleva eps y cada biblioteca lo puso en un sitio; el "
            "enunciado sigue la de Keras.",
            note=True,
        ),
    ),
    accepted={
        "where": _Where,
        "potencias al día": _Powers,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
