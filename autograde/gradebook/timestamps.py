"""La hora de una entrega: la de su `timestamp.txt`, que escriben nbgrader y `autograde recoger`."""

from __future__ import annotations

import datetime
from pathlib import Path

from nbgrader.utils import parse_utc

FILE_NAME = "timestamp.txt"


class InvalidTimestamp(Exception):
    """El fichero está, pero no dice una hora; el mensaje es una frase para el docente."""


def read_timestamp(folder: Path) -> datetime.datetime | None:
    """La hora (UTC, sin zona) de la entrega de una carpeta; None si no la dice."""
    path = folder / FILE_NAME
    if path.is_symlink() or not path.is_file():
        return None
    text = path.read_bytes()[:200].decode("utf-8", "replace").strip()
    if not text:
        return None
    try:
        return parse_utc(text)
    except (ValueError, OverflowError, TypeError, AttributeError) as error:
        raise InvalidTimestamp(
            f"la hora de entrega «{text[:40]}» de «{FILE_NAME}» no se entiende; se corrige sin "
            "tenerla en cuenta."
        ) from error
