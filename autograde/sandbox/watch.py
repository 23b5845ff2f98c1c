"""El trato con el init de un envío: que barra procesos, que los cuente y que diga de qué mueren."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from autograde.sandbox.channel import Channel, Closed, Late, Malformed, Process
from autograde.sandbox.deaths import Death
from autograde.sandbox.errors import SandboxFailure

#: segundos que se espera a un init que no contesta
PATIENCE_S = 10.0
#: segundos que tarda como mucho en morir quien ya no contesta
DYING_S = 5.0
#: segundos que puede tardar en notarse que ha muerto quien cerró su canal
NOTICED_S = 0.3


@dataclass(frozen=True)
class Census:
    """Los procesos de una sesión en un momento, contados por su init.

    cpu
        Segundos de procesador que llevan gastados entre todos, con sus hilos.
    alive
        Sus números, dentro de la sesión.
    mark
        Un número de proceso recién dado: el núcleo los da seguidos, así que dos marcas dicen
        cuántas tareas se crearon entre ellas. None si la sesión no tiene números propios.
    waiting
        Cuántos están listos para trabajar, o esperan a un disco.
    """

    cpu: float
    alive: frozenset[int]
    mark: int | None
    waiting: int = 0


class Watch:
    """El init de una sesión, que no ejecuta código ajeno pero del que tampoco se depende a ciegas.

    Si no contesta, ha caído todo el árbol: eso es `SandboxFailure`, nunca cosa del alumno. Salvo
    que acabe de matar el núcleo, por la memoria que gastó el envío: entonces lo es.

    kernel_kills
        Cuenta los procesos del árbol que ha matado el núcleo por pasarse de memoria.
    """

    def __init__(self, channel: Channel, kernel_kills: Callable[[], int]) -> None:
        self.channel = channel
        self._kernel_kills = kernel_kills
        self._number = 0
        self._memory_kills = 0
        self._by_kernel = kernel_kills()
        self._felled = False

    def sweep(self, keep: Iterable[Process]) -> None:
        """Mata todos los procesos del envío menos los de `keep`."""
        numbers = (process.inner for process in keep)
        self._tell({"op": "sweep", "keep": [n for n in numbers if n]})

    def rest(self, keep: Iterable[Process]) -> Census:
        """Mata a todos menos a `keep`, que quedan parados."""
        numbers = (process.inner for process in keep)
        return _census(self._tell({"op": "rest", "keep": [n for n in numbers if n]}))

    def isolate(self, stop: Iterable[Process]) -> Census:
        """Deja parados a `stop`; los demás siguen."""
        numbers = (process.inner for process in stop)
        return _census(self._tell({"op": "isolate", "stop": [n for n in numbers if n]}))

    def clock(self) -> Census:
        """Quién hay, sin tocar a nadie."""
        return _census(self._tell({"op": "clock"}))

    def check(self) -> None:
        """Comprueba que sigue ahí."""
        self._tell({"op": "status"})

    def knows(self, process: Process | None) -> bool:
        """Si sabe cómo murió un proceso, o que alguien del envío le mandó una señal que mata."""
        reply = self._ask_cause(process)
        return not reply or reply["status"] is not None or reply["asked"] or bool(reply["felled"])

    def cause(self, process: Process | None) -> str:
        """De qué murió un proceso del envío por su culpa: `memoria` o `muerte`.

        Si no fue por su culpa, o no se sabe, `SandboxFailure`.
        """
        if process is not None and not process.ended(DYING_S):
            self.check()
            raise SandboxFailure("Un proceso de la sesión vive, pero su canal está cortado.")
        before = self._memory_kills, self._by_kernel
        reply = self._ask_cause(process)
        if not reply or self._by_kernel > before[1]:
            return "memoria"
        reason = Death(reply["status"], reply["felled"], reply["asked"]).not_own
        if reason is not None:
            raise SandboxFailure(reason)
        return "memoria" if reply["felled"] or self._memory_kills > before[0] else "muerte"

    def cause_unborn(self, parent: Process, crowd: int) -> str:
        """Lo mismo, de un hijo de `parent` que no llegó a presentarse.

        Es cosa del envío si tiene al menos `crowd` procesos: los ha creado él.
        """
        if parent.ended(NOTICED_S):
            return self.cause(parent)
        if len(self.clock().alive) >= crowd:
            return "muerte"
        raise SandboxFailure("La máquina no deja que la sesión cree más procesos.")

    def _ask_cause(self, process: Process | None) -> dict[str, Any]:
        """Lo que sabe el init; vacío si también ha caído, por la memoria del envío."""
        number = None if process is None else process.inner
        return self._tell({"op": "cause", "pid": number or 0})

    def _tell(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._felled:
            return {}
        self._number += 1
        deadline = time.monotonic() + PATIENCE_S
        try:
            self.channel.send({"n": self._number, **message}, deadline)
            reply = self.channel.receive(deadline, 2**16)
        except (Closed, Late, Malformed) as error:
            self._felled = self._kernel_kills() > self._by_kernel
            if not self._felled:
                raise SandboxFailure("El proceso que vigila la sesión ha desaparecido.") from error
            return {}
        self._memory_kills = int(reply["memory_kills"])
        self._by_kernel = self._kernel_kills()
        return reply


def _census(reply: dict[str, Any]) -> Census:
    mark = reply.get("mark")
    alive = frozenset(map(int, reply.get("alive", ())))
    return Census(
        float(reply.get("cpu", 0.0)),
        alive,
        None if mark is None else int(mark),
        int(reply.get("waiting", 0)),
    )
