"""t3.Adam: momentum y RMSprop juntos, con corrección del sesgo."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.adam_medido import SPEED
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Adam

Array = Any


def _moments(h: Any, s: Any, g: Array) -> None:
    s.m = h.beta1 * s.m + (1 - h.beta1) * g
    s.v = h.beta2 * s.v + (1 - h.beta2) * g**2


def _corrected(h: Any, s: Any, w: Array, t1: int, t2: int) -> Array:
    """El paso con la corrección de m en el paso t1 y la de v en el t2."""
    m, v = s.m / (1 - h.beta1**t1), s.v / (1 - h.beta2**t2)
    return w - h.lr * m / (np.sqrt(v) + h.eps)


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _corrected(h, s, w, s.t, s.t)


RECIPE = recipes.Recipe(
    {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    recipes.starting_at_zero("m", "v"),
    _formula,
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _powers(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Lleva las potencias de las betas al día."""
    s.power1, s.power2 = s.power1 * h.beta1, s.power2 * h.beta2
    s.m = s.m + (1 - h.beta1) * (g - s.m)
    s.v = s.v + (1 - h.beta2) * (g * g - s.v)
    return w - h.lr * (s.m / (1 - s.power1)) / ((s.v / (1 - s.power2)) ** 0.5 + h.eps)


