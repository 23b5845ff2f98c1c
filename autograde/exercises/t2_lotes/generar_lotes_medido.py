"""t2.generar_lotes: cómo se miden su velocidad y su memoria."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.measured import big_table, fresh_rng, taken
from autograde.model.measures import MemorySpec, PeakSpec, SpeedSpec
from curso.pruebas.plan import Caso, Devolver, Llamar, Ref, Tomar

Batches = list[tuple[np.ndarray, np.ndarray]]
_IDENTITY = """
def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):
    yield x, y
""".lstrip()
_IDENTITY_IN_BATCHES = """
def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):
    return ((x[i:i + b], y[i:i + b]) for i in range(0, len(x), b))
""".lstrip()
#: lotes que se piden al mirar la memoria: quien los prepara todos de golpe ya ha perdido
_FIRST = 3


def _timed(rng: np.random.Generator) -> Caso:
    return _case(rng, "25 000 ejemplos de 4 columnas, en lotes de 32, con rng", 25_000, 4, 32, None)


def _big(rng: np.random.Generator) -> Caso:
    title = "Tres lotes de 1 024, con rng, de 500 000 ejemplos de 8 columnas"
    return _case(rng, title, 500_000, 8, 1024, _FIRST)


def _case(rng: np.random.Generator, title: str, n: int, p: int, b: int, k: int | None) -> Caso:
    call = Llamar("iterador", (Ref("datos", "x"), Ref("datos", "y"), b), {"rng": fresh_rng(rng)})
    steps = (big_table(rng, n, p), call, Tomar("lotes", "iterador", k), Devolver(Ref("lotes")))
    return Caso(title, steps)


def _order(sample: Any) -> np.ndarray:
    return sample["puestos"][1]["enteros"]


def _batches(case: Caso, sample: Any, whole: bool) -> Batches:
    x, y = taken(case, _order(sample), whole)
    b = next(step.args[2] for step in case.pasos if isinstance(step, Llamar))
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x), b)]


SPEED = SpeedSpec(
    case=_timed,
    identity=_IDENTITY,
    relative=0.56,
    hint="Haz una sola permutación y, en cada lote, toma todos sus ejemplos a la vez con "
    "`x[orden[i:j]]`, sin recorrerlos de uno en uno.",
    expected=lambda case, sample: _batches(case, sample, whole=True),
    order=_order,
)

MEMORY = MemorySpec(
    hint="Desordenar los datos antes de empezar los copia enteros. Desordena solo los índices, y "
    "toma los ejemplos de cada lote cuando te lo pidan.",
    peak=PeakSpec(
        case=_big,
        identity=_IDENTITY_IN_BATCHES,
        limit_bytes=14 * 10**6,
        expected=lambda case, sample: _batches(case, sample, whole=False)[:_FIRST],
    ),
)
