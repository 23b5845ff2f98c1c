"""t3.Adagrad: una tasa por peso, que solo encoge."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Adagrad

ID = "t3.Adagrad"
Array = Any
DEFAULTS = {"lr": 0.01, "eps": 1e-8}


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / (np.sqrt(s.a) + h.eps)


RECIPE = recipes.Recipe(DEFAULTS, recipes.starting_at_zero("a"), _formula)

# --- correctas, escritas de otra manera ------------------------------------------------------


class _OwnArray:
    """Acumula en su propio arreglo, que nadie más ve."""

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr, self.eps = lr, eps
        self.a: Array = None

    def paso(self, w: Array, g: Array) -> Array:
        if self.a is None:
            self.a = np.zeros_like(w)
        self.a += g * g
        return w - self.lr / (self.a**0.5 + self.eps) * g


class _Remembers:
    """Guarda todos los gradientes y los suma cada vez: gasta memoria, pero es lo mismo."""

    def __init__(self, lr: float = 0.01, eps: float = 1e-8) -> None:
        self.lr, self.eps = lr, eps
        self.squares: list[Array] = []

    def paso(self, w: Array, g: Array) -> Array:
        self.squares.append(np.square(g))
        return w - self.lr * g / (np.sqrt(sum(self.squares)) + self.eps)


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


def _eps_inside(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.a = s.a + g**2
    return w - h.lr * g / np.sqrt(s.a + h.eps)


def _published(start: float, formula: recipes.Formula) -> type:
    """Con el acumulador empezado en `start`, como Keras."""
    return recipes.build(recipes.Recipe(DEFAULTS, lambda _: {"a": start}, formula))


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {"lr": float(rng.uniform(0.05, 0.5)), "eps": float(10 ** rng.uniform(-2, -1))}


PUBLIC = cases.public({"lr": 0.1, "eps": 1e-8}, {"lr": 0.5, "eps": 0.125})

EXERCISE = Exercise(
    id=ID,
    name="Adagrad",
    reference=Adagrad,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "el acumulador a", "lr·g/(√a + eps)"),
        Variant(
            "sin_cuadrado",
            RECIPE.with_formula(_no_square),
            "Acumulas los gradientes, no sus cuadrados.",
            "Los gradientes de signo contrario se cancelan, y la raíz de un número negativo es "
            "`nan`. ¿Qué se acumula en la fórmula?",
        ),
        Variant(
            "valor_absoluto",
            RECIPE.with_formula(_absolute),
            "Acumulas los valores absolutos de los gradientes.",
            "Para que la raíz devuelva algo con las unidades del gradiente, hay que acumular otra "
            "cosa.",
        ),
        Variant(
            "sin_raiz",
            RECIPE.with_formula(_no_root),
            "Divides entre el acumulador, sin sacar la raíz.",
            "Fíjate en las unidades: si g se mide en metros, a se mide en metros al cuadrado.",
        ),
        Variant(
            "media_en_vez_de_suma",
            RECIPE.with_formula(_mean),
            "Divides el acumulador entre el número de pasos: es una media, no una suma.",
            "En Adagrad el acumulador es la suma de todos los cuadrados; por eso el paso encoge "
            "siempre.",
        ),
        Variant(
            "un_acumulador_para_todos",
            RECIPE.with_formula(_one_for_all),
            "Sumas los cuadrados de todos los pesos en un solo acumulador.",
            "La gracia de Adagrad es que cada peso tenga el suyo: `g**2` ya va componente a "
            "componente.",
        ),
        Variant(
            "acumulador_atrasado",
            RECIPE.with_formula(_late),
            "Das el paso antes de acumular el gradiente nuevo.",
            "En el primer paso dividirías solo entre eps. ¿Qué va antes en la fórmula?",
        ),
        Variant(
            "sin_eps",
            RECIPE.with_formula(_without_eps),
            "eps no interviene.",
            "¿Qué pasa con un peso que aún no ha tenido ningún gradiente distinto de cero?",
        ),
        Variant(
            "olvida",
            RECIPE.with_formula(_decaying),
            "Tu acumulador olvida: es una media que decae, como la de RMSprop.",
            "En Adagrad nada se olvida; a lo acumulado solo se le suma.",
        ),
        Variant(
            "sin_gradiente",
            RECIPE.with_formula(_without_gradient),
            "El gradiente no aparece en el numerador.",
            "lr/(√a + eps) es la tasa de cada peso. ¿Por qué se multiplica una tasa?",
        ),
        Variant(
            "keras",
            _published(0.1, _eps_inside),
            "Usas la convención de Keras: el acumulador empieza en 0,1 y eps está dentro de la "
            "raíz.",
            "Vale igual. Los primeros pasos salen más cortos; el enunciado sigue la de torch.",
            note=True,
        ),
        Variant(
            "eps_dentro",
            _published(0.0, _eps_inside),
            "Sumas eps dentro de la raíz, como Keras.",
            "Vale igual. La diferencia solo se nota cuando el gradiente es muy pequeño.",
            note=True,
        ),
        Variant(
            "acumulador_en_0_1",
            _published(0.1, _formula),
            "Tu acumulador empieza en 0,1, como en Keras.",
            "Vale igual. Los primeros pasos salen más cortos que empezando en cero.",
            note=True,
        ),
    ),
    accepted={
        "arreglo propio": _OwnArray,
        "todos los gradientes": _Remembers,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
