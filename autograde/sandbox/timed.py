"""Un obrero al que se le toman el tiempo y la memoria desde fuera."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from typing import Any, Self

from autograde.sandbox.answers import question
from autograde.sandbox.session import Session
from curso.pruebas.plan import Caso, Plan, Respuesta

#: donde puede escribir un envío
_SCRATCH = ("/home", "/tmp", "/dev/shm")
#: segundos de procesador que puede parecer que gasta quien está parado: lo que tarda en pararse
AWAKE_S = 0.0005


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


@dataclass(frozen=True)
class Changes:
    """Las tareas (procesos, hilos) que nacieron mientras se medía.

    unseen
        De ellas, y de las que había, las que ya no estaban al acabar: lo que gastaron no se sabe.
        Entre ellas van los hilos, que no se distinguen, aunque lo suyo sí lo cuenta su proceso.
    """

    created: int
    unseen: int


class TimedWorker:
    """Un obrero recién bifurcado de una instantánea, y lo que gasta su sesión mientras trabaja.

    Quién es el obrero lo dice él mismo, y puede mentir: la instantánea es código del alumno. Por
    eso no se le mide a él, sino a todos los procesos de la sesión, que cuenta su init: las
    instantáneas se paran, lo demás que haya trabaja y se cobra, y lo que nace, muere o se
    despierta mientras tanto se ve. Para contestar hay que estar entre ellos.

    accompanied
        Si hay en la sesión alguien más que el obrero y las instantáneas paradas.
    """

    def __init__(self, session: Session, key: str, plan: Plan) -> None:
        self._session = session
        self._key = key
        self._plan = plan
        self._asked = 0

    def __enter__(self) -> Self:
        self._channel, self._refusal = self._session.worker(self._key)
        self._process = None if self._channel is None else self._channel.process
        self._start = self._last = self._session.isolate()
        self._gone: set[int] = set()
        self._stopped = self.others_cpu()
        known = {process.inner for process in self._session.waiting()}
        if self._process is not None:
            known.add(self._process.inner)
        self.accompanied = not self._start.alive <= known
        return self

    def __exit__(self, *_: object) -> None:
        if self._channel is not None:
            self._session.dismiss(self._channel)

    def cpu(self) -> float:
        """Segundos de procesador gastados por todos los procesos de la sesión."""
        self._last = self._session.clock()
        self._gone |= self._start.alive - self._last.alive
        return self._last.cpu

    def ended(self) -> Changes:
        """Acaba con el obrero, y deja parado lo que quede de la sesión."""
        ended = self._session.rest()
        if self._start.mark is None or ended.mark is None:
            return Changes(0, 0)
        created = ended.mark - self._start.mark - 1
        if created < 0:  # los números han dado la vuelta: se han creado muchísimas
            created = 2**15
        counted = len(self._last.alive - self._start.alive)
        return Changes(created, max(created - counted, 0) + len(self._gone))

    def others_cpu(self) -> float:
        """Segundos de procesador gastados por las instantáneas."""
        return sum(process.cpu() for process in self._session.waiting())

    def woken(self) -> bool:
        """Si alguna instantánea ha trabajado, aunque se la paró."""
        return self.others_cpu() - self._stopped > AWAKE_S

    def scratch(self) -> int:
        """Bytes de los ficheros del envío, que en su mundo también son memoria."""
        if self._process is None or self._start.mark is None:
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
