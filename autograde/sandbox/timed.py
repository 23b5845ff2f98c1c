"""Un obrero al que se le toman el tiempo y la memoria desde fuera."""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import dataclass
from typing import Any, Self

from autograde.sandbox.answers import question
from autograde.sandbox.channel import Process
from autograde.sandbox.session import Session
from curso.pruebas.plan import Caso, Plan, Respuesta

#: donde puede escribir un envío
_SCRATCH = ("/home", "/tmp", "/dev/shm")


@dataclass(frozen=True)
class Memory:
    """La memoria de un proceso, en bytes.

    resident, peak
        La que ocupa y la que llegó a ocupar.
    inherited
        De la que ocupa, la que sigue compartiendo con su instantánea desde que nació. None si
        el núcleo no lo dice.
    """

    resident: int
    peak: int
    inherited: int | None


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
        return self.others_cpu() + (_spent(self._process) if self._process else 0.0)

    def others_cpu(self) -> float:
        """Segundos de procesador gastados por las instantáneas."""
        return sum(map(_spent, self._session.waiting()))

    def scratch(self) -> int:
        """Bytes de los ficheros del envío, que en su mundo también son memoria."""
        if self._process is None or self.number is None:
            return 0
        used: dict[int, int] = {}
        for place in _SCRATCH:
            path = f"/proc/{self._process.pid}/root{place}"
            with contextlib.suppress(OSError):
                disk = os.statvfs(path)
                used[os.stat(path).st_dev] = (disk.f_blocks - disk.f_bfree) * disk.f_frsize
        return sum(used.values())

    def memory(self) -> Memory:
        """La memoria del obrero; ceros si ya no existe."""
        now = self._sizes("status")
        pages = self._sizes("smaps_rollup")
        shared = pages.get("Shared_Clean:", 0) + pages.get("Shared_Dirty:", 0)
        inherited = max(shared - now.get("RssShmem:", 0), 0) if pages else None
        return Memory(now.get("VmRSS:", 0), now.get("VmHWM:", 0), inherited)

    def _sizes(self, table: str) -> dict[str, int]:
        """Los tamaños de una tabla de /proc, en bytes; ninguno si el obrero ya no existe."""
        pid = self._process.pid if self._process else 0
        with contextlib.suppress(OSError), open(f"/proc/{pid}/{table}") as lines:
            fields = [line.split() for line in lines]
            return {f[0]: int(f[1]) * 1024 for f in fields if f[-1:] == ["kB"]}
        return {}

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
