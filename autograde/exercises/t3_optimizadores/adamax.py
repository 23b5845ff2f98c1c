"""t3.Adamax: Adam con el mayor gradiente reciente."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Adamax

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


def _where(h: Any, s: Any, w: Array, g: Array) -> Array:
    """El máximo con `where`, y m corregida aparte."""
    s.m = s.m + (1 - h.beta1) * (g - s.m)
    old, size = h.beta2 * s.u + 0 * g, np.abs(g)
    s.u = np.where(old > size, old, size)
    return w - h.lr * (s.m / (1 - h.beta1**s.t)) / (s.u + h.eps)


def _powers(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Lleva la potencia de beta1 al día."""
    s.power = s.power * h.beta1
    _mean(h, s, g)
    s.u = np.maximum(s.u * h.beta2, abs(g))
    return w - s.m * (h.lr / (1 - s.power)) / (s.u + h.eps)


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


def _decays_with_beta1(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta1 * s.u, abs(g))
    return w - h.lr / (1 - h.beta1**s.t) * s.m / (s.u + h.eps)


def _stopped(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean(h, s, g)
    s.u = np.maximum(h.beta2 * s.u, abs(g))
    return w - h.lr / (1 - h.beta1) * s.m / (s.u + h.eps)


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


EXERCISE = exercise(
    Adamax,
    RECIPE,
    correctness=0.5,
    example=cases.BETAS_EXAMPLE,
    other=cases.BETAS_OTHER,
    ranges=cases.BETAS_RANGES,
    state="m, u y t",
    update="lr/(1 − beta1ᵗ)·m/(u + eps)",
    mistakes=(
        RECIPE.mistake(
            "sin_correccion_sesgo",
            _uncorrected,
            "Falta la corrección del sesgo de m.",
            "m empieza en cero, así que al principio se queda corta. ¿Qué fracción de la media se "
            "ha llenado tras t pasos?",
        ),
        RECIPE.mistake(
            "corrige_u",
            _corrects_u,
            "Corriges también el sesgo de u, y no lo tiene.",
            "u no es una media, sino un máximo: en el primer paso ya vale lo que el gradiente.",
        ),
        RECIPE.mistake(
            "sin_valor_absoluto",
            _signed,
            "Al máximo le falta el valor absoluto: los gradientes negativos no cuentan.",
            "u mide el tamaño del gradiente, sea cual sea su signo.",
        ),
        RECIPE.mistake(
            "cuadrados",
            _adam,
            "Tu u es la media de los cuadrados, como en Adam.",
            "Adamax no promedia ni eleva al cuadrado: se queda con el mayor.",
        ),
        RECIPE.mistake(
            "media_de_valores_absolutos",
            _mean_of_sizes,
            "Tu u es una media de los valores absolutos.",
            "De lo anterior (ya reducido) y lo nuevo no se hace la media: ¿con cuál hay que "
            "quedarse?",
        ),
        RECIPE.mistake(
            "no_olvida",
            _never_decays,
            "Tu u no decae nunca: beta2 no interviene.",
            "Antes de comparar, lo anterior pierde un poco de peso.",
        ),
        RECIPE.mistake(
            "decae_con_beta1",
            _decays_with_beta1,
            "Tu u decae con beta1, que es la de m.",
            "Cada memoria tiene su beta: m, beta1; u, beta2.",
        ),
        RECIPE.mistake(
            "t_no_avanza",
            _stopped,
            "La corrección es siempre la del primer paso: t no avanza.",
            "¿Guardas el t nuevo en `self`?",
        ),
        RECIPE.mistake(
            "decae_lo_nuevo",
            _decays_later,
            "beta2 multiplica también al gradiente nuevo.",
            "Mira dónde cierras el paréntesis: solo decae lo anterior.",
        ),
        RECIPE.mistake(
            "un_maximo_para_todos",
            _one_maximum,
            "Tomas el máximo entre todos los pesos, y divides todos por lo mismo.",
            "El máximo es en el tiempo y componente a componente: `np.maximum(a, b)`, no `max(a)`.",
        ),
        RECIPE.mistake(
            "t_desde_0",
            _from_zero,
            "En el primer paso t vale 0, y 1 − beta1⁰ es cero: divides entre cero.",
            recipes.BEGINS_AT_ONE,
        ),
        RECIPE.mistake(
            "gradiente_en_vez_de_m",
            _gradient_on_top,
            recipes.GRADIENT_ON_TOP,
            "El numerador lleva la media de los gradientes, corregida.",
        ),
        RECIPE.mistake(
            "sin_eps",
            _without_eps,
            *recipes.WITHOUT_EPS,
        ),
        RECIPE.mistake(
            "torch",
            _torch,
            "Usas la convención de torch: eps se suma al gradiente nuevo, dentro del máximo.",
            "Vale igual. El artículo no lleva eps y cada biblioteca lo puso en un sitio; el "
            "enunciado sigue la de Keras.",
            note=True,
        ),
    ),
    accepted={
        "where": RECIPE.with_formula(_where),
        "potencias al día": RECIPE.written(_powers, m=0.0, u=0.0, power=1.0),
    },
)
