"""t3.Nesterov: inercia con el gradiente tomado en el adelanto."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.cases import Hyper
from autograde.exercises.t3_optimizadores.optimiser import Draw, exercise
from curso.pruebas.plan import Caso, Construir, Devolver, Instanciar, Metodo, Paso, Problema, Ref
from solutions.optimizadores.curso_t3 import Nesterov

Array = Any


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + s.v


def _ahead(h: Any, s: Any, w: Array) -> Array:
    return w + h.momentum * s.v


RECIPE = recipes.Recipe(
    {"lr": 0.01, "momentum": 0.9}, recipes.starting_at_zero("v"), _formula, _ahead
)


def _descend(title: str, hyper: Hyper, problem: str, w0: Array, *, edge: bool = False) -> Caso:
    """Tres pasos de verdad: el gradiente del problema, en el adelanto. Este se mira dos veces."""
    todo: list[Paso] = [
        Instanciar("opt", (), hyper),
        Problema("f", problem),
        Construir("w0", w0),
    ]
    seen = []
    for i in range(3):
        here = Ref(f"w{i}")
        todo += [
            Metodo(f"a{i}", "opt", "adelanto", (here,)),
            Metodo(f"b{i}", "opt", "adelanto", (here,)),
            Metodo(f"g{i}", "f", "gradiente", (Ref(f"b{i}"),)),
            Metodo(f"w{i + 1}", "opt", "paso", (here, Ref(f"g{i}"))),
        ]
        seen += [Ref(f"a{i}"), Ref(f"b{i}"), Ref(f"w{i + 1}")]
    return Caso(title, (*todo, Devolver(seen, ("w0",))), borde=edge)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _lr_outside(h: Any, s: Any, w: Array, g: Array) -> Array:
    """La tasa fuera de la velocidad, que va con el signo del gradiente."""
    s.b = h.momentum * s.b + g
    return w - h.lr * s.b


def _from_ahead(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Va primero al adelanto y desde allí da el paso del gradiente."""
    new = _ahead(h, s, w) - h.lr * g
    s.v = new - w
    return new


# --- equivocadas -----------------------------------------------------------------------------


def _looking(ahead: Callable[[Any, Any, Array], Array]) -> type:
    return RECIPE.written(_formula, ahead, v=0.0)


def _whole_velocity(h: Any, s: Any, w: Array) -> Array:
    return w + s.v


def _backwards(h: Any, s: Any, w: Array) -> Array:
    return w - h.momentum * s.v


def _changes_velocity(h: Any, s: Any, w: Array) -> Array:
    s.v = h.momentum * s.v
    return w + s.v


class _MovesWhenLooking(RECIPE.written(_formula, v=0.0)):  # type: ignore[misc]
    """`adelanto` ya aplica el momentum a la velocidad, y `paso` cuenta con ello."""

    def adelanto(self, w: Array) -> Array:
        self.s.v = self.h.momentum * self.s.v
        return w + self.s.v

    def paso(self, w: Array, g: Array) -> Array:
        self.s.v = self.s.v - self.h.lr * g
        return w + self.s.v


