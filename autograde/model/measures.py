"""Cómo se miden la velocidad y la memoria de un ejercicio: entradas, verificación y tramos."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.pruebas.plan import Caso
from curso.pruebas.plan.valores import Valor

#: la semilla del caso con que el alumno se mide en su cuaderno
PUBLIC_SEED = 0


@dataclass(frozen=True)
class Step:
    """Un tramo: hasta `limit` veces lo que tarda el patrón se obtiene `share` de los puntos."""

    limit: float
    share: float


#: Los tramos corrientes. El de todos los puntos llega a 3 veces el patrón y el siguiente a 30, que
#: es donde caen los bucles de Python: una medida honrada no cambia de tramo por azar.
STEPS = (Step(3.0, 1.0), Step(30.0, 0.5))

Expected = Callable[[Caso, Any], Valor]
Orders = Callable[[Any], Sequence[np.ndarray]]


@dataclass(frozen=True)
class SpeedSpec:
    """Lo que hace falta para medir un ejercicio.

    case
        `case(rng)` da un caso con entradas nuevas; todos los casos deben costar lo mismo.
    identity
        Código que define el nombre del ejercicio sin trabajar: devuelve sus entradas, de modo que
        medirlo cueste lo que cuesta medir (hacer las entradas y tomar la muestra).
    relative
        Cuántas veces tarda la solución del cuaderno lo que el núcleo de
        `curso.pruebas.calibracion`. Solo para la estimación que ve el alumno; se mide con
        `benchmarks/velocidad.py --calibrar`.
    hint
        Lo que se le dice a quien no llega al primer tramo.
    expected
        `expected(case, sample)`: el resultado correcto, si depende de lo que eligió el alumno (un
        orden al azar). `sample` es hostil; lanza lo que sea si no vale. Sin él, la referencia.
    orders
        `orders(sample)`: los órdenes al azar de una muestra, uno por llamada; los de dos llamadas
        no pueden parecerse.
    steps
        Los tramos, de mejor a peor; más allá del último, 0 puntos.
    device
        Si se mide en el dispositivo (`--gpu`), con reloj de pared. El ejercicio debe tener celda de
        portabilidad. Sin dispositivo no se evalúa, y no cuesta nada.
    """

    case: Callable[[np.random.Generator], Caso]
    identity: str
    relative: float
    hint: str
    expected: Expected | None = None
    orders: Orders | None = None
    steps: tuple[Step, ...] = STEPS
    device: bool = False

    def public_case(self) -> Caso:
        """El caso con que se mide el alumno en su cuaderno; al calificar se usan otros."""
        return self.case(np.random.default_rng(PUBLIC_SEED))


@dataclass(frozen=True)
class PeakSpec:
    """Cuánta memoria de más puede llegar a usar una llamada.

    case, identity, expected
        Como en `SpeedSpec`.
    limit_bytes
        Memoria de más permitida, sobre la de las entradas: lo que pide la tarea y un margen.
    least_bytes
        La que usa como poco cualquier solución correcta: con menos, algo se esconde.
    """

    case: Callable[[np.random.Generator], Caso]
    identity: str
    limit_bytes: int
    least_bytes: int = 0
    expected: Expected | None = None

    def public_case(self) -> Caso:
        """El caso con que se mide el alumno en su cuaderno."""
        return self.case(np.random.default_rng(PUBLIC_SEED))


@dataclass(frozen=True)
class MemorySpec:
    """Qué se mira en la celda de memoria: que no copie, cuánto llega a ocupar, o las dos cosas.

    cases, hidden_cases
        Casos corrientes en los que copiar se nota: se escribe en la entrada y se mira el resultado.
    peak
        La memoria máxima de más.
    hint
        Lo que se le dice a quien usa de más.
    """

    hint: str
    cases: Sequence[Caso] = ()
    hidden_cases: Callable[[np.random.Generator], Sequence[Caso]] = lambda _: ()
    peak: PeakSpec | None = None


def share_of(ratio: float, steps: tuple[Step, ...]) -> float:
    """La parte de los puntos que corresponde a una razón exacta."""
    return next((s.share for s in steps if ratio <= s.limit), 0.0)


def rounded(reached: int, limits: Sequence[float]) -> float:
    """Lo medido, redondeado: el límite del tramo `reached` y, más allá del último, su doble."""
    return [*limits, 2 * limits[-1]][reached]


def step_name(share: float, steps: tuple[Step, ...]) -> str:
    """El tramo en palabras: «1 de 3», donde 1 es el mejor y el último es no llegar a ninguno."""
    shares = [s.share for s in steps] + [0.0]
    return f"{shares.index(share) + 1} de {len(shares)}"
