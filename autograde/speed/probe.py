"""Medir una llamada desde fuera del proceso que la hace.

Se cuenta el tiempo de procesador de todos los procesos de la sesión, con sus hilos, desde antes de
mandar las entradas hasta después de recibir la muestra de la respuesta: no queda hueco donde
esconder trabajo, conteste quien conteste. Lo que cuesta el propio protocolo se mide igual, con una
función que no hace nada.

El reloj de procesador no ve lo que trabaja un dispositivo. Ahí se cuenta el de pared, que lo
incluye todo: el obrero espera al dispositivo antes de decir que ha terminado, y aunque no esperara,
tiene que bajar el resultado para dar su muestra.

De un proceso ya recogido no se puede leer el reloj. Por eso se cuentan las tareas que nacen y las
que desaparecen mientras se mide y, si alguna ya no está, se cobra el reloj de pared por todos los
procesadores en que pudieron trabajar: nunca menos de lo que gastaron.

Mientras se mide a otro, lo del alumno está parado y se mira que no haya gastado nada.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from autograde.sandbox import Session
from autograde.sandbox.timed import AWAKE_S, Changes, TimedWorker
from curso.pruebas.plan import Caso, Plan, Respuesta


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
    """Las lecturas de un mismo obrero.

    changes
        Las tareas que nacieron o desaparecieron mientras.
    accompanied
        Si trabajó, o pudo trabajar, alguien más que él: está en la cuenta.
    """

    readings: tuple[Reading, ...]
    changes: Changes
    clock: Clock = Clock.PROCESSOR
    accompanied: bool = False

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
        unseen = self.changes.unseen
        if not unseen:
            return reading.cpu
        return max(reading.cpu, reading.wall * min(len(os.sched_getaffinity(0)), 1 + unseen))


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

    Atributos
    ---------
    restless
        Si la sesión ha trabajado cuando estaba parada: quería estorbar a quien se medía.
    """

    def __init__(self, session: Session, key: str, plan: Plan, *, trusted: bool = False) -> None:
        self._session = session
        self._key = key
        self._plan = plan
        self._clock = Clock.WALL if plan.dispositivo else Clock.PROCESSOR
        # abrir un dispositivo crea hilos propios: contarlos no diría nada del código
        self._trusted = trusted or self._clock is Clock.WALL
        self._resting: float | None = None
        self.restless = False

    def batch(
        self, cases: Sequence[Caso], seeds: Sequence[int], enough_s: float = math.inf
    ) -> Batch:
        """Una lectura por caso, en un mismo proceso nuevo.

        Puede haber menos: si este muere, y a partir de la segunda si la última duró `enough_s`
        segundos o más, que en lo que dura mucho el ruido apenas pesa.
        """
        readings = []
        self._wake()
        with TimedWorker(self._session, self._key, self._plan) as worker:
            for case, seed in zip(cases, seeds, strict=True):
                cpu, wall = worker.cpu(), time.perf_counter()
                answer = worker.ask(case, seed)
                readings.append(Reading(worker.cpu() - cpu, time.perf_counter() - wall, answer))
                if answer.estado != "valor":
                    break
                if len(readings) > 1 and readings[-1].cpu >= enough_s:
                    break
            accompanied = worker.accompanied or worker.woken()
            changes = worker.ended()
        self._resting = self._session.clock().cpu
        if self._trusted:
            return Batch(tuple(readings), Changes(0, 0), self._clock)
        return Batch(tuple(readings), changes, self._clock, accompanied)

    def peak(self, case: Caso, seed: int) -> Peak:
        """La memoria de más que llega a ocupar una llamada, en un proceso nuevo."""
        self._wake()
        with TimedWorker(self._session, self._key, self._plan) as worker:
            before, files = worker.memory(), worker.scratch()
            answer = worker.ask(case, seed)
            after, files_after = worker.memory(), worker.scratch()
            helped = worker.accompanied or worker.woken()
            changes = worker.ended()
        self._resting = self._session.clock().cpu
        return Peak(
            after.peak - before.resident,
            after.resident - before.resident,
            0 if after.inherited is None else after.peak - after.inherited,
            files,
            files_after,
            not self._trusted and (helped or changes.created > 0),
            answer,
        )

    def rest(self) -> None:
        """Nada del envío sigue trabajando mientras se mide a otro."""
        self._session.rest()
        self._resting = self._session.clock().cpu

    def _wake(self) -> None:
        """Antes de despertar a nadie: si han gastado algo desde que se les paró, no lo estaban."""
        if self._resting is not None:
            worked = self._session.clock().cpu - self._resting
            self.restless = self.restless or worked > AWAKE_S
