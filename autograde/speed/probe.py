"""Medir una llamada desde fuera del proceso que la hace.

Se cuenta el tiempo de procesador de todos los hilos del obrero, y el de las instantáneas, desde
antes de mandarle las entradas hasta después de recibir la muestra de su respuesta: no queda hueco
donde esconder trabajo. Lo que cuesta el propio protocolo se mide igual, con una función que no hace
nada.

El reloj de procesador no ve lo que trabaja un dispositivo. Ahí se cuenta el de pared, que lo
incluye todo: el obrero espera al dispositivo antes de decir que ha terminado, y aunque no esperara,
tiene que bajar el resultado para dar su muestra.

De un proceso hijo ya recogido no se puede leer el reloj. Por eso se cuentan las tareas que se
crean mientras se mide y, si hay alguna, se cobra el reloj de pared por todos los procesadores en
que pudieron trabajar: nunca menos de lo que gastaron.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from autograde.sandbox import Session
from autograde.sandbox.timed import TimedWorker
from curso.plan import Caso, Plan, Respuesta


class Clock(Enum):
    """Con qué se mide el trabajo: el procesador del obrero, o el tiempo que pasa."""

    PROCESSOR = "procesador"
    WALL = "pared"


@dataclass(frozen=True)
class Reading:
    """Una medida. Los tiempos, en segundos; `answer` es la muestra, de quien no hay que fiarse."""

    cpu: float
    wall: float
    answer: Respuesta


@dataclass(frozen=True)
class Batch:
    """Las lecturas de un mismo proceso, y cuántas tareas (hilos, procesos) se crearon mientras."""

    readings: tuple[Reading, ...]
    created: int
    clock: Clock = Clock.PROCESSOR

    @property
    def least(self) -> float:
        """El menor tiempo de la tanda, sin la primera llamada, que paga el arranque."""
        return min(self._charged(r) for r in self.readings[1:])

    @property
    def patience(self) -> float:
        """Las veces que el reloj de pared pasa al de procesador, en la llamada que menos esperó.

        Con reloj de pared, una: esperar ya está cobrado.
        """
        if self.clock is Clock.WALL:
            return 1.0
        return min(r.wall / max(r.cpu, 1e-6) for r in self.readings[1:])

    def _charged(self, reading: Reading) -> float:
        if self.clock is Clock.WALL:
            return reading.wall
        if not self.created:
            return reading.cpu
        return max(reading.cpu, reading.wall * min(len(os.sched_getaffinity(0)), 1 + self.created))


@dataclass(frozen=True)
class Peak:
    """Memoria de más de una llamada, en bytes: la que llegó a ocupar y la que ocupa al final."""

    extra: int
    kept: int
    answer: Respuesta


class Probe:
    """Mide llamadas en una instantánea, cada tanda en un proceso recién bifurcado.

    plan
        Si lleva dispositivo, se mide con reloj de pared.
    trusted
        Si el código es del curso: no hace falta contar las tareas que crea.
    """

    def __init__(self, session: Session, key: str, plan: Plan, *, trusted: bool = False) -> None:
        self._session = session
        self._key = key
        self._plan = plan
        self._clock = Clock.WALL if plan.dispositivo else Clock.PROCESSOR
        # abrir un dispositivo crea hilos propios: contarlos no diría nada del código
        self._trusted = trusted or self._clock is Clock.WALL

    def batch(self, cases: Sequence[Caso], seeds: Sequence[int]) -> Batch:
        """Una lectura por caso, en un mismo proceso nuevo. Puede haber menos si este muere."""
        readings = []
        before = self._marker()
        self._session.sweep()
        with TimedWorker(self._session, self._key, self._plan) as worker:
            for case, seed in zip(cases, seeds, strict=True):
                cpu, wall = worker.cpu(), time.perf_counter()
                answer = worker.ask(case, seed)
                readings.append(Reading(worker.cpu() - cpu, time.perf_counter() - wall, answer))
                if answer.estado != "valor":
                    break
        return Batch(tuple(readings), _created(before, self._marker()), self._clock)

    def peak(self, case: Caso, seed: int) -> Peak:
        """La memoria de más que llega a ocupar una llamada, en un proceso nuevo."""
        self._session.sweep()
        with TimedWorker(self._session, self._key, self._plan) as worker:
            before = worker.memory()
            answer = worker.ask(case, seed)
            after = worker.memory()
        return Peak(after.peak - before.resident, after.resident - before.resident, answer)

    def _marker(self) -> int | None:
        """El número de un proceso recién creado: el núcleo los da seguidos."""
        if self._trusted:
            return None
        with TimedWorker(self._session, self._key, self._plan) as worker:
            return worker.number


def _created(before: int | None, after: int | None) -> int:
    """Las tareas creadas entre dos marcas, sin contar el obrero ni la segunda marca."""
    if before is None or after is None:
        return 0
    # Si los números han dado la vuelta es que se han creado muchísimas.
    return after - before - 2 if after > before else 2**15
