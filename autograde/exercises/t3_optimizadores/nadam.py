"""t3.Nadam: Adam con la inercia del paso siguiente."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Nadam

Array = Any


def _moments(h: Any, s: Any, g: Array) -> None:
    s.m = h.beta1 * s.m + (1 - h.beta1) * g
    s.v = h.beta2 * s.v + (1 - h.beta2) * g**2


def _advance(h: Any, s: Any, w: Array, m: Array) -> Array:
    """El paso con un m̂ ya calculado."""
    return w - h.lr * m / (np.sqrt(s.v / (1 - h.beta2**s.t)) + h.eps)


def _corrected(h: Any, s: Any, g: Array, t_m: int, t_g: int) -> Array:
    """El m̂ con la corrección de m en el paso t_m y la de g en el t_g."""
    inertia = h.beta1 * s.m / (1 - h.beta1**t_m)
    return inertia + (1 - h.beta1) * g / (1 - h.beta1**t_g)


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _advance(h, s, w, _corrected(h, s, g, s.t + 1, s.t))


RECIPE = recipes.Recipe(
    {"lr": 0.002, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8},
    recipes.starting_at_zero("m", "v"),
    _formula,
)

# --- correctas, escritas de otra manera ------------------------------------------------------


def _powers(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Lleva las potencias de las betas al día."""
    s.power1, s.power2 = s.power1 * h.beta1, s.power2 * h.beta2
    s.m = s.m + (1 - h.beta1) * (g - s.m)
    s.v = s.v + (1 - h.beta2) * (g * g - s.v)
    inertia = h.beta1 / (1 - s.power1 * h.beta1) * s.m
    size = (s.v / (1 - s.power2)) ** 0.5 + h.eps
    return w - h.lr * (inertia + (1 - h.beta1) / (1 - s.power1) * g) / size


