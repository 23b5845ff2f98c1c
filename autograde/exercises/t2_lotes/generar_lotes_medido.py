"""t2.generar_lotes: cómo se miden su velocidad y su memoria."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t2_lotes.measured import big_table, fresh_rng, taken
from autograde.model.measures import MemorySpec, PeakSpec, SpeedSpec, Step
from curso.pruebas.plan import Caso, Devolver, Llamar, Paso, Ref, Tomar

Batches = list[tuple[np.ndarray, np.ndarray]]
_IDENTITY = """
def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):
    yield x, y
""".lstrip()
_IDENTITY_IN_BATCHES = """
def generar_lotes(x, y, b, rng=None, descartar_ultimo=False):
    return ((x[i:i + b], y[i:i + b]) for i in range(0, len(x), b))
""".lstrip()
#: pasadas de cada caso medido
_PASSES = 5
#: lotes que se piden al mirar la memoria: quien los prepara todos de golpe ya ha perdido
_FIRST = 3


def _timed(rng: np.random.Generator) -> Caso:
    title = "Cinco pasadas por 10 000 ejemplos de 2 columnas, en lotes de 2 000, con rng"
    steps: list[Paso] = [big_table(rng, 10_000, 2)]
    for i in range(_PASSES):
        steps += [_call(rng, f"iterador{i}", 2000), Tomar(f"lotes{i}", f"iterador{i}")]
    return Caso(title, (*steps, Devolver([Ref(f"lotes{i}") for i in range(_PASSES)])))


def _big(rng: np.random.Generator) -> Caso:
    title = "Tres lotes de 1 024, con rng, de 500 000 ejemplos de 8 columnas"
    first = Tomar("lotes", "iterador", _FIRST)
    steps = (big_table(rng, 500_000, 8), _call(rng, "iterador", 1024), first)
    return Caso(title, (*steps, Devolver(Ref("lotes"))))


def _call(rng: np.random.Generator, name: str, b: int) -> Llamar:
    return Llamar(name, (Ref("datos", "x"), Ref("datos", "y"), b), {"rng": fresh_rng(rng)})


def _passes(case: Caso, sample: Any) -> list[Batches]:
    if len(sample["elementos"]) != _PASSES:
        raise ValueError("no están todas las pasadas")
    return [_batches(case, one, whole=True) for one in sample["elementos"]]


def _order(sample: Any) -> np.ndarray:
    return sample["puestos"][1]["enteros"]


def _batches(case: Caso, sample: Any, whole: bool) -> Batches:
    x, y = taken(case, _order(sample), whole)
    b = next(step.args[2] for step in case.pasos if isinstance(step, Llamar))
    return [(x[i : i + b], y[i : i + b]) for i in range(0, len(x), b)]


SPEED = SpeedSpec(
    case=_timed,
    identity=_IDENTITY,
    relative=0.27,
    hint="Haz una sola permutación y, en cada lote, toma todos sus ejemplos a la vez con "
    "`x[orden[i:j]]`, sin recorrerlos de uno en uno.",
    expected=_passes,
    orders=lambda sample: [_order(one) for one in sample["elementos"]],
    # Con cualquier núcleo (benchmarks/nucleos.py), tomar un lote a la vez queda por debajo de la
    # mitad, y de uno en uno, por encima del doble; no hay límite que separe dos bucles.
    steps=(Step(9.0, 1.0),),
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
