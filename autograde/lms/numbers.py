"""Notas como números decimales: leerlas, escalarlas, redondearlas y escribirlas."""

import re
from decimal import ROUND_HALF_UP, Decimal

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def parse(text: str) -> Decimal | None:
    """El número que hay en `text`, con coma o con punto decimal; None si no es un número."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(",", "."))


def exact(value: float) -> Decimal:
    """El decimal más corto que representa el número de coma flotante `value`."""
    return Decimal(repr(float(value)))


def scale(points: Decimal, maximum: Decimal, target: Decimal) -> Decimal:
    """`points` sobre `maximum` llevados a una escala de 0 a `target`."""
    return points * target / maximum


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` con `places` decimales; la mitad se redondea hacia arriba."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def written(value: Decimal, mark: str) -> str:
    """`value` como texto, con `mark` (coma o punto) por separador decimal."""
    return format(value, "f").replace(".", mark)


def trimmed(value: Decimal, mark: str = ",", places: int = 4) -> str:
    """`value` para una persona: sin ceros sobrantes y con `places` decimales como mucho."""
    text = format(rounded(value, places), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", mark)


def decimal_mark(texts: list[str]) -> str | None:
    """El separador decimal que usan los números de `texts`; None si ninguno lo muestra.

    Si aparecen los dos gana el más frecuente.
    """
    numbers = [text.strip() for text in texts if parse(text) is not None]
    commas = sum("," in number for number in numbers)
    points = sum("." in number for number in numbers)
    if commas == points == 0:
        return None
    return "," if commas >= points else "."
