"""t3.Ftrl: sigue al líder regularizado."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import cases, recipes
from autograde.model import CellKind, Exercise, Variant
from solutions.optimizadores.curso_t3 import Ftrl

ID = "t3.Ftrl"
Array = Any


def _accumulate(h: Any, s: Any, w: Array, g: Array) -> None:
    n = s.n + g**2
    s.z = s.z + g - (n**0.5 - s.n**0.5) / h.lr * w
    s.n = n


def _leader(h: Any, s: Any) -> Array:
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n**0.5 / h.lr + 2 * h.l2)


def _formula(h: Any, s: Any, w: Array, g: Array) -> Array:
    _accumulate(h, s, w, g)
    return _leader(h, s)


RECIPE = recipes.Recipe(
    {"lr": 0.1, "l1": 0.0, "l2": 0.0, "acumulador_inicial": 0.1},
    lambda h: {"n": h.acumulador_inicial, "z": 0.0},
    _formula,
)

# --- correctas, escritas de otra manera ------------------------------------------------------


class _Branches:
    """Las dos ramas del enunciado, con `where`."""

    def __init__(
        self, lr: float = 0.1, l1: float = 0.0, l2: float = 0.0, acumulador_inicial: float = 0.1
    ) -> None:
        self.lr, self.l1, self.l2 = lr, l1, l2
        self.n: Array = acumulador_inicial
        self.z: Array = 0.0

    def paso(self, w: Array, g: Array) -> Array:
        n = self.n + g * g
        sigma = (np.sqrt(n) - self.n**0.5) / self.lr
        self.n, self.z = n, self.z + g - sigma * w
        w = -(self.z - np.sign(self.z) * self.l1) / (np.sqrt(n) / self.lr + 2 * self.l2)
        return np.where(abs(self.z) <= self.l1, 0 * w, w)


class _Maximum:
    """Todo multiplicado por lr, y el recorte con un máximo."""

    def __init__(
        self, lr: float = 0.1, l1: float = 0.0, l2: float = 0.0, acumulador_inicial: float = 0.1
    ) -> None:
        self.lr, self.l1, self.l2, self.start = lr, l1, l2, acumulador_inicial
        self.n: Array = None
        self.z: Array = None

    def paso(self, w: Array, g: Array) -> Array:
        if self.n is None:
            self.n, self.z = np.full_like(w, self.start), np.zeros_like(w)
        old = np.sqrt(self.n)
        self.n = self.n + np.square(g)
        new = np.sqrt(self.n)
        self.z = self.z + self.lr * g - (new - old) * w
        out = np.maximum(abs(self.z) - self.lr * self.l1, 0)
        return -np.sign(self.z) * out / (new + 2 * self.lr * self.l2)


# --- equivocadas -----------------------------------------------------------------------------


def _accumulating(z: Callable[[Any, Any, Array, Array, Array], Array]) -> type:
    """La clase en que z se actualiza con `z(h, s, w, g, n nuevo)`."""

    def formula(h: Any, s: Any, w: Array, g: Array) -> Array:
        n = s.n + g**2
        s.z = z(h, s, w, g, n)
        s.n = n
        return _leader(h, s)

    return RECIPE.with_formula(formula)


def _leading(leader: Callable[[Any, Any, Array], Array]) -> type:
    """La clase en que w sale de `leader(h, s, w anterior)`."""

    def formula(h: Any, s: Any, w: Array, g: Array) -> Array:
        _accumulate(h, s, w, g)
        return leader(h, s, w)

    return RECIPE.with_formula(formula)


def _no_square(h: Any, s: Any, w: Array, g: Array) -> Array:
    n = s.n + abs(g)
    s.z = s.z + g - (n**0.5 - s.n**0.5) / h.lr * w
    s.n = n
    return _leader(h, s)


def _no_roots(h: Any, s: Any, w: Array, g: Array) -> Array:
    s.z = s.z + g - g**2 / h.lr * w
    s.n = s.n + g**2
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n / h.lr + 2 * h.l2)


def _uphill(h: Any, s: Any, w: Array) -> Array:
    return -_leader(h, s)


def _added(h: Any, s: Any, w: Array) -> Array:
    return w + _leader(h, s)


def _without_l1(h: Any, s: Any, w: Array) -> Array:
    return -s.z / (s.n**0.5 / h.lr + 2 * h.l2)


def _l1_without_sign(h: Any, s: Any, w: Array) -> Array:
    value = -(s.z - h.l1) / (s.n**0.5 / h.lr + 2 * h.l2)
    return np.where(abs(s.z) <= h.l1, 0 * value, value)


def _l1_only_cuts(h: Any, s: Any, w: Array) -> Array:
    value = -s.z / (s.n**0.5 / h.lr + 2 * h.l2)
    return np.where(abs(s.z) <= h.l1, 0 * value, value)


def _l1_never_zero(h: Any, s: Any, w: Array) -> Array:
    return -(s.z - np.sign(s.z) * h.l1) / (s.n**0.5 / h.lr + 2 * h.l2)


def _without_l2(h: Any, s: Any, w: Array) -> Array:
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n**0.5 / h.lr)


def _half_l2(h: Any, s: Any, w: Array) -> Array:
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n**0.5 / h.lr + h.l2)


def _draw(rng: np.random.Generator) -> dict[str, float]:
    return {
        "lr": float(rng.uniform(0.2, 0.8)),
        "l1": float(rng.uniform(0.3, 1.0)),
        "l2": float(rng.uniform(0.2, 1.0)),
        "acumulador_inicial": float(rng.uniform(0.2, 1.0)),
    }


PUBLIC = cases.public(
    {"lr": 0.5, "l1": 1.0, "l2": 0.0, "acumulador_inicial": 1.0},
    {"lr": 0.25, "l1": 0.5, "l2": 0.75, "acumulador_inicial": 0.5},
)

EXERCISE = Exercise(
    id=ID,
    name="Ftrl",
    reference=Ftrl,
    points={CellKind.CORRECTNESS: 0.75, CellKind.PORTABLE: 0.25},
    public_cases=PUBLIC,
    portable_cases=cases.portable(PUBLIC),
    hidden_cases=cases.hidden(_draw),
    comparisons=recipes.comparisons(ID),
    variants=(
        *(
            v
            for v in recipes.common_variants(RECIPE, "n y z", "lo que cambia w")
            if v.code != "sube"
        ),
        Variant(
            "sube",
            _leading(_uphill),
            "Los pesos salen con el signo cambiado: te mueves cuesta arriba.",
            "z se parece a la suma de los gradientes, y hay que ir al revés. Revisa el signo de la "
            "última fórmula.",
        ),
        Variant(
            "sin_arrastre",
            _accumulating(lambda h, s, w, g, n: s.z + g),
            "En z falta el término de σ·w: solo sumas los gradientes.",
            "Ese término recuerda los puntos por los que se ha pasado; sin él, cada paso se "
            "alejaría de ellos.",
        ),
        Variant(
            "signo_del_arrastre",
            _accumulating(lambda h, s, w, g, n: s.z + g + (n**0.5 - s.n**0.5) / h.lr * w),
            "El término σ·w entra en z con el signo cambiado.",
            "Si el gradiente es cero y no hay penalización, w apenas debería moverse. ¿Pasa eso?",
        ),
        Variant(
            "sigma_sin_lr",
            _accumulating(lambda h, s, w, g, n: s.z + g - (n**0.5 - s.n**0.5) * w),
            "A σ le falta dividir por lr.",
            "σ y el denominador de w tienen que estar en las mismas unidades.",
        ),
        Variant(
            "sigma_entera",
            _accumulating(lambda h, s, w, g, n: s.z + g - n**0.5 / h.lr * w),
            "En σ falta restar la raíz del n anterior.",
            "σ es lo que ha crecido √n en este paso, entre lr.",
        ),
        Variant(
            "acumulador_en_cero",
            recipes.build(replace(RECIPE, start=recipes.starting_at_zero("n", "z"))),
            "n empieza en cero: el acumulador inicial no interviene.",
            "¿Con qué valor se crea n en el constructor?",
        ),
        Variant(
            "sin_cuadrado",
            RECIPE.with_formula(_no_square),
            "Acumulas en n los valores absolutos, no los cuadrados.",
            "Después sacas la raíz de n: para eso tiene que ser una suma de cuadrados.",
        ),
        Variant(
            "sin_raices",
            RECIPE.with_formula(_no_roots),
            "Faltan las raíces de n.",
            "Tanto en σ como en el denominador, lo que aparece es la raíz de n.",
        ),
        Variant(
            "suma_al_anterior",
            _leading(_added),
            "Sumas el resultado al w anterior.",
            "Ftrl no corrige w: lo calcula entero a partir de z y n.",
        ),
        Variant(
            "sin_l1",
            _leading(_without_l1),
            "l1 no interviene: ningún peso se hace cero.",
            "¿Qué le pasa a w cuando z es pequeño en valor absoluto?",
        ),
        Variant(
            "l1_sin_signo",
            _leading(_l1_without_sign),
            "Restas l1 sin mirar el signo de z.",
            "Si z es negativo, acercarlo a cero es sumarle l1. ¿Qué función da el signo?",
        ),
        Variant(
            "l1_solo_recorta",
            _leading(_l1_only_cuts),
            "Pones a cero los pesos con |z| ≤ l1, pero a los demás no les descuentas l1.",
            "En la segunda rama también aparece l1; si no, w daría un salto al cambiar de rama.",
        ),
        Variant(
            "l1_nunca_cero",
            _leading(_l1_never_zero),
            "Descuentas l1, pero falta la rama en que w es cero.",
            "Si z es más pequeño que l1, al descontarlo se pasa al otro lado. ¿Qué dice ahí la "
            "fórmula?",
        ),
        Variant(
            "sin_l2",
            _leading(_without_l2),
            "l2 no interviene.",
            "l2 hace más grande el denominador, y w más pequeño.",
        ),
        Variant(
            "l2_sin_doblar",
            _leading(_half_l2),
            "Usas la convención del artículo: l2 sin el 2.",
            "Vale igual: depende de si se penaliza l2·w² o su mitad. El enunciado sigue a Keras.",
            note=True,
        ),
    ),
    accepted={
        "dos ramas": _Branches,
        "máximo": _Maximum,
        "bucle": recipes.one_by_one(RECIPE),
    },
)
