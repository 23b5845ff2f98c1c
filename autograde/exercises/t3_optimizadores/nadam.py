"""t3.Nadam: Adam con la inercia del paso siguiente."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Nadam

ID = "t3.Nadam"
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


class _OwnArrays:
    """Escribe en sus propios arreglos y lleva las potencias de las betas al día."""

    def __init__(
        self, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
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
        inertia = self.beta1 / (1 - self.power1 * self.beta1) * self.m
        size = (self.v / (1 - self.power2)) ** 0.5 + self.eps
        return w - self.lr * (inertia + (1 - self.beta1) / (1 - self.power1) * g) / size


class _TwoSteps:
    """Resta por separado lo de la inercia y lo del gradiente."""

    def __init__(
        self, lr: float = 0.002, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8
    ) -> None:
        self.lr, self.betas, self.eps = lr, (beta1, beta2), eps
        self.state: tuple[int, Array, Array] = (0, 0.0, 0.0)

    def paso(self, w: Array, g: Array) -> Array:
        b1, b2 = self.betas
        t, m, v = self.state
        t, m, v = t + 1, b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g * g
        self.state = t, m, v
        rate = self.lr / (np.sqrt(v / (1 - b2**t)) + self.eps)
        half = w - rate * (b1 * m / (1 - b1 ** (t + 1)))
        return half - rate * ((1 - b1) * g / (1 - b1**t))


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


def _scheduled(pace: float) -> type:
    """Con el momentum creciente del artículo: μₜ = beta1·(1 − ½·0.96^(pace·t)) y su producto."""

    def formula(h: Any, s: Any, w: Array, g: Array) -> Array:
        def mu(t: int) -> float:
            return h.beta1 * (1 - 0.5 * 0.96 ** (pace * t))

        _moments(h, s, g)
        s.product = s.product * mu(s.t)
        inertia = mu(s.t + 1) * s.m / (1 - s.product * mu(s.t + 1))
        return _advance(h, s, w, inertia + (1 - mu(s.t)) * g / (1 - s.product))

    start = {"m": 0.0, "v": 0.0, "product": 1.0}
    return recipes.build(recipes.Recipe(RECIPE.defaults, lambda _: start, formula))


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
    name="Nadam",
    reference=Nadam,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "m, v y t", "lr·m̂/(√v̂ + eps)"),
        Variant(
            "adam",
            RECIPE.with_formula(_adam),
            "Has escrito Adam: el m̂ es solo la media corregida.",
            "El m̂ de Nadam tiene dos sumandos: la inercia del paso siguiente y el gradiente de "
            "este.",
        ),
        Variant(
            "mismo_t",
            RECIPE.with_formula(_same_t),
            "Corriges los dos sumandos de m̂ con el mismo t.",
            "Hay textos que lo escriben así, pero mira el exponente de cada corrección en el "
            "enunciado: la inercia es ya la de otro paso.",
        ),
        Variant(
            "t_siguiente_en_los_dos",
            RECIPE.with_formula(_both_next),
            "Corriges los dos sumandos de m̂ con t + 1.",
            "El gradiente es el de ahora; solo la inercia es la del paso siguiente.",
        ),
        Variant(
            "exponentes_cambiados",
            RECIPE.with_formula(_swapped_t),
            "Las correcciones de los dos sumandos de m̂ están intercambiadas.",
            "¿Cuál de los dos sumandos pertenece al paso siguiente?",
        ),
        Variant(
            "t_desde_0",
            RECIPE.with_formula(_from_zero),
            "En el primer paso t vale 0, y 1 − beta⁰ es cero: divides entre cero.",
            "El primer paso es t = 1. ¿Aumentas t antes o después de usarlo?",
        ),
        Variant(
            "sin_correccion_sesgo",
            RECIPE.with_formula(_uncorrected),
            "Falta la corrección del sesgo.",
            "m y v empiezan en cero, así que al principio se quedan cortas. ¿Entre qué se "
            "divide cada una?",
        ),
        Variant(
            "v_sin_corregir",
            RECIPE.with_formula(_uncorrected_v),
            "Corriges el sesgo de m, pero no el de v.",
            "v̂ es como en Adam: también hay que dividirla por su corrección.",
        ),
        Variant(
            "m_anterior",
            RECIPE.with_formula(_previous_m),
            "Calculas m̂ con la m del paso anterior.",
            "Primero se actualizan m y v con el gradiente nuevo; m̂ sale de la m ya actualizada.",
        ),
        Variant(
            "inercia_sin_beta1",
            RECIPE.with_formula(_without_beta),
            "Al sumando de la inercia le falta beta1.",
            "En el paso siguiente, de la media de ahora solo se conserva una parte.",
        ),
        Variant(
            "gradiente_entero",
            RECIPE.with_formula(_whole_gradient),
            "El gradiente entra entero en m̂.",
            "Los dos sumandos forman una media: si la inercia pesa beta1, ¿cuánto pesa el "
            "gradiente?",
        ),
        Variant(
            "sin_raiz",
            RECIPE.with_formula(_no_root),
            "Divides entre v̂ en lugar de entre su raíz.",
            "Fíjate en las unidades: si g se mide en metros, v̂ se mide en metros al cuadrado.",
        ),
        Variant(
            "sin_cuadrado",
            RECIPE.with_formula(_no_square),
            "Tu v promedia los gradientes, no sus cuadrados.",
            "v mide el tamaño del gradiente, sin el signo: por eso lleva un cuadrado.",
        ),
        Variant(
            "momentum_de_keras",
            _scheduled(1.0),
            "Tu momentum crece con t, como en el artículo y en Keras.",
            "Vale igual. El enunciado usa un momentum constante, que da casi lo mismo a la larga.",
            note=True,
        ),
        Variant(
            "momentum_de_torch",
            _scheduled(0.004),
            "Tu momentum crece con t muy despacio, como en torch.",
            "Vale igual. El enunciado usa un momentum constante, que da casi lo mismo a la larga.",
            note=True,
        ),
    ),
    accepted={
        "arreglos propios": _OwnArrays,
        "dos restas": _TwoSteps,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
