"""Con qué usuario corre el código ajeno.

Un usuario corriente corre como él mismo, sin ninguna capacidad. Si corrige root, el alumno debe
ser otro: RLIMIT_NPROC no rige para root. Para eso se prepara un espacio de usuarios con dos
identidades: la de root, que monta lo que solo root puede leer, y la de `NOBODY`, la del alumno.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from autograde.sandbox.inside import kernel

NOBODY = 65534
STUDENT = 1000


@dataclass
class Identity:
    """El espacio de usuarios que se entrega a bwrap (si hace falta) y el uid del alumno dentro."""

    namespace: int | None = None
    uid: int = -1

    def close(self) -> None:
        """Olvida el espacio de usuarios; muere con el último proceso que lo use."""
        if self.namespace is not None:
            os.close(self.namespace)
            self.namespace = None


def current() -> Identity:
    """La identidad que toca según quién corrige."""
    if os.geteuid() != 0:
        return Identity(None, os.geteuid())
    try:
        return Identity(_two_users(), STUDENT)
    except OSError:
        return Identity(None, 0)


def _two_users() -> int:
    read, write = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.close(read)
            kernel.unshare(kernel.CLONE_NEWUSER)
            os.write(write, b"1")
            os.close(write)
            signal_end = os.pipe()
            os.read(signal_end[0], 1)
        finally:
            os._exit(1)
    try:
        os.close(write)
        if os.read(read, 1) != b"1":
            raise OSError("no se pudo crear un espacio de usuarios")
        for kind in ("uid", "gid"):
            with open(f"/proc/{pid}/{kind}_map", "w") as f:
                f.write(f"0 0 1\n{STUDENT} {NOBODY} 1\n")
        return os.open(f"/proc/{pid}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    finally:
        os.close(read)
        os.kill(pid, 9)
        os.waitpid(pid, 0)
