"""t3.Adam: momentum y RMSprop juntos, con corrección del sesgo."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.adam_medido import SPEED
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Adam

ID = "t3.Adam"
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


class _OwnArrays:
    """Escribe en sus propios arreglos y lleva las potencias de las betas al día."""

    def __init__(
        self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        self.lr, self.beta1, self.beta2, self.eps = lr, beta1, beta2, eps
        self.m: Array = None
        self.v: Array = None
        self.power1 = self.power2 = 1.0

    def paso(self, w: Array, g: Array) -> Array:
        if self.m is None:
            self.m, self.v = np.zeros_like(w), np.zeros_like(w)
        self.power1 *= self.beta1
        self.power2 *= self.beta2
        self.m += (1 - self.beta1) * (g - self.m)
        self.v += (1 - self.beta2) * (g * g - self.v)
        m, v = self.m / (1 - self.power1), self.v / (1 - self.power2)
        return w - self.lr * m / (v**0.5 + self.eps)


class _OneRate:
    """Las dos correcciones, juntas en la tasa y en eps."""

    def __init__(
        self, lr: float = 0.001, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        self.lr, self.betas, self.eps = lr, (beta1, beta2), eps
        self.state: tuple[int, Array, Array] = (0, 0.0, 0.0)

    def paso(self, w: Array, g: Array) -> Array:
        beta1, beta2 = self.betas
        t, m, v = self.state
        t, m, v = t + 1, beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g
        self.state = t, m, v
        root = math.sqrt(1 - beta2**t)
        return w - self.lr * root / (1 - beta1**t) * m / (np.sqrt(v) + self.eps * root)


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
    name="Adam",
    reference=Adam,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.25, CellKind.SPEED: 0.5},
    speed=SPEED,
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "m, v y t", "lr·m̂/(√v̂ + eps)"),
        Variant(
            "sin_correccion_sesgo",
            RECIPE.with_formula(_uncorrected),
            "Falta la corrección del sesgo: usas m y v tal como están.",
            "m y v empiezan en cero, así que al principio se quedan cortas. ¿Qué fracción de la "
            "media se ha llenado tras t pasos?",
        ),
        Variant(
            "correccion_acumulada",
            RECIPE.with_formula(_corrected_twice),
            "Corriges el sesgo dos veces: guardas m y v ya corregidas y en el paso siguiente las "
            "vuelves a corregir.",
            "m̂ y v̂ solo sirven para dar este paso. Lo que se recuerda es m y v, sin corregir.",
        ),
        Variant(
            "t_desde_0",
            RECIPE.with_formula(_from_zero),
            "En el primer paso t vale 0, y 1 − beta⁰ es cero: divides entre cero.",
            "El primer paso es t = 1. ¿Aumentas t antes o después de usarlo?",
        ),
        Variant(
            "t_desde_2",
            RECIPE.with_formula(_from_two),
            "Tu t va un paso por delante: en el primer paso vale 2.",
            "Si t empieza en 1 y además lo aumentas antes de usarlo, cuentas un paso de más.",
        ),
        Variant(
            "t_no_avanza",
            RECIPE.with_formula(_stopped),
            "La corrección es siempre la del primer paso: t no avanza.",
            "¿Guardas el t nuevo en `self`?",
        ),
        Variant(
            "solo_corrige_m",
            RECIPE.with_formula(_only_m),
            "Corriges el sesgo de m, pero no el de v.",
            "Las dos medias empiezan en cero; cada una se corrige con su beta.",
        ),
        Variant(
            "solo_corrige_v",
            RECIPE.with_formula(_only_v),
            "Corriges el sesgo de v, pero no el de m.",
            "Las dos medias empiezan en cero; cada una se corrige con su beta.",
        ),
        Variant(
            "sin_cuadrado",
            RECIPE.with_formula(_no_square),
            "Tu v promedia los gradientes, no sus cuadrados.",
            "v mide el tamaño del gradiente, sin el signo: por eso lleva un cuadrado, y por eso "
            "después hay una raíz.",
        ),
        Variant(
            "sin_raiz",
            RECIPE.with_formula(_no_root),
            "Divides entre v̂ en lugar de entre su raíz.",
            "Fíjate en las unidades: si g se mide en metros, v̂ se mide en metros al cuadrado.",
        ),
        Variant(
            "betas_cambiadas",
            RECIPE.with_formula(_swapped),
            "Has intercambiado beta1 y beta2.",
            "beta1 es la de la media de los gradientes (m) y beta2 la de la media de sus cuadrados "
            "(v).",
        ),
        Variant(
            "suma_sin_promediar",
            RECIPE.with_formula(_sums),
            "El gradiente nuevo entra entero en m y en v: lo que llevas son sumas, no medias.",
            "En una media móvil los dos pesos suman 1. Si lo viejo pesa beta, ¿cuánto lo nuevo?",
        ),
        Variant(
            "gradiente_en_vez_de_m",
            RECIPE.with_formula(_gradient_on_top),
            "Avanzas según el gradiente de este paso: m no interviene.",
            "El numerador lleva la media de los gradientes, que es la inercia de Adam.",
        ),
        Variant(
            "eps_dentro",
            RECIPE.with_formula(_eps_inside),
            "Sumas eps dentro de la raíz.",
            "En el algoritmo 1 del artículo, eps se suma después de sacar la raíz.",
        ),
        Variant(
            "keras",
            RECIPE.with_formula(_keras),
            "Usas la convención de Keras: eps se suma antes de corregir el sesgo de v.",
            "Vale igual. Se nota en los primeros pasos o con gradientes muy pequeños; el enunciado "
            "sigue el algoritmo 1 del artículo, como torch.",
            note=True,
        ),
    ),
    accepted={
        "arreglos propios": _OwnArrays,
        "una sola tasa": _OneRate,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
