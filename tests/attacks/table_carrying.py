"""Llevar: un envío deja algo que lee otro, corregido después o a la vez. No debe poder.

Cada fila lleva lo que hay que quitar de `inside` para que salga bien: su control.
"""

# ruff: noqa: E501  el código hostil se lee mejor tal como va en su celda
from __future__ import annotations

from dataclasses import dataclass

from tests.attacks.weakened import Change

#: la red de todos, y con cualquier familia de zócalos
SHARED_NETWORK: tuple[Change, ...] = (
    ("init.py", " | kernel.CLONE_NEWNET", ""),
    ("seccomp.py", "_op(_JEQ, AF_UNIX, 1, 0)", "_op(_JGE, 0, 1, 0)"),
)


@dataclass(frozen=True)
class Carried:
    """Un recado.

    left, read
        La celda de quien lo deja y la de quien lo lee, que imprime HALLADO si le llega.
    without
        Lo que hay que quitar para que le llegue.
    beside
        Si los dos se corrigen a la vez, en dos aislamientos, y el primero sigue vivo.
    """

    name: str
    left: str
    read: str
    without: tuple[Change, ...]
    beside: bool = False


_TCP = """
import socket
try:
    oye = socket.socket(); oye.listen(9)
    for _ in range(9):
        c = socket.socket(); c.sendto(b"x", 0x20000000, ("127.0.0.1", oye.getsockname()[1])); s, _ = oye.accept(); s.recv(1); s.close(); c.close()
except OSError as e: print(e)
"""
_SNMP = """
lineas = [l.split() for l in open("/proc/self/net/snmp") if l.startswith("Tcp:")]
if int(dict(zip(*lineas))["ActiveOpens"]) >= 9: print("HALLADO")
"""
_PORTS = """
if any(l.split()[3] == "06" for l in open("/proc/self/net/tcp")): print("HALLADO")
"""
_LOCK = """
import fcntl
f = open("/usr/bin/env", "rb")
try: {order}
except OSError as e: print({result})
"""

TABLE = (
    Carried("los contadores de la red", _TCP, _SNMP, SHARED_NETWORK),
    Carried("los puertos en espera", _TCP, _PORTS, SHARED_NETWORK),
    Carried(
        "las banderas de la entrada heredada",
        "import fcntl, os\nfcntl.fcntl(0, fcntl.F_SETFL, os.O_NONBLOCK | os.O_APPEND)",
        "import fcntl, os\nif fcntl.fcntl(0, fcntl.F_GETFL) & os.O_APPEND: print('HALLADO')",
        (("init.py", "        _own_descriptors(fd, to_init)\n", ""),),
    ),
    Carried(
        "la posición de un fichero de letra que la incubadora dejara abierto",
        "import os\nfor d in range(3, 30):\n    try: os.lseek(d, 54321, 0)\n    except OSError: pass",
        "import os\nfor d in range(3, 30):\n    try:\n        if os.lseek(d, 0, 1) == 54321: print('HALLADO')\n    except OSError: pass",
        (
            ("init.py", "        _own_descriptors(fd, to_init)\n", ""),
            ("shell.py", "    _close_fonts()\n", ""),
        ),
    ),
    Carried(
        "la fecha de /dev/null",
        "import os\ntry: os.utime('/dev/null')\nexcept OSError: pass",
        "import os, time\nif time.time() - os.stat('/dev/null').st_mtime < 60: print('HALLADO')",
        (("confine.py", 'kernel.mount("none", f"/dev/{name}", None, read_only)', "pass"),),
    ),
    Carried(
        "cuántos procesos se han creado en la máquina",
        "import os\nfor _ in range(9):\n    if not os.fork(): os._exit(0)\n    os.wait()",
        "for l in open('/proc/stat'):\n    if l.startswith('processes') and int(l.split()[1]): print('HALLADO')",
        (("confine.py", '"subset=pid"', '""'),),
    ),
    Carried(
        "memoria de System V",
        "import ctypes\nlibc = ctypes.CDLL(None)\nif libc.shmget(0x5EC, 99, 0o1666) < 0: print('se niega')",
        "import ctypes\nif ctypes.CDLL(None).shmget(0x5EC, 99, 0) >= 0: print('HALLADO')",
        (
            ("init.py", " | kernel.CLONE_NEWIPC", ""),
            ("seccomp.py", '    "shmget": (29, 194),\n', ""),
        ),
    ),
    Carried(
        "un llavero",
        "import ctypes\nctypes.CDLL(None).syscall(248, b'user', b'recado', b'x', 1, -4)",
        "import ctypes\nif ctypes.CDLL(None).syscall(250, 10, -4, b'user', b'recado', 0) > 0: print('HALLADO')",
        (
            ("seccomp.py", '    "add_key": (248, 217),\n', ""),
            ("seccomp.py", '    "keyctl": (250, 219),\n', ""),
        ),
    ),
    Carried(
        "un fichero",
        "import os\nfor p in ('/tmp', '/dev/shm', os.path.expanduser('~')): open(p + '/recado', 'w').close()",
        "import os\nfor p in ('/tmp', '/dev/shm', os.path.expanduser('~')):\n    if os.path.exists(p + '/recado'): print('HALLADO')",
        (
            (
                "init.py",
                "            confine.mounts(order)\n",
                "            os.makedirs(order['folder'], exist_ok=True); os.chown('/home/alumno', order['uid'], -1)\n",
            ),
        ),
    ),
    Carried(
        "un cerrojo sobre un fichero de la máquina",
        _LOCK.format(order="fcntl.flock(f, fcntl.LOCK_EX)", result="e"),
        _LOCK.format(
            order="fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)",
            result="'HALLADO' if e.errno == 11 else e",
        ),
        (("seccomp.py", '    "flock": (73, 32),\n', ""),),
        beside=True,
    ),
    Carried(
        "un cerrojo POSIX sobre /dev/null",
        "import fcntl\nf = open('/dev/null', 'w')\ntry: fcntl.lockf(f, fcntl.LOCK_EX, 7)\nexcept OSError: pass",
        "import fcntl\nf = open('/dev/null', 'w')\ntry: fcntl.lockf(f, fcntl.LOCK_EX | fcntl.LOCK_NB, 7)\nexcept OSError as e: print('HALLADO' if e.errno == 11 else e)",
        (("seccomp.py", "SHARED_LOCKS = (5, 6, 7, ", "SHARED_LOCKS = ("),),
        beside=True,
    ),
)
