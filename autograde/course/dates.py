"""Leer una fecha escrita, pasarla a UTC y enseñarla; de lo que admite dos lecturas no se elige.

«05/11/2026» es el 5 de noviembre o el 11 de mayo según quien lo escriba, y la noche en que se
atrasa el reloj hay una hora que existe dos veces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

_TIME = (
    r"(?:[T ,]\s*(?P<hour>\d{1,2})[:hH.](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[apAP])\.?\s?[mM]\.?)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2}|[A-Za-z][A-Za-z0-9_+-]*(?:/[A-Za-z0-9_+-]+)*)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([-/.])(?P<month>\d{1,2})\2(?P<day>\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(?P<a>\d{1,2})([-/.])(?P<b>\d{1,2})\2(?P<year>\d{4}|\d{2})" + _TIME)
_MONTHS = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


class UnclearDate(Exception):
    """El texto no dice una fecha, o dice más de una; el mensaje es una frase para el docente."""


def parse(
    text: str, zone: tzinfo | None = None, day_first: bool | None = None
) -> tuple[datetime, tzinfo | None]:
    """La fecha de un texto con números, sin zona, y la zona que dice, o None.

    Sin hora es las 00:00. `UnclearDate` si no se entiende o se puede leer de dos maneras.

    zone
        La del curso: con ella se entienden las siglas suyas, como `CEST`.
    day_first
        Si se sabe, el orden de día y mes en «05/11/2026».
    """
    text = _tidy(text)
    match = _YEAR_FIRST.fullmatch(text)
    if match:
        year, month, day = int(match["year"]), int(match["month"]), int(match["day"])
    else:
        match = _YEAR_LAST.fullmatch(text)
        if match is None:
            raise UnclearDate(f"«{text[:40]}» no es una fecha: escríbela como 2026-11-05 23:50")
        year, month, day = _ordered(match, text, day_first)
    try:
        local = datetime(year, month, day, *_clock(match))
    except ValueError as error:
        raise UnclearDate(
            f"«{text[:40]}» no existe en el calendario: escríbela como 2026-11-05 23:50"
        ) from error
    return local, _named(match["zone"], local, zone)


def order(texts: Iterable[str]) -> bool | None:
    """Si unas fechas escritas por el mismo programa llevan el día delante; None si no se sabe.

    Lo dice una sola con un número mayor que 12; si se contradicen, no se sabe.
    """
    first = second = False
    for text in texts:
        match = _YEAR_LAST.fullmatch(_tidy(text))
        if match is not None:
            first |= int(match["a"]) > 12
            second |= int(match["b"]) > 12
    return None if first == second else first


def to_utc(local: datetime, zone: tzinfo) -> tuple[datetime, str]:
    """`local`, hora de `zone`, en UTC y sin zona; y qué hay que decir de ella, si algo hay.

    De una hora que existe dos veces vale la primera, que a nadie perjudica; la que no existe es la
    de un reloj que no se adelantó.
    """
    first, second = (
        local.replace(tzinfo=zone, fold=fold).astimezone(UTC).replace(tzinfo=None)
        for fold in (0, 1)
    )
    if first == second:
        return first, ""
    if first < second:
        return first, "ese día el reloj se atrasa y esa hora existe dos veces: vale la primera"
    return first, "ese día el reloj se adelanta y esa hora no existe: vale la de antes del cambio"


def shown(utc: datetime, zone: tzinfo | None) -> str:
    """Una hora (UTC, sin zona) en la zona del curso o, si no la tiene, en UTC; siempre se dice."""
    return f"{utc.replace(tzinfo=UTC).astimezone(zone or UTC):%d/%m/%Y %H:%M %Z}"


def _tidy(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").split())


def _ordered(match: re.Match[str], text: str, day_first: bool | None) -> tuple[int, int, int]:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if year < 100:
        year += 2000
    if day_first is None and a != b and a <= 12 and b <= 12:
        raise UnclearDate(
            f"«{text[:40]}» puede ser el {a} de {_MONTHS[b - 1]} o el {b} de {_MONTHS[a - 1]}: "
            "escríbela con el año delante, como 2026-11-05 23:50"
        )
    if day_first is None:
        day_first = a > 12 or a == b
    return (year, b, a) if day_first else (year, a, b)


def _clock(match: re.Match[str]) -> tuple[int, int, int]:
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].casefold() == "p" else 0)
    return hour, int(match["minute"] or 0), int(match["second"] or 0)


def _named(name: str | None, local: datetime, zone: tzinfo | None) -> tzinfo | None:
    """La zona que dice el texto."""
    if not name:
        return None
    if name.upper() in ("Z", "UTC", "GMT"):
        return UTC
    if name[0] in "+-":
        offset = timedelta(hours=int(name[1:3]), minutes=int(name[-2:]))
        return timezone(-offset if name[0] == "-" else offset)
    if zone is not None and name in {zone.tzname(local.replace(fold=fold)) for fold in (0, 1)}:
        return zone
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, LookupError) as error:
        raise UnclearDate(
            f"no se conoce la zona horaria «{name[:40]}»: escribe una como Europe/Madrid"
        ) from error
