"""t3.Adadelta: el tamaño del paso sale de los pasos anteriores."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Adadelta

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


def _with_sign(h: Any, s: Any, w: Array, g: Array) -> Array:
    """La actualización con su signo, como en el artículo: Δ = −x y se suma."""
    s.s = s.s + (1 - h.rho) * (g**2 - s.s)
    delta = -((s.d + h.eps) ** 0.5) * g / (s.s + h.eps) ** 0.5
    s.d = s.d + (1 - h.rho) * (delta**2 - s.d)
    return w + h.lr * delta


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


def _without_lr(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = _update(h, s, g)
    s.d = _mean(h, s.d, x**2)
    return w - x


def _upside_down(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = np.sqrt(s.s + h.eps) / np.sqrt(s.d + 0 * g + h.eps) * g
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _rootless_bottom(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = np.sqrt(s.d + 0 * g + h.eps) / (s.s + h.eps) * g
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _no_roots(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = (s.d + h.eps) / (s.s + h.eps) * g
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _without_gradient(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = np.sqrt(s.d + 0 * g + h.eps) / np.sqrt(s.s + h.eps)
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _without_eps(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    x = np.sqrt(s.d + 0 * g) / np.sqrt(s.s) * g
    s.d = _mean(h, s.d, x**2)
    return w - h.lr * x


def _early_d(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.s = _mean(h, s.s, g**2)
    s.d = _mean(h, s.d, _update(h, s, g) ** 2)
    return w - h.lr * _update(h, s, g)


def _window(h: Any, s: Any, w: Array, g: Array) -> Array:
    n = max(round(1 / (1 - h.rho)), 1)
    s.s = [*(s.s or []), g**2][-n:]
    past = s.d or []
    d = sum(past) / len(past) if past else 0 * g
    x = np.sqrt(d + h.eps) / np.sqrt(sum(s.s) / len(s.s) + h.eps) * g
    s.d = [*past, x**2][-n:]
    return w - h.lr * x


EXERCISE = exercise(
    Adadelta,
    RECIPE,
    correctness=0.75,
    example={"lr": 1.0, "rho": 0.9, "eps": 0.01},
    other={"lr": 0.5, "rho": 0.75, "eps": 0.125},
    ranges={"lr": (0.3, 0.8), "rho": (0.6, 0.95)},
    state="s y d",
    update="lr·x",
    mistakes=(
        RECIPE.mistake(
            "no_olvida",
            _never_forgets,
            "s y d solo crecen: acumulas sumas en lugar de medias.",
            "En una media que decae lo anterior va perdiendo peso. ¿Quién dice cuánto?",
        ),
        RECIPE.mistake(
            "ventana",
            _window,
            "Haces la media de los últimos gradientes, como en una ventana.",
            "Son medias que decaen: no hay que guardar gradientes, basta la media anterior y rho.",
        ),
        RECIPE.mistake(
            "d_con_gradientes",
            _gradient_in_d,
            "Tu d promedia los cuadrados de los gradientes, igual que s.",
            "d recuerda lo que se ha movido cada peso. ¿Qué cuadrado hay que promediar?",
        ),
        RECIPE.mistake(
            "d_con_lr",
            _lr_in_d,
            "Has metido lr dentro de x antes de promediar su cuadrado.",
            "lr solo aparece al final, al mover los pesos; d promedia x sin ella.",
        ),
        RECIPE.mistake(
            "d_no_avanza",
            _still_d,
            "Tu d no se actualiza nunca: se queda en cero.",
            "Después de calcular x, hay que incluir su cuadrado en la media.",
        ),
        RECIPE.mistake(
            "sin_d",
            _without_d,
            "Falta el numerador: lo que se suele mover cada peso no interviene.",
            "Así es RMSprop. Adadelta multiplica además por la raíz de la otra media.",
        ),
        RECIPE.mistake(
            "numerador_sin_raiz",
            _rootless_top,
            "Al numerador de x le falta la raíz.",
            "Arriba y abajo hay lo mismo: la raíz de una media de cuadrados.",
        ),
        RECIPE.mistake(
            "sin_lr",
            _without_lr,
            "La tasa de aprendizaje no interviene.",
            "lr multiplica a x al mover los pesos. Que valga 1 por defecto no quiere decir que "
            "sobre.",
        ),
        RECIPE.mistake(
            "cociente_invertido",
            _upside_down,
            "En x has puesto s arriba y d abajo.",
            "Se divide por lo grandes que suelen ser los gradientes y se multiplica por lo que se "
            "suele mover cada peso.",
        ),
        RECIPE.mistake(
            "denominador_sin_raiz",
            _rootless_bottom,
            "Al denominador de x le falta la raíz.",
            "s es una media de cuadrados: para que tenga el tamaño del gradiente hay que sacar su "
            "raíz.",
        ),
        RECIPE.mistake(
            "sin_raices",
            _no_roots,
            "En x faltan las dos raíces.",
            "s y d son medias de cuadrados: para comparar tamaños hay que sacar sus raíces.",
        ),
        RECIPE.mistake(
            "sin_gradiente",
            _without_gradient,
            "El gradiente no aparece en x.",
            "El cociente de las dos raíces es la tasa de cada peso. ¿Por qué se multiplica una "
            "tasa?",
        ),
        RECIPE.mistake(
            "sin_eps",
            _without_eps,
            "eps no interviene.",
            "d empieza en cero: sin eps, el primer paso mide cero, y los siguientes también.",
        ),
        RECIPE.mistake(
            "d_adelantada",
            _early_d,
            "Das el paso con la d ya actualizada.",
            "x se calcula una vez, con la d anterior; después se actualiza d y se mueven los "
            "pesos.",
        ),
        RECIPE.mistake(
            "rho_al_reves",
            _swapped,
            "Has intercambiado rho y 1 − rho.",
            "rho, que es casi 1, es la parte que se conserva de lo anterior.",
        ),
        RECIPE.mistake(
            "eps_fuera",
            _eps_outside,
            "Sumas eps fuera de las raíces.",
            "En Adadelta eps va dentro, y se nota: de él sale el tamaño del primer paso.",
        ),
        RECIPE.mistake(
            "s_atrasada",
            _late_s,
            "Calculas x con la s anterior, antes de incluir el gradiente nuevo.",
            "x usa la s nueva y la d anterior. ¿En qué orden van las cuentas?",
        ),
        RECIPE.mistake(
            "sin_cuadrado",
            _no_square,
            "Promedias g y x, no sus cuadrados.",
            "Los valores de signo contrario se cancelan, y la raíz de un número negativo es `nan`.",
        ),
    ),
    accepted={"con signo": RECIPE.written(_with_sign, s=0.0, d=0.0)},
)
