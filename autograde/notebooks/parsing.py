"""Los octetos de un cuaderno entregado → las celdas que había, como datos. Puro.

Corre en el proceso con límites de `autograde.bounded`, que lo importa: por eso aquí no entra nada
que pese, y lo que devuelve son listas, diccionarios y textos.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from autograde.notebooks.conflicts import first_side, has_conflict
from autograde.notebooks.images import TYPES, is_image
from curso.ordenes.contar import cuantos

MAX_CELLS = 2_000
#: caracteres de todas las celdas, y de todas las imágenes adjuntas, de un cuaderno
MAX_TEXT = 4_000_000
MAX_IMAGES = 24_000_000
_MAX_NAME = 300
_MAX_TAGS = 20
_MAX_NOTES = 40
_MAX_DIGITS = 4_000
_AWAIT = 0x2000  # ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Illegible(Exception):
    """De los octetos no sale un cuaderno; el mensaje es una frase para el docente."""


def parse(data: bytes) -> dict[str, Any]:
    """Las celdas (`cells`) y qué hubo que reparar (`notes`), o por qué no se puede (`problem`)."""
    notes: list[str] = []
    try:
        _refuse_other_files(data)
        document = _document(_decode(data, notes), notes)
        raw_cells = list(_raw_cells(document, notes))
        _refuse_too_many(raw_cells)
        found = [_cell(raw, number, notes) for number, raw in enumerate(raw_cells, 1)]
        cells = [cell for cell in found if cell is not None]
        _refuse_too_long(cells)
        _drop_images(cells, notes)
    except Illegible as error:
        return {"problem": str(error)}
    if len(notes) > _MAX_NOTES:
        notes[_MAX_NOTES:] = [
            f"Y {cuantos(len(notes) - _MAX_NOTES, 'reparación', 'reparaciones')} más."
        ]
    return {"cells": cells, "notes": notes}


def _refuse_other_files(data: bytes) -> None:
    if not data.strip(b"\0 \t\r\n"):
        raise Illegible("El fichero está vacío: pide al alumno que lo entregue otra vez.")
    start = data[:4096].lstrip()
    for mark, what in ((b"PK\x03\x04", "un ZIP"), (b"%PDF", "un PDF"), (b"<", "una página web")):
        if start.startswith(mark) and not start.startswith(b"<<<<<<<"):
            raise Illegible(
                f"El fichero es {what}, no un cuaderno: pide al alumno que entregue el «.ipynb»."
            )


def _refuse_too_many(raw_cells: list[Any]) -> None:
    if len(raw_cells) > MAX_CELLS:
        raise Illegible(
            f"El cuaderno tiene {len(raw_cells)} celdas y se admiten {MAX_CELLS}: "
            "pide al alumno que lo entregue sin las que sobran."
        )


def _refuse_too_long(cells: list[dict[str, Any]]) -> None:
    total = sum(len(cell["source"]) for cell in cells)
    if total > MAX_TEXT:
        longest = max(range(len(cells)), key=lambda i: len(cells[i]["source"])) + 1
        raise Illegible(
            f"En el cuaderno hay escritos {total / 1e6:.1f} millones de caracteres y se admiten "
            f"{MAX_TEXT / 1e6:.0f} (la celda más larga es la {longest}): pide al alumno que lleve "
            "los datos a un fichero aparte.".replace(".", ",", 1)
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


def _document(text: str, notes: list[str]) -> Mapping[str, Any]:
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
        raise Illegible(
            "El fichero está dañado y no se puede leer como cuaderno (no es JSON): "
            "pide al alumno que lo entregue otra vez."
        )
    if not isinstance(document, dict) or not ({"cells", "worksheets"} & document.keys()):
        raise Illegible(
            "El fichero es JSON, pero no un cuaderno de Jupyter (no tiene celdas): "
            "pide al alumno que entregue el «.ipynb»."
        )
    return document


def _load(text: str, *, to_the_end: bool = True) -> Any | None:
    decoder = json.JSONDecoder(strict=False, parse_int=_integer)
    try:
        return decoder.decode(text) if to_the_end else decoder.raw_decode(text)[0]
    except (ValueError, RecursionError):
        return None


def _integer(digits: str) -> int:
    """Un número desmedido estará en alguna salida, que no se lee: que no se pierda lo demás."""
    return int(digits) if len(digits) <= _MAX_DIGITS else 0


def _raw_cells(document: Mapping[str, Any], notes: list[str]) -> Iterator[Any]:
    if isinstance(document.get("cells"), list):
        yield from document["cells"]
        return
    worksheets = document.get("worksheets")
    if not isinstance(worksheets, list):
        raise Illegible(
            "El cuaderno no tiene una lista de celdas: pide al alumno que lo entregue otra vez."
        )
    notes.append("El cuaderno estaba en un formato antiguo (3 o anterior); se ha convertido.")
    for sheet in worksheets:
        if isinstance(sheet, dict) and isinstance(sheet.get("cells"), list):
            yield from sheet["cells"]


def _cell(raw: Any, number: int, notes: list[str]) -> dict[str, Any] | None:
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
    attachments = raw.get("attachments")
    return {
        "kind": kind,
        "source": source,
        "grade_id": _name(own.get("grade_id")),
        "cell_id": _name(raw.get("id")),
        "attachments": attachments if isinstance(attachments, dict) else {},
        "graded": bool(own),
        "tags": _tags(metadata.get("tags")),
    }


def _resolved(source: str, kind: str) -> str:
    """El primer lado de un conflicto que se puede compilar; si ninguno, el primero."""

    def compiles(text: str) -> str | None:
        try:
            compile(text, "celda", "exec", flags=_AWAIT)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
        return text

    if len(source) > MAX_TEXT:  # se va a rechazar por largo: no merece la pena compilarlo
        return source
    chosen = first_side(source, compiles) if kind == "code" else None
    return chosen if chosen is not None else first_side(source, lambda text: text) or ""


def _drop_images(cells: list[dict[str, Any]], notes: list[str]) -> None:
    """De los adjuntos deja solo las imágenes que se pueden enseñar, hasta `MAX_IMAGES`."""
    left = MAX_IMAGES
    dropped = 0
    for cell in cells:
        kept: dict[str, dict[str, str]] = {}
        for name, bundle in cell["attachments"].items():
            found = _image(bundle)
            size = len(found[1]) if found else 0
            if found is None or size > left or len(name) > _MAX_NAME:
                dropped += 1
                continue
            kept[_text(name)] = dict([found])
            left -= size
        cell["attachments"] = kept
    if dropped:
        what = "una imagen adjunta" if dropped == 1 else f"{dropped} imágenes adjuntas"
        notes.append(
            f"No se puede enseñar {what} (no es PNG, JPEG, GIF ni WebP, o pesa demasiado); "
            "en su lugar se dice."
        )


def _image(bundle: Any) -> tuple[str, str] | None:
    for kind in TYPES if isinstance(bundle, dict) else ():
        data = bundle.get(kind)
        data = "".join(p for p in data if isinstance(p, str)) if isinstance(data, list) else data
        if isinstance(data, str) and is_image(kind, data):
            return kind, data
    return None


def _tags(value: Any) -> list[str]:
    texts = [t for t in value if isinstance(t, str)] if isinstance(value, list) else []
    return [_text(t[:_MAX_NAME]) for t in texts[:_MAX_TAGS]]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = "".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)


def _name(value: Any) -> str | None:
    """Un identificador; uno desmedido no es de nadie."""
    return value if isinstance(value, str) and 0 < len(value) <= _MAX_NAME else None
