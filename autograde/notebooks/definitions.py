"""Qué define cada celda de código de una entrega, leído en el proceso con límites."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from typing import Any

from autograde.bounded import OutOfBounds, call
from curso.pruebas.celdas import Definicion, Lectura, leer

#: segundos de procesador para una celda suelta, y celdas que pueden pasarse antes de dejarlo
ONE_CELL_S = 2.0
PATIENCE = 3
_UNREAD = Lectura(error=1)


def read_cells(sources: Sequence[str]) -> tuple[Lectura, ...]:
    """Qué define cada celda.

    La que se pase de lo que puede gastar cuenta como si no se pudiera leer, ella sola. Pasado
    `PATIENCE`, todas las que quedan.
    """
    try:
        return tuple(map(_reading, call(read_all, json.dumps(sources))))
    except OutOfBounds:
        return tuple(_one_by_one(sources))


def _one_by_one(sources: Sequence[str]) -> Iterable[Lectura]:
    left = PATIENCE
    for source in sources:
        if left == 0:
            yield _UNREAD
            continue
        try:
            yield _reading(call(read_all, json.dumps([source]), cpu_s=ONE_CELL_S)[0])
        except OutOfBounds:
            left -= 1
            yield _UNREAD


def read_all(text: str) -> list[dict[str, Any]]:
    """Lo que hace el proceso con límites: de las celdas, en JSON, a lo que define cada una."""
    return [dataclasses.asdict(leer(source)) for source in json.loads(text)]


def _reading(data: dict[str, Any]) -> Lectura:
    found = (
        Definicion(**{**d, "nombres": tuple(d["nombres"]), "usa": tuple(d["usa"])})
        for d in data["definiciones"]
    )
    return Lectura(tuple(found), data["error"])
