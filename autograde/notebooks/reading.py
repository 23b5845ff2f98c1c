"""Leer lo que entregó un alumno como cuaderno, por dañado que esté: bytes → celdas sueltas.

Nada de lo leído es de fiar: lo lee un proceso con límites (`autograde.bounded`). Aquí solo se
decide qué texto había en cada celda; cuál es cada una lo decide `autograde.notebooks.matching`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograde.bounded import OutOfBounds, call
from autograde.notebooks.parsing import parse

MAX_BYTES = 50_000_000


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
        Imágenes pegadas en una celda de texto: nombre → tipo → base64, ya reconocidas.
    graded
        Si sus metadatos dicen ser de una celda de nbgrader.
    tags
        Etiquetas que llevaba (`skip-execution`…).
    """

    kind: str
    source: str
    grade_id: str | None = None
    cell_id: str | None = None
    attachments: Mapping[str, dict[str, str]] = field(default_factory=dict)
    graded: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """Las celdas de una entrega, en su orden, y lo que hubo que reparar para leerlas."""

    cells: tuple[SubmittedCell, ...]
    notes: tuple[str, ...] = ()


def read_submission(data: bytes) -> Submitted:
    """Lee los bytes de un cuaderno entregado. `Unreadable` si no hay manera."""
    if len(data) > MAX_BYTES:
        raise Unreadable(
            f"El fichero ocupa más de {MAX_BYTES / 1e6:.0f} MB: "
            "pide al alumno que lo guarde sin salidas y lo entregue otra vez."
        )
    try:
        found = call(parse, data)
    except OutOfBounds as error:
        raise Unreadable(
            f"El cuaderno no se puede leer ({error}): pide al alumno que lo guarde sin salidas y "
            "lo entregue otra vez."
        ) from error
    if "problem" in found:
        raise Unreadable(found["problem"])
    cells = (SubmittedCell(**{**cell, "tags": tuple(cell["tags"])}) for cell in found["cells"])
    return Submitted(tuple(cells), tuple(found["notes"]))
