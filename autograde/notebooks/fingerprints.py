"""Huellas de un código, para saber qué dos respuestas se parecen. Entra texto, salen números.

Es *winnowing* (Schleimer, Wilkerson y Aiken, 2003) sobre el código sin nombres, comentarios ni
espacios. De `copydetect` son el filtro y la elección; las sumas son propias, porque las suyas salen
de `hash`, que es otro en cada proceso y no se puede guardar. `fingerprints` corre en el proceso con
límites, como todo lo que lee texto del alumno.
"""

from __future__ import annotations

import functools
import hashlib
import importlib.util
import sys
import types
from collections.abc import Mapping
from typing import Any

import numpy as np
from nbformat import NotebookNode

from autograde.bounded import OutOfBounds, call

#: caracteres del código filtrado que entran en una suma, y sumas de las que se elige una
GRAM, WINDOW = 20, 8
#: con menos fichas que estas, dos respuestas correctas se parecen siempre
FEWEST_TOKENS = 60
#: caracteres de una respuesta que se miran
_MOST_CHARACTERS = 40_000
#: octetos de una suma: lo que cabe exacto en el real con que elige la biblioteca
_SIZE = 6
_CPU_S = 5.0
_SOLUTION = "-solucion"


def answer_fingerprints(notebook: NotebookNode, stubs: Mapping[str, str]) -> dict[str, list[int]]:
    """Las huellas de cada respuesta de código del cuaderno, por su `grade_id`.

    Sin las que ya están en el hueco que se repartió (`stubs`, por `grade_id`); de las respuestas
    cortas, y de las que cuesta demasiado leer, ninguna.
    """
    found = {}
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        stub = stubs.get(name, "")
        if cell.cell_type == "code" and name.endswith(_SOLUTION) and cell.source != stub:
            prints = _of_answer(cell.source[:_MOST_CHARACTERS], stub)
            if prints:
                found[name] = list(prints)
    return found


@functools.lru_cache(maxsize=4096)
def _of_answer(source: str, stub: str) -> tuple[int, ...]:
    try:
        return tuple(call(fingerprints, source, stub, cpu_s=_CPU_S))
    except OutOfBounds:
        return ()


def stubs_of(released: NotebookNode) -> dict[str, str]:
    """El hueco de cada respuesta de código, por su `grade_id`."""
    return {
        own["grade_id"]: cell.source
        for cell in released.cells
        if (own := cell.metadata.get("nbgrader", {})).get("grade_id", "").endswith(_SOLUTION)
    }


def fingerprints(source: str, stub: str) -> list[int]:
    """Las huellas de una respuesta, sin las del hueco."""
    if _tokens(source) < FEWEST_TOKENS:
        return []
    return sorted(set(_chosen(source)) - _all_of(stub))


@functools.lru_cache(maxsize=64)
def _all_of(stub: str) -> frozenset[int]:
    return frozenset(_sums(_filtered(stub)).tolist())


def _chosen(source: str) -> list[int]:
    sums = _sums(_filtered(source))
    if not len(sums):
        return []
    hashes, _ = _library().winnow(sums, WINDOW)
    return [int(h) for h in hashes]


def _filtered(source: str) -> str:
    """El código con todos los nombres iguales y sin espacios ni comentarios."""
    return str(_library().filter_code(source, "respuesta.py", "python")[0])


def _sums(text: str) -> Any:
    grams = (text[i : i + GRAM].encode() for i in range(len(text) - GRAM + 1))
    return np.array(
        [int.from_bytes(hashlib.blake2b(g, digest_size=_SIZE).digest(), "big") for g in grams],
        dtype=np.int64,
    )


def _tokens(source: str) -> int:
    """Cuántas fichas tiene, sin contar espacios, comentarios ni documentación."""
    from pygments.lexers import PythonLexer
    from pygments.token import Comment, String, Text

    ignored = (Comment, Text, String.Doc)
    return sum(not any(kind in i for i in ignored) for kind, _ in PythonLexer().get_tokens(source))


def _library() -> Any:
    """`copydetect.utils` sin el resto del paquete, que al importarse carga Matplotlib."""
    if "copydetect.utils" not in sys.modules:
        spec = importlib.util.find_spec("copydetect")
        if spec is None:
            raise ImportError("falta `copydetect`")
        package = types.ModuleType("copydetect")
        package.__path__ = list(spec.submodule_search_locations or ())
        sys.modules["copydetect"] = package
        importlib.import_module("copydetect.utils")
    return sys.modules["copydetect.utils"]
