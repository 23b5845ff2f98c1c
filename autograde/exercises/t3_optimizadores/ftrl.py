"""t3.Ftrl: sigue al líder regularizado."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t3_optimizadores import recipes
from autograde.exercises.t3_optimizadores.optimiser import exercise
from solutions.optimizadores.curso_t3 import Ftrl

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


def _branches(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Las dos ramas del enunciado, con `where`."""
    _accumulate(h, s, w, g)
    value = -(s.z - np.sign(s.z) * h.l1) / (np.sqrt(s.n) / h.lr + 2 * h.l2)
    return np.where(abs(s.z) <= h.l1, 0 * value, value)


def _maximum(h: Any, s: Any, w: Array, g: Array) -> Array:
    """Todo multiplicado por lr, y el recorte con un máximo."""
    old, s.n = s.n**0.5, s.n + np.square(g)
    new = np.sqrt(s.n)
    s.z = s.z + h.lr * g - (new - old) * w
    out = np.maximum(abs(s.z) - h.lr * h.l1, 0)
    return -np.sign(s.z) * out / (new + 2 * h.lr * h.l2)


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


def _all_or_none(h: Any, s: Any, w: Array) -> Array:
    return 0 * w if np.all(abs(s.z) <= h.l1) else _l1_never_zero(h, s, w)


def _any_or_none(h: Any, s: Any, w: Array) -> Array:
    return 0 * w if np.any(abs(s.z) <= h.l1) else _l1_never_zero(h, s, w)


def _previous_n(h: Any, s: Any, w: Array, g: Array) -> Array:
    before = s.n
    _accumulate(h, s, w, g)
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (before**0.5 / h.lr + 2 * h.l2)


def _still_n(h: Any, s: Any, w: Array, g: Array) -> Array:
    n = s.n + g**2
    s.z = s.z + g - (n**0.5 - s.n**0.5) / h.lr * w
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (n**0.5 / h.lr + 2 * h.l2)


def _without_lr(h: Any, s: Any, w: Array) -> Array:
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n**0.5 + 2 * h.l2)


def _without_l2(h: Any, s: Any, w: Array) -> Array:
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n**0.5 / h.lr)


def _half_l2(h: Any, s: Any, w: Array) -> Array:
    return (np.clip(s.z, -h.l1, h.l1) - s.z) / (s.n**0.5 / h.lr + h.l2)


