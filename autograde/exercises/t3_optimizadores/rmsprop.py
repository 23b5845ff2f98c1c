"""t3.RMSprop: una tasa por peso, que olvida."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import RMSprop

Array = Any


def _mean_square(h: Any, s: Any, g: Array) -> None:
    s.v = h.rho * s.v + (1 - h.rho) * g**2


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


RECIPE = recipes.Recipe(
    {"lr": 0.001, "rho": 0.9, "eps": 1e-8}, recipes.starting_at_zero("v"), _formula
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _towards(h: Any, s: Any, w: Array, g: Array) -> Array:
    """La media se acerca al cuadrado nuevo una fracción 1 − rho."""
    s.v = s.v + (1 - h.rho) * (np.square(g) - s.v)
    return w - h.lr / (s.v**0.5 + h.eps) * g


# --- equivocadas -----------------------------------------------------------------------------


def _swapped(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = (1 - h.rho) * s.v + h.rho * g**2
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


def _never_forgets(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = s.v + g**2
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


def _whole_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.rho * s.v + g**2
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


def _no_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.rho * s.v + (1 - h.rho) * g
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


def _no_root(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / (s.v + h.eps)


def _late(h: Any, s: Any, w: Array, g: Array) -> Array:
    new = w - h.lr * g / (np.sqrt(s.v + 0 * g) + h.eps)
    _mean_square(h, s, g)
    return new


def _corrected(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / (np.sqrt(s.v / (1 - h.rho**s.t)) + h.eps)


def _one_for_all(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.rho * s.v + (1 - h.rho) * (g**2).mean()
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


def _without_eps(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / np.sqrt(s.v)


def _begins_with_the_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = g**2 if s.v is None else h.rho * s.v + (1 - h.rho) * g**2
    return w - h.lr * g / (np.sqrt(s.v) + h.eps)


def _without_gradient(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr / (np.sqrt(s.v) + h.eps)


def _eps_outside(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / np.sqrt(s.v) + h.eps


def _eps_inside(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / np.sqrt(s.v + h.eps)


EXERCISE = exercise(
    RMSprop,
    RECIPE,
    correctness=0.5,
    example={"lr": 0.1, "rho": 0.9, "eps": 1e-8},
    other={"lr": 0.25, "rho": 0.75, "eps": 0.125},
    ranges={"lr": (0.05, 0.5), "rho": (0.6, 0.95)},
    state="la media v",
    update="lr·g/(√v + eps)",
    mistakes=(
        RECIPE.mistake(
            "rho_al_reves",
            _swapped,
            "Has intercambiado rho y 1 − rho.",
            "rho, que es casi 1, es la parte que se conserva de lo anterior.",
        ),
        RECIPE.mistake(
            "no_olvida",
            _never_forgets,
            "Tu v solo crece: es el acumulador de Adagrad.",
            "RMSprop se distingue precisamente en que lo anterior va perdiendo peso.",
        ),
        RECIPE.mistake(
            "cuadrado_entero",
            _whole_square,
            "El cuadrado nuevo entra entero: v no es una media.",
            "En una media móvil los dos pesos suman 1. Si lo viejo pesa rho, ¿cuánto lo nuevo?",
        ),
        RECIPE.mistake(
            "sin_cuadrado",
            _no_square,
            "Promedias los gradientes, no sus cuadrados.",
            "Los gradientes de signo contrario se cancelan, y la raíz de un número negativo es "
            "`nan`. ¿Qué se promedia en la fórmula?",
        ),
        RECIPE.mistake(
            "sin_raiz",
            _no_root,
            "Divides entre v en lugar de entre su raíz.",
            "Fíjate en las unidades: si g se mide en metros, v se mide en metros al cuadrado.",
        ),
        RECIPE.mistake(
            "media_atrasada",
            _late,
            "Das el paso con la media anterior, antes de incluir el gradiente nuevo.",
            "En el primer paso dividirías solo entre eps. ¿Qué va antes en la fórmula?",
        ),
        RECIPE.mistake(
            "corrige_el_sesgo",
            _corrected,
            "Corriges el sesgo de v, como Adam.",
            "Es una buena idea, pero RMSprop no lo hace: usa v tal como está.",
        ),
        RECIPE.mistake(
            "una_media_para_todos",
            _one_for_all,
            "Haces la media de los cuadrados de todos los pesos, y divides todos por lo mismo.",
            "La media es en el tiempo, no entre los pesos: cada peso lleva la suya.",
        ),
        RECIPE.mistake(
            "empieza_en_g2",
            RECIPE.written(_begins_with_the_square, v=None),
            "En el primer paso v vale g² entero.",
            "v empieza en 0, así que en el primer paso solo le llega (1 − rho)·g²: por eso ese "
            "paso es más largo.",
        ),
        RECIPE.mistake(
            "sin_gradiente",
            _without_gradient,
            "El gradiente no aparece en el numerador.",
            "lr/(√v + eps) es la tasa de cada peso. ¿Por qué se multiplica una tasa?",
        ),
        RECIPE.mistake(
            "eps_fuera_del_cociente",
            _eps_outside,
            "Sumas eps a los pesos, y no al denominador.",
            "En Python se divide antes de sumar: el denominador entero va entre paréntesis.",
        ),
        RECIPE.mistake(
            "sin_eps",
            _without_eps,
            *recipes.WITHOUT_EPS,
        ),
        RECIPE.mistake(
            "eps_dentro",
            _eps_inside,
            "Usas la convención de Keras: eps está dentro de la raíz.",
            "Vale igual. La diferencia solo se nota cuando el gradiente es muy pequeño; el "
            "enunciado sigue la de torch.",
            note=True,
        ),
    ),
    accepted={"se acerca": RECIPE.written(_towards, v=0.0)},
)
