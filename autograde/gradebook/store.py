"""Almacén de resultados: un fichero por clave, escrito de una vez y con su propia suma."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from autograde.errors import UserError
from autograde.judge.results import Graded, from_json, to_json
from curso.ordenes.motivos import motivo

FORMAT = 1
#: con qué empieza el nombre de un fichero a medio escribir
TEMPORARY = ".tmp-"


def result_key(
    notebook: bytes,
    files: Mapping[str, bytes],
    source: bytes,
    version: str,
    seed: bytes,
    settings: str,
) -> str:
    """Clave de un resultado: todo aquello de lo que depende, y nada más.

    source
        El cuaderno del docente. `version` es la del código que juzga, `seed` la semilla secreta de
        la tarea y `settings` el modo de ejecución (aislamiento, backend, límites).
    """
    digest = hashlib.sha256()
    parts: list[bytes] = [notebook, source, version.encode(), seed, settings.encode()]
    parts += [platform.python_version().encode(), np.__version__.encode(), str(FORMAT).encode()]
    for name in sorted(files):
        parts += [name.encode("utf-8", "surrogateescape"), files[name]]
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()


class ResultStore:
    """Los resultados de una tarea en una carpeta.

    Un resultado dañado (disco, edición a mano) cuenta como ausente y se vuelve a calcular.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, key: str) -> Path:
        """El fichero de una clave."""
        return self.folder / f"{key}.json"

    def has(self, key: str) -> bool:
        """Si el resultado está, e íntegro: lo dice su suma, sin leerlo."""
        return self._body(key) is not None

    def get(self, key: str) -> Graded | None:
        """El resultado guardado, o None si no está o no es íntegro."""
        body = self._body(key)
        try:
            return None if body is None else from_json(json.loads(body))
        except (KeyError, TypeError, ValueError):
            return None

    def sweep(self) -> None:
        """Quita lo que dejó a medio escribir un proceso al que mataron.

        Solo cuando nadie más escribe: con el cerrojo del curso echado.
        """
        for leftover in self.folder.glob(f"{TEMPORARY}*"):
            leftover.unlink(missing_ok=True)

    def _body(self, key: str) -> bytes | None:
        try:
            checksum, _, body = self.path(key).read_bytes().partition(b"\n")
        except OSError:
            return None
        return body if checksum == hashlib.sha256(body).hexdigest().encode("ascii") else None

    def put(self, key: str, graded: Graded) -> None:
        """Guarda un resultado de forma atómica. Los fallos del sistema no se guardan nunca.

        `UserError` si el disco no lo admite.
        """
        if graded.failed:
            raise ValueError("un resultado con fallos del sistema no se guarda")
        body = json.dumps(to_json(graded), ensure_ascii=False).encode("utf-8", "surrogatepass")
        checksum = hashlib.sha256(body).hexdigest().encode("ascii")
        try:
            write_atomically(self.path(key), checksum + b"\n" + body)
        except OSError as error:
            raise UserError(
                f"No se puede guardar un resultado en «{self.folder}» ({motivo(error)}): libera "
                "espacio o corrige los permisos y repite la orden; lo ya calificado no se pierde."
            ) from error


def write_atomically(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Escribe un fichero entero o nada: temporal en la misma carpeta, a disco, y renombrado."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TEMPORARY)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
