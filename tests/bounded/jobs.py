"""Encargos de prueba: lo que hace un texto hostil con quien lo lee."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from typing import Any


def length(text: str) -> int:
    return len(text)


def octets(data: bytes) -> list[int]:
    return list(data)


def repeat(text: str, times: int) -> str:
    return text * times


def spin(text: str) -> None:
    while True:
        pass


def sleep(text: str) -> str:
    time.sleep(3600)
    return text


def hoard(text: str) -> int:
    return len([bytes(10**7) for _ in range(10**6)])


def nest(text: str) -> Any:
    found: list[Any] = []
    for _ in range(100_000):
        found = [found]
    return found


def dive(text: str) -> None:
    dive(text)


def die(text: str) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def break_down(text: str) -> None:
    raise KeyError(text)


_seen = 0


def second_time(text: str) -> int:
    """Se acuerda de lo anterior y entonces muere: lo que dejó otro texto."""
    global _seen
    _seen += 1
    if _seen == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return _seen


def look_around(text: str) -> dict[str, Any]:
    """Qué hay al alcance de quien tomara el proceso."""
    wrote = forked = True
    try:
        Path(text).write_text("x" * 10)
    except OSError:
        wrote = False
    try:
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        os.waitpid(pid, 0)
    except OSError:
        forked = False
    descriptors = []
    for name in os.listdir("/proc/self/fd"):
        try:
            descriptors.append(os.readlink(f"/proc/self/fd/{name}"))
        except OSError:
            continue
    return {
        "wrote": wrote and Path(text).read_text() != "",
        "forked": forked,
        "environment": dict(os.environ),
        "descriptors": descriptors,
        "sockets": len([d for d in descriptors if d.startswith("socket:")]),
        "host": socket.gethostname(),
    }


def spin_with_anything(text: str, *options: Any) -> None:
    spin(text)