def _two_steps(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Resta por separado lo de la inercia y lo del gradiente."""
    _moments(h, s, g)
    rate = h.lr / (np.sqrt(s.v / (1 - h.beta2**s.t)) + h.eps)
    half = w - rate * (h.beta1 * s.m / (1 - h.beta1 ** (s.t + 1)))
    return half - rate * ((1 - h.beta1) * g / (1 - h.beta1**s.t))


# --- equivocadas -----------------------------------------------------------------------------


def _adam(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _advance(h, s, w, s.m / (1 - h.beta1**s.t))


def _same_t(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _advance(h, s, w, _corrected(h, s, g, s.t, s.t))


def _both_next(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _advance(h, s, w, _corrected(h, s, g, s.t + 1, s.t + 1))


def _swapped_t(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return _advance(h, s, w, _corrected(h, s, g, s.t, s.t + 1))


def _from_zero(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    # En los arreglos, dividir entre cero da infinito; entre números de Python, una excepción.
    inertia = h.beta1 * s.m / (1 - h.beta1**s.t)
    now = (1 - h.beta1) * g / (1 - h.beta1 ** (s.t - 1))
    v = s.v / (1 - h.beta2 ** (s.t - 1))
    return w - h.lr * (inertia + now) / (np.sqrt(v) + h.eps)


def _outside_the_exponent(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    inertia = h.beta1 * s.m / (1 - h.beta1**s.t + 1)
    return _advance(h, s, w, inertia + (1 - h.beta1) * g / (1 - h.beta1**s.t))


def _uncorrected(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return w - h.lr * (h.beta1 * s.m + (1 - h.beta1) * g) / (np.sqrt(s.v) + h.eps)


def _uncorrected_v(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    return w - h.lr * _corrected(h, s, g, s.t + 1, s.t) / (np.sqrt(s.v) + h.eps)


def _previous_m(h: Any, s: Any, w: Array, g: Array) -> Array:
    m_hat = h.beta1 * s.m / (1 - h.beta1 ** (s.t + 1)) + (1 - h.beta1) * g / (1 - h.beta1**s.t)
    _moments(h, s, g)
    return _advance(h, s, w, m_hat)


def _without_beta(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    now = (1 - h.beta1) * g / (1 - h.beta1**s.t)
    return _advance(h, s, w, s.m / (1 - h.beta1 ** (s.t + 1)) + now)


def _whole_gradient(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    inertia = h.beta1 * s.m / (1 - h.beta1 ** (s.t + 1))
    return _advance(h, s, w, inertia + g / (1 - h.beta1**s.t))


def _no_root(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    v = s.v / (1 - h.beta2**s.t)
    return w - h.lr * _corrected(h, s, g, s.t + 1, s.t) / (v + h.eps)


def _no_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.m = h.beta1 * s.m + (1 - h.beta1) * g
    s.v = h.beta2 * s.v + (1 - h.beta2) * g
    return _advance(h, s, w, _corrected(h, s, g, s.t + 1, s.t))


def _stopped(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    m_hat = _corrected(h, s, g, 2, 1)
    return w - h.lr * m_hat / (np.sqrt(s.v / (1 - h.beta2)) + h.eps)


def _swapped(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.m = h.beta2 * s.m + (1 - h.beta2) * g
    s.v = h.beta1 * s.v + (1 - h.beta1) * g**2
    inertia = h.beta2 * s.m / (1 - h.beta2 ** (s.t + 1))
    m_hat = inertia + (1 - h.beta2) * g / (1 - h.beta2**s.t)
    return w - h.lr * m_hat / (np.sqrt(s.v / (1 - h.beta1**s.t)) + h.eps)


def _eps_inside(h: Any, s: Any, w: Array, g: Array) -> Array:
    _moments(h, s, g)
    v = s.v / (1 - h.beta2**s.t)
    return w - h.lr * _corrected(h, s, g, s.t + 1, s.t) / np.sqrt(v + h.eps)


def _scheduled(pace: float) -> type:
    """Con el momentum creciente del artículo: μₜ = beta1·(1 − ½·0.96^(pace·t)) y su producto."""

    def formula(h: Any, s: Any, w: Array, g: Array) -> Array:
        def mu(t: int) -> float:
            return h.beta1 * (1 - 0.5 * 0.96 ** (pace * t))

        _moments(h, s, g)
        s.product = s.product * mu(s.t)
        inertia = mu(s.t + 1) * s.m / (1 - s.product * mu(s.t + 1))
        return _advance(h, s, w, inertia + (1 - mu(s.t)) * g / (1 - s.product))

    return RECIPE.written(formula, m=0.0, v=0.0, product=1.0)


EXERCISE = exercise(
    Nadam,
    RECIPE,
    correctness=0.75,
    example=cases.BETAS_EXAMPLE,
    other=cases.BETAS_OTHER,
    ranges=cases.BETAS_RANGES,
    state="m, v y t",
    update="lr·m̂/(√v̂ + eps)",
    mistakes=(
        RECIPE.mistake(
            "uno_fuera_del_exponente",
            _outside_the_exponent,
            "El 1 de t + 1 se te queda fuera del exponente.",
            "En Python la potencia va antes que la suma: `beta1 ** (t + 1)`, con paréntesis.",
        ),
        RECIPE.mistake(
            "adam",
            _adam,
            "Has escrito Adam: el m̂ es solo la media corregida.",
            "El m̂ de Nadam tiene dos sumandos: la inercia del paso siguiente y el gradiente de "
            "este.",
        ),
        RECIPE.mistake(
            "mismo_t",
            _same_t,
            "Corriges los dos sumandos de m̂ con el mismo t.",
            "Hay textos que lo escriben así, pero mira el exponente de cada corrección en el "
            "enunciado: la inercia es ya la de otro paso.",
        ),
        RECIPE.mistake(
            "t_siguiente_en_los_dos",
            _both_next,
            "Corriges los dos sumandos de m̂ con t + 1.",
            "El gradiente es el de ahora; solo la inercia es la del paso siguiente.",
        ),
        RECIPE.mistake(
            "exponentes_cambiados",
            _swapped_t,
            "Las correcciones de los dos sumandos de m̂ están intercambiadas.",
            "¿Cuál de los dos sumandos pertenece al paso siguiente?",
        ),
        RECIPE.mistake(
            "t_desde_0",
            _from_zero,
            "En el primer paso t vale 0, y 1 − beta⁰ es cero: divides entre cero.",
            recipes.BEGINS_AT_ONE,
        ),
        RECIPE.mistake(
            "sin_correccion_sesgo",
            _uncorrected,
            "Falta la corrección del sesgo.",
            "m y v empiezan en cero, así que al principio se quedan cortas. ¿Entre qué se "
            "divide cada una?",
        ),
        RECIPE.mistake(
            "v_sin_corregir",
            _uncorrected_v,
            "Corriges el sesgo de m, pero no el de v.",
            "v̂ es como en Adam: también hay que dividirla por su corrección.",
        ),
        RECIPE.mistake(
            "m_anterior",
            _previous_m,
            "Calculas m̂ con la m del paso anterior.",
            "Primero se actualizan m y v con el gradiente nuevo; m̂ sale de la m ya actualizada.",
        ),
        RECIPE.mistake(
            "inercia_sin_beta1",
            _without_beta,
            "Al sumando de la inercia le falta beta1.",
            "En el paso siguiente, de la media de ahora solo se conserva una parte.",
        ),
        RECIPE.mistake(
            "gradiente_entero",
            _whole_gradient,
            "El gradiente entra entero en m̂.",
            "Los dos sumandos forman una media: si la inercia pesa beta1, ¿cuánto pesa el "
            "gradiente?",
        ),
        RECIPE.mistake(
            "sin_raiz",
            _no_root,
            "Divides entre v̂ en lugar de entre su raíz.",
            "Fíjate en las unidades: si g se mide en metros, v̂ se mide en metros al cuadrado.",
        ),
        RECIPE.mistake(
            "sin_cuadrado",
            _no_square,
            "Tu v promedia los gradientes, no sus cuadrados.",
            "v mide el tamaño del gradiente, sin el signo: por eso lleva un cuadrado.",
        ),
        RECIPE.mistake(
            "t_no_avanza",
            _stopped,
            "Las correcciones son siempre las del primer paso: t no avanza.",
            "¿Guardas el t nuevo en `self`?",
        ),
        RECIPE.mistake(
            "betas_cambiadas",
            _swapped,
            "Has intercambiado beta1 y beta2.",
            "beta1 es la de la media de los gradientes (m) y beta2 la de la media de sus cuadrados "
            "(v).",
        ),
        RECIPE.mistake(
            "eps_dentro",
            _eps_inside,
            "Sumas eps dentro de la raíz.",
            "Vale igual: hay quien lo escribe así. La diferencia solo se nota cuando el gradiente "
            "es "
            "muy pequeño.",
            note=True,
        ),
        RECIPE.mistake(
            "momentum_de_keras",
            _scheduled(1.0),
            "Tu momentum crece con t, como en el artículo y en Keras.",
            "Vale igual. El enunciado usa un momentum constante, que da casi lo mismo a la larga.",
            note=True,
        ),
        RECIPE.mistake(
            "momentum_de_torch",
            _scheduled(0.004),
            "Tu momentum crece con t muy despacio, como en torch.",
            "Vale igual. El enunciado usa un momentum constante, que da casi lo mismo a la larga.",
            note=True,
        ),
    ),
    accepted={
        "potencias al día": RECIPE.written(_powers, m=0.0, v=0.0, power1=1.0, power2=1.0),
        "dos restas": RECIPE.with_formula(_two_steps),
    },
)
