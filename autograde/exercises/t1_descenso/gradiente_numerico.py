"""t1.gradiente_numerico: el gradiente por diferencias centrales."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from autograde.exercises.t1_descenso.cases import ROUND, floating, touches_start, with_problem
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Ref
from solutions.descenso import gradiente_numerico

ID = "t1.gradiente_numerico"
Array = np.ndarray
Function = Callable[[Array], Any]


def _of(title: str, problem: str, w: Any, **kwargs: Any) -> Caso:
    """Gradiente del valor de un problema en `w`."""
    inputs = {"w": np.asarray(w)}
    return with_problem(title, problem, Ref(problem, "valor"), Ref("w"), inputs=inputs, **kwargs)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    seed = int(rng.integers(2**31))
    many = {"condicion": 7.0, "p": 5, "semilla": seed}
    single = rng.integers(-4, 5, size=2).astype(np.float32)
    return [
        _of("Beale", "beale", rng.uniform(0.5, 2.0, size=2)),
        _of("Beale, h grande", "beale", rng.uniform(0.5, 2.0, size=2), h=0.05),
        _of("cinco parámetros", "cuadratica", rng.normal(size=5), settings=many, h=0.01),
        _of("Rosenbrock, h grande", "rosenbrock", rng.uniform(-1, 1, size=2), h=0.02),
        _of("Horas/Nota", "horas_nota", rng.normal(size=2), h=1e-4),
        _of(
            "un parámetro",
            "cuadratica",
            rng.normal(size=1),
            settings={"condicion": 1.0, "p": 1, "semilla": seed},
            edge=True,
        ),
        _of("enteros", "rosenbrock", rng.integers(-3, 4, size=2), edge=True),
        _of("simple precisión", "valle", single, settings=ROUND, h=0.25, edge=True),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _identity_rows(f: Function, w: Array, h: float = 1e-5) -> list[Any]:
    return [(f(w + h * e) - f(w - h * e)) / (2 * h) for e in np.eye(len(w))]


def _restores(f: Function, w: Array, h: float = 1e-5) -> Array:
    w, gradiente = floating(w), np.zeros(len(w))
    for i in range(len(w)):
        antes = w[i]
        w[i] = antes + h
        arriba = f(w)
        w[i] = antes - h
        abajo = f(w)
        w[i] = antes
        gradiente[i] = (arriba - abajo) / h / 2
    return gradiente


def _mean_of_both_sides(f: Function, w: Array, h: float = 1e-5) -> Array:
    pasos = h * np.eye(w.size)
    delante = np.array([(f(w + paso) - f(w)) / h for paso in pasos])
    detras = np.array([(f(w) - f(w - paso)) / h for paso in pasos])
    return (delante + detras) / 2


# --- equivocadas -----------------------------------------------------------------------------


def _quotient(
    numerator: Callable[[Function, Array, Array], Any], width: Callable[[float], float]
) -> Any:
    """Un cociente de diferencias por componente: `numerator(f, w, paso) / width(h)`."""

    def gradiente_numerico(f: Function, w: Array, h: float = 1e-5) -> Array:
        rows = h * np.eye(len(w)).astype(floating(w).dtype)
        return np.array([numerator(f, w, row) / width(h) for row in rows])

    return gradiente_numerico


def _both_sides(f: Function, w: Array, step: Array) -> Any:
    return f(w + step) - f(w - step)


def _fixed_step(f: Function, w: Array, h: float = 1e-5) -> Array:
    return gradiente_numerico(f, w, 1e-5)


def _all_at_once(f: Function, w: Array, h: float = 1e-5) -> Array:
    return np.full(len(w), (f(w + h) - f(w - h)) / (2 * h))


def _never_restored(f: Function, w: Array, h: float = 1e-5) -> Array:
    arriba, abajo, gradiente = floating(w), floating(w), np.zeros(len(w))
    for i in range(len(w)):
        arriba[i] += h
        abajo[i] -= h
        gradiente[i] = (f(arriba) - f(abajo)) / (2 * h)
    return gradiente


def _only_a_number(f: Function, w: Array, h: float = 1e-5) -> Any:
    return gradiente_numerico(f, w, h).sum()


def _truncates(f: Function, w: Array, h: float = 1e-5) -> Array:
    gradiente = np.zeros(len(w))
    for i in range(len(w)):
        arriba, abajo = w.copy(), w.copy()
        arriba[i] += w.dtype.type(h)
        abajo[i] -= w.dtype.type(h)
        gradiente[i] = (f(arriba) - f(abajo)) / (2 * h)
    return gradiente


def _copies_of_integers(f: Function, w: Array, h: float = 1e-5) -> Array:
    gradiente = np.zeros(len(w))
    for i in range(len(w)):
        arriba, abajo = w.copy(), w.copy()
        arriba[i] += h
        abajo[i] -= h
        gradiente[i] = (f(arriba) - f(abajo)) / (2 * h)
    return gradiente


def _relative_step(f: Function, w: Array, h: float = 1e-5) -> Array:
    gradiente = np.zeros(len(w))
    with np.errstate(all="ignore"):
        for i, paso in enumerate(np.diag(h * w)):
            gradiente[i] = (f(w + paso) - f(w - paso)) / (2 * paso[i])
    return gradiente


def _in_place(f: Function, w: Array, h: float = 1e-5) -> Array:
    if w.dtype.kind != "f":
        return gradiente_numerico(f, w, h)
    gradiente = np.zeros(len(w))
    for i in range(len(w)):
        w[i] += h
        arriba = f(w)
        w[i] -= 2 * h
        gradiente[i] = (arriba - f(w)) / (2 * h)
    return gradiente


INTACT = touches_start(ID, "w")

EXERCISE = Exercise(
    id=ID,
    name="gradiente_numerico",
    reference=gradiente_numerico,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _of(
            "½·(x² + y²) en (3; −1): el gradiente es el propio punto",
            "valle",
            [3.0, -1.0],
            settings=ROUND,
        ),
        _of("Función de Beale", "beale", [1.0, 1.5]),
        _of("Función de Beale con h = 0,1: se nota el error", "beale", [1.0, 1.5], h=0.1),
        _of("El error de Horas/Nota en w = (1; 0,5)", "horas_nota", [1.0, 0.5], h=0.01),
        _of(
            "Cinco parámetros",
            "cuadratica",
            [1.0, -2.0, 0.5, 3.0, 0.0],
            settings={"condicion": 10.0, "p": 5},
            h=0.1,
        ),
        _of(
            "Un solo parámetro",
            "cuadratica",
            [2.0],
            settings={"condicion": 1.0, "p": 1},
            edge=True,
        ),
        _of("w es de números enteros", "rosenbrock", [2, -1], edge=True),
        _of(
            "w es de float32 (con h = 0,25, para que no se pierda)",
            "valle",
            np.array([4.0, 8.0], dtype=np.float32),
            settings=ROUND,
            h=0.25,
            edge=True,
        ),
    ),
    hidden_cases=_hidden,
    # Restar dos valores parecidos y dividir por h deja pocas cifras exactas.
    comparisons={"": Comparacion(rtol=1e-6, atol=1e-6, intactas=INTACT)},
    variants=(
        Variant(
            "hacia_delante",
            _quotient(lambda f, w, e: f(w + e) - f(w), lambda h: h),
            "Usas diferencias hacia delante: comparas f(w + h) con f(w).",
            "La diferencia central mira a los dos lados de w. El error baja de h a h².",
        ),
        Variant(
            "hacia_atras",
            _quotient(lambda f, w, e: f(w) - f(w - e), lambda h: h),
            "Usas diferencias hacia atrás: comparas f(w) con f(w − h).",
            "La diferencia central mira a los dos lados de w. El error baja de h a h².",
        ),
        Variant(
            "divide_por_h",
            _quotient(_both_sides, lambda h: h),
            "Tu gradiente es el doble del que debe ser.",
            "¿Qué distancia hay entre w + h y w − h?",
        ),
        Variant(
            "sin_dividir",
            _quotient(_both_sides, lambda h: 1.0),
            "Restas los dos valores de f, pero no divides entre lo que separa los dos puntos.",
            "Una derivada es un cociente: cuánto cambia f, entre cuánto cambia w.",
        ),
        Variant(
            "multiplica_por_h",
            _quotient(_both_sides, lambda h: 2 / h),
            "Tu gradiente sale pequeñísimo: está multiplicado por h².",
            "En Python, `a / 2 * h` es (a / 2)·h. Para dividir entre todo el producto hacen falta "
            "paréntesis.",
        ),
        Variant(
            "entre_parametros",
            lambda f, w, h=1e-5: gradiente_numerico(f, w, h) / len(w),
            "Divides además entre el número de parámetros.",
            "Cada derivada parcial es un cociente por sí sola: no se promedian.",
        ),
        Variant(
            "no_mueve",
            lambda f, w, h=1e-5: 0.0 * gradiente_numerico(f, w, h),
            "Tu gradiente es siempre cero: los dos puntos en que evalúas f son el mismo.",
            "Si las dos variables son el mismo arreglo, mover una mueve la otra: hace falta una "
            "copia "
            "para cada lado.",
        ),
        Variant(
            "signo",
            _quotient(lambda f, w, e: f(w - e) - f(w + e), lambda h: 2 * h),
            "Tu gradiente tiene el signo cambiado.",
            "El gradiente apunta hacia donde f crece: ¿qué valor va primero en la resta?",
        ),
        Variant(
            "ignora_h",
            _fixed_step,
            "Tu función no usa el h que recibe.",
            "¿Has escrito `1e-5` dentro de la función? Ese es solo el valor por defecto de `h`.",
        ),
        Variant(
            "todas_a_la_vez",
            _all_at_once,
            "Mueves todas las componentes de w a la vez.",
            "`w + h` suma h a cada componente. Cada derivada parcial mueve una sola y deja quietas "
            "las demás.",
        ),
        Variant(
            "sin_deshacer",
            _never_restored,
            "La primera componente es correcta; en las siguientes, las anteriores siguen movidas.",
            "Antes de pasar a la componente siguiente, vuelve a partir de w.",
        ),
        Variant(
            "devuelve_un_numero",
            _only_a_number,
            "Devuelves un solo número, la suma de las derivadas.",
            "El gradiente tiene una componente por parámetro: su forma es la de w.",
        ),
        Variant(
            "trunca_enteros",
            _truncates,
            "Con un w de enteros, la h que sumas o restas no cabe en tu copia, que es de enteros.",
            "En un arreglo de enteros, 2,00001 se queda en 2, y 1,99999, en 1. Trabaja con una "
            "copia de números reales, `w.astype(float)`.",
            others=(_copies_of_integers,),
        ),
        Variant(
            "en_enteros",
            lambda f, w, h=1e-5: gradiente_numerico(f, w, h).astype(w.dtype),
            "Con un w de enteros, tu gradiente pierde los decimales.",
            "`np.zeros_like(w)` es del tipo de w, y el gradiente nunca es de enteros: "
            "`np.zeros(len(w))`.",
        ),
        Variant(
            "paso_relativo",
            _relative_step,
            "Mueves cada componente h·wᵢ, y no h.",
            "Con una componente que vale cero no te mueves, y divides entre cero. El paso es h "
            "para todas.",
        ),
        Variant(
            "modifica_w",
            _in_place,
            INTACT.causa,
            INTACT.pista,
            by_property=True,
        ),
    ),
    accepted={
        "filas de la identidad": _identity_rows,
        "deshace en su copia": _restores,
        "media de los dos lados": _mean_of_both_sides,
    },
)