def _keras(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + h.momentum * s.v - h.lr * g


def _twice(h: Any, s: Any, w: Array, g: Array) -> Array:
    new = _ahead(h, s, w)
    s.v = h.momentum * s.v - h.lr * g
    return new + s.v


def _to_the_new_lookahead(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return _ahead(h, s, w)


def _previous_velocity(h: Any, s: Any, w: Array, g: Array) -> Array:
    new = w + s.v
    s.v = h.momentum * s.v - h.lr * g
    return new


def _no_brake(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = s.v - h.lr * g
    return w + s.v


def _lr_twice(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + h.lr * s.v


def _descents(rng: np.random.Generator, draw: Draw) -> list[Caso]:
    return [
        _descend("valle", draw(rng), "valle", rng.normal(size=2)),
        _descend("silla", draw(rng), "silla", rng.normal(size=2)),
    ]


EXAMPLE = {"lr": 0.1, "momentum": 0.9}

EXERCISE = exercise(
    Nesterov,
    RECIPE,
    correctness=0.5,
    example=EXAMPLE,
    other={"lr": 0.25, "momentum": 0.5},
    ranges={"lr": (0.05, 0.4), "momentum": (0.5, 0.95)},
    public_too=(
        _descend("En el valle, con el gradiente en el adelanto", EXAMPLE, "valle", cases.W),
    ),
    hidden_too=_descents,
    state="la velocidad v",
    update="v",
    mistakes=(
        RECIPE.mistake(
            "sin_adelanto",
            _looking(lambda h, s, w: w),
            "Tu `adelanto` devuelve w: tomarías el gradiente donde estás, que es Momentum.",
            "El adelanto es el punto al que llevaría la inercia si no hubiera gradiente. ¿Cuánto "
            "se mueve w por inercia?",
        ),
        RECIPE.mistake(
            "adelanto_sin_momentum",
            _looking(_whole_velocity),
            "Tu adelanto va demasiado lejos: suma la velocidad entera.",
            "En el paso que viene, de la velocidad anterior solo se conserva una parte.",
        ),
        RECIPE.mistake(
            "adelanto_hacia_atras",
            _looking(_backwards),
            "Tu adelanto va hacia atrás.",
            "La inercia lleva en la dirección de v. ¿Con qué signo?",
        ),
        RECIPE.mistake(
            "adelanto_cambia_estado",
            _looking(_changes_velocity),
            "Llamar a `adelanto` cambia la velocidad: llamarlo dos veces da puntos distintos.",
            "`adelanto` solo mira. La velocidad cambia únicamente en `paso`.",
            others=(_MovesWhenLooking,),
        ),
        RECIPE.mistake(
            "doble_adelanto",
            _keras,
            "Tus pesos van adelantados dos veces: en `adelanto` y otra vez en `paso`.",
            "Con el gradiente ya tomado en el adelanto, el paso es el de Momentum. La otra "
            "fórmula, la de Keras, es para quien toma el gradiente en w.",
        ),
        RECIPE.mistake(
            "paso_desde_el_adelanto",
            _twice,
            "Das el paso desde el adelanto, y la inercia cuenta dos veces.",
            "El adelanto es solo donde se mira la pendiente. El paso sale de w, y v ya lleva "
            "dentro la inercia.",
        ),
        RECIPE.mistake(
            "avanza_con_adelanto",
            _to_the_new_lookahead,
            "En `paso` sumas momentum·v, y no v: el paso se queda corto.",
            "`adelanto` dice dónde mirar, no adónde ir. Con la v nueva, los pesos son w + v.",
        ),
        RECIPE.mistake(
            "velocidad_atrasada",
            _previous_velocity,
            "Mueves los pesos con la velocidad del paso anterior.",
            "Primero se actualiza la velocidad, y con la nueva se mueve w.",
        ),
        RECIPE.mistake(
            "sin_frenar",
            _no_brake,
            "La velocidad anterior se conserva entera al actualizarla.",
            "¿Qué parte de la velocidad anterior se conserva? Es la misma que usas en `adelanto`.",
        ),
        RECIPE.mistake(
            "lr_dos_veces",
            _lr_twice,
            "La tasa de aprendizaje se aplica dos veces.",
            "Si lr ya está dentro de la velocidad, al sumarla a w no hace falta otra vez.",
        ),
        RECIPE.mistake(
            "keras",
            RECIPE.written(_keras, lambda h, s, w: w, v=0.0),
            "Usas la convención de Keras y torch: tus pesos son el punto adelantado, y el "
            "gradiente se toma en ellos.",
            "Vale igual: es el mismo camino, contado desde el adelanto. El enunciado guarda los "
            "pesos sin adelantar.",
            note=True,
        ),
    ),
    accepted={
        "lr fuera": RECIPE.written(_lr_outside, lambda h, s, w: w - h.lr * h.momentum * s.b, b=0.0),
        "desde el adelanto": RECIPE.with_formula(_from_ahead),
    },
)
