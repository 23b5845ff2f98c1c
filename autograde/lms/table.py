"""Ficheros CSV que se rellenan sin cambiar ni un byte de las celdas que no se tocan.

El módulo `csv` de Python pierde cómo estaba escrita cada celda (comillas, finales de línea), así
que aquí se guarda el texto original de cada una y solo se vuelve a escribir la que cambia.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from autograde.errors import UserError
from curso.ordenes.contar import cuantos

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATORS = ",;\t"
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Format:
    """Cómo está escrito el fichero: codificación, marca de orden de bytes y separador."""

    encoding: str
    bom: bytes
    separator: str


@dataclass(frozen=True)
class Record:
    """Una fila: el texto original de sus celdas, su final de línea y en qué línea empieza."""

    raw: tuple[str, ...]
    end: str
    line: int

    @cached_property
    def values(self) -> tuple[str, ...]:
        """El contenido de las celdas, sin comillas."""
        return tuple(_unquoted(raw) for raw in self.raw)

    def value(self, column: int) -> str:
        """El contenido de una celda; vacío si la fila no llega hasta ella."""
        return self.values[column] if column < len(self.values) else ""

    @property
    def blank(self) -> bool:
        """Si la fila no tiene nada escrito."""
        return not any(value.strip() for value in self.values)


@dataclass(frozen=True)
class Table:
    """Un fichero CSV entero; `records[0]` es la cabecera."""

    format: Format
    records: tuple[Record, ...]

    @property
    def header(self) -> tuple[str, ...]:
        """Los títulos de las columnas, sin espacios alrededor."""
        return tuple(title.strip() for title in self.records[0].values)

    def with_cells(self, changes: Mapping[tuple[int, int], str]) -> "Table":
        """Una copia con las celdas (fila, columna) de `changes` cambiadas.

        Una celda que ya contiene ese valor se queda exactamente como estaba. Lo que la codificación
        del fichero no puede escribir se sustituye por «?».
        """
        records = list(self.records)
        for (row, column), value in changes.items():
            record = records[row]
            value = value.encode(self.format.encoding, "replace").decode(self.format.encoding)
            if record.value(column) == value:
                continue
            raw = list(record.raw) + [""] * (column + 1 - len(record.raw))
            raw[column] = _quoted(value, self.format.separator, always=raw[column].startswith('"'))
            records[row] = replace(record, raw=tuple(raw))
        return replace(self, records=tuple(records))

    def to_bytes(self) -> bytes:
        """El fichero, con su codificación."""
        text = "".join(self.format.separator.join(r.raw) + r.end for r in self.records)
        return self.format.bom + text.encode(self.format.encoding)


def read_table(data: bytes, what: str) -> Table:
    """Lee un CSV. `what` nombra el fichero en los errores.

    Raises:
        UserError: si no es texto, está vacío o alguna fila está dañada.
    """
    bom, encoding, text = _decoded(data, what)
    first = text[: _header_length(text)]
    _check_first_line(first, what)
    separator = max(_SEPARATORS, key=lambda s: len(_row(first, 0, s, what, 1)[0]))
    records = tuple(_records(text, separator, what))
    if not records or records[0].blank:
        raise UserError(f"No hay nada en {what}: vuelve a descargar el fichero.")
    width = len(records[0].raw)
    for before, record in pairwise(records):
        broken = len(before.raw) + len(record.raw) - 1 == width != len(record.raw)
        if not record.blank and (broken or not _fits(record, width)):
            raise UserError(
                f"No se puede leer {what}: la línea {record.line} tiene "
                f"{cuantos(len(record.raw), 'columna', 'columnas')} y la cabecera {width}; "
                "vuelve a descargar el fichero."
            )
    return Table(Format(encoding, bom, separator), records)


def _fits(record: Record, width: int) -> bool:
    """Si la fila tiene las columnas de la cabecera.

    Una hoja de cálculo pierde las celdas vacías del final, o las añade. Una última línea corta y
    sin salto es otra cosa: el fichero está cortado. Y dos líneas seguidas que juntas dan una son
    una fila partida.
    """
    if len(record.raw) > width:
        return not any(value.strip() for value in record.values[width:])
    return len(record.raw) == width or (len(record.raw) > 1 and record.end != "")


def _check_first_line(first: str, what: str) -> None:
    """Lo que hace que la cabecera no se reconozca y tiene una causa conocida, dicho con ella."""
    if re.fullmatch(r"\s*\"?sep=.\"?\s*", first, re.IGNORECASE):
        raise UserError(
            f"En {what} la primera línea es «{first.strip()}», que añadió una hoja de cálculo y "
            "que el campus no entiende: bórrala con un editor de texto, o vuelve a descargar el "
            "fichero."
        )
    meant = _twice_encoded(first)
    if meant is not None:
        wrong, right = next(
            (w, r)
            for w, r in zip(re.split(r"[,;\t]", first), re.split(r"[,;\t]", meant), strict=False)
            if w != r
        )
        raise UserError(
            f"{what[0].upper()}{what[1:]} tiene las letras estropeadas («{wrong.strip()}» por "
            f"«{right.strip()}»): se abrió con una codificación que no era la suya y se guardó "
            "así. Vuelve a descargarla y, si la editas, ábrela como UTF-8."
        )


def _twice_encoded(text: str) -> str | None:
    """El texto que era antes de leerse como lo que no era y guardarse; None si está bien."""
    for encoding in ("cp1252", "latin-1"):
        try:
            meant = text.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        if meant != text:
            return meant
    return None


def _is_mac_roman(data: bytes) -> bool:
    """Si la cabecera solo tiene sentido en la codificación de los Mac antiguos."""
    first = re.split(rb"[\r\n]", data, maxsplit=1)[0]
    odd = bytes(b for b in first if b >= 0x80)
    mac, windows = odd.decode("mac_roman"), odd.decode("cp1252", "replace")
    return bool(odd) and set(mac) <= _LETTERS and not set(windows) <= _LETTERS


#: las letras y signos de fuera de ASCII que puede llevar una cabecera
_LETTERS = set("áéíóúñüçàèìòùâêîôûãõïÁÉÍÓÚÑÜÇÀÈÌÒÙÂÊÎÔÛÃÕÏ·ºª¿¡’")


def _decoded(data: bytes, what: str) -> tuple[bytes, str, str]:
    if data.startswith(b"PK\x03\x04"):
        raise UserError(
            f"Se esperaba {what} y esto es un libro de Excel o un ZIP: guárdalo como CSV."
        )
    try:
        for bom, encoding in _BOMS:
            if data.startswith(bom):
                return bom, encoding, data[len(bom) :].decode(encoding)
        if b"\0" in data:
            raise UserError(
                f"Se esperaba {what} y esto no es un fichero de texto: hace falta un CSV."
            )
        try:
            return b"", "utf-8", data.decode("utf-8")
        except UnicodeDecodeError:
            if _is_mac_roman(data):
                raise UserError(
                    f"{what[0].upper()}{what[1:]} está en Mac Roman, la codificación de los Mac "
                    "antiguos: guárdala otra vez como «CSV UTF-8», o vuelve a descargarla."
                ) from None
            return b"", "cp1252", data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise UserError(
            f"No se puede leer {what} a partir del byte {error.start}: vuelve a descargar el "
            "fichero."
        ) from error


def _header_length(text: str) -> int:
    """Dónde termina la primera fila, contando con que una celda entre comillas puede partirse."""
    inside = False
    for position, character in enumerate(text):
        if character == '"':
            inside = not inside
        elif character in "\r\n" and not inside:
            return position
    return len(text)


def _records(text: str, separator: str, what: str):
    position, line = 0, 1
    while position < len(text):
        raw, position = _row(text, position, separator, what, line)
        match = _LINE_END.match(text, position)
        end = match.group() if match else ""
        position += len(end)
        yield Record(tuple(raw), end, line)
        line += 1 + sum(len(_LINE_END.findall(cell)) for cell in raw)


def _row(text: str, position: int, separator: str, what: str, line: int) -> tuple[list[str], int]:
    """Las celdas de la fila que empieza en `position`, y dónde acaba."""
    field = _FIELDS[separator]
    raw = []
    while True:
        match = field.match(text, position)
        assert match is not None  # la segunda alternativa admite la celda vacía
        if match.group().startswith('"') and match["quoted"] is None:
            raise UserError(
                f"No se puede leer {what}: en la línea {line} se abren unas comillas que no se "
                "cierran; vuelve a descargar el fichero."
            )
        raw.append(match.group())
        position = match.end()
        if not text.startswith(separator, position):
            return raw, position
        position += 1


_FIELDS = {
    s: re.compile(rf'(?P<quoted>"[^"]*(?:""[^"]*)*")[^{s}\r\n]*|[^{s}\r\n]*') for s in _SEPARATORS
}


def _unquoted(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    closing = raw.rindex('"')
    return raw[1:closing].replace('""', '"') + raw[closing + 1 :]


def _quoted(value: str, separator: str, always: bool) -> str:
    special = any(c in value for c in (separator, '"', "\r", "\n")) or value != value.strip()
    return '"' + value.replace('"', '""') + '"' if always or special else value
