"""Deshacer las marcas que git deja en un fichero con un conflicto sin resolver."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_OPEN = re.compile(r"^<{7}(?: .*)?\r?$", re.MULTILINE)
_CLOSE = re.compile(r"^>{7}(?: .*)?\r?$", re.MULTILINE)


def has_conflict(text: str) -> bool:
    """Si el texto tiene las marcas de apertura y de cierre de un conflicto."""
    return "<<<<<<<" in text and bool(_OPEN.search(text)) and bool(_CLOSE.search(text))


def first_side(text: str, read: Callable[[str], T | None]) -> T | None:
    """`read` del primer lado (el propio, luego el ajeno) para el que no da None."""
    for side in ("ours", "theirs"):
        result = read(take(text, side))
        if result is not None:
            return result
    return None


def take(text: str, side: str) -> str:
    """El texto con solo un lado (`"ours"` o `"theirs"`) de cada conflicto."""
    kept: list[str] = []
    state = "both"
    for line in text.splitlines(keepends=True):
        mark = line[:7]
        if mark == "<<<<<<<" and state == "both":
            state = "ours"
        elif mark == "|||||||" and state == "ours":
            state = "base"
        elif mark == "=======" and state in ("ours", "base"):
            state = "theirs"
        elif mark == ">>>>>>>" and state == "theirs":
            state = "both"
        elif state in ("both", side):
            kept.append(line)
    return "".join(kept)
