"""Lo que sabe el proceso 1 de por qué murió un proceso del envío: cómo terminó y quién lo mató.

Con una señal de las que también mandan el núcleo o una persona no basta con saber cuál fue. El
filtro de llamadas avisa aquí cada vez que alguien del envío pide mandar una (`seccomp.SENDERS`): se
apunta a quién y se deja seguir.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
from collections import OrderedDict
from typing import Any

from inside import seccomp

_RECEIVE, _SEND = 0xC0502100, 0xC0182101
_CONTINUE = 1
#: id, proceso, banderas, número de llamada, arquitectura, instrucción y seis argumentos
_NOTICE = struct.Struct("=QIIiIQ6Q")
_REPLY = struct.Struct("=QqiI")
#: muertes y señales que se recuerdan
REMEMBERED = 4096
#: a todos los del envío
EVERYONE = -1


class Deaths:
    """Cómo terminó cada proceso, a quién se pidió matar dentro y a quién mató la vigilancia."""

    def __init__(self, session: int, listener: int | None) -> None:
        self.listener = listener
        self._session = session
        self._ended: OrderedDict[int, int] = OrderedDict()
        self._asked: OrderedDict[tuple[int, int], None] = OrderedDict()
        self._felled: OrderedDict[int, str] = OrderedDict()

    def reap(self) -> None:
        """Recoge a los que han terminado y apunta cómo."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if not pid:
                    return
                _remember(self._ended, pid, status)

    def felled(self, pid: int, reason: str) -> None:
        """Apunta que lo mata la vigilancia, por pasarse de un límite."""
        _remember(self._felled, pid, reason)

    def hear(self) -> None:
        """Apunta la señal que alguien del envío pide mandar, y deja que la mande."""
        assert self.listener is not None
        notice = bytearray(_NOTICE.size)
        with contextlib.suppress(OSError):  # quien la mandaba ha muerto o ya no espera
            fcntl.ioctl(self.listener, _RECEIVE, notice)
            identity, caller, _, number, _, _, *args = _NOTICE.unpack(notice)
            call = seccomp.sender(number)
            signal = args[2] if call in ("tgkill", "rt_tgsigqueueinfo") else args[1]
            target = self._target(call, caller, args[0])
            _remember(self._asked, (target, signal & 0xFFFFFFFF), None)
            fcntl.ioctl(self.listener, _SEND, bytearray(_REPLY.pack(identity, 0, 0, _CONTINUE)))

    def _target(self, call: str, caller: int, argument: int) -> int:
        """El proceso al que va la señal, o `EVERYONE` si es al grupo de la sesión o no se sabe."""
        number = struct.unpack("=i", struct.pack("=I", argument & 0xFFFFFFFF))[0]
        if call == "pidfd_send_signal":
            return _field(f"/proc/{caller}/fdinfo/{number}", "Pid:", EVERYONE)
        if call == "tkill":
            return _field(f"/proc/{number}/status", "Tgid:", number)
        if call != "kill" or number > 0:
            return number
        group = -number
        if number == 0:
            with contextlib.suppress(OSError):
                group = os.getpgid(caller)
        return EVERYONE if group in (1, self._session) else number

    def cause(self, pid: int) -> dict[str, Any]:
        """Lo que se sabe de la muerte de `pid`.

        status
            Cómo terminó, como lo dice `wait`; None si no se le ha recogido aquí.
        felled
            Por qué límite lo mató la vigilancia, o vacío.
        asked
            Si alguien del envío le había mandado la señal con que murió (o una que mate, si no se
            sabe con cuál).
        """
        self.reap()
        status = self._ended.get(pid)
        signals = {number for target, number in self._asked if target in (pid, EVERYONE)}
        if status is not None:
            signals &= {os.WTERMSIG(status)} if os.WIFSIGNALED(status) else set()
        return {"status": status, "felled": self._felled.get(pid, ""), "asked": bool(signals)}


def _remember(table: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    table[key] = value
    if len(table) > REMEMBERED:
        table.popitem(last=False)


def _field(path: str, name: str, otherwise: int) -> int:
    with contextlib.suppress(OSError, ValueError, IndexError), open(path) as lines:
        for line in lines:
            if line.startswith(name):
                return int(line.split()[1])
    return otherwise
