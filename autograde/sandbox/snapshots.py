"""Las instantáneas de una sesión, y los obreros que nacen de ellas.

Quien no se presenta o muere al nacer puede ser del alumno o de la máquina: lo dice el init
(`autograde.sandbox.watch`), y si es de la máquina, `SandboxFailure`.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from typing import Any

from autograde.sandbox.answers import TOO_LONG
from autograde.sandbox.cells import Cells
from autograde.sandbox.channel import Channel, Closed, Late, Malformed, Process
from autograde.sandbox.errors import SandboxFailure
from autograde.sandbox.limits import Limits
from autograde.sandbox.watch import DYING_S, Census, Watch
from curso.pruebas.plan import Respuesta

#: veces que se pide un proceso que no llega a presentarse
ATTEMPTS = 2
#: segundos de procesador en un plazo por debajo de los que no se trabajaba: se esperaba a poder
STARVED_S = 0.5


class Snapshots:
    """Lo que quedó de la sesión en cada posición, por su clave.

    sweep
        Mata lo que quede suelto del envío.
    """

    def __init__(
        self, cells: Cells, watch: Watch, limits: Limits, sweep: Callable[[], None]
    ) -> None:
        self._cells = cells
        self._watch = watch
        self._limits = limits
        self._sweep = sweep
        self._channels: dict[str, Channel] = {}
        self._refused: dict[str, Respuesta] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._channels

    def __getitem__(self, key: str) -> Channel:
        return self._channels[key]

    def processes(self) -> tuple[Process, ...]:
        """Los procesos de las que siguen en pie."""
        return tuple(c.process for c in self._channels.values() if c.process is not None)

    def refusal(self, key: str) -> Respuesta:
        """La respuesta de una prueba sin instantánea: la que no se llegó a hacer murió antes."""
        return self._refused.get(key, Respuesta("muerte"))

    def take(self, key: str) -> None:
        """Guarda la sesión tal como está; si no se puede, apunta por qué."""
        if self._cells.incomplete:
            self._refused[key] = Respuesta("tiempo", detalle=TOO_LONG)
            return
        if not self._cells.alive:
            self._refused[key] = Respuesta("muerte")
            return
        session = self._cells.process
        assert session is not None

        def ask(channel: Channel, deadline: float) -> None:
            self._cells.send({"op": "snapshot"}, deadline, (channel.peer_fd,))
            channel.handed_over()
            self._patiently(self._cells.reply)

        try:
            channel, refusal = self._born(session, ask)
        finally:
            if self._cells.ended():
                self._sweep()
        if channel is None:
            self._refused[key] = Respuesta(refusal)
        else:
            self._channels[key] = channel

    def worker(self, key: str) -> tuple[Channel | None, str]:
        """Un obrero recién bifurcado, o por qué no lo hay."""
        if key not in self._channels:
            return None, self.refusal(key).estado
        snapshot = self._channels[key]
        assert snapshot.process is not None
        snapshot.process.signal(signal.SIGCONT)

        channel, refusal = self._born(snapshot.process, _forking(snapshot))
        if channel is None and snapshot.process.ended():
            self.drop(key, Respuesta(refusal))
        return channel, refusal

    def replace(self, key: str) -> None:
        """Pone otra igual en lugar de una instantánea, y la mata.

        A los obreros que se le murieron los recoge entonces el init, que dice cómo acabaron.
        """
        snapshot = self._channels[key]
        assert snapshot.process is not None
        channel, refusal = self._born(snapshot.process, _forking(snapshot, heir=True))
        if channel is None:
            self.drop(key, Respuesta(refusal))
            return
        snapshot.process.signal(signal.SIGKILL)
        snapshot.process.ended(DYING_S)
        snapshot.close()
        self._channels[key] = channel

    def drop(self, key: str, refusal: Respuesta) -> None:
        """Mata una instantánea que ya no va a contestar, y lo que dejara suelto."""
        dismiss(self._channels.pop(key))
        self._refused[key] = refusal
        self._sweep()

    def close(self) -> None:
        """Cierra los canales."""
        for channel in self._channels.values():
            channel.close()
        self._channels.clear()

    # --- nacer ----------------------------------------------------------------------------------

    def _born(
        self, parent: Process, ask: Callable[[Channel, float], None]
    ) -> tuple[Channel | None, str]:
        """El canal de un hijo de `parent`, que se le pide con `ask`, o por qué no lo hay."""
        refusal, failure = "muerte", None
        for _ in range(ATTEMPTS):
            channel, failure = Channel(), None
            try:
                ask(channel, _after(self._limits.fork_s))
                self._patiently(channel.hello)
                return channel, ""
            except Late:
                refusal = "tiempo"
            except Malformed:
                refusal = "muerte"
            except Closed:
                try:
                    refusal = self._watch.cause_unborn(parent, self._limits.processes // 2)
                except SandboxFailure as error:
                    failure = error
            dismiss(channel)
            if parent.ended():
                break
        if failure is not None:
            raise failure
        return None, refusal

    def _patiently(self, wait: Callable[[float], Any]) -> None:
        """`wait`, con más plazo mientras a los del envío no les llegue un procesador."""
        end = _after(self._limits.start_s)
        before: Census | None = None
        while True:
            try:
                wait(_after(self._limits.fork_s))
                return
            except Late:
                now = self._watch.clock()
                if not now.waiting or (before and now.cpu - before.cpu > STARVED_S):
                    raise
                if time.monotonic() > end:
                    break
                before = now
        raise SandboxFailure("La máquina está tan ocupada que la sesión no puede seguir.")


def _forking(snapshot: Channel, heir: bool = False) -> Callable[[Channel, float], None]:
    def ask(channel: Channel, deadline: float) -> None:
        snapshot.send({"op": "fork", "heir": heir}, deadline, (channel.peer_fd,))
        channel.handed_over()

    return ask


def dismiss(channel: Channel) -> None:
    """Mata al proceso de un canal y lo cierra."""
    if channel.process is not None:
        channel.process.signal(signal.SIGKILL)
    channel.close()


def _after(seconds: float) -> float:
    return time.monotonic() + seconds
