"""El proceso 1 de un envío: prepara su mundo, arranca la sesión y la vigila. Sin código ajeno."""

from __future__ import annotations

import os
import signal
import socket
import traceback
from typing import Any

from inside import confine, kernel, wire
from inside.deaths import Deaths
from inside.session import serve
from inside.shell import Shell
from inside.watch import watch

#: los espacios de nombres de cada envío. El de red nace con su único dispositivo apagado
NAMESPACES = kernel.CLONE_NEWPID | kernel.CLONE_NEWNS | kernel.CLONE_NEWIPC | kernel.CLONE_NEWNET


def launch(shell: Shell, order: dict[str, Any], fds: list[int]) -> None:
    """En un hijo de la incubadora: separa los espacios de nombres y arranca el init."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    control = socket.socket(fileno=fds[0])
    try:
        if order["namespaces"]:
            kernel.unshare(NAMESPACES)
        pid = os.fork()
    except OSError as error:
        wire.send(control, {"error": str(error)})
        os._exit(1)
    if pid:
        control.close()
        os.close(fds[1])
        os.waitpid(pid, 0)
        os._exit(0)
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    run(shell, order, control, fds[1])


def run(shell: Shell, order: dict[str, Any], control: socket.socket, session_fd: int) -> None:
    """El init: no vuelve."""
    try:
        if order["namespaces"]:
            confine.mounts(order)
        elif order["cold"]:
            confine.adopt(order)
        wire.send(control, {"hello": "init"})
        wire.receive(control)
        ours, theirs = socket.socketpair()
        pid = os.fork()
    except OSError as error:
        wire.send(control, {"error": str(error)})
        os._exit(1)
    if not pid:
        control.close()
        _become_session(shell, order, session_fd, theirs.detach())
    os.close(session_fd)
    theirs.close()
    watch(control, order, Deaths(pid, _listener(ours)))


def _become_session(shell: Shell, order: dict[str, Any], fd: int, to_init: int) -> None:
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        _own_descriptors(fd, to_init)
        _hand_over(to_init, confine.apply(order))
        serve(shell, socket.socket(fileno=fd), order["limits"], order["folder"])
    except wire.CUT:
        os._exit(wire.CHANNEL_LOST)
    except BaseException:
        traceback.print_exc()  # antes de `serve`, a quien está fuera; después, a ninguna parte
    finally:
        os._exit(1)


def _hand_over(to_init: int, listener: int | None) -> None:
    """Da al init el descriptor por el que sabrá qué señales se mandan, y se queda sin él."""
    with socket.socket(fileno=to_init) as sock:
        if listener is not None:
            socket.send_fds(sock, [b"1"], [listener])
            os.close(listener)


def _listener(sock: socket.socket) -> int | None:
    """El que da la sesión antes de que entre código ajeno; None si no hay."""
    with sock:
        fds = socket.recv_fds(sock, 1, 1)[1]
    return fds[0] if fds else None


def _own_descriptors(channel: int, to_init: int) -> None:
    """Nada abierto salvo el canal, una entrada vacía propia y lo que lleva al init.

    Quienes se bifurcan comparten la posición, los cerrojos y las banderas de lo que heredan
    abierto: por ahí un envío dejaría recados al siguiente. La salida y los errores los cambia
    `serve`; hasta entonces cuentan fuera por qué no arrancó.
    """
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    low, high = sorted((channel, to_init))
    os.closerange(3, low)
    os.closerange(low + 1, high)
    os.closerange(high + 1, 2**16)