EXERCISE = exercise(
    Ftrl,
    RECIPE,
    correctness=0.75,
    example={"lr": 0.5, "l1": 1.0, "l2": 0.0, "acumulador_inicial": 1.0},
    other={"lr": 0.25, "l1": 0.5, "l2": 0.75, "acumulador_inicial": 0.5},
    ranges={
        "lr": (0.2, 0.8),
        "l1": (0.3, 1.0),
        "l2": (0.2, 1.0),
        "acumulador_inicial": (0.2, 1.0),
    },
    state="n y z",
    update="lo que cambia w",
    mistakes=(
        RECIPE.mistake(
            "sube",
            _leading(_uphill),
            "Los pesos salen con el signo cambiado: te mueves cuesta arriba.",
            "z se parece a la suma de los gradientes, y hay que ir al revés. Revisa el signo de la "
            "última fórmula.",
        ),
        RECIPE.mistake(
            "sin_arrastre",
            _accumulating(lambda h, s, w, g, n: s.z + g),
            "A z solo le llegan los gradientes: el término σ·w falta, o vale siempre cero.",
            "Ese término recuerda los puntos por los que se ha pasado. Si lo has escrito, ¿guardas "
            "el n nuevo antes de calcular σ? Entonces las dos raíces son la misma.",
        ),
        RECIPE.mistake(
            "signo_del_arrastre",
            _accumulating(lambda h, s, w, g, n: s.z + g + (n**0.5 - s.n**0.5) / h.lr * w),
            "El término σ·w entra en z con el signo cambiado.",
            "Si el gradiente es cero y no hay penalización, w apenas debería moverse. ¿Pasa eso?",
        ),
        RECIPE.mistake(
            "sigma_sin_lr",
            _accumulating(lambda h, s, w, g, n: s.z + g - (n**0.5 - s.n**0.5) * w),
            "A σ le falta dividir por lr.",
            "σ y el denominador de w tienen que estar en las mismas unidades.",
        ),
        RECIPE.mistake(
            "raiz_de_la_diferencia",
            _accumulating(lambda h, s, w, g, n: s.z + g - (n - s.n) ** 0.5 / h.lr * w),
            "En σ sacas la raíz de la diferencia, y no la diferencia de las raíces.",
            "√(n′ − n) es |g|, y no lo que ha crecido √n. Se resta después de sacar las dos "
            "raíces.",
        ),
        RECIPE.mistake(
            "sigma_entera",
            _accumulating(lambda h, s, w, g, n: s.z + g - n**0.5 / h.lr * w),
            "En σ falta restar la raíz del n anterior.",
            "σ es lo que ha crecido √n en este paso, entre lr.",
        ),
        RECIPE.mistake(
            "acumulador_en_cero",
            RECIPE.written(_formula, n=0.0, z=0.0),
            "n empieza en cero: el acumulador inicial no interviene.",
            "¿Con qué valor se crea n en el constructor?",
            others=(RECIPE.written(_branches, n=0.0, z=0.0),),
        ),
        RECIPE.mistake(
            "sin_cuadrado",
            _no_square,
            "Acumulas en n los valores absolutos, no los cuadrados.",
            "Después sacas la raíz de n: para eso tiene que ser una suma de cuadrados.",
        ),
        RECIPE.mistake(
            "sin_raices",
            _no_roots,
            "Faltan las raíces de n.",
            "Tanto en σ como en el denominador, lo que aparece es la raíz de n.",
        ),
        RECIPE.mistake(
            "suma_al_anterior",
            _leading(_added),
            "Sumas el resultado al w anterior.",
            "Ftrl no corrige w: lo calcula entero a partir de z y n.",
        ),
        RECIPE.mistake(
            "sin_l1",
            _leading(_without_l1),
            "l1 no interviene: ningún peso se hace cero.",
            "¿Qué le pasa a w cuando z es pequeño en valor absoluto?",
        ),
        RECIPE.mistake(
            "l1_sin_signo",
            _leading(_l1_without_sign),
            "Restas l1 sin mirar el signo de z.",
            "Si z es negativo, acercarlo a cero es sumarle l1. ¿Qué función da el signo?",
        ),
        RECIPE.mistake(
            "l1_solo_recorta",
            _leading(_l1_only_cuts),
            "Pones a cero los pesos con |z| ≤ l1, pero a los demás no les descuentas l1.",
            "En la segunda rama también aparece l1; si no, w daría un salto al cambiar de rama.",
        ),
        RECIPE.mistake(
            "l1_nunca_cero",
            _leading(_l1_never_zero),
            "Descuentas l1, pero falta la rama en que w es cero.",
            "Si z es más pequeño que l1, al descontarlo se pasa al otro lado. ¿Qué dice ahí la "
            "fórmula?",
        ),
        RECIPE.mistake(
            "rama_para_todos",
            _leading(_all_or_none),
            "Eliges la misma rama para todos los pesos a la vez.",
            "Cada peso mira su z: un `if` con `np.all` o `np.any` decide por todos. `np.where` "
            "elige "
            "componente a componente.",
            others=(_leading(_any_or_none),),
        ),
        RECIPE.mistake(
            "acumulador_fijo",
            RECIPE.written(_formula, n=0.1, z=0.0),
            "n empieza siempre en 0,1: no usas `acumulador_inicial`.",
            "0,1 es solo su valor por defecto: ¿con qué valor se crea n en el constructor?",
        ),
        RECIPE.mistake(
            "n_anterior_abajo",
            _previous_n,
            "En el denominador de w usas la n de antes del paso.",
            "En la última fórmula n es ya la nueva.",
        ),
        RECIPE.mistake(
            "n_no_avanza",
            _still_n,
            "Tu n no se guarda: en cada paso vuelve a empezar.",
            "¿Guardas la n nueva en `self`, después de calcular σ?",
        ),
        RECIPE.mistake(
            "denominador_sin_lr",
            _leading(_without_lr),
            "En el denominador de w falta dividir √n entre lr.",
            "σ y el denominador van en las mismas unidades: los dos llevan √n entre lr.",
        ),
        RECIPE.mistake(
            "sin_l2",
            _leading(_without_l2),
            "l2 no interviene.",
            "l2 hace más grande el denominador, y w más pequeño.",
        ),
        RECIPE.mistake(
            "l2_sin_doblar",
            _leading(_half_l2),
            "Usas la convención del artículo: l2 sin el 2.",
            "Vale igual: depende de si se penaliza l2·w² o su mitad. El enunciado sigue a Keras.",
            note=True,
        ),
    ),
    accepted={
        "dos ramas": RECIPE.with_formula(_branches),
        "máximo": RECIPE.with_formula(_maximum),
    },
)
