"""t3.Momentum: descenso con inercia."""

from __future__ import annotations

from typing import Any

from autograde.exercises.t3_optimizadores import recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Momentum

Array = Any


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + s.v


RECIPE = recipes.Recipe({"lr": 0.01, "momentum": 0.9}, recipes.starting_at_zero("v"), _formula)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _lr_outside(h: Any, s: Any, w: Array, g: Array) -> Array:
    """La de torch: la tasa fuera de la velocidad. Con lr constante es lo mismo."""
    s.b = h.momentum * s.b + g
    return w - h.lr * s.b


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


def _from_the_weights(h: Any, s: Any, w: Array, g: Array) -> Array:
    before, s.before = w if s.before is None else s.before, w
    return w - h.lr * g + h.momentum * (w - before)


def _nesterov(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + h.momentum * s.v - h.lr * g


EXERCISE = exercise(
    Momentum,
    RECIPE,
    correctness=0.5,
    example={"lr": 0.1, "momentum": 0.9},
    other={"lr": 0.25, "momentum": 0.5},
    ranges={"lr": (0.05, 0.4), "momentum": (0.5, 0.95)},
    state="la velocidad v",
    update="v",
    mistakes=(
        RECIPE.mistake(
            "media_movil",
            _average,
            "Tu velocidad es una media de los gradientes: multiplicas el gradiente nuevo por "
            "(1 − momentum).",
            "Hay libros que lo definen así, pero da pasos más cortos. Compara tu velocidad con la "
            "del enunciado, término a término.",
        ),
        RECIPE.mistake(
            "signo_del_momentum",
            _negative_momentum,
            "La velocidad anterior entra con el signo cambiado: frena en vez de empujar.",
            "La inercia mantiene la dirección que se traía. ¿Con qué signo aparece v en tu cuenta, "
            "y con cuál la sumas a w?",
        ),
        RECIPE.mistake(
            "velocidad_atrasada",
            _previous_velocity,
            "Mueves los pesos con la velocidad del paso anterior.",
            "Primero se actualiza la velocidad, y con la nueva se mueve w.",
        ),
        RECIPE.mistake(
            "lr_dos_veces",
            _lr_twice,
            "La tasa de aprendizaje se aplica dos veces.",
            "Si lr ya está dentro de la velocidad, al sumarla a w no hace falta otra vez.",
        ),
        RECIPE.mistake(
            "sin_frenar",
            _no_brake,
            "La velocidad anterior se conserva entera: el momentum no interviene.",
            "¿Qué parte de la velocidad anterior se conserva? Sin rozamiento, crecería sin parar.",
        ),
        RECIPE.mistake(
            "parentesis",
            _parenthesis,
            "El momentum multiplica también al gradiente nuevo.",
            "Mira dónde cierras el paréntesis: solo se frena la velocidad que se traía.",
        ),
        RECIPE.mistake(
            "sin_lr",
            _without_lr,
            "La tasa de aprendizaje no interviene.",
            "¿Dónde aparece lr en la fórmula de la velocidad?",
        ),
        RECIPE.mistake(
            "velocidad_de_los_pesos",
            RECIPE.written(_from_the_weights, before=None),
            "Sacas la velocidad de lo que va de unos pesos a los siguientes, y no la guardas.",
            "Si te llaman desde otro w, eso no es una velocidad. Lo que se recuerda en `self` es "
            "v.",
        ),
        RECIPE.mistake(
            "nesterov",
            _nesterov,
            "Has sumado dos veces el efecto del gradiente nuevo: eso es el momentum de Nesterov.",
            "Aquí w se mueve exactamente v, ni más ni menos. Nesterov es el ejercicio siguiente.",
        ),
    ),
    accepted={"lr fuera": RECIPE.written(_lr_outside, b=0.0)},
)
