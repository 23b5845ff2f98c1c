"""El extremo de fuera de un canal: plazos en todo, tamaños con tope y nada que se crea.

El otro extremo puede estar en manos del alumno: puede mentir, callar, mandar de más o no leer.
Lo único cierto es lo que dice el núcleo: qué proceso escribió (SCM_CREDENTIALS).
"""

from __future__ import annotations

import array
import contextlib
import json
import os
import select
import signal
import socket
import struct
import time
from typing import Any

from autograde.sandbox.errors import SandboxFailure
from autograde.sandbox.inside.wire import HEADER, frame, pack

#: tope de elementos JSON de un mensaje: evita que pocos bytes se conviertan en muchos objetos
NODES = 2_000_000
_CREDENTIALS = struct.Struct("3i")
_CREDENTIALS_ROOM = socket.CMSG_SPACE(_CREDENTIALS.size)


class Closed(Exception):
    """El otro extremo cerró, o murió quien lo tenía."""


class Late(Exception):
    """Venció el plazo."""


class Malformed(Exception):
    """Lo recibido no es un mensaje."""


class TooBig(Malformed):
    """Un mensaje que pasa del tope: queda sin leer."""

    def __init__(self, size: int) -> None:
        super().__init__("mensaje demasiado grande")
        self.size = size


class Process:
    """Un proceso identificado por el núcleo, que no puede confundirse con otro posterior.

    inner
        Su número dentro de su propio espacio de nombres; None si murió antes de poder mirarlo.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self.fd = os.pidfd_open(pid)
        except ProcessLookupError as error:
            raise Closed from error
        except OSError as error:
            raise SandboxFailure(f"No se puede vigilar un proceso aislado: {error}") from error
        self.inner = self._inner_pid()

    def signal(self, number: int) -> None:
        """Envía una señal; no importa si ya había terminado."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.fd, number)

    def cpu(self) -> float:
        """Segundos de procesador que lleva gastados, con sus hilos; 0 si ya no existe."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2)
        except OSError:
            return 0.0

    def ended(self, timeout_s: float = 0) -> bool:
        """Si ha terminado ya, o en `timeout_s`."""
        poll = select.poll()
        poll.register(self.fd, select.POLLIN)
        return bool(poll.poll(timeout_s * 1000))

    def _inner_pid(self) -> int | None:
        try:
            with open(f"/proc/{self.pid}/status") as f:
                for line in f:
                    if line.startswith("NSpid:"):
                        return int(line.split()[-1])
        except OSError:
            pass
        return None

    def close(self) -> None:
        """Olvida el proceso (sin tocarlo)."""
        os.close(self.fd)


def parse(body: bytes) -> dict[str, Any]:
    """El objeto de un mensaje. `Malformed` si no lo es."""
    if not body.isascii():  # así lo escribe el otro extremo; si no, ocuparía cuatro veces más
        raise Malformed("mensaje ilegible")
    if body.count(b",") + body.count(b"[") + body.count(b"{") > NODES:
        raise Malformed("mensaje con demasiados elementos")
    try:
        message = json.loads(body)
    except (ValueError, RecursionError, MemoryError) as error:
        raise Malformed("mensaje ilegible") from error
    if not isinstance(message, dict):
        raise Malformed("mensaje ilegible")
    return message


class Channel:
    """Mensajes con una contraparte hostil."""

    def __init__(self) -> None:
        try:
            self._sock, self._peer = socket.socketpair()
        except OSError as error:
            raise SandboxFailure(f"No se puede abrir un canal: {error}") from error
        self._sock.setblocking(False)
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._last_pid = 0
        self._unread = bytearray()
        self.received = 0
        self.process: Process | None = None

    @property
    def peer_fd(self) -> int:
        """El descriptor del otro extremo, para entregarlo."""
        return self._peer.fileno()

    def handed_over(self) -> None:
        """El otro extremo ya tiene dueño: aquí no se conserva."""
        self._peer.close()

    def hello(self, deadline: float) -> dict[str, Any]:
        """El primer mensaje; quien lo escribió pasa a ser `process`."""
        message = self.receive(deadline, 2**16)
        self.process = Process(self._last_pid)
        return message

    def send(
        self, message: dict[str, Any] | bytes, deadline: float, fds: tuple[int, ...] = ()
    ) -> None:
        """Envía un mensaje (o su JSON ya escrito), aunque el otro no lea: hasta el plazo."""
        data = memoryview(frame(message) if isinstance(message, bytes) else pack(message))
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        while data:
            try:
                data = data[self._sock.sendmsg([data[: 1 << 20]], rights) :]
                rights = []
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError as error:
                raise Closed from error

    def receive(self, deadline: float, limit: int) -> dict[str, Any]:
        """Un mensaje de a lo sumo `limit` bytes."""
        return parse(self.receive_body(deadline, limit))

    def receive_body(self, deadline: float, limit: int) -> bytes:
        """Un mensaje de a lo sumo `limit` bytes, sin leer: sus bytes."""
        header = self._exactly(HEADER.size, deadline)
        size = HEADER.unpack(header)[0]
        if size > limit:
            raise TooBig(size)
        body = bytes(self._exactly(size, deadline))
        self.received += size
        return body

    def skip(self, size: int, deadline: float) -> None:
        """Lee y olvida los `size` octetos de un mensaje `TooBig`."""
        while size > 0:
            size -= len(self._exactly(min(size, 1 << 20), deadline))

    def _exactly(self, size: int, deadline: float) -> bytearray:
        while len(self._unread) < size:
            self._read(size - len(self._unread), deadline)
        data, self._unread = self._unread[:size], self._unread[size:]
        return data

    def _read(self, at_least: int, deadline: float) -> None:
        """Lee lo que haya; si no hay nada, espera. De una vez suelen venir varios mensajes."""
        if time.monotonic() >= deadline:
            raise Late
        room = min(max(at_least, 1 << 16), 1 << 20)
        try:
            piece, ancillary, _, _ = self._sock.recvmsg(room, _CREDENTIALS_ROOM)
        except BlockingIOError:
            return self._wait(select.POLLIN, deadline)
        except OSError as error:
            raise Closed from error
        if not piece:
            raise Closed
        for level, kind, payload in ancillary:
            if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
                self._last_pid = _CREDENTIALS.unpack(payload)[0]
        self._unread += piece

    def wait_for_message(self, deadline: float) -> None:
        """Hasta que haya algo que leer, sin leerlo."""
        if not self._unread:
            self._wait(select.POLLIN, deadline)

    def _wait(self, event: int, deadline: float) -> None:
        """Hasta que se pueda, muera el proceso o venza el plazo."""
        poll = select.poll()
        poll.register(self._sock, event)
        if self.process is not None:
            poll.register(self.process.fd, select.POLLIN)
        left = deadline - time.monotonic()
        ready = dict(poll.poll(max(left, 0) * 1000))
        if self._sock.fileno() in ready:
            if event == select.POLLIN or not ready[self._sock.fileno()] & select.POLLERR:
                if left <= 0:
                    raise Late
                return
            raise Closed
        raise Closed if ready else Late

    def close_writing(self) -> None:
        """Dice al otro extremo que se ha acabado."""
        with contextlib.suppress(OSError):
            self._sock.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """Cierra este extremo, y el otro si nadie se lo llevó."""
        self._sock.close()
        self._peer.close()
        if self.process is not None:
            self.process.close()
            self.process = None
