"""t3.Momentum: descenso con inercia."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Momentum

ID = "t3.Momentum"
Array = Any


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + s.v


RECIPE = recipes.Recipe({"lr": 0.01, "momentum": 0.9}, recipes.starting_at_zero("v"), _formula)

# --- correctas, escritas de otra manera ------------------------------------------------------


class _LrOutside:
    """La de torch: la tasa fuera de la velocidad. Con lr constante es lo mismo."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum
        self.b: Array = None

    def paso(self, w: Array, g: Array) -> Array:
        self.b = g if self.b is None else self.momentum * self.b + g
        return w - self.lr * self.b


class _OwnArray:
    """Escribe en su propio arreglo, que nadie más ve."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum
        self.v: Array = None

    def paso(self, w: Array, g: Array) -> Array:
        if self.v is None:
            self.v = np.zeros_like(w)
        self.v *= self.momentum
        self.v -= self.lr * g
        return w + self.v


# --- equivocadas -----------------------------------------------------------------------------


def _average(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * (1 - h.momentum) * g
    return w + s.v


def _negative_momentum(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = -h.momentum * s.v - h.lr * g
    return w + s.v


def _previous_velocity(h: Any, s: Any, w: Array, g: Array) -> Array:
    new = w + s.v
    s.v = h.momentum * s.v - h.lr * g
    return new


def _lr_twice(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + h.lr * s.v


def _no_brake(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = s.v - h.lr * g
    return w + s.v


def _parenthesis(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * (s.v - h.lr * g)
    return w + s.v


def _without_lr(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - g
    return w + s.v


def _nesterov(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + h.momentum * s.v - h.lr * g


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {"lr": float(rng.uniform(0.05, 0.4)), "momentum": float(rng.uniform(0.5, 0.95))}


PUBLIC = cases.public({"lr": 0.1, "momentum": 0.9}, {"lr": 0.25, "momentum": 0.5})

EXERCISE = Exercise(
    id=ID,
    name="Momentum",
    reference=Momentum,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "la velocidad v", "v"),
        Variant(
            "media_movil",
            RECIPE.with_formula(_average),
            "Tu velocidad es una media de los gradientes: multiplicas el gradiente nuevo por "
            "(1 − momentum).",
            "Hay libros que lo definen así, pero da pasos más cortos. Compara tu velocidad con la "
            "del enunciado, término a término.",
        ),
        Variant(
            "signo_del_momentum",
            RECIPE.with_formula(_negative_momentum),
            "La velocidad anterior entra con el signo cambiado: frena en vez de empujar.",
            "La inercia mantiene la dirección que se traía. ¿Con qué signo aparece v en tu cuenta, "
            "y con cuál la sumas a w?",
        ),
        Variant(
            "velocidad_atrasada",
            RECIPE.with_formula(_previous_velocity),
            "Mueves los pesos con la velocidad del paso anterior.",
            "Primero se actualiza la velocidad, y con la nueva se mueve w.",
        ),
        Variant(
            "lr_dos_veces",
            RECIPE.with_formula(_lr_twice),
            "La tasa de aprendizaje se aplica dos veces.",
            "Si lr ya está dentro de la velocidad, al sumarla a w no hace falta otra vez.",
        ),
        Variant(
            "sin_frenar",
            RECIPE.with_formula(_no_brake),
            "La velocidad anterior se conserva entera: el momentum no interviene.",
            "¿Qué parte de la velocidad anterior se conserva? Sin rozamiento, crecería sin parar.",
        ),
        Variant(
            "parentesis",
            RECIPE.with_formula(_parenthesis),
            "El momentum multiplica también al gradiente nuevo.",
            "Mira dónde cierras el paréntesis: solo se frena la velocidad que se traía.",
        ),
        Variant(
            "sin_lr",
            RECIPE.with_formula(_without_lr),
            "La tasa de aprendizaje no interviene.",
            "¿Dónde aparece lr en la fórmula de la velocidad?",
        ),
        Variant(
            "nesterov",
            RECIPE.with_formula(_nesterov),
            "Has sumado dos veces el efecto del gradiente nuevo: eso es el momentum de Nesterov.",
            "Aquí w se mueve exactamente v, ni más ni menos. Nesterov es el ejercicio siguiente.",
        ),
    ),
    accepted={
        "lr fuera": _LrOutside,
        "arreglo propio": _OwnArray,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
