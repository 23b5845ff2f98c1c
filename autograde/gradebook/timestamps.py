"""La hora de una entrega: la de su `timestamp.txt`, que escriben nbgrader y `autograde recoger`."""

from __future__ import annotations

import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograde.course.dates import UnclearDate, parse, to_utc

FILE_NAME = "timestamp.txt"


class InvalidTimestamp(Exception):
    """El fichero está, pero no dice una hora; el mensaje es una frase para el docente."""


def read_timestamp(folder: Path, zone: ZoneInfo | None) -> datetime.datetime | None:
    """La hora (UTC, sin zona) de la entrega de una carpeta; None si no la dice.

    `InvalidTimestamp` si no se entiende, o si se puede leer de dos maneras. Una hora que no dice su
    zona es de `zone`, la del curso; si el curso no la tiene, de UTC, como en nbgrader.
    """
    path = folder / FILE_NAME
    if path.is_symlink() or not path.is_file():
        return None
    text = path.read_bytes()[:200].decode("utf-8", "replace").strip()
    if not text:
        return None
    try:
        local, own = parse(text, zone)
        return to_utc(local, own or zone or datetime.UTC)[0]
    except (UnclearDate, OverflowError) as error:
        raise InvalidTimestamp(
            f"la hora de entrega de «{FILE_NAME}» se deja sin tener en cuenta: {error}."
        ) from error


def timestamp_text(utc: datetime.datetime) -> str:
    """Una hora (UTC, sin zona) como la espera nbgrader en su `timestamp.txt`."""
    return utc.strftime("%Y-%m-%d %H:%M:%S.%f UTC\n")
