"""t4.decaimiento_lineal: en línea recta hasta una tasa mínima."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje import schedules
from autograde.exercises.t4_tasa_de_aprendizaje.schedules import rates, refuse_negative
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso
from solutions.planificadores import decaimiento_lineal

ID = "t4.decaimiento_lineal"
Array = Any


def _hidden(rng: np.random.Generator) -> list[Caso]:
    lr0, least = float(rng.uniform(0.3, 0.9)), float(rng.uniform(0.02, 0.1))
    steps = int(rng.integers(8, 30))
    t = int(rng.integers(2, steps - 2))
    return [
        rates("al empezar", lr0, 0, steps, least),
        rates("por el camino", lr0, t, steps, least),
        rates("casi al final", lr0, steps - 1, steps, least),
        rates("al final", lr0, steps, steps, least),
        rates("pasado el final", lr0, steps + t, steps, least),
        rates("sin mínima", lr0, t, steps),
        rates("sin mínima, pasado el final", lr0, 2 * steps, steps),
        rates("con nombre", lr0, t, lr_minima=least, pasos=steps + 3),
        rates("un solo paso", lr0, np.arange(3), 1, least, edge=True),
        rates("mínima igual a lr0", lr0, t, steps, lr0, edge=True),
        *schedules.hidden_shapes(rng, lr0, steps, least),
        rates("pasos no válidos", lr0, t, 0, least, edge=True),
        rates("pasos negativos", lr0, t, -steps, least, edge=True),
    ]


def _check(t: Array, pasos: int) -> None:
    refuse_negative(t)
    if pasos < 1:
        raise ValueError("pasos")


# --- correctas, escritas de otra manera ------------------------------------------------------


def _one(lr0: float, t: int, pasos: int, lr_minima: float = 0.0) -> float:
    _check(t, pasos)
    if t >= pasos:
        return lr_minima
    return ((pasos - t) * lr0 + t * lr_minima) / pasos


def _whole(lr0: float, t: Array, pasos: int, lr_minima: float = 0.0) -> Array:
    _check(t, pasos)
    return np.interp(t, [0, pasos], [lr0, lr_minima])


# --- equivocadas -----------------------------------------------------------------------------


def _naive(lr0: float, t: Array, pasos: int, lr_minima: float = 0.0) -> Array:
    if np.ndim(t) == 0:
        return lr_minima if t >= pasos else lr0 + (lr_minima - lr0) * t / pasos
    return np.where(t >= pasos, lr_minima, lr0 + (lr_minima - lr0) * t / (pasos or np.nan))


def _with(formula: Any) -> Any:
    """El plan que comprueba sus argumentos y aplica `formula(lr0, t, pasos, lr_minima)`."""

    def plan(lr0: float, t: Array, pasos: int, lr_minima: float = 0.0) -> Array:
        _check(t, pasos)
        with np.errstate(all="ignore"):
            return formula(lr0, np.asarray(t), pasos, lr_minima)

    return plan


def _line(lr0: float, t: Array, pasos: float, lr_minima: float) -> Array:
    return lr0 + (lr_minima - lr0) * np.minimum(1, t / pasos)


def _refuses_one(lr0: float, t: Array, pasos: int, lr_minima: float = 0.0) -> Array:
    if pasos <= 1:
        raise ValueError("pasos")
    return decaimiento_lineal(lr0, t, pasos, lr_minima)


EXERCISE = Exercise(
    id=ID,
    name="decaimiento_lineal",
    reference=decaimiento_lineal,
    points={CellKind.CORRECTNESS: 0.5},
    public_cases=(
        rates("El ejemplo: de 0,1 a 0,02 en 40 pasos, en t = 10", 0.1, 10, 40, 0.02),
        rates("En t = 0 vale lr0", 0.1, 0, 40, 0.02),
        rates("El último paso antes de llegar", 0.1, 39, 40, 0.02),
        rates("Al llegar: t = pasos", 0.1, 40, 40, 0.02),
        rates("Después se queda en la mínima", 0.1, 75, 40, 0.02),
        rates("Sin tasa mínima: baja hasta 0", 0.8, 3, 5),
        rates("Sin tasa mínima, después de llegar", 0.8, 9, 5),
        rates("Un arreglo de épocas", 0.1, np.arange(0, 65, 5), 40, 0.02),
        *schedules.public_shapes(0.8, 12, 0.05),
        rates("En un solo paso", 0.8, np.array([0, 1, 2]), 1, 0.05, edge=True),
        rates("La mínima es lr0: no baja", 0.8, 4, 9, 0.8, edge=True),
        rates("pasos = 0: ValueError", 0.1, 5, 0, edge=True),
        rates("pasos negativo: ValueError", 0.1, 5, -4, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=schedules.comparisons(ID),
    variants=(
        Variant(
            "no_se_queda",
            _with(lambda lr0, t, pasos, least: lr0 + (least - lr0) * t / pasos),
            "Después de `pasos` tu tasa sigue bajando, y acaba siendo negativa.",
            "A partir de t = pasos vale lr_minima: `np.minimum(t, pasos)` o `np.where`.",
        ),
        Variant(
            "vuelve_a_lr0",
            _with(lambda lr0, t, pasos, least: _line(lr0, t % pasos, pasos, least)),
            "Después de `pasos` tu tasa vuelve a empezar desde lr0.",
            "A partir de t = pasos se queda en lr_minima para siempre.",
        ),
        Variant(
            "acaba_en_cero",
            _with(
                lambda lr0, t, pasos, least: np.where(t < pasos, _line(lr0, t, pasos, least), 0.0)
            ),
            "Después de `pasos` tu tasa vale 0.",
            "Se queda fija en lr_minima, que solo es 0 si no se dice otra cosa.",
        ),
        Variant(
            "sin_minima",
            _with(lambda lr0, t, pasos, least: _line(lr0, t, pasos, 0.0)),
            "Tu recta acaba en 0: no usas lr_minima.",
            "La recta va de lr0, en t = 0, a lr_minima, en t = pasos.",
        ),
        Variant(
            "recta_a_cero_recortada",
            _with(lambda lr0, t, pasos, least: np.maximum(least, _line(lr0, t, pasos, 0.0))),
            "Tu recta va hacia 0 y se corta al llegar a lr_minima: llega antes de tiempo.",
            "La pendiente es (lr_minima − lr0)/pasos: se llega a lr_minima justo en t = pasos.",
        ),
        Variant(
            "suma_la_minima",
            _with(lambda lr0, t, pasos, least: least + _line(lr0, t, pasos, 0.0)),
            "Sumas lr_minima a toda la recta: en t = 0 la tasa pasa de lr0.",
            "Lo que baja es la diferencia, lr0 − lr_minima, no lr0 entera.",
        ),
        Variant(
            "al_reves",
            _with(lambda lr0, t, pasos, least: _line(least, t, pasos, lr0)),
            "Tu tasa sube de lr_minima a lr0.",
            "En t = 0 vale lr0 y en t = pasos, lr_minima.",
        ),
        Variant(
            "llega_un_paso_antes",
            _with(lambda lr0, t, pasos, least: _line(lr0, t, max(pasos - 1, 0.5), least)),
            "Tu tasa llega a la mínima un paso antes: en t = pasos − 1.",
            "De 0 a `pasos` hay `pasos` tramos: se avanza t/pasos del camino.",
        ),
        Variant(
            "llega_un_paso_despues",
            _with(lambda lr0, t, pasos, least: _line(lr0, t, pasos + 1, least)),
            "Tu tasa llega a la mínima un paso después: en t = pasos + 1.",
            "En t = pasos ya ha de valer lr_minima: se avanza t/pasos del camino.",
        ),
        Variant(
            "division_entera",
            _with(lambda lr0, t, pasos, least: lr0 + (least - lr0) * np.minimum(1, t // pasos)),
            "Tu tasa no se mueve hasta `pasos` y entonces cae de golpe.",
            "`//` es la división entera, y t // pasos vale 0 hasta el final. Usa `/`.",
        ),
        Variant(
            "sube",
            _with(lambda lr0, t, n, least: lr0 + (lr0 - least) * np.minimum(1, t / n)),
            "Tu tasa sube en vez de bajar: la diferencia está restada al revés.",
            "A lr0 se le suma (lr_minima − lr0), que es negativa, por lo andado.",
        ),
        Variant(
            "desde_la_minima",
            _with(lambda lr0, t, n, least: least + (least - lr0) * np.minimum(1, t / n)),
            "Tu recta sale de la tasa mínima.",
            "Sale de lr0, en t = 0, y llega a lr_minima, en t = pasos.",
        ),
        Variant(
            "acaba_en_lr0",
            _with(lambda lr0, t, n, least: np.where(t < n, _line(lr0, t, n, least), lr0)),
            "Después de `pasos` tu tasa vuelve a valer lr0.",
            "Se queda quieta donde llegó: en lr_minima.",
        ),
        Variant(
            "maximo_en_vez_de_minimo",
            _with(lambda lr0, t, n, least: lr0 + (least - lr0) * np.maximum(1, t / n)),
            "Tomas el mayor de 1 y t/pasos, y ha de ser el menor.",
            "Lo andado va de 0 a 1 y ahí se queda: `np.minimum(1, t / pasos)`.",
        ),
        Variant(
            "baja_uno_en_total",
            _with(lambda lr0, t, n, least: np.maximum(least, lr0 - t / n)),
            "Tu recta baja 1 en total, sea cual sea lr0.",
            "Lo que baja en total es lr0 − lr_minima: t/pasos multiplica a esa diferencia.",
        ),
        Variant(
            "rechaza_un_solo_paso",
            _refuses_one,
            "Rechazas pasos = 1, que vale.",
            "Solo se rechaza un número de pasos **menor** que 1.",
        ),
        *schedules.common_variants(decaimiento_lineal, _naive),
    ),
    accepted=schedules.accepted(_one, _whole),
)
