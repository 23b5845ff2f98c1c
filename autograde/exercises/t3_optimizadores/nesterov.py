"""t3.Nesterov: inercia con el gradiente tomado en el adelanto."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.exercises.t3_optimizadores.cases import Hyper
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso, Construir, Devolver, Instanciar, Metodo, Paso, Problema, Ref
from solutions.optimizadores.curso_t3 import Nesterov

ID = "t3.Nesterov"
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


class _LrOutside:
    """La tasa fuera de la velocidad, que va con el signo del gradiente."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum
        self.b: Array = 0.0

    def adelanto(self, w: Array) -> Array:
        return w - self.lr * self.momentum * self.b

    def paso(self, w: Array, g: Array) -> Array:
        self.b = self.momentum * self.b + g
        return w - self.lr * self.b


class _FromAhead:
    """Va primero al adelanto y desde allí da el paso del gradiente."""

    def __init__(self, lr: float = 0.01, momentum: float = 0.9) -> None:
        self.lr, self.momentum = lr, momentum
        self.v: Array = None

    def adelanto(self, w: Array) -> Array:
        return w if self.v is None else w + self.momentum * self.v

    def paso(self, w: Array, g: Array) -> Array:
        new = self.adelanto(w) - self.lr * g
        self.v = new - w
        return new


# --- equivocadas -----------------------------------------------------------------------------


def _looking(ahead: Callable[[Any, Any, Array], Array]) -> type:
    return recipes.build(replace(RECIPE, ahead=ahead))


def _whole_velocity(h: Any, s: Any, w: Array) -> Array:
    return w + s.v


def _backwards(h: Any, s: Any, w: Array) -> Array:
    return w - h.momentum * s.v


def _changes_velocity(h: Any, s: Any, w: Array) -> Array:
    s.v = h.momentum * s.v
    return w + s.v


def _keras(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.v = h.momentum * s.v - h.lr * g
    return w + h.momentum * s.v - h.lr * g


def _twice(h: Any, s: Any, w: Array, g: Array) -> Array:
    new = _ahead(h, s, w)
    s.v = h.momentum * s.v - h.lr * g
    return new + s.v


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


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {"lr": float(rng.uniform(0.05, 0.4)), "momentum": float(rng.uniform(0.5, 0.95))}


def _hidden(rng: np.random.Generator) -> list[Caso]:
    return [
        *cases.hidden(_draw, ahead=True)(rng),
        _descend("valle", _draw(rng), "valle", rng.normal(size=2)),
        _descend("silla", _draw(rng), "silla", rng.normal(size=2)),
    ]


EXAMPLE = {"lr": 0.1, "momentum": 0.9}
PUBLIC = (
    *cases.public(EXAMPLE, {"lr": 0.25, "momentum": 0.5}, ahead=True),
    _descend("En el valle, con el gradiente en el adelanto", EXAMPLE, "valle", cases.W),
)

EXERCISE = Exercise(
    id=ID,
    name="Nesterov",
    reference=Nesterov,
    points={CellKind.CORRECTNESS: 0.5, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=(*cases.portable(PUBLIC), PUBLIC[-1]),
    hidden_cases=_hidden,
    comparisons=recipes.comparisons(ID),
    variants=(
        *recipes.common_variants(RECIPE, "la velocidad v", "v"),
        Variant(
            "sin_adelanto",
            _looking(lambda h, s, w: w),
            "Tu `adelanto` devuelve w: tomarías el gradiente donde estás, que es Momentum.",
            "El adelanto es el punto al que llevaría la inercia si no hubiera gradiente. ¿Cuánto "
            "se mueve w por inercia?",
        ),
        Variant(
            "adelanto_sin_momentum",
            _looking(_whole_velocity),
            "Tu adelanto va demasiado lejos: suma la velocidad entera.",
            "En el paso que viene, de la velocidad anterior solo se conserva una parte.",
        ),
        Variant(
            "adelanto_hacia_atras",
            _looking(_backwards),
            "Tu adelanto va hacia atrás.",
            "La inercia lleva en la dirección de v. ¿Con qué signo?",
        ),
        Variant(
            "adelanto_cambia_estado",
            _looking(_changes_velocity),
            "Llamar a `adelanto` cambia la velocidad: llamarlo dos veces da puntos distintos.",
            "`adelanto` solo mira. La velocidad cambia únicamente en `paso`.",
        ),
        Variant(
            "doble_adelanto",
            RECIPE.with_formula(_keras),
            "Tus pesos van adelantados dos veces: en `adelanto` y otra vez en `paso`.",
            "Con el gradiente ya tomado en el adelanto, el paso es el de Momentum. La otra "
            "fórmula, la de Keras, es para quien toma el gradiente en w.",
        ),
        Variant(
            "paso_desde_el_adelanto",
            RECIPE.with_formula(_twice),
            "Das el paso desde el adelanto, y la inercia cuenta dos veces.",
            "El adelanto es solo donde se mira la pendiente. El paso sale de w, y v ya lleva "
            "dentro la inercia.",
        ),
        Variant(
            "velocidad_atrasada",
            RECIPE.with_formula(_previous_velocity),
            "Mueves los pesos con la velocidad del paso anterior.",
            "Primero se actualiza la velocidad, y con la nueva se mueve w.",
        ),
        Variant(
            "sin_frenar",
            RECIPE.with_formula(_no_brake),
            "La velocidad anterior se conserva entera al actualizarla.",
            "¿Qué parte de la velocidad anterior se conserva? Es la misma que usas en `adelanto`.",
        ),
        Variant(
            "lr_dos_veces",
            RECIPE.with_formula(_lr_twice),
            "La tasa de aprendizaje se aplica dos veces.",
            "Si lr ya está dentro de la velocidad, al sumarla a w no hace falta otra vez.",
        ),
        Variant(
            "keras",
            recipes.build(replace(RECIPE, formula=_keras, ahead=lambda h, s, w: w)),
            "Usas la convención de Keras y torch: tus pesos son el punto adelantado, y el "
            "gradiente se toma en ellos.",
            "Vale igual: es el mismo camino, contado desde el adelanto. El enunciado guarda los "
            "pesos sin adelantar.",
            note=True,
        ),
    ),
    accepted={
        "lr fuera": _LrOutside,
        "desde el adelanto": _FromAhead,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
