"""El proceso que ejecuta las celdas de un envío: pedirle algo, esperarlo e interrumpirlo."""

from __future__ import annotations

import contextlib
import signal
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from autograde.sandbox.budget import Purse
from autograde.sandbox.channel import Channel, Closed, Late, Malformed, Process, TooBig
from autograde.sandbox.errors import SandboxFailure
from autograde.sandbox.limits import Limits

#: lo que siempre cabe: una respuesta sin salidas
SMALL_BYTES = 2**10
#: segundos que tarda como mucho en morir un proceso al que se mata
DYING_S = 5.0
_NO_ROOM = {
    "output_type": "stream",
    "name": "stdout",
    "text": "[… las salidas de esta celda no se guardan: las de tu cuaderno ocupan demasiado …]\n",
}
_KINDS = {"stream", "display_data", "execute_result", "error"}


class CellState(StrEnum):
    """Cómo terminó una celda."""

    OK = "ok"
    ERROR = "error"
    TIME = "time"
    DEAD = "dead"


@dataclass(frozen=True)
class CellRun:
    """Lo que dejó una celda. Las salidas son del alumno: hay que sanearlas antes de guardarlas.

    line
        En qué línea dice la sesión que se paró, si lo dice; no es de fiar.
    """

    outputs: tuple[dict[str, Any], ...]
    state: CellState
    line: int | None = None


