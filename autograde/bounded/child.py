"""Lo que corre dentro del proceso con límites: recibe un encargo y un texto, contesta JSON.

No importa nada al empezar que no haga falta para hablar: cada encargo trae lo suyo la primera vez.
"""

from __future__ import annotations

import importlib
import json
import resource
import signal
import socket
import struct
import sys
from typing import Any

#: longitudes de la petición: la del encargo (JSON) y la del texto, en octetos
REQUEST = struct.Struct("!IQ")
#: longitud de la respuesta
REPLY = struct.Struct("!Q")
_OPEN_FILES = 64


def confine(memory_bytes: int) -> None:
    """Sin escribir, sin crear procesos y con la memoria contada."""
    for what, limit in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_NPROC, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (limit, limit))


def serve(channel: socket.socket) -> None:
    """Atiende encargos hasta que el otro extremo cierre."""
    with channel.makefile("rb") as incoming:
        while header := incoming.read(REQUEST.size):
            order_size, text_size = REQUEST.unpack(header)
            order = json.loads(incoming.read(order_size))
            data = incoming.read(text_size)
            # acabados los segundos de procesador, SIGPROF mata el proceso
            signal.setitimer(signal.ITIMER_PROF, order["cpu_s"])
            body = _encoded(_done(order, data))
            signal.setitimer(signal.ITIMER_PROF, 0)
            del data
            channel.sendall(REPLY.pack(len(body)) + body)


def _done(order: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        module = importlib.import_module(order["module"])
        job = getattr(module, order["name"])
    except (ImportError, AttributeError) as error:
        return {"missing": f"{type(error).__name__}: {error}"}
    try:
        text = data if order["raw"] else data.decode("utf-8", "surrogatepass")
        return {"value": job(text, *order["options"])}
    except MemoryError:
        return {"memory": True}
    except RecursionError:
        return {"depth": True}
    except Exception as error:
        return {"broken": type(error).__name__}


def _encoded(answer: dict[str, Any]) -> bytes:
    try:
        return json.dumps(answer).encode("ascii")
    except MemoryError:
        return b'{"memory": true}'
    except (RecursionError, ValueError):
        return b'{"depth": true}'


def main() -> None:
    """Se habla por la entrada estándar, que es un zócalo."""
    confine(int(sys.argv[1]))
    serve(socket.socket(fileno=0))
