"""Verificar la muestra de una respuesta medida: que se calculó entera y es la correcta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograde.judge.checks import answers
from autograde.model import Exercise
from autograde.model.measures import Expected
from curso.pruebas.compara import tolerancia_minima
from curso.pruebas.plan import Caso, Plan, Respuesta
from curso.pruebas.plan.medida import muestra

#: diferencia admitida entre dos huellas, respecto de la norma del arreglo
TOLERANCE = 1e-10
#: parte de las posiciones en que pueden coincidir dos órdenes al azar (lo esperado es una)
ALIKE = 0.01
#: los dtypes, distintos, que valen en un resultado cuyas entradas son de simple precisión
_SINGLE = (["<f8", "<f4"], ["<f4", "<f8"])


def is_right(
    exercise: Exercise, expected: Expected | None, case: Caso, seed: int, answer: Respuesta
) -> bool:
    """Si la muestra `answer`, tomada con `seed`, es la de una respuesta correcta a `case`."""
    if expected is None:
        plan = Plan(exercise.id, exercise.name, (case,))
        right = answers(exercise, exercise.reference, plan, through_codec=False)[0]
    else:
        try:
            right = Respuesta("valor", expected(case, answer.valor))
        except Exception:  # la muestra es hostil: falle como falle al leerla, no vale
            return False
    tolerance = max(TOLERANCE, tolerancia_minima(case.precision))
    return same(answer.valor, muestra(right, seed).valor, tolerance)


def same(sample: Any, right: Any, tolerance: float = TOLERANCE) -> bool:
    """Si dos muestras son iguales, salvo el redondeo de las huellas y de los números sueltos."""
    if isinstance(right, Mapping):
        if not isinstance(sample, Mapping) or set(sample) != set(right):
            return False
        if "huella" in right:
            return _same_fingerprint(sample, right, tolerance)
        return all(same(sample[k], right[k], tolerance) for k in right)
    if isinstance(right, np.ndarray):
        return (
            isinstance(sample, np.ndarray)
            and sample.dtype == right.dtype
            and np.array_equal(sample, right)
        )
    if isinstance(right, list | tuple):
        return (
            isinstance(sample, list | tuple)
            and len(sample) == len(right)
            and all(same(a, b, tolerance) for a, b in zip(sample, right, strict=True))
        )
    if isinstance(right, float) and isinstance(sample, float):
        return bool(np.isclose(sample, right, rtol=tolerance, atol=0, equal_nan=True))
    return type(sample) is type(right) and bool(sample == right)


def shuffled(order: np.ndarray, before: Sequence[np.ndarray] = ()) -> bool:
    """Si un orden parece al azar: ni el de partida, ni regular, ni el de otra llamada.

    before
        Los órdenes de las demás llamadas, o su principio.
    """
    steps = np.mod(np.diff(order.astype(np.int64)), max(order.size, 1))
    repeats = [order == np.arange(order.size), steps[1:] == steps[:-1]]
    repeats += [order[: b.size] == b for b in before if b.size <= order.size]
    return all(float(np.mean(r)) <= ALIKE for r in repeats)


def _same_fingerprint(
    sample: Mapping[str, Any], right: Mapping[str, Any], tolerance: float
) -> bool:
    if not same(sample["forma"], right["forma"]):
        return False
    # Con entradas de float32 tan buena es una respuesta en float32 como una en float64.
    kinds = [sample["dtype"], right["dtype"]]
    if not isinstance(kinds[0], str):
        return False
    if not same(*kinds) and (tolerance == TOLERANCE or kinds not in _SINGLE):
        return False
    got = [sample[k] for k in ("huella", "norma")]
    if not all(isinstance(v, float) for v in got):
        return False
    allowed = tolerance * max(right["norma"], np.finfo(float).tiny)
    return all(abs(g - right[k]) <= allowed for g, k in zip(got, ("huella", "norma"), strict=True))