class Cells:
    """El proceso de las celdas, al otro lado de `channel`.

    left
        Lo que le queda al envío para celdas, contando otras sesiones.

    `lied`: si lo último que dijo no era un mensaje; eso es cosa suya.
    """

    def __init__(self, limits: Limits, left: Purse) -> None:
        self.channel = Channel()
        self.alive = True
        self._limits = limits
        self._left = left
        self._purse = left.capped(limits.cells_s, limits.cells_wall_s)
        self._number = 0
        self._skipped = False
        self.lied = False

    @property
    def process(self) -> Process | None:
        """El proceso, si ha llegado a presentarse."""
        return self.channel.process

    @property
    def incomplete(self) -> bool:
        """Si por falta de tiempo ha quedado, o quedará, alguna celda sin ejecutar."""
        return self._skipped or self._left.late

    def run(self, source: str, limit_s: float | None) -> CellRun:
        """Ejecuta una celda; si muere o no se deja interrumpir, `alive` pasa a ser falso."""
        if self._purse.wall <= 0 or self._left.late:
            self._skipped = True
            return CellRun((), CellState.TIME)
        with self.timed():
            return self._run(source, limit_s)

    def _run(self, source: str, limit_s: float | None) -> CellRun:
        limits, left = self._limits, self._purse
        cpu_s = max(min(limits.cell_s, left.cpu), 1.0) if limit_s is None else limit_s
        wall_s = min(limits.cell_wall_s, self._left.wall) if limit_s is None else limit_s
        wall_end = _after(wall_s)
        try:
            self.send({"op": "cell", "source": source}, wall_end)
            self._wait(cpu_s, wall_end)
            reply = self.reply(_after(limits.cell_wall_s))
        except Late:
            return self._interrupt()
        except Malformed:
            self.lied = True
            self.kill()
            return CellRun((), CellState.DEAD)
        except Closed:
            self.alive = False
            return CellRun((), CellState.DEAD)
        state = CellState.OK if reply.get("state") == "ok" else CellState.ERROR
        return CellRun(_outputs(reply, limits.outputs), state, _line(reply))

    def _wait(self, cpu_s: float, wall_end: float) -> None:
        """Hasta que la celda conteste. `Late` si gasta `cpu_s` de procesador o vence el plazo."""
        assert self.process is not None
        started = self.process.cpu()
        try:
            while True:
                left = cpu_s - (self.process.cpu() - started)
                if left <= 0 or time.monotonic() >= wall_end:
                    raise Late
                with contextlib.suppress(Late):
                    self.channel.wait_for_message(min(_after(max(left / 2, 0.05)), wall_end))
                    return
        finally:
            self._purse.spend(cpu=max(self.process.cpu() - started, 0.0))

    def _interrupt(self) -> CellRun:
        assert self.process is not None
        self.process.signal(signal.SIGINT)
        try:
            reply = self.reply(_after(self._limits.interrupt_s))
        except (Late, Closed, Malformed):
            self.kill()
            return CellRun((), CellState.TIME)
        return CellRun(_outputs(reply, self._limits.outputs), CellState.TIME, _line(reply))

    # --- pedir y contestar ----------------------------------------------------------------------

    @contextlib.contextmanager
    def timed(self) -> Iterator[None]:
        """El reloj que pasa dentro cuenta como de las celdas."""
        started = time.monotonic()
        try:
            yield
        finally:
            self._purse.spend(wall=time.monotonic() - started)

    def write(self, files: Mapping[str, bytes], deadline: float) -> None:
        """Deja ficheros en su carpeta de trabajo."""
        data = {_safe_name(n): b64encode(d).decode("ascii") for n, d in files.items()}
        self.request({"op": "files", "files": data}, deadline)

    def request(
        self, message: dict[str, Any], deadline: float, fds: tuple[int, ...] = ()
    ) -> dict[str, Any]:
        """Lo que contesta a `message`, que puede llevar descriptores."""
        self.send(message, deadline, fds)
        return self.reply(deadline)

    def send(self, message: dict[str, Any], deadline: float, fds: tuple[int, ...] = ()) -> None:
        """Manda una petición, que puede llevar descriptores."""
        self._number += 1
        self.channel.send({"n": self._number, **message}, deadline, fds)

    def reply(self, deadline: float) -> dict[str, Any]:
        """Lo que contesta a la última petición."""
        limit = 4 * (self._limits.output_bytes + self._limits.image_bytes) + 2**20
        while True:
            try:
                reply = self._receive(deadline, limit)
            except TooBig as error:
                if error.size > limit:
                    raise
                self.channel.skip(error.size, deadline)
                return {"outputs": [_NO_ROOM]}
            number = reply.get("n")
            if number == self._number:
                return reply
            if not isinstance(number, int) or number > self._number:
                raise Malformed("respuesta a una petición que no se ha hecho")

    def _receive(self, deadline: float, limit: int) -> dict[str, Any]:
        received = self.channel.received
        try:
            return self.channel.receive(
                deadline, min(limit, max(int(self._purse.size), SMALL_BYTES))
            )
        finally:
            self._purse.spend(size=self.channel.received - received)

    # --- terminar -------------------------------------------------------------------------------

    def ended(self) -> bool:
        """Si el proceso ha terminado por su cuenta; entonces deja de estar `alive`."""
        if self.process is None or self.process.ended():
            self.kill()
        return not self.alive

    def kill(self) -> None:
        """Lo mata, o lo da por muerto."""
        self.alive = False
        if self.process is not None:
            self.process.signal(signal.SIGKILL)

    def close(self) -> None:
        """Lo mata, espera a que muera y cierra el canal."""
        self.kill()
        if self.process is not None and not self.process.ended(DYING_S):
            raise SandboxFailure("La sesión no muere.")
        self.channel.close()


def _outputs(reply: dict[str, Any], most: int) -> tuple[dict[str, Any], ...]:
    """Las salidas que al menos tienen la forma de una salida."""
    outputs = reply.get("outputs")
    if not isinstance(outputs, list):
        return ()
    kept = [o for o in outputs if isinstance(o, dict) and o.get("output_type") in _KINDS]
    return tuple(kept[: most + 1])


def _line(reply: dict[str, Any]) -> int | None:
    line = reply.get("line")
    return line if type(line) is int and line > 0 else None


def _after(seconds: float) -> float:
    return time.monotonic() + seconds


def _safe_name(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.name or "\0" in name:
        raise ValueError(f"nombre de fichero no admitido: {name!r}")
    return str(path)
