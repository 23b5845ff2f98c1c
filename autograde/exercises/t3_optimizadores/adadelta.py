"""t3.Adadelta: el tamaño del paso sale de los pasos anteriores."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Adadelta

ID = "t3.Adadelta"
Array = Any


def _mean(h: Any, old: Array, new: Array) -> Array:
    return h.rho * old + (1 - h.rho) * new


def _update(h: Any, s: Any, g: Array) -> Array:
    return np.sqrt(s.d + 0 * g + h.eps) / np.sqrt(s.s + h.eps) * g


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = _update(h, s, g)
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


RECIPE = recipes.Recipe(
    {"lr": 1.0, "rho": 0.95, "eps": 1e-6}, recipes.starting_at_zero("s", "d"), _formula
)

# --- correctas, escritas de otra manera ------------------------------------------------------


class _OwnArrays:
    """Escribe en sus propios arreglos, que nadie más ve."""

    def __init__(self, lr: float = 1.0, rho: float = 0.95, eps: float = 1e-6) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps
        self.s: Array = None
        self.d: Array = None

    def paso(self, w: Array, g: Array) -> Array:
        if self.s is None:
            self.s, self.d = np.zeros_like(w), np.zeros_like(w)
        self.s *= self.rho
        self.s += (1 - self.rho) * g * g
        x = np.sqrt((self.d + self.eps) / (self.s + self.eps)) * g
        self.d *= self.rho
        self.d += (1 - self.rho) * x * x
        return w - self.lr * x


class _WithSign:
    """La actualización con su signo, como en el artículo: Δ = −x y se suma."""

    def __init__(self, lr: float = 1.0, rho: float = 0.95, eps: float = 1e-6) -> None:
        self.lr, self.rho, self.eps = lr, rho, eps
        self.state: tuple[Array, Array] = (0.0, 0.0)

    def paso(self, w: Array, g: Array) -> Array:
        s, d = self.state
        s = s + (1 - self.rho) * (g**2 - s)
        delta = -((d + self.eps) ** 0.5) * g / (s + self.eps) ** 0.5
        self.state = s, d + (1 - self.rho) * (delta**2 - d)
        return w + self.lr * delta


# --- equivocadas -----------------------------------------------------------------------------


def _never_forgets(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = s.s + g**2
    x = _update(h, s, g)
    s.d = s.d + x**2
    return w - h.lr * x


def _gradient_in_d(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = _update(h, s, g)
    s.d = _mean(h, s.d, g**2)
    return w - h.lr * x


def _lr_in_d(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = h.lr * _update(h, s, g)
    s.d = _mean(h, s.d, x**2)
    return w - x


def _rootless_top(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = (s.d + h.eps) / np.sqrt(s.s + h.eps) * g
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _swapped(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = (1 - h.rho) * s.s + h.rho * g**2
    x = _update(h, s, g)
    s.d = (1 - h.rho) * s.d + h.rho * x**2
    return w - h.lr * x


def _eps_outside(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = (np.sqrt(s.d + 0 * g) + h.eps) / (np.sqrt(s.s) + h.eps) * g
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _without_d(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    return w - h.lr * g / np.sqrt(s.s + h.eps)


def _still_d(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    return w - h.lr * _update(h, s, g)


def _late_s(h: Any, s: Any, w: Array, g: Array) -> Array:
    x = _update(h, s, g)
    s.s = _mean(h, s.s, g**2)
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _no_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g)
    x = _update(h, s, g)
    s.d = _mean(h, s.d, x)
    return w - h.lr * x


def _window(h: Any, s: Any, w: Array, g: Array) -> Array:
    n = max(round(1 / (1 - h.rho)), 1)
    s.s = [*(s.s or []), g**2][-n:]
    past = s.d or []
    d = sum(past) / len(past) if past else 0 * g
    x = np.sqrt(d + h.eps) / np.sqrt(sum(s.s) / len(s.s) + h.eps) * g
    s.d = [*past, x**2][-n:]
    return w - h.lr * x


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {
        "lr": float(rng.uniform(0.3, 0.8)),
        "rho": float(rng.uniform(0.6, 0.95)),
        "eps": float(10 ** rng.uniform(-2, -1)),
    }


PUBLIC = cases.public({"lr": 1.0, "rho": 0.9, "eps": 0.01}, {"lr": 0.5, "rho": 0.75, "eps": 0.125})

EXERCISE = Exercise(
    id=ID,
    name="Adadelta",
    reference=Adadelta,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "s y d", "lr·x"),
        Variant(
            "no_olvida",
            RECIPE.with_formula(_never_forgets),
            "s y d solo crecen: acumulas sumas en lugar de medias.",
            "En una media que decae lo anterior va perdiendo peso. ¿Quién dice cuánto?",
        ),
        Variant(
            "ventana",
            RECIPE.with_formula(_window),
            "Haces la media de los últimos gradientes, como en una ventana.",
            "Son medias que decaen: no hay que guardar gradientes, basta la media anterior y rho.",
        ),
        Variant(
            "d_con_gradientes",
            RECIPE.with_formula(_gradient_in_d),
            "Tu d promedia los cuadrados de los gradientes, igual que s.",
            "d recuerda lo que se ha movido cada peso. ¿Qué cuadrado hay que promediar?",
        ),
        Variant(
            "d_con_lr",
            RECIPE.with_formula(_lr_in_d),
            "Has metido lr dentro de x antes de promediar su cuadrado.",
            "lr solo aparece al final, al mover los pesos; d promedia x sin ella.",
        ),
        Variant(
            "d_no_avanza",
            RECIPE.with_formula(_still_d),
            "Tu d no se actualiza nunca: se queda en cero.",
            "Después de calcular x, hay que incluir su cuadrado en la media.",
        ),
        Variant(
            "sin_d",
            RECIPE.with_formula(_without_d),
            "Falta el numerador: lo que se suele mover cada peso no interviene.",
            "Así es RMSprop. Adadelta multiplica además por la raíz de la otra media.",
        ),
        Variant(
            "numerador_sin_raiz",
            RECIPE.with_formula(_rootless_top),
            "Al numerador de x le falta la raíz.",
            "Arriba y abajo hay lo mismo: la raíz de una media de cuadrados.",
        ),
        Variant(
            "rho_al_reves",
            RECIPE.with_formula(_swapped),
            "Has intercambiado rho y 1 − rho.",
            "rho, que es casi 1, es la parte que se conserva de lo anterior.",
        ),
        Variant(
            "eps_fuera",
            RECIPE.with_formula(_eps_outside),
            "Sumas eps fuera de las raíces.",
            "En Adadelta eps va dentro, y se nota: de él sale el tamaño del primer paso.",
        ),
        Variant(
            "s_atrasada",
            RECIPE.with_formula(_late_s),
            "Calculas x con la s anterior, antes de incluir el gradiente nuevo.",
            "x usa la s nueva y la d anterior. ¿En qué orden van las cuentas?",
        ),
        Variant(
            "sin_cuadrado",
            RECIPE.with_formula(_no_square),
            "Promedias g y x, no sus cuadrados.",
            "Los valores de signo contrario se cancelan, y la raíz de un número negativo es `nan`.",
        ),
    ),
    accepted={
        "arreglos propios": _OwnArrays,
        "con signo": _WithSign,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
