"""Lo que encierra a la sesión antes de que entre código ajeno: montajes, límites y privilegios."""

from __future__ import annotations

import os
import resource
from typing import Any

from inside import kernel, landlock, seccomp

_SAFE = kernel.MS_NOSUID | kernel.MS_NODEV
#: los dispositivos de la máquina que se ven dentro
_DEVICES = ("null", "full", "random", "urandom")


def mounts(order: dict[str, Any]) -> None:
    """Un /proc propio y espacio para escribir que nadie más ha visto ni verá."""
    limits, uid = order["limits"], order["uid"]
    kernel.mount("none", "/", None, kernel.MS_REC | kernel.MS_PRIVATE)
    flags = _SAFE | kernel.MS_NOEXEC
    # «subset=pid»: ni cuentas de toda la máquina, que otro envío puede haber movido, ni su carga
    kernel.mount("proc", "/proc", "proc", flags, "" if order["device"] else "subset=pid")
    for name in _DEVICES:
        # de solo lectura se puede seguir escribiendo en ellos, pero no cambiarles la fecha: es la
        # del /dev de la máquina, y la vería el envío siguiente
        read_only = kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY | kernel.MS_NOSUID
        kernel.mount("none", f"/dev/{name}", None, read_only)
    options = f"size={limits['scratch_bytes']},nr_inodes={limits['scratch_files']},mode=755"
    kernel.mount("tmpfs", "/home", "tmpfs", _SAFE, options)
    for name, target in (("alumno", None), ("tmp", "/tmp"), ("shm", "/dev/shm")):
        path = f"/home/{name}"
        os.mkdir(path)
        os.chown(path, uid, uid)
        if target:
            kernel.mount(path, target, None, kernel.MS_BIND)
    folder = order["folder"]
    os.makedirs(folder)
    os.chown(folder, uid, uid)


def adopt(order: dict[str, Any]) -> None:
    """Con un bwrap por envío los montajes ya son nuevos: solo falta darles dueño."""
    if order["drop"]:
        for root in ("/home/alumno", "/tmp", "/dev/shm"):
            for folder, _, files in os.walk(root):
                for path in (folder, *(os.path.join(folder, name) for name in files)):
                    os.chown(path, order["uid"], order["uid"])


def apply(order: dict[str, Any]) -> int | None:
    """Límites, identidad sin privilegios y nada que heredar. Sin vuelta atrás.

    Devuelve el descriptor por el que se sabe qué señales se mandan, si lo hay.
    """
    device = order["device"]
    _limits(order["limits"], device is not None)
    _scores()
    if order["drop"]:
        os.setgroups([])
        os.setresgid(order["uid"], order["uid"], order["uid"])
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    if order["namespaces"] or order["drop"]:
        kernel.drop_bounding_set()
    if order["drop"]:
        os.setresuid(order["uid"], order["uid"], order["uid"])
    kernel.clear_capabilities()
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
    if order["namespaces"] or order["cold"]:
        nodes = None if device is None else device["nodes"]
        landlock.restrict(("/home/alumno", "/tmp", "/dev/shm"), ("/dev/null",), nodes)
        return seccomp.install(device is not None)
    return None


def _limits(limits: dict[str, int], device: bool) -> None:
    """Los límites, sin vuelta atrás. Con dispositivo, el de direcciones lo quita quien lo abre.

    CUDA reserva direcciones por cientos de GiB, y memoria fija para hablar con el dispositivo. Lo
    que ocupan de verdad entre todos lo sigue vigilando el init.
    """
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits["cpu_s"]),
        (resource.RLIMIT_AS, limits["memory_bytes"]),
        (resource.RLIMIT_FSIZE, limits["file_bytes"]),
        (resource.RLIMIT_NOFILE, limits["open_files"]),
        (resource.RLIMIT_NPROC, limits["processes"]),
        (resource.RLIMIT_MEMLOCK, limits["memory_bytes"] if device else 2**16),
        (resource.RLIMIT_MSGQUEUE, 0),
    ):
        soft = value
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            soft = min(value, hard)
        keep = device and kind == resource.RLIMIT_AS
        resource.setrlimit(kind, (soft, hard if keep else soft))


def _scores() -> None:
    """Si al sistema le falta memoria, que caiga antes la sesión que quien la vigila."""
    try:
        with open("/proc/self/oom_score_adj", "w") as f:
            f.write("1000")
    except OSError:
        pass
