"""Landlock: una segunda cerradura sobre los ficheros, la red local y las señales.

Aunque fallara un montaje, la sesión solo podría escribir en su espacio.
"""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterable

from inside import kernel

_CREATE, _ADD, _RESTRICT = 444, 445, 446  # los mismos números en todas las arquitecturas
_VERSION, _PATH_BENEATH = 1, 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_FILE_ONLY = _EXECUTE | _WRITE_FILE | _READ_FILE
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
#: derechos sobre ficheros que conoce cada versión (1, 2: refer, 3: truncate, 5: ioctl)
_RIGHTS = {1: 2**13 - 1, 2: 2**14 - 1, 3: 2**15 - 1, 4: 2**15 - 1}
_ALL_SINCE_5 = 2**16 - 1
_NETWORK = 0b11
_SCOPES = 0b11


def version() -> int:
    """La versión de Landlock de este núcleo; 0 si no hay."""
    return max(_syscall(_CREATE, None, 0, _VERSION), 0)


def restrict(
    writable: Iterable[str], devices: Iterable[str], accelerator: Iterable[str] | None = None
) -> bool:
    """Deja leer todo lo visible y escribir solo en `writable` (y en `devices`).

    Los nodos de `accelerator` se pueden además gobernar con `ioctl`. CUDA exige también escribir en
    /proc (pone nombre a sus hilos), donde los permisos de cada fichero siguen mandando.
    """
    abi = version()
    if not abi:
        return False
    rights = _RIGHTS.get(abi, _ALL_SINCE_5)
    attributes = struct.pack("QQQ", rights, _NETWORK if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    size = 24 if abi >= 6 else 16 if abi >= 4 else 8
    ruleset = kernel.check(_syscall(_CREATE, attributes[:size], size, 0), "landlock")
    try:
        _allow(ruleset, "/", _READ)
        for path in writable:
            _allow(ruleset, path, rights)
        for path in devices:
            _allow(ruleset, path, _FILE_ONLY & ~_EXECUTE)
        if accelerator is not None:
            _allow(ruleset, "/proc", (_WRITE_FILE | _TRUNCATE) & rights)
            for path in accelerator:
                _allow(ruleset, path, (_WRITE_FILE | _READ_FILE | _IOCTL) & rights)
        kernel.check(_syscall(_RESTRICT, ruleset, 0), "landlock")
    finally:
        os.close(ruleset)
    return True


def _allow(ruleset: int, path: str, rights: int) -> None:
    fd = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, fd)
        kernel.check(_syscall(_ADD, ruleset, _PATH_BENEATH, rule, 0), f"landlock {path}")
    finally:
        os.close(fd)


def _syscall(number: int, *arguments: int | bytes | None) -> int:
    values = (ctypes.c_long(a) if isinstance(a, int) else a for a in arguments)
    return int(kernel.libc.syscall(ctypes.c_long(number), *values))
