"""El extremo de fuera: tener caliente un proceso con límites, encargarle algo y creerse poco."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograde.bounded.child import REPLY, REQUEST

_MIB = 2**20
_ROOT = str(Path(__file__).parents[2])
_START = "import sys; sys.path.append({root!r}); from autograde.bounded.child import main; main()"
#: segundos de reloj por cada uno de procesador: en una máquina ocupada se espera, no se condena
_WALL_PER_CPU = 20.0
_TOO_SLOW = "tarda demasiado en leerse"
_TOO_BIG = "pide demasiada memoria"
_TOO_DEEP = "anida demasiado"
_DEADLY = "hace morir al programa que lo lee"


@dataclass(frozen=True)
class Limits:
    """Lo que puede gastar un encargo.

    memory_bytes
        Memoria de direcciones del proceso.
    cpu_s
        Segundos de procesador de un encargo.
    text_bytes, reply_bytes
        Octetos del texto que se le da y de lo que contesta.
    """

    memory_bytes: int = 1024 * _MIB
    cpu_s: float = 10.0
    text_bytes: int = 64 * _MIB
    reply_bytes: int = 64 * _MIB


DEFAULT = Limits()


class OutOfBounds(Exception):
    """El texto se pasa de lo que puede gastar. El mensaje es el final de una frase: «tarda…»."""


class ChildUnavailable(Exception):
    """No hay proceso con el que leer: fallo del sistema, no del texto."""


class _Ended(Exception):
    """El proceso murió, o venció el plazo, sin contestar."""

    def __init__(self, why: str, *, certain: bool) -> None:
        super().__init__(why)
        self.certain = certain


class Bounded:
    """Un proceso con límites, que se arranca al primer encargo y se guarda para los demás.

    Si muere se arranca otro. No sobrevive a una bifurcación: cada proceso tiene el suyo.
    """

    def __init__(self, limits: Limits = DEFAULT) -> None:
        self.limits = limits
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        self._owner = 0
        self._fresh = False

    def call(
        self,
        job: Callable[..., Any],
        text: str | bytes,
        *options: Any,
        cpu_s: float | None = None,
    ) -> Any:
        """`job(text, *options)`, en el proceso con límites. `job` es una función de un módulo.

        Lo que devuelve llega como datos de JSON: las tuplas, como listas. `OutOfBounds` si el
        texto se pasa de algún límite o hace fallar a `job`; `ChildUnavailable` si no hay proceso.
        """
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        if len(data) > self.limits.text_bytes:
            raise OutOfBounds(f"ocupa más de {self.limits.text_bytes // _MIB} MiB")
        seconds = self.limits.cpu_s if cpu_s is None else cpu_s
        order = json.dumps(
            {
                "module": job.__module__,
                "name": job.__name__,
                "options": options,
                "raw": isinstance(text, bytes),
                "cpu_s": seconds,
            }
        ).encode("ascii")
        request = REQUEST.pack(len(order), len(data)) + order
        with self._lock:
            return self._insist(request, data, seconds)

    def _insist(self, request: bytes, data: bytes, cpu_s: float) -> Any:
        """Dos intentos, el segundo en un proceso nuevo: lo que dejara otro texto no es de este."""
        for last in (False, True):
            try:
                answer = self._ask(request, data, cpu_s)
            except _Ended as ended:
                self._stop()
                if ended.certain:
                    raise OutOfBounds(str(ended)) from None
                if last and str(ended) == _TOO_SLOW:
                    raise ChildUnavailable(
                        "La máquina está demasiado ocupada para leer la entrega: repite la orden."
                    ) from None
                if last:
                    raise OutOfBounds(str(ended)) from None
                continue
            if "value" in answer:
                return answer["value"]
            if "missing" in answer:
                self._stop()
                raise ChildUnavailable(
                    f"No se puede leer ninguna entrega ({answer['missing']}): reinstala el paquete."
                )
            fresh = self._fresh
            self._stop()
            if fresh or last:
                raise OutOfBounds(_reason(answer))
        raise AssertionError("no se llega")

    def _ask(self, request: bytes, data: bytes, cpu_s: float) -> dict[str, Any]:
        channel = self._started()
        deadline = time.monotonic() + _WALL_PER_CPU * (cpu_s + 1)
        try:
            for piece in (request, data):
                channel.settimeout(_left(deadline))
                channel.sendall(piece)
            size = REPLY.unpack(_exactly(channel, REPLY.size, deadline))[0]
            if size > self.limits.reply_bytes:
                raise _Ended(_TOO_BIG, certain=True)
            answer = json.loads(_exactly(channel, size, deadline))
        except (OSError, EOFError) as error:
            raise self._ended(cpu_s, late=isinstance(error, TimeoutError)) from error
        if not isinstance(answer, dict):
            raise _Ended(_DEADLY, certain=True)
        return answer

    def _ended(self, cpu_s: float, *, late: bool) -> _Ended:
        """Por qué no contestó, según el núcleo."""
        child = self._child
        assert child is not None
        if late:
            child.kill()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        spent = usage.ru_utime + usage.ru_stime >= cpu_s
        if child.returncode == -signal.SIGPROF or (late and spent):
            return _Ended(_TOO_SLOW, certain=True)
        return _Ended(_TOO_SLOW if late else _DEADLY, certain=False)

    # --- el proceso -----------------------------------------------------------------------------

    def _started(self) -> socket.socket:
        if self._owner != os.getpid():
            self._forget()
        self._fresh = self._channel is None
        if self._channel is None:
            try:
                ours, theirs = socket.socketpair()
                with theirs:
                    self._child = _spawn(theirs, self.limits.memory_bytes)
            except OSError as error:
                raise ChildUnavailable(
                    f"No se puede arrancar el proceso que lee las entregas ({error.strerror})."
                ) from error
            self._channel, self._owner = ours, os.getpid()
        return self._channel

    def _forget(self) -> None:
        """Deja lo que se heredó de otro proceso: su hijo no es nuestro."""
        if self._channel is not None:
            self._channel.close()
        if self._child is not None:
            self._child.returncode = 0  # para que nadie lo espere
        self._child = self._channel = None

    def _stop(self) -> None:
        if self._channel is not None:
            self._channel.close()
        if self._child is not None and self._child.returncode is None:
            self._child.kill()
            self._child.wait()
        self._child = self._channel = None

    def close(self) -> None:
        """Termina con el proceso. Un encargo posterior arranca otro."""
        with self._lock:
            if self._owner == os.getpid():
                self._stop()
            else:
                self._forget()


_shared = Bounded()
atexit.register(_shared.close)


def call(
    job: Callable[..., Any], text: str | bytes, *options: Any, cpu_s: float | None = None
) -> Any:
    """`Bounded.call` en el proceso que comparte todo el programa."""
    return _shared.call(job, text, *options, cpu_s=cpu_s)


def _spawn(channel: socket.socket, memory_bytes: int) -> subprocess.Popen[bytes]:
    """Un intérprete limpio, que no hereda entorno, carpeta ni descriptores."""
    start = _START.format(root=_ROOT)
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", start, str(memory_bytes)],
        stdin=channel.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        cwd="/",
    )


def _reason(answer: dict[str, Any]) -> str:
    if "memory" in answer:
        return _TOO_BIG
    if "depth" in answer:
        return _TOO_DEEP
    return f"hace fallar al programa que lo lee ({str(answer.get('broken'))[:60]})"


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _exactly(channel: socket.socket, size: int, deadline: float) -> bytes:
    data = bytearray()
    while len(data) < size:
        channel.settimeout(_left(deadline))
        piece = channel.recv(min(size - len(data), _MIB))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)
