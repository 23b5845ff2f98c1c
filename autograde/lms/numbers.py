"""Notas como números decimales: leerlas, escalarlas, redondearlas y escribirlas."""

import re
from decimal import ROUND_HALF_UP, Decimal

from autograde.errors import UserError

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
#: con separadores de millares: un punto, una coma, un espacio o un apóstrofo cada tres cifras
_THOUSANDS = re.compile(
    r"[+-]?\d{1,3}(?P<mark>[.,\x20\xa0\u202f'’])\d{3}(?:(?P=mark)\d{3})*(?P<rest>[.,]\d+)?"
)


def parse(text: str) -> Decimal | None:
    """El número que hay en `text`, con coma o con punto decimal; None si no es un número.

    Entiende los millares cuando no hay duda («1.234,50», «1 234,5», «1.000.000»); con un solo
    separador («1.234») se entiende que es el decimal, como lo escribe el campus.
    """
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "."))
    match = _THOUSANDS.fullmatch(text)
    if match is None:
        return None
    rest = match["rest"] or ""
    if rest.startswith(match["mark"]):
        return None
    whole = text[: len(text) - len(rest)].replace(match["mark"], "")
    return Decimal(whole + rest.replace(",", "."))


def stated(text: str, what: str) -> Decimal | None:
    """El número de una celda, o None si está vacía.

    Raises:
        UserError: si hay algo y no se entiende: un número ilegible no es lo mismo que ninguno.
    """
    if text.strip() in ("", "-"):
        return None
    value = parse(text)
    if value is None:
        raise UserError(
            f"No se entiende el número «{text.strip()}» ({what}): escríbelo sin separador de "
            "millares, como 1234,5."
        )
    return value


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
