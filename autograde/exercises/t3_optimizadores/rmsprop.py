"""t3.RMSprop: una tasa por peso, que olvida."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import RMSprop

ID = "t3.RMSprop"
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


class _OwnArray:
    """Escribe en su propio arreglo, que nadie más ve."""

    def __init__(self, lr: float = 0.001, rho: float = 0.9, eps: float = 1e-8) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v: Array = None

    def paso(self, w: Array, g: Array) -> Array:
        if self.v is None:
            self.v = np.zeros_like(w)
        self.v *= self.rho
        self.v += (1 - self.rho) * np.square(g)
        return w - self.lr * g / (self.v**0.5 + self.eps)


class _Towards:
    """La media se acerca al cuadrado nuevo una fracción 1 − rho."""

    def __init__(self, lr: float = 0.001, rho: float = 0.9, eps: float = 1e-8) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps
        self.v: Array = 0.0

    def paso(self, w: Array, g: Array) -> Array:
        self.v = self.v + (1 - self.rho) * (g * g - self.v)
        return w - self.lr / (np.sqrt(self.v) + self.eps) * g


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


def _eps_inside(h: Any, s: Any, w: Array, g: Array) -> Array:
    _mean_square(h, s, g)
    return w - h.lr * g / np.sqrt(s.v + h.eps)


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {
        "lr": float(rng.uniform(0.05, 0.5)),
        "rho": float(rng.uniform(0.6, 0.95)),
        "eps": float(10 ** rng.uniform(-2, -1)),
    }


PUBLIC = cases.public({"lr": 0.1, "rho": 0.9, "eps": 1e-8}, {"lr": 0.25, "rho": 0.75, "eps": 0.125})

EXERCISE = Exercise(
    id=ID,
    name="RMSprop",
    reference=RMSprop,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "la media v", "lr·g/(√v + eps)"),
        Variant(
            "rho_al_reves",
            RECIPE.with_formula(_swapped),
            "Has intercambiado rho y 1 − rho.",
            "rho, que es casi 1, es la parte que se conserva de lo anterior.",
        ),
        Variant(
            "no_olvida",
            RECIPE.with_formula(_never_forgets),
            "Tu v solo crece: es el acumulador de Adagrad.",
            "RMSprop se distingue precisamente en que lo anterior va perdiendo peso.",
        ),
        Variant(
            "cuadrado_entero",
            RECIPE.with_formula(_whole_square),
            "El cuadrado nuevo entra entero: v no es una media.",
            "En una media móvil los dos pesos suman 1. Si lo viejo pesa rho, ¿cuánto lo nuevo?",
        ),
        Variant(
            "sin_cuadrado",
            RECIPE.with_formula(_no_square),
            "Promedias los gradientes, no sus cuadrados.",
            "Los gradientes de signo contrario se cancelan, y la raíz de un número negativo es "
            "`nan`. ¿Qué se promedia en la fórmula?",
        ),
        Variant(
            "sin_raiz",
            RECIPE.with_formula(_no_root),
            "Divides entre v en lugar de entre su raíz.",
            "Fíjate en las unidades: si g se mide en metros, v se mide en metros al cuadrado.",
        ),
        Variant(
            "media_atrasada",
            RECIPE.with_formula(_late),
            "Das el paso con la media anterior, antes de incluir el gradiente nuevo.",
            "En el primer paso dividirías solo entre eps. ¿Qué va antes en la fórmula?",
        ),
        Variant(
            "corrige_el_sesgo",
            RECIPE.with_formula(_corrected),
            "Corriges el sesgo de v, como Adam.",
            "Es una buena idea, pero RMSprop no lo hace: usa v tal como está.",
        ),
        Variant(
            "una_media_para_todos",
            RECIPE.with_formula(_one_for_all),
            "Haces la media de los cuadrados de todos los pesos, y divides todos por lo mismo.",
            "La media es en el tiempo, no entre los pesos: cada peso lleva la suya.",
        ),
        Variant(
            "sin_eps",
            RECIPE.with_formula(_without_eps),
            "eps no interviene.",
            "¿Qué pasa con un peso que aún no ha tenido ningún gradiente distinto de cero?",
        ),
        Variant(
            "eps_dentro",
            RECIPE.with_formula(_eps_inside),
            "Usas la convención de Keras: eps está dentro de la raíz.",
            "Vale igual. La diferencia solo se nota cuando el gradiente es muy pequeño; el "
            "enunciado sigue la de torch.",
            note=True,
        ),
    ),
    accepted={
        "arreglo propio": _OwnArray,
        "se acerca": _Towards,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
