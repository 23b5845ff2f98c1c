"""Zips reproducibles: los mismos ficheros dan los mismos octetos en cualquier ordenador."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FILE_MODE = 0o100644 << 16
_UNIX = 3


def zip_bytes(files: Mapping[str, bytes], *, last: str | None = None) -> bytes:
    """Un zip con `files` (nombre → contenido) por orden de nombre, sin fechas ni permisos.

    `last` es el nombre que va al final: el formato de las ruedas recomienda acabar en RECORD.
    """
    names = sorted(files, key=lambda name: (name == last, name))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = _FILE_MODE
            entry.create_system = _UNIX
            archive.writestr(entry, files[name])
    return buffer.getvalue()
