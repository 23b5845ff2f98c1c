"""La incubadora: Python con lo pesado ya importado. No ejecuta código del alumno: se bifurca.

Se invoca con el descriptor del canal con la parte de fuera.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import socket
import sys

from inside import init, kernel, wire
from inside.session import rehearse
from inside.shell import Shell, new_shell, warm_up


def main() -> None:
    """Prepara el intérprete y atiende las peticiones de fuera, una sesión cada vez."""
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    channel = int(sys.argv[1])
    os.closerange(3, channel)
    os.closerange(channel + 1, 4096)
    control = socket.socket(fileno=channel)
    shell = _warm()
    gc.collect()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    wire.send(control, {"hello": "zygote"})
    try:
        while True:
            _serve(shell, control)
    except (EOFError, OSError):
        os._exit(0)


#: lo que importan casi todos los cuadernos: cada sesión lo encuentra cargado
_PRELOADED = ("curso.comprobar", "curso.graficas", "curso.problemas")


def _warm() -> Shell:
    for name in _PRELOADED:
        importlib.import_module(name)
    shell = new_shell()
    warm_up(shell)
    rehearse(shell)
    return shell


def _serve(shell: Shell, control: socket.socket) -> None:
    order, fds = wire.receive(control, descriptors=2)
    if order["cold"]:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # el init dice cómo acaba cada uno
        init.run(shell, order, socket.socket(fileno=fds[0]), fds[1])
    pid = os.fork()
    if not pid:
        control.close()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        init.launch(shell, order, fds)
    for fd in fds:
        os.close(fd)


if __name__ == "__main__":
    main()
