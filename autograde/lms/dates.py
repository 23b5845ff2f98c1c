"""Las fechas que escribe Moodle, en español o en inglés."""

import re
from collections.abc import Sequence
from datetime import datetime

from autograde.course.dates import UnclearDate, order, parse
from autograde.lms.names import without_accents

#: cómo empieza cada mes, sin acentos, en español, inglés, catalán, gallego, portugués y francés
_MONTHS = (
    ("ene", "jan", "gen", "xan"),
    ("feb", "fev"),
    ("mar",),
    ("abr", "apr", "avr"),
    ("may", "mai"),
    ("jun", "juny", "juin", "xun"),
    ("jul", "juil", "xul"),
    ("ago", "aug", "aou"),
    ("sep", "set"),
    ("oct", "out"),
    ("nov",),
    ("dic", "dec", "des", "dez"),
)
_TIME = (
    r",?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?\s?m\.?)?"
)
_DAY_FIRST = re.compile(
    r"(?P<day>\d{1,2})\s+(?:de\s+|d['’]\s*)?(?P<month>[^\W\d]+)\.?,?\s+"
    r"(?:de\s+|del\s+)?(?P<year>\d{4})" + _TIME
)
_MONTH_FIRST = re.compile(r"(?P<month>[^\W\d]+)\.?\s+(?P<day>\d{1,2}),\s+(?P<year>\d{4})" + _TIME)


def read_dates(texts: Sequence[str]) -> list[tuple[datetime | None, str]]:
    """Las fechas de una columna, sin zona; de la que no se entiende, la frase que lo dice.

    Donde el día y el mes van con número, su orden es el de toda la columna: lo dice una sola fecha
    con un día mayor que 12; si no la hay, no se adivina.
    """
    day_first = order(texts)
    found: list[tuple[datetime | None, str]] = []
    for text in texts:
        date, problem = parse_moodle(text), ""
        if date is None and any(character.isdigit() for character in text):
            try:
                date, own = parse(text, day_first=day_first)
                date = date if own is None else None
                problem = "" if own is None else f"«{text}» dice una zona horaria"
            except UnclearDate as unclear:
                problem = str(unclear)
        found.append((date, problem))
    return found


def parse_moodle(text: str) -> datetime | None:
    """La fecha de una hoja de Moodle, sin zona horaria; None si no hay ninguna o no se entiende.

    «sábado, 21 de noviembre de 2026, 08:26» y «Saturday, 21 November 2026, 8:26 AM» son la misma.
    """
    text = text.replace("\u202f", " ").replace("\xa0", " ").strip().lower()
    match = _DAY_FIRST.search(text) or _MONTH_FIRST.search(text)
    if not match:
        return None
    month = _month(match["month"])
    if month is None:
        return None
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].startswith("p") else 0)
    try:
        return datetime(
            int(match["year"]),
            month,
            int(match["day"]),
            hour,
            int(match["minute"]),
            int(match["second"] or 0),
        )
    except ValueError:
        return None


def _month(name: str) -> int | None:
    """El número de un mes por el principio más largo que coincide; None si no es un mes."""
    name = without_accents(name)
    found = [
        (len(start), number)
        for number, starts in enumerate(_MONTHS, start=1)
        for start in starts
        if name.startswith(start)
    ]
    return max(found)[1] if found else None
