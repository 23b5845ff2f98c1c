"""Optimizadores como recetas, y los errores que se cometen al escribir cualquiera de ellos.

Una receta es la fórmula de un paso: recibe los hiperparámetros `h`, el estado `s` (con `s.t`, el
número de paso, que ya vale 1 en el primero), los pesos y el gradiente; cambia el estado y devuelve
los pesos nuevos. Con ella se construyen la clase correcta y, torciendo cómo se usa, las que
comparten el estado, lo reinician, escriben en la entrada…
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores.cases import SINGLE, TWO
from autograde.model import Variant
from curso.pruebas.compara import Comparacion, Hallazgo, Propiedad

Array = Any
Formula = Callable[[Any, Any, Array, Array], Array]


@dataclass(frozen=True)
class Recipe:
    """Un optimizador: hiperparámetros por defecto, estado con que empieza y fórmula.

    start
        `start(h)` da el estado inicial; los números valen por arreglos de cualquier forma.
    ahead
        `ahead(h, s, w)` es el método `adelanto`, si lo tiene.
    """

    defaults: Mapping[str, float]
    start: Callable[[Any], Mapping[str, Any]]
    formula: Formula
    ahead: Callable[[Any, Any, Array], Array] | None = None

    def with_formula(self, formula: Formula) -> type:
        """La clase con otra fórmula."""
        return build(replace(self, formula=formula))

    def written(
        self,
        formula: Formula,
        ahead: Callable[[Any, Any, Array], Array] | None = None,
        **start: Any,
    ) -> type:
        """La clase con otra fórmula y otro estado, que empieza en `start`."""
        return build(Recipe(self.defaults, lambda _: start, formula, ahead))

    def mistake(
        self,
        code: str,
        wrong: Formula | type,
        cause: str,
        hint: str,
        *,
        note: bool = False,
        others: Sequence[Formula | type] = (),
    ) -> Variant:
        """La variante con la fórmula equivocada `wrong`, o con esa clase; `others`, lo mismo."""
        made, *more = (w if isinstance(w, type) else self.with_formula(w) for w in (wrong, *others))
        return Variant(code, made, cause, hint, note, others=tuple(more))


def starting_at_zero(*names: str) -> Callable[[Any], Mapping[str, Any]]:
    """Un estado que empieza a cero."""
    return lambda _: dict.fromkeys(names, 0.0)


def build(recipe: Recipe) -> type:
    """La clase que sigue la receta. Los avisos de coma flotante de lo que está mal se callan."""

    class Optimizador:
        def __init__(self, **hyper: float) -> None:
            self.h = SimpleNamespace(**{**recipe.defaults, **hyper})
            self.reset()

        def reset(self) -> None:
            self.s = SimpleNamespace(t=0, **recipe.start(self.h))

        def paso(self, w: Array, g: Array) -> Array:
            self.s.t += 1
            with np.errstate(all="ignore"):
                return recipe.formula(self.h, self.s, w, g)

    if recipe.ahead is not None:
        ahead = recipe.ahead
        Optimizador.adelanto = lambda self, w: ahead(self.h, self.s, w)  # type: ignore[attr-defined]
    return Optimizador


def one_by_one(recipe: Recipe) -> type:
    """Correcta, aunque lenta: un bucle que lleva el estado de cada componente por separado."""
    Single = build(recipe)

    class Bucle:
        def __init__(self, **hyper: float) -> None:
            self.hyper = hyper
            self.parts: dict[tuple[int, ...], Any] = {}

        def part(self, i: tuple[int, ...]) -> Any:
            return self.parts.setdefault(i, Single(**self.hyper))

        def paso(self, w: Array, g: Array) -> Array:
            return self._each(w, lambda i: self.part(i).paso(w[i], g[i]))

        def _each(self, w: Array, value: Callable[[tuple[int, ...]], Array]) -> Array:
            result = np.empty_like(w)
            for i in np.ndindex(w.shape):
                result[i] = value(i)
            return result

    if recipe.ahead is not None:
        Bucle.adelanto = lambda self, w: self._each(  # type: ignore[attr-defined]
            w, lambda i: self.part(i).adelanto(w[i])
        )
    return Bucle


def own_arrays(recipe: Recipe) -> type:
    """Correcta: el estado vive en arreglos del objeto, en los que escribe en cada paso."""

    class Optimizador(build(recipe)):  # type: ignore[misc]
        def paso(self, w: Array, g: Array) -> Array:
            new = super().paso(w, g)
            arrays = self.__dict__.setdefault("arrays", {})
            for name in recipe.start(self.h):
                own = arrays.setdefault(name, np.empty_like(w))
                own[...] = getattr(self.s, name)
                setattr(self.s, name, own)
            return new

    return Optimizador


# --- los errores comunes -----------------------------------------------------------------------


def _shared_state(base: Any) -> type:
    class Optimizador(base):
        def reset(self) -> None:
            super().reset()
            Optimizador.s = self.__dict__.pop("s")

    return Optimizador


def _reset_every_step(base: Any) -> type:
    class Optimizador(base):
        def paso(self, w: Array, g: Array) -> Array:
            new = super().paso(w, g)
            self.reset()
            return new

    return Optimizador


def _own_weights(base: Any) -> type:
    class Optimizador(base):
        def paso(self, w: Array, g: Array) -> Array:
            self.w = super().paso(getattr(self, "w", w), g)
            return self.w

    return Optimizador


def _with_step(base: Any, change: Callable[[Array, Array], Array]) -> type:
    """La clase que devuelve `change(w, w nuevo)`."""

    class Optimizador(base):
        def paso(self, w: Array, g: Array) -> Array:
            return change(w, super().paso(w, g))

    return Optimizador


def _in_place(w: Array, new: Array) -> Array:
    w += new - w
    return w


SHARED = (
    "estado_compartido",
    "Dos objetos de tu clase comparten el estado: los pasos de uno cambian los del otro.",
    "Si el estado está en la clase, en una variable global o en un valor por defecto mutable, es "
    "de todos. Créalo en `__init__`, dentro de `self`.",
)
TOUCHES = (
    "modifica_la_entrada",
    "Tu método cambia el w o el g que recibe.",
    "`w -= …`, `w += …` o `g *= …` escriben en el arreglo de quien te llama. Haz la cuenta en un "
    "arreglo nuevo: `w = w - …`.",
)

WITHOUT_EPS = (
    "eps no interviene.",
    "¿Qué pasa con un peso que aún no ha tenido ningún gradiente distinto de cero?",
)
GRADIENT_ON_TOP = "Avanzas según el gradiente de este paso: m no interviene."
BEGINS_AT_ONE = "El primer paso es t = 1. ¿Aumentas t antes o después de usarlo?"


def common_variants(recipe: Recipe, state: str, update: str) -> tuple[Variant, ...]:
    """Los errores que se cometen igual en todos.

    state
        El estado en palabras («la velocidad v»).
    update
        Qué se devuelve por error en lugar de w («v», «lr·g/(√a + eps)»).
    """
    base = build(recipe)
    return (
        Variant(
            "sube",
            _with_step(base, lambda w, new: w - (new - w)),
            "Te mueves en la dirección contraria: cuesta arriba.",
            "El gradiente señala hacia donde la función crece. Revisa los signos de la fórmula.",
        ),
        Variant(
            "devuelve_la_actualizacion",
            _with_step(base, lambda w, new: new - w if update == "v" else w - new),
            f"Tu `paso` devuelve la actualización ({update}), no los pesos nuevos.",
            "El resultado es el punto al que se llega, y para eso hay que contar con w.",
        ),
        Variant(
            "estado_reiniciado",
            _reset_every_step(base),
            f"El estado no dura: {state} vuelve a empezar en cada paso.",
            "Lo que hay que recordar de un paso a otro se guarda en `self` al acabar el paso, y se "
            "pone a cero solo en `__init__`.",
        ),
        Variant("estado_compartido", _shared_state(base), *SHARED[1:], by_property=True),
        Variant("modifica_la_entrada", _with_step(base, _in_place), *TOUCHES[1:]),
        Variant(
            "guarda_w",
            _own_weights(base),
            "Tu objeto recuerda sus propios pesos y no hace caso del w que recibe.",
            "Quien te llama puede volver a un punto anterior. El paso se da siempre desde el w que "
            "recibes; el objeto solo recuerda el estado.",
        ),
        Variant(
            "siempre_float64",
            _with_step(base, lambda _, new: new.astype(np.float64)),
            "Con pesos en float32 tu resultado es float64.",
            "Mira con qué tipo se crea tu estado: `np.zeros(forma)` es siempre float64, y un "
            "número como `np.sqrt(0.5)` también arrastra a float64. Los `float` de Python no.",
        ),
    )


def comparisons(exercise_id: str) -> dict[str, Comparacion]:
    """Cómo se compara: los valores siempre; el tipo, solo en los casos de simple precisión."""
    untouched = Hallazgo(f"{exercise_id}.{TOUCHES[0]}", *TOUCHES[1:])
    independent = Propiedad(
        "objetos_independientes", Hallazgo(f"{exercise_id}.{SHARED[0]}", *SHARED[1:])
    )
    return {
        "": Comparacion(intactas=untouched),
        TWO: Comparacion(intactas=untouched, propiedades=(independent,)),
        SINGLE: Comparacion(dtype=True, intactas=untouched),
    }
