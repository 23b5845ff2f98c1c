"""Un dispositivo (una GPU, o su doble) que se puede abrir dentro del aislamiento.

Lo que se monta sale de lo que otros han necesitado para que CUDA arranque en bubblewrap: los nodos
con permiso de dispositivo, `/sys` de solo lectura y las bibliotecas de CUDA.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CUPY, DOUBLE = "cupy", "doble"
#: nvidia*: cada GPU, nvidiactl, nvidia-uvm, nvidia-uvm-tools y nvidia-caps; dxg: la GPU en WSL2
_NODES = ("dev/nvidia*", "dev/dxg")
_FOLDERS = ("sys", "usr/local/cuda*", "opt/cuda")


@dataclass(frozen=True)
class Device:
    """Qué se abre dentro, y qué hay que dejar ver para abrirlo.

    backend
        El nombre que le da `curso.backend`: «cupy», o «doble» en las pruebas.
    nodes
        Los ficheros de dispositivo, que se pueden leer, escribir y gobernar con `ioctl`.
    folders
        Carpetas que hacen falta además, de solo lectura.
    visible
        El `CUDA_VISIBLE_DEVICES` de quien lo abre. El de la sesión está vacío.
    trial_bytes
        La memoria que se le pide al abrirlo, para saber si funciona.
    """

    backend: str
    nodes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    visible: str = ""
    trial_bytes: int = 8

    def environment(self, home: str) -> dict[str, str]:
        """Las variables de la sesión: no ve nada, y lo que se compile queda en su casa."""
        variables = {
            "CUDA_VISIBLE_DEVICES": "",
            "CUPY_CACHE_DIR": f"{home}/.cupy/kernel_cache",
            "CUDA_CACHE_PATH": f"{home}/.nv/ComputeCache",
        }
        toolkits = [folder for folder in self.folders if Path(folder).name.startswith("cuda")]
        return variables | ({"CUDA_PATH": toolkits[0]} if toolkits else {})


def find(backend: str = CUPY, root: Path = Path("/")) -> Device:
    """El dispositivo de un nombre, con lo que esta máquina (su raíz, `root`) tenga de él."""
    if backend != CUPY:
        return Device(backend)
    nodes, folders = (
        tuple(f"/{p.relative_to(root)}" for pattern in patterns for p in sorted(root.glob(pattern)))
        for patterns in (_NODES, _FOLDERS)
    )
    first = os.environ.get("CUDA_VISIBLE_DEVICES", "0").split(",")[0]
    return Device(backend, nodes, folders, first)
