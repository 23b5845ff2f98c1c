"""Guardar una entrega en `submitted/<estudiante>/<tarea>/` sin perder nunca una más reciente."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from autograde.lms.dates import timestamp_text

TIMESTAMP = "timestamp.txt"


class Outcome(Enum):
    """Qué pasa con una entrega que llega."""

    NEW = "nueva"
    SAME = "igual"
    REDATED = "igual, con la fecha corregida"
    REPLACED = "sustituye a la anterior"
    KEPT = "se conserva la anterior"


@dataclass(frozen=True)
class Delivery:
    """Lo que llega: los ficheros y la fecha en UTC; `trusted` si es la que da el campus.

    `order` es el número con que el campus guardó el cuaderno, que crece; 0 si no lo da.
    """

    files: Mapping[tuple[str, ...], bytes]
    date: datetime | None
    trusted: bool = False
    order: int = 0


def decide(
    folder: Path, delivery: Delivery, replace: bool, previous_order: int = 0
) -> tuple[Outcome, datetime | None]:
    """Qué hacer con `delivery` y la fecha de la que ya había en `folder` (None si no se sabe).

    La que llega sustituye a la que había si se sabe que es posterior: por la fecha o por el orden.
    """
    if not folder.exists():
        return Outcome.NEW, None
    date = _date(folder)
    if _contents(folder) == dict(delivery.files):
        corrected = delivery.trusted and delivery.date != date
        return (Outcome.REDATED if corrected else Outcome.SAME), date
    newer = date is not None and delivery.date is not None and delivery.date > date
    newer = newer or 0 < previous_order < delivery.order
    return (Outcome.REPLACED if newer or replace else Outcome.KEPT), date


def apply(folder: Path, delivery: Delivery, outcome: Outcome) -> None:
    """Hace lo que se decidió.

    Raises:
        OSError: si no se puede escribir; lo que había se queda como estaba.
    """
    if outcome in (Outcome.NEW, Outcome.REPLACED):
        _store(folder, delivery)
    elif outcome is Outcome.REDATED and delivery.date is not None:
        _write_date(folder, delivery.date)


def _store(folder: Path, delivery: Delivery) -> None:
    """Escribe la entrega entera o nada: se prepara al lado y se cambia de nombre al final."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for parts, data in delivery.files.items():
            target = fresh.joinpath(*parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        if delivery.date is not None:
            _write_date(fresh, delivery.date)
        fresh.chmod(0o755)
        old = fresh.with_name(fresh.name + ".anterior")
        if folder.exists():
            os.replace(folder, old)
        os.replace(fresh, folder)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def _write_date(folder: Path, date: datetime) -> None:
    (folder / TIMESTAMP).write_text(timestamp_text(date) + "\n", encoding="utf-8")


def _date(folder: Path) -> datetime | None:
    from nbgrader.utils import parse_utc

    try:
        return parse_utc((folder / TIMESTAMP).read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


def _contents(folder: Path) -> dict[tuple[str, ...], bytes]:
    return {
        path.relative_to(folder).parts: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != TIMESTAMP
    }
