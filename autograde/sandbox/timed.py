"""Un obrero al que se le toman el tiempo y la memoria desde fuera."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from typing import Any, Self

from autograde.sandbox.answers import question
from autograde.sandbox.channel import Process
from autograde.sandbox.session import Session
from curso.plan import Caso, Plan, Respuesta


@dataclass(frozen=True)
class Memory:
    """La memoria de un proceso, en bytes: la que ocupa y la que llegó a ocupar."""

    resident: int
    peak: int


class TimedWorker:
    """Un obrero recién bifurcado de una instantánea, con su reloj de procesador.

    number
        Su número de proceso dentro de la sesión; None si la sesión no tiene los suyos propios. El
        núcleo los da seguidos, así que dos obreros dicen cuántas tareas se crearon entre ellos.
    """

    number: int | None = None

    def __init__(self, session: Session, key: str, plan: Plan) -> None:
        self._session = session
        self._key = key
        self._plan = plan
        self._asked = 0

    def __enter__(self) -> Self:
        self._channel, self._refusal = self._session.worker(self._key)
        self._process = None if self._channel is None else self._channel.process
        if self._process is not None:
            self.number = self._process.number_in_own_namespace()
        return self

    def __exit__(self, *_: object) -> None:
        if self._channel is not None:
            self._session.dismiss(self._channel)

    def cpu(self) -> float:
        """Segundos de procesador gastados por el envío: el obrero y las instantáneas."""
        watched = [*self._session.waiting(), *([self._process] if self._process else [])]
        return sum(map(_spent, watched))

    def memory(self) -> Memory:
        """La memoria del obrero; ceros si ya no existe."""
        pid = self._process.pid if self._process else 0
        sizes = {"VmRSS:": 0, "VmHWM:": 0}
        with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as status:
            for line in status:
                name, *rest = line.split()
                if name in sizes:
                    sizes[name] = int(rest[0]) * 1024
        return Memory(sizes["VmRSS:"], sizes["VmHWM:"])

    def ask(self, case: Caso, seed: int) -> Respuesta:
        """La muestra de la respuesta a un caso; la semilla se dice cuando ya ha contestado."""
        if self._channel is None:
            return Respuesta(self._refusal)
        self._asked += 1
        message: dict[str, Any] = {
            "op": "measure",
            "n": self._asked,
            "name": self._plan.nombre,
            "device": self._plan.dispositivo,
            "case": question(case),
        }
        return self._session.measured_answer(self._channel, message, seed, case.limite_s)


def _spent(process: Process) -> float:
    """El reloj de procesador de otro proceso, con sus hilos, también los que ya acabaron."""
    try:
        return time.clock_gettime((~process.pid << 3) | 2)
    except OSError:
        return 0.0
