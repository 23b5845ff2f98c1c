"""Medir una llamada desde fuera del proceso que la hace.

Se cuenta el tiempo de procesador de todos los hilos del obrero desde antes de mandarle las
entradas hasta después de recibir la muestra de su respuesta: no queda hueco donde esconder
trabajo. Lo que cuesta el propio protocolo se mide igual, con una función que no hace nada.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from autograde.sandbox import Session
from autograde.sandbox.timed import TimedWorker
from curso.plan import Caso, Plan, Respuesta


@dataclass(frozen=True)
class Reading:
    """Una medida. Los tiempos, en segundos; `answer` es la muestra, de quien no hay que fiarse."""

    cpu: float
    wall: float
    answer: Respuesta


class Probe:
    """Mide llamadas en una instantánea, cada tanda en un proceso recién bifurcado."""

    def __init__(self, session: Session, key: str, plan: Plan) -> None:
        self._session = session
        self._key = key
        self._plan = plan

    def batch(self, cases: list[Caso], seeds: list[int]) -> list[Reading]:
        """Una lectura por caso, en un mismo proceso nuevo. Puede haber menos si este muere."""
        readings = []
        with TimedWorker(self._session, self._key, self._plan) as worker:
            for case, seed in zip(cases, seeds, strict=True):
                cpu, wall = worker.cpu(), time.perf_counter()
                answer = worker.ask(case, seed)
                readings.append(Reading(worker.cpu() - cpu, time.perf_counter() - wall, answer))
                if answer.estado != "valor":
                    break
        return readings
