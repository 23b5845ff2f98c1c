"""El dispositivo de un proceso que corrige: dónde contestan los alumnos y dónde se prueba.

Hay dos aislamientos con el dispositivo a la vista. En uno corre el código de los alumnos. En el
otro solo entra código del curso: es donde se prueba si el dispositivo funciona, y lo que diga sí es
de fiar.
"""

from __future__ import annotations

import contextlib
import dataclasses
import fcntl
from collections.abc import Iterator
from typing import Self

from autograde.sandbox import Device, Sandbox, SandboxFailure
from autograde.sandbox.device import CUPY, find

#: lo que se reserva al probar: si no cabe esto, lo ocupa otro programa
TRIAL_BYTES = 64 * 2**20
_TRIAL = "prueba"


class Accelerator:
    """Un dispositivo con sus aislamientos. Gestor de contexto; uno por proceso."""

    def __init__(
        self, device: Device, *, isolated: bool = True, absent: tuple[str, ...] = ()
    ) -> None:
        self.device = device
        self.sandbox = Sandbox(isolated=isolated, device=device, absent=absent)
        trusted = dataclasses.replace(device, trial_bytes=TRIAL_BYTES)
        self._trusted = Sandbox(isolated=isolated, device=trusted)

    def fault(self) -> str | None:
        """Prueba el dispositivo de verdad: None si funciona ahora mismo, o por qué no."""
        try:
            with self._trusted.session() as session:
                session.snapshot(_TRIAL)
                worker, _ = session.worker(_TRIAL)
                return None if worker else session.device_fault or "no contesta al abrirlo."
        except SandboxFailure as failure:
            return str(failure)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Un envío a la vez en el dispositivo, entre todos los procesos que corrigen.

        Así, si falta memoria en él, no es porque la ocupe otro alumno.
        """
        with open(__file__, "rb") as lock:
            with contextlib.suppress(OSError):  # hay discos de red que no admiten cerrojos
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def close(self) -> None:
        """Cierra los aislamientos."""
        self._trusted.close()
        self.sandbox.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def opened(
    backend: str | None, *, isolated: bool = True, absent: tuple[str, ...] = ()
) -> Accelerator | None:
    """El dispositivo de un nombre, o None si no se pide ninguno."""
    if backend is None:
        return None
    return Accelerator(find(backend), isolated=isolated, absent=absent)


def why_not(device: Device, *, isolated: bool = True) -> str | None:
    """Por qué no se puede usar un dispositivo en esta máquina, o None si funciona."""
    if device.backend == CUPY and not device.nodes:
        return (
            "no hay ninguna GPU de NVIDIA con su controlador cargado: faltan sus ficheros en /dev. "
            "Instala el controlador y comprueba que `nvidia-smi` la enseña."
        )
    with Accelerator(device, isolated=isolated) as accelerator:
        return accelerator.fault()


def usable(backend: str | None, *, isolated: bool = True) -> tuple[str | None, str]:
    """El dispositivo pedido si funciona; si no, None y la frase que dice por qué.

    Sin nada pedido, None y ninguna frase.
    """
    if backend is None:
        return None, ""
    reason = why_not(find(backend), isolated=isolated)
    if reason is None:
        return backend, ""
    return None, (
        "No se pudo usar la GPU; la portabilidad se comprobó con el doble, como sin --gpu. "
        f"Motivo: {reason}"
    )
