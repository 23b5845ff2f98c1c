"""t3.Adagrad: una tasa por peso, que solo encoge."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Adagrad

Array = Any


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / (np.sqrt(s.a) + h.eps)


RECIPE = recipes.Recipe({"lr": 0.01, "eps": 1e-8}, recipes.starting_at_zero("a"), _formula)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _remembers(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Guarda todos los cuadrados y los suma cada vez: gasta memoria, pero es lo mismo."""
    s.squares = (*s.squares, np.square(g))
    return w - h.lr / (sum(s.squares) ** 0.5 + h.eps) * g


# --- equivocadas -----------------------------------------------------------------------------


def _no_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g
    return w - h.lr * g / (np.sqrt(s.a) + h.eps)


def _absolute(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + abs(g)
    return w - h.lr * g / (np.sqrt(s.a) + h.eps)


def _no_root(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / (s.a + h.eps)


def _mean(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / (np.sqrt(s.a / s.t) + h.eps)


def _one_for_all(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + (g**2).sum()
    return w - h.lr * g / (np.sqrt(s.a) + h.eps)


def _late(h: Any, s: Any, w: Array, g: Array) -> Array:
    new = w - h.lr * g / (np.sqrt(s.a + 0 * g) + h.eps)
    s.a = s.a + g**2
    return new


def _without_eps(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / np.sqrt(s.a)


def _decaying(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = 0.9 * s.a + 0.1 * g**2
    return w - h.lr * g / (np.sqrt(s.a) + h.eps)


def _without_gradient(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr / (np.sqrt(s.a) + h.eps)


def _shrinking_rate(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    s.rate = (h.lr if s.rate is None else s.rate) / (np.sqrt(s.a) + h.eps)
    return w - s.rate * g


def _eps_outside(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / np.sqrt(s.a) + h.eps


def _eps_inside(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / np.sqrt(s.a + h.eps)


EXERCISE = exercise(
    Adagrad,
    RECIPE,
    correctness=0.5,
    example={"lr": 0.1, "eps": 1e-8},
    other={"lr": 0.5, "eps": 0.125},
    ranges={"lr": (0.05, 0.5)},
    state="el acumulador a",
    update="lr·g/(√a + eps)",
    mistakes=(
        RECIPE.mistake(
            "sin_cuadrado",
            _no_square,
            "Acumulas los gradientes, no sus cuadrados.",
            "Los gradientes de signo contrario se cancelan, y la raíz de un número negativo es "
            "`nan`. ¿Qué se acumula en la fórmula?",
        ),
        RECIPE.mistake(
            "valor_absoluto",
            _absolute,
            "Acumulas los valores absolutos de los gradientes.",
            "Para que la raíz devuelva algo con las unidades del gradiente, hay que acumular otra "
            "cosa.",
        ),
        RECIPE.mistake(
            "sin_raiz",
            _no_root,
            "Divides entre el acumulador, sin sacar la raíz.",
            "Fíjate en las unidades: si g se mide en metros, a se mide en metros al cuadrado.",
        ),
        RECIPE.mistake(
            "media_en_vez_de_suma",
            _mean,
            "Divides el acumulador entre el número de pasos: es una media, no una suma.",
            "En Adagrad el acumulador es la suma de todos los cuadrados; por eso el paso encoge "
            "siempre.",
        ),
        RECIPE.mistake(
            "un_acumulador_para_todos",
            _one_for_all,
            "Sumas los cuadrados de todos los pesos en un solo acumulador.",
            "La gracia de Adagrad es que cada peso tenga el suyo: `g**2` ya va componente a "
            "componente.",
        ),
        RECIPE.mistake(
            "acumulador_atrasado",
            _late,
            "Das el paso antes de acumular el gradiente nuevo.",
            "En el primer paso dividirías solo entre eps. ¿Qué va antes en la fórmula?",
        ),
        RECIPE.mistake(
            "lr_acumulada",
            RECIPE.written(_shrinking_rate, a=0.0, rate=None),
            "Cambias `self.lr` en cada paso, y la siguiente división parte de la ya dividida.",
            "lr es siempre la misma. La tasa de cada peso, lr/(√a + eps), se calcula en una "
            "variable del paso.",
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
            "olvida",
            _decaying,
            "Tu acumulador olvida: es una media que decae, como la de RMSprop.",
            "En Adagrad nada se olvida; a lo acumulado solo se le suma.",
        ),
        RECIPE.mistake(
            "sin_gradiente",
            _without_gradient,
            "El gradiente no aparece en el numerador.",
            "lr/(√a + eps) es la tasa de cada peso. ¿Por qué se multiplica una tasa?",
        ),
        RECIPE.mistake(
            "keras",
            RECIPE.written(_eps_inside, a=0.1),
            "Usas la convención de Keras: el acumulador empieza en 0,1 y eps está dentro de la "
            "raíz.",
            "Vale igual. Los primeros pasos salen más cortos; el enunciado sigue la de torch.",
            note=True,
        ),
        RECIPE.mistake(
            "eps_dentro",
            RECIPE.written(_eps_inside, a=0.0),
            "Sumas eps dentro de la raíz, como Keras.",
            "Vale igual. La diferencia solo se nota cuando el gradiente es muy pequeño.",
            note=True,
        ),
        RECIPE.mistake(
            "acumulador_en_0_1",
            RECIPE.written(_formula, a=0.1),
            "Tu acumulador empieza en 0,1, como en Keras.",
            "Vale igual. Los primeros pasos salen más cortos que empezando en cero.",
            note=True,
        ),
    ),
    accepted={"todos los gradientes": RECIPE.written(_remembers, squares=())},
)
