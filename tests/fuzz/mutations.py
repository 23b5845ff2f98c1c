"""Estropear cuadernos y mensajes al azar, siempre igual con la misma semilla.

`FUZZ_EJEMPLOS=20000 pytest tests/fuzz` hace una pasada larga.
"""

from __future__ import annotations

import copy
import json
import os
from typing import Any

import numpy as np

_WORDS = ("cells", "source", "metadata", "nbgrader", "grade_id", "cell_type", "code", "a", "t", "d")
_SCALARS = (None, True, False, 0, -1, 2**70, 1e308, float("nan"), "", "x" * 5000, "\ud800", "\0")


def examples(default: int) -> range:
    """Cuántos ejemplos: los de siempre, o los que diga el entorno."""
    return range(int(os.environ.get("FUZZ_EJEMPLOS", default)))


def mutated_bytes(data: bytes, rng: np.random.Generator) -> bytes:
    """Unas cuantas heridas en los bytes: cambiar, quitar, repetir, meter, cortar."""
    changed = bytearray(data)
    for _ in range(int(rng.integers(1, 6))):
        at = int(rng.integers(len(changed) + 1))
        size = int(rng.choice([1, 2, 8, 200, 5000]))
        piece = bytes(changed[at : at + size])
        match int(rng.integers(6)):
            case 0:
                changed[at : at + size] = rng.bytes(len(piece))
            case 1:
                del changed[at : at + size]
            case 2:
                changed[at:at] = piece * 2
            case 3:
                changed[at:at] = rng.bytes(size)
            case 4:
                del changed[at:]
            case 5:
                symbols = [b"{", b"}", b"[", b"]", b'"', b"\\", b"\xff\xfe", b"<<<<<<< HEAD\n"]
                changed[at:at] = symbols[int(rng.integers(len(symbols)))]
    return bytes(changed)


def mutated_json(document: Any, rng: np.random.Generator) -> Any:
    """Unas cuantas heridas en la estructura: otro valor, uno de menos, uno repetido."""
    changed = copy.deepcopy(document)
    for _ in range(int(rng.integers(1, 8))):
        parent, key = _somewhere(changed, rng)
        if parent is None:
            return random_json(rng)
        match int(rng.integers(5)):
            case 0:
                parent[key] = random_json(rng)
            case 1:
                del parent[key]
            case 2 if isinstance(parent, list):
                parent.insert(key, copy.deepcopy(parent[key]))
            case 3 if isinstance(parent, dict):
                parent[str(rng.choice(_WORDS))] = parent.pop(key)
            case _:
                other, place = _somewhere(changed, rng)
                if other is not None:
                    parent[key] = copy.deepcopy(other[place])
    return changed


def _somewhere(document: Any, rng: np.random.Generator) -> tuple[Any, Any]:
    """Un contenedor al azar y un sitio suyo."""
    parent, key, here = None, None, document
    while isinstance(here, dict | list) and here:
        places = list(here) if isinstance(here, dict) else range(len(here))
        parent, key = here, places[int(rng.integers(len(places)))]
        here = parent[key]
        if rng.random() < 0.25:
            break
    return parent, key


def random_json(rng: np.random.Generator, depth: int = 0) -> Any:
    """Un valor JSON cualquiera; de vez en cuando, muy anidado."""
    if rng.random() < 0.02:
        nested: Any = []
        for _ in range(400):
            nested = [nested]
        return nested
    match int(rng.integers(6 if depth < 4 else 3)):
        case 0 | 1:
            return _SCALARS[int(rng.integers(len(_SCALARS)))]
        case 2:
            return rng.bytes(int(rng.integers(20))).decode("latin-1")
        case 3:
            return [random_json(rng, depth + 1) for _ in range(int(rng.integers(4)))]
        case _:
            keys = rng.choice(_WORDS, int(rng.integers(4)))
            return {str(k): random_json(rng, depth + 1) for k in keys}


def as_bytes(document: Any) -> bytes:
    """El documento en JSON, con lo que Python admita."""
    return json.dumps(document).encode()
