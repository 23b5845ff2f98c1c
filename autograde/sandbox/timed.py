"""Un obrero al que se le toma el tiempo desde fuera."""

from __future__ import annotations

import time
from typing import Any, Self

from autograde.sandbox.session import Session
from curso.plan import Caso, Plan, Respuesta, caso_a_json


class TimedWorker:
    """Un obrero recién bifurcado de una instantánea, con su reloj de procesador."""

    def __init__(self, session: Session, key: str, plan: Plan) -> None:
        self._session = session
        self._key = key
        self._plan = plan
        self._number = 0

    def __enter__(self) -> Self:
        self._channel, self._refusal = self._session.worker(self._key)
        process = None if self._channel is None else self._channel.process
        # El reloj de procesador de otro proceso, con sus hilos, también los que ya acabaron.
        self._clock = None if process is None else (~process.pid << 3) | 2
        return self

    def __exit__(self, *_: object) -> None:
        if self._channel is not None:
            self._session.dismiss(self._channel)

    def cpu(self) -> float:
        """Segundos de procesador gastados hasta ahora; 0 si el proceso ya no existe."""
        if self._clock is None:
            return 0.0
        try:
            return time.clock_gettime(self._clock)
        except OSError:
            return 0.0

    def ask(self, case: Caso, seed: int) -> Respuesta:
        """La muestra de la respuesta a un caso; la semilla se dice cuando ya ha contestado."""
        if self._channel is None:
            return Respuesta(self._refusal)
        self._number += 1
        message: dict[str, Any] = {
            "n": self._number,
            "timed": True,
            "name": self._plan.nombre,
            "device": self._plan.dispositivo,
            "case": caso_a_json(case),
        }
        return self._session.measured_answer(self._channel, message, seed, case.limite_s)
