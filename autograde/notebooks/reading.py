"""Leer lo que entregó un alumno como cuaderno, por dañado que esté: bytes → celdas sueltas.

Nada de lo leído es de fiar. Aquí solo se decide qué texto había en cada celda; qué celda es cada
una lo decide `autograde.notebooks.matching`.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from autograde.notebooks.conflicts import first_side, has_conflict

MAX_BYTES = 50_000_000
MAX_CELLS = 5_000
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Unreadable(Exception):
    """La entrega no se puede leer como cuaderno; el mensaje es una frase para el docente."""


@dataclass(frozen=True)
class SubmittedCell:
    """Una celda tal como llegó, sin sus salidas.

    kind
        ``"code"``, ``"markdown"`` o ``"raw"``.
    grade_id
        El que declara en sus metadatos de nbgrader, o None.
    cell_id
        El identificador de celda del formato 4.5, o None.
    attachments
        Imágenes pegadas en una celda de texto, sin revisar.
    graded
        Si sus metadatos dicen ser de una celda de nbgrader.
    tags
        Etiquetas que llevaba (`skip-execution`…).
    """

    kind: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    attachments: Mapping[str, Any] = field(default_factory=dict)
    graded: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """Las celdas de una entrega, en su orden, y lo que hubo que reparar para leerlas."""

    cells: tuple[SubmittedCell, ...]
    notes: tuple[str, ...] = ()


def read_submission(data: bytes) -> Submitted:
    """Lee los bytes de un cuaderno entregado. `Unreadable` si no hay manera."""
    notes: list[str] = []
    _refuse_other_files(data)
    document = _parse(_decode(data, notes), notes)
    raw_cells = list(_raw_cells(document, notes))
    if len(raw_cells) > MAX_CELLS:
        raise Unreadable(
            f"El cuaderno tiene {len(raw_cells)} celdas y se admiten {MAX_CELLS}: "
            "pide al alumno que lo entregue sin las que sobran."
        )
    cells = [_cell(raw, number, notes) for number, raw in enumerate(raw_cells, 1)]
    return Submitted(tuple(c for c in cells if c is not None), tuple(notes))


def _refuse_other_files(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise Unreadable("El fichero está vacío: pide al alumno que lo entregue otra vez.")
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"El fichero ocupa {len(data) / 1e6:.0f} MB y se admiten {MAX_BYTES / 1e6:.0f} MB: "
            "pide al alumno que lo guarde sin salidas y lo entregue otra vez."
        )
    for start, what in ((b"PK\x03\x04", "un ZIP"), (b"%PDF", "un PDF"), (b"<", "una página web")):
        if data.lstrip().startswith(start) and not data.lstrip().startswith(b"<<<<<<<"):
            raise Unreadable(
                f"El fichero es {what}, no un cuaderno: pide al alumno que entregue el «.ipynb»."
            )


def _decode(data: bytes, notes: list[str]) -> str:
    for mark, encoding, name in (
        (codecs.BOM_UTF8, "utf-8-sig", "marca de orden de bytes (BOM)"),
        (codecs.BOM_UTF32_LE, "utf-32", "codificación UTF-32"),
        (codecs.BOM_UTF16_LE, "utf-16", "codificación UTF-16"),
        (codecs.BOM_UTF16_BE, "utf-16", "codificación UTF-16"),
    ):
        if data.startswith(mark):
            notes.append(f"El fichero tenía {name}; se ha leído igualmente.")
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:4]:
        notes.append("El fichero tenía codificación UTF-16; se ha leído igualmente.")
        encoding = "utf-16-be" if data[0] == 0 else "utf-16-le"
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        notes.append(
            "El fichero no estaba en UTF-8; se ha leído como Windows-1252: "
            "revisa los acentos de las respuestas escritas."
        )
        return data.decode("cp1252", errors="replace")


def _parse(text: str, notes: list[str]) -> Mapping[str, Any]:
    document = _load(text)
    if document is None and has_conflict(text):
        document = first_side(text, _load)
        if document is not None:
            notes.append(
                "El fichero tenía marcas de un conflicto de git (<<<<<<<); "
                "se ha tomado el primer lado que se puede leer."
            )
    if document is None:
        start = text.find("{")
        document = _load(text[start:], to_the_end=False) if start >= 0 else None
        if document is not None:
            notes.append("El fichero tenía texto ajeno alrededor del cuaderno; se ha apartado.")
    if document is None:
        raise Unreadable(
            "El fichero está dañado y no se puede leer como cuaderno (no es JSON): "
            "pide al alumno que lo entregue otra vez."
        )
    if not isinstance(document, dict) or not ({"cells", "worksheets"} & document.keys()):
        raise Unreadable(
            "El fichero es JSON, pero no un cuaderno de Jupyter (no tiene celdas): "
            "pide al alumno que entregue el «.ipynb»."
        )
    return document


def _load(text: str, *, to_the_end: bool = True) -> Any | None:
    decoder = json.JSONDecoder(strict=False)
    try:
        return decoder.decode(text) if to_the_end else decoder.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _raw_cells(document: Mapping[str, Any], notes: list[str]) -> Iterator[Any]:
    if isinstance(document.get("cells"), list):
        yield from document["cells"]
        return
    worksheets = document.get("worksheets")
    if not isinstance(worksheets, list):
        raise Unreadable(
            "El cuaderno no tiene una lista de celdas: pide al alumno que lo entregue otra vez."
        )
    notes.append("El cuaderno estaba en un formato antiguo (3 o anterior); se ha convertido.")
    for sheet in worksheets:
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
            yield from sheet["cells"]


def _cell(raw: Any, number: int, notes: list[str]) -> SubmittedCell | None:
    if not isinstance(raw, dict):
        notes.append(f"La celda {number} del fichero no era una celda; se ha descartado.")
        return None
    kind = raw.get("cell_type")
    source = _text(raw.get("source", raw.get("input")))
    if kind == "heading":
        level = raw.get("level")
        source = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
    if kind not in ("code", "markdown", "raw"):
        kind = "markdown" if kind in ("heading", "html") else "raw"
    if has_conflict(source):
        source = _resolved(source, kind)
        notes.append(
            f"La celda {number} del fichero tenía marcas de un conflicto de git (<<<<<<<); "
            "se ha tomado el primer lado que se puede leer."
        )
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    own = metadata.get("nbgrader")
    own = own if isinstance(own, dict) else {}
    tags = metadata.get("tags")
    attachments = raw.get("attachments")
    return SubmittedCell(
        kind=kind,
        source=source,
        grade_id=_text_or_none(own.get("grade_id")),
        cell_id=_text_or_none(raw.get("id")),
        attachments=attachments if isinstance(attachments, dict) else {},
        graded=bool(own),
        tags=tuple(t for t in tags if isinstance(t, str)) if isinstance(tags, list) else (),
    )


def _resolved(source: str, kind: str) -> str:
    """El primer lado de un conflicto que se puede compilar; si ninguno, el primero."""

    def compiles(text: str) -> str | None:
        try:
            compile(text, "celda", "exec", flags=0x2000)  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        return text

    chosen = first_side(source, compiles) if kind == "code" else None
    return chosen if chosen is not None else first_side(source, lambda text: text) or ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