def _one_rate(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Las dos correcciones, juntas en la tasa y en eps."""
    _moments(h, s, g)
    root = math.sqrt(1 - h.beta2**s.t)
    return w - h.lr * root / (1 - h.beta1**s.t) * s.m / (np.sqrt(s.v) + h.eps * root)


# --- equivocadas -----------------------------------------------------------------------------


def _uncorrected(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return w - h.lr * s.m / (np.sqrt(s.v) + h.eps)


def _corrected_twice(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    s.m, s.v = s.m / (1 - h.beta1**s.t), s.v / (1 - h.beta2**s.t)
    return w - h.lr * s.m / (np.sqrt(s.v) + h.eps)


def _from_zero(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _corrected(h, s, w, s.t - 1, s.t - 1)


def _from_two(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _corrected(h, s, w, s.t + 1, s.t + 1)


def _stopped(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _corrected(h, s, w, 1, 1)


def _only_m(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return w - h.lr * s.m / (1 - h.beta1**s.t) / (np.sqrt(s.v) + h.eps)


def _only_v(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return w - h.lr * s.m / (np.sqrt(s.v / (1 - h.beta2**s.t)) + h.eps)


def _times_t(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    m, v = s.m / (1 - h.beta1 * s.t), s.v / (1 - h.beta2 * s.t)
    return w - h.lr * m / (abs(v) ** 0.5 + h.eps)


def _times_t_without_abs(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    m, v = s.m / (1 - h.beta1 * s.t), s.v / (1 - h.beta2 * s.t)
    return w - h.lr * m / (np.sqrt(v) + h.eps)


def _corrects_the_root(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    root = np.sqrt(s.v) / (1 - h.beta2**s.t)
    return w - h.lr * s.m / (1 - h.beta1**s.t) / (root + h.eps)


def _square_of_m(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.m = h.beta1 * s.m + (1 - h.beta1) * g
    s.v = h.beta2 * s.v + (1 - h.beta2) * s.m**2
    return _corrected(h, s, w, s.t, s.t)


def _no_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.m = h.beta1 * s.m + (1 - h.beta1) * g
    s.v = h.beta2 * s.v + (1 - h.beta2) * g
    return _corrected(h, s, w, s.t, s.t)


def _no_root(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    m, v = s.m / (1 - h.beta1**s.t), s.v / (1 - h.beta2**s.t)
    return w - h.lr * m / (v + h.eps)


def _swapped(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.m = h.beta2 * s.m + (1 - h.beta2) * g
    s.v = h.beta1 * s.v + (1 - h.beta1) * g**2
    m, v = s.m / (1 - h.beta2**s.t), s.v / (1 - h.beta1**s.t)
    return w - h.lr * m / (np.sqrt(v) + h.eps)


def _sums(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.m = h.beta1 * s.m + g
    s.v = h.beta2 * s.v + g**2
    return _corrected(h, s, w, s.t, s.t)


def _gradient_on_top(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return w - h.lr * g / (np.sqrt(s.v / (1 - h.beta2**s.t)) + h.eps)


def _eps_inside(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    m, v = s.m / (1 - h.beta1**s.t), s.v / (1 - h.beta2**s.t)
    return w - h.lr * m / np.sqrt(v + h.eps)


def _keras(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    rate = h.lr * math.sqrt(1 - h.beta2**s.t) / (1 - h.beta1**s.t)
    return w - rate * s.m / (np.sqrt(s.v) + h.eps)


EXERCISE = exercise(
    Adam,
    RECIPE,
    correctness=0.75,
    speed=SPEED,
    example=cases.BETAS_EXAMPLE,
    other=cases.BETAS_OTHER,
    ranges=cases.BETAS_RANGES,
    state="m, v y t",
    update="lr·m̂/(√v̂ + eps)",
    mistakes=(
        RECIPE.mistake(
            "sin_correccion_sesgo",
            _uncorrected,
            "Falta la corrección del sesgo: usas m y v tal como están.",
            "m y v empiezan en cero, así que al principio se quedan cortas. ¿Qué fracción de la "
            "media se ha llenado tras t pasos?",
        ),
        RECIPE.mistake(
            "correccion_acumulada",
            _corrected_twice,
            "Corriges el sesgo dos veces: guardas m y v ya corregidas y en el paso siguiente las "
            "vuelves a corregir.",
            "m̂ y v̂ solo sirven para dar este paso. Lo que se recuerda es m y v, sin corregir.",
        ),
        RECIPE.mistake(
            "t_desde_0",
            _from_zero,
            "En el primer paso t vale 0, y 1 − beta⁰ es cero: divides entre cero.",
            recipes.BEGINS_AT_ONE,
        ),
        RECIPE.mistake(
            "t_desde_2",
            _from_two,
            "Tu t va un paso por delante: en el primer paso vale 2.",
            "Si t empieza en 1 y además lo aumentas antes de usarlo, cuentas un paso de más.",
        ),
        RECIPE.mistake(
            "t_no_avanza",
            _stopped,
            "La corrección es siempre la del primer paso: t no avanza.",
            "¿Guardas el t nuevo en `self`?",
        ),
        RECIPE.mistake(
            "solo_corrige_m",
            _only_m,
            "Corriges el sesgo de m, pero no el de v.",
            "Las dos medias empiezan en cero; cada una se corrige con su beta.",
        ),
        RECIPE.mistake(
            "solo_corrige_v",
            _only_v,
            "Corriges el sesgo de v, pero no el de m.",
            "Las dos medias empiezan en cero; cada una se corrige con su beta.",
        ),
        RECIPE.mistake(
            "beta_por_t",
            _times_t_without_abs,
            "En la corrección del sesgo multiplicas beta por t.",
            "Es una potencia, 1 − betaᵗ: en Python, `1 - beta**t`.",
            others=(_times_t,),
        ),
        RECIPE.mistake(
            "corrige_la_raiz",
            _corrects_the_root,
            "Divides la raíz de v entre 1 − beta2ᵗ.",
            "Lo que se corrige es v: la raíz se saca después, de v̂.",
        ),
        RECIPE.mistake(
            "cuadrado_de_m",
            _square_of_m,
            "Tu v promedia los cuadrados de m, y no los de g.",
            "m y v son dos medias del mismo gradiente: una de g y otra de g².",
        ),
        RECIPE.mistake(
            "sin_cuadrado",
            _no_square,
            "Tu v promedia los gradientes, no sus cuadrados.",
            "v mide el tamaño del gradiente, sin el signo: por eso lleva un cuadrado, y por eso "
            "después hay una raíz.",
        ),
        RECIPE.mistake(
            "sin_raiz",
            _no_root,
            "Divides entre v̂ en lugar de entre su raíz.",
            "Fíjate en las unidades: si g se mide en metros, v̂ se mide en metros al cuadrado.",
        ),
        RECIPE.mistake(
            "betas_cambiadas",
            _swapped,
            "Has intercambiado beta1 y beta2.",
            "beta1 es la de la media de los gradientes (m) y beta2 la de la media de sus cuadrados "
            "(v).",
        ),
        RECIPE.mistake(
            "suma_sin_promediar",
            _sums,
            "El gradiente nuevo entra entero en m y en v: lo que llevas son sumas, no medias.",
            "En una media móvil los dos pesos suman 1. Si lo viejo pesa beta, ¿cuánto lo nuevo?",
        ),
        RECIPE.mistake(
            "gradiente_en_vez_de_m",
            _gradient_on_top,
            recipes.GRADIENT_ON_TOP,
            "El numerador lleva la media de los gradientes, que es la inercia de Adam.",
        ),
        RECIPE.mistake(
            "eps_dentro",
            _eps_inside,
            "Sumas eps dentro de la raíz.",
            "Vale igual: hay quien lo escribe así. En el algoritmo 1 del artículo, que es el del "
            "enunciado, eps se suma después de sacar la raíz.",
            note=True,
        ),
        RECIPE.mistake(
            "keras",
            _keras,
            "Usas la convención de Keras: eps se suma antes de corregir el sesgo de v.",
            "Vale igual. Se nota en los primeros pasos o con gradientes muy pequeños; el enunciado "
            "sigue el algoritmo 1 del artículo, como torch.",
            note=True,
        ),
    ),
    accepted={
        "potencias al día": RECIPE.written(_powers, m=0.0, v=0.0, power1=1.0, power2=1.0),
        "una sola tasa": RECIPE.with_formula(_one_rate),
    },
)
