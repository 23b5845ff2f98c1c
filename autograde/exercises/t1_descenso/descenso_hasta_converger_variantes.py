"""t1.descenso_hasta_converger: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import at_least, floating, touches_start
from autograde.model import Variant
from solutions.descenso import descenso_hasta_converger

ID = "t1.descenso_hasta_converger"
Array = np.ndarray
Gradient = Callable[[Array], Array]
Result = tuple[Array, int, bool]

INTACT = touches_start(ID)


# --- correctas, escritas de otra manera ------------------------------------------------------


def _while(gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int) -> Result:
    at_least(max_iter=(max_iter, 0))
    w, hechas = w0, 0
    while hechas < max_iter:
        g = gradiente(w)
        if np.linalg.norm(g) <= tol:
            return w, hechas, True
        nuevo = w - lr * g
        if np.isnan(nuevo).any() or np.isinf(nuevo).any():
            break
        w, hechas = nuevo, hechas + 1
    return w, hechas, False


def _in_place_on_a_copy(
    gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int
) -> list[Any]:
    at_least(max_iter=(max_iter, 0))
    w, anterior = floating(w0), floating(w0)
    for hechas in range(max_iter):
        g = gradiente(w)
        if math.sqrt(sum(float(x) ** 2 for x in g) if max(abs(g)) < 1e150 else math.inf) <= tol:
            return [w, hechas, True]
        anterior[:] = w
        w -= lr * g
        if not np.isfinite(w).all():
            return [anterior, hechas, False]
    return [w, max_iter, False]


ACCEPTED = {"while": _while, "en su propia copia": _in_place_on_a_copy}


# --- equivocadas -----------------------------------------------------------------------------


def _norm(g: Array, w: Array, lr: float) -> float:
    return float(np.linalg.norm(g))


def _descent(
    size: Callable[[Array, Array, float], float] = _norm,
    *,
    step: Callable[[float, Array], Array] = lambda lr, g: -lr * g,
    small: Callable[[float, float], bool] = lambda value, tol: value <= tol,
    diverged: Callable[[Array, Array, int], Any] = lambda w, after, done: (w, done, False),
    start: Callable[[Array], Array] = floating,
    calls: int = 1,
    keep_dtype: bool = False,
    check: bool = True,
    look_after_last: bool = False,
    result: Callable[[Array, int, bool], Any] = lambda w, done, converged: (w, done, converged),
) -> Any:
    """Un descenso correcto salvo en lo que se diga.

    `size(g, w, lr)` es lo que se compara con tol; `diverged(w, siguiente, hechas)` es lo que se
    devuelve cuando el siguiente no es finito, o None si se sigue adelante.
    """

    def descenso_hasta_converger(
        gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int
    ) -> Any:
        if check:
            at_least(max_iter=(max_iter, 0))
        w = start(w0)
        for done in itertools.count():
            if done >= max_iter and not look_after_last:
                break
            g = [gradiente(w) for _ in range(calls)][-1]
            if small(size(g, w, lr), tol):
                return result(w, done, True)
            if done >= max_iter:
                break
            after = w + step(lr, g)
            answer = None if np.isfinite(after).all() else diverged(w, after, done)
            if answer is not None:
                return result(*answer)
            w = after.astype(w.dtype) if keep_dtype else after
        return result(w, max(0, max_iter), False)

    return descenso_hasta_converger


def _tests_afterwards(
    gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int
) -> Result:
    at_least(max_iter=(max_iter, 0))
    w = floating(w0)
    for done in range(max_iter):
        g = gradiente(w)
        after = w - lr * g
        if not np.isfinite(after).all():
            return w, done, False
        w = after
        if np.linalg.norm(g) <= tol:
            return w, done + 1, True
    return w, max_iter, False


def _from_start(gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int) -> Result:
    def back(w: Array, after: Array, done: int) -> Any:
        return floating(w0), done, False

    answer: Result = _descent(diverged=back)(gradiente, w0, lr, tol, max_iter)
    return answer


def _rejects_zero(gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int) -> Result:
    at_least(max_iter=(max_iter, 1))
    return descenso_hasta_converger(gradiente, w0, lr, tol, max_iter)


def _one_more(gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int) -> Result:
    at_least(max_iter=(max_iter, 0))
    return descenso_hasta_converger(gradiente, w0, lr, tol, max_iter + 1)


def _counts_from_one(
    gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int
) -> Result:
    """Devuelve i + 1 al parar a medias, por `tol` o porque diverge; si agota, max_iter."""
    w, done, converged = descenso_hasta_converger(gradiente, w0, lr, tol, max_iter)
    return w, done + (done < max_iter), converged


def _raises(w: Array, after: Array, done: int) -> Any:
    raise OverflowError("el descenso diverge")


def _in_place(gradiente: Gradient, w0: Array, lr: float, tol: float, max_iter: int) -> Result:
    answer = descenso_hasta_converger(gradiente, w0, lr, tol, max_iter)
    w0[:] = answer[0]
    return answer


VARIANTS = (
    Variant(
        "cambio_de_w",
        _descent(lambda g, w, lr: float(np.linalg.norm(lr * g))),
        "Paras cuando w deja de moverse, no cuando el gradiente es pequeño.",
        "Con una tasa diminuta w apenas se mueve aunque la pendiente sea enorme. Lo que se compara "
        "con tol es la norma del gradiente, sin la tasa.",
    ),
    Variant(
        "mayor_componente",
        _descent(lambda g, w, lr: float(np.abs(g).max())),
        "Comparas con tol la mayor componente del gradiente, y no su norma 2.",
        "La norma 2 es la raíz de la suma de los cuadrados, √(g₁² + g₂² + …).",
    ),
    Variant(
        "norma_1",
        _descent(lambda g, w, lr: float(np.abs(g).sum())),
        "Comparas con tol la suma de los valores absolutos del gradiente, y no su norma 2.",
        "La norma 2 es la raíz de la suma de los cuadrados, √(g₁² + g₂² + …).",
    ),
    Variant(
        "norma_al_cuadrado",
        _descent(lambda g, w, lr: float(g @ g)),
        "Comparas con tol el cuadrado de la norma del gradiente.",
        "A la suma de los cuadrados le falta la raíz.",
    ),
    Variant(
        "media_de_cuadrados",
        _descent(lambda g, w, lr: float(np.sqrt((g * g).mean()))),
        "Promedias los cuadrados de las componentes del gradiente en vez de sumarlos.",
        "La norma 2 es la raíz de la **suma** de los cuadrados.",
    ),
    Variant(
        "suma_sin_valor_absoluto",
        _descent(lambda g, w, lr: float(g.sum())),
        "Sumas las componentes del gradiente con su signo: las positivas y las negativas se "
        "compensan.",
        "Una norma nunca es negativa, y solo vale cero si todas las componentes son cero.",
    ),
    Variant(
        "norma_de_w",
        _descent(lambda g, w, lr: float(np.linalg.norm(w))),
        "Comparas con tol la norma de w, y no la del gradiente.",
        "El mínimo no tiene por qué estar en el origen. Lo que se anula allí es el gradiente.",
    ),
    Variant(
        "comprueba_despues",
        _tests_afterwards,
        "Haces la actualización antes de mirar si ya hacía falta: das un paso de más.",
        "Mira primero la norma del gradiente; si ya es pequeña, devuelve el w donde estás.",
    ),
    Variant(
        "sube",
        _descent(step=lambda lr, g: lr * g),
        "Tu w avanza a favor del gradiente: sube en vez de bajar.",
        "Mira el signo de la actualización.",
    ),
    Variant(
        "cuenta_de_mas",
        _descent(result=lambda w, done, ok: (w, done + 1, ok)),
        "El punto es correcto, pero cuentas una actualización de más.",
        "Se cuentan las actualizaciones hechas: si no hay que dar ningún paso, son 0.",
        others=(_counts_from_one,),
    ),
    Variant(
        "siempre_convergio",
        _descent(result=lambda w, done, ok: (w, done, True)),
        "Dices siempre que ha convergido.",
        "Si se agotan las iteraciones, o los números dejan de ser finitos, la tercera respuesta es "
        "`False`.",
    ),
    Variant(
        "devuelve_no_finito",
        _descent(diverged=lambda w, after, done: (after, done + 1, False)),
        "Cuando el descenso diverge devuelves un w que ya no es finito.",
        "Calcula el w siguiente en otra variable y mira si es finito **antes** de quedártelo. "
        "Ojo: `np.isnan` no ve los infinitos.",
        others=(
            _descent(diverged=lambda w, after, done: (after, done, False)),
            _descent(diverged=lambda w, after, done: (after, done + 1, True)),
        ),
    ),
    Variant(
        "converge_al_divergir",
        _descent(diverged=lambda w, after, done: (w, done, True)),
        "Cuando el descenso diverge dices que ha convergido.",
        "Solo ha convergido si se para por `tol`. Si los números desbordan, la tercera respuesta "
        "es "
        "`False`.",
        others=(_descent(diverged=lambda w, after, done: (w, done + 1, True)),),
    ),
    Variant(
        "vuelve_a_w0",
        _from_start,
        "Cuando el descenso diverge devuelves w0.",
        "Se pide el último w finito, que es el de justo antes de desbordar.",
    ),
    Variant(
        "rechaza_cero",
        _rejects_zero,
        "Tu función no admite `max_iter = 0`.",
        "Con 0 iteraciones se devuelve w0 sin mirar nada, y no es un error.",
    ),
    Variant(
        "una_iteracion_de_mas",
        _one_more,
        "Haces una iteración más de las que permite `max_iter`.",
        "Con `range(max_iter)` hay como mucho `max_iter` actualizaciones.",
    ),
    Variant(
        "sigue_con_nan",
        _descent(diverged=lambda w, after, done: None),
        "Cuando el descenso diverge sigues hasta agotar las iteraciones.",
        "Un w con `inf` o `nan` ya no se recupera. `np.isfinite(w).all()` dice si hay que parar.",
    ),
    Variant(
        "cuenta_la_fallida",
        _descent(diverged=lambda w, after, done: (w, done + 1, False)),
        "Cuando el descenso diverge cuentas también la actualización que descartas.",
        "Si devuelves el w de antes, esa actualización no se ha hecho.",
    ),
    Variant(
        "lanza_al_divergir",
        _descent(diverged=_raises),
        "Cuando el descenso diverge lanzas una excepción.",
        "Divergir es una respuesta, no un error: se devuelve el último w finito y `False`.",
    ),
    Variant(
        "sin_hechas",
        _descent(result=lambda w, done, ok: (w, ok)),
        "Devuelves dos cosas, y se piden tres.",
        "El resultado es (w, actualizaciones hechas, si ha convergido).",
    ),
    Variant(
        "menor_estricto",
        _descent(small=lambda value, tol: value < tol),
        "No paras cuando la norma del gradiente es exactamente tol.",
        "La condición es ≤. Piensa en tol = 0, en pleno mínimo.",
    ),
    Variant(
        "mira_al_final",
        _descent(look_after_last=True),
        "Cuando ya no quedan iteraciones, vuelves a calcular el gradiente para ver si has llegado.",
        "La norma se mira antes de cada actualización; después de la última no hay ninguna más.",
    ),
    Variant(
        "llama_dos_veces",
        _descent(calls=2),
        "Llamas a `gradiente` más de una vez por iteración.",
        "Calcúlalo una vez y guárdalo: sirve para la norma y para el paso.",
    ),
    Variant(
        "en_enteros",
        _descent(start=np.copy, keep_dtype=True),
        "Con un w0 de enteros pierdes los decimales de cada paso.",
        "Trabaja con una copia de números reales, `w0.astype(float)`, o escribe `w = w - …`.",
    ),
    Variant(
        "sin_validar",
        _descent(check=False),
        "Falta rechazar un número de iteraciones imposible.",
        "Si `max_iter` es menor que 0, lanza `ValueError`.",
    ),
    Variant("modifica_w0", _in_place, INTACT.causa, INTACT.pista, by_property=True),
)
