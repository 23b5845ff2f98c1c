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
from curso.pruebas.plan import Caso, Plan, Respuesta

#: segundos de procesador que una instantánea gasta como mucho en volver a esperar
HELP_S = 0.005


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
    """La memoria de una llamada, en bytes.

    extra, kept
        La que llegó a ocupar de más, y la que ocupa de más al final.
    own
        La que llegó a ocupar sin contar la que al final sigue siendo de la instantánea. Quien
        reserva antes para soltarlo al empezar no rebaja esta. Cero si el núcleo no lo dice.
    files_before, files
        Lo que ocupaban y lo que ocupan sus ficheros, que están en memoria.
    elsewhere
        Si trabajó alguien más que el obrero: su memoria no se ve.
    """

    extra: int
    kept: int
    own: int
    files_before: int
    files: int
    elsewhere: bool
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
        self._session.thaw()
        before = self._marker()
        self._session.sweep()
        with TimedWorker(self._session, self._key, self._plan) as worker:
            for case, seed in zip(cases, seeds, strict=True):
                cpu, wall = worker.cpu(), time.perf_counter()
                answer = worker.ask(case, seed)
                readings.append(Reading(worker.cpu() - cpu, time.perf_counter() - wall, answer))
                if answer.estado != "valor":
                    break
        created = _created(before, self._marker())
        self._rest()
        return Batch(tuple(readings), created, self._clock)

    def peak(self, case: Caso, seed: int) -> Peak:
        """La memoria de más que llega a ocupar una llamada, en un proceso nuevo."""
        self._session.thaw()
        first = self._marker()
        self._session.sweep()
        with TimedWorker(self._session, self._key, self._plan) as worker:
            before, others, files = worker.memory(), worker.others_cpu(), worker.scratch()
            answer = worker.ask(case, seed)
            after, helped = worker.memory(), worker.others_cpu() - others > HELP_S
            files_after = worker.scratch()
        created = _created(first, self._marker())
        self._rest()
        return Peak(
            after.peak - before.resident,
            after.resident - before.resident,
            0 if after.inherited is None else after.peak - after.inherited,
            files,
            files_after,
            not self._trusted and (helped or created > 0),
            answer,
        )

    def _rest(self) -> None:
        """Nada del envío sigue trabajando mientras se mide a otro."""
        self._session.sweep()
        self._session.freeze()

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
