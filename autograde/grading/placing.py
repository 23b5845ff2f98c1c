"""Dónde está cada definición de un cuaderno, y cuándo se le puede preguntar por ella.

Lo decide `curso.pruebas.celdas`, lo mismo aquí que en `curso comprobar`, leyendo el texto de las
celdas sin ejecutarlo.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from autograde.grading.check import Check
from autograde.model import CellKind
from autograde.notebooks.definitions import read_cells
from curso.pruebas.celdas import Lectura, en_vigor, lineas_de, rescatable, tardias


@dataclass(frozen=True)
class Placing:
    """Lo que se sabe de un cuaderno antes de ejecutarlo.

    readings
        Qué define cada celda; nada las que no son de código, ni las de prueba, que no se ejecutan.
    late
        Las pruebas que se hacen al final: su función solo se define más abajo.
    """

    sources: tuple[str, ...]
    readings: tuple[Lectura, ...]
    late: frozenset[int]

    def rescue(self, cell: int, line: int | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """De una celda que se paró en `line`, qué se ejecuta igualmente: texto y funciones."""
        if line is None:
            return ()
        return tuple(
            (lineas_de(self.sources[cell], d), d.nombres if d.clase == "def" else ())
            for d in rescatable(self.readings, cell, line)
        )

    def unread(self, name: str) -> str | None:
        """La frase que dice que `name` está en una celda con un error de sintaxis, si es así."""
        definition = re.compile(rf"^(?:async[ \t]+def|def|class)[ \t]+{re.escape(name)}\b", re.M)
        for cell, (source, reading) in enumerate(zip(self.sources, self.readings, strict=True)):
            if reading.error is not None and definition.search(source):
                return (
                    f"«{name}» está en la celda {cell + 1}, que tiene un error de sintaxis en su "
                    f"línea {reading.error}: no se ha ejecutado nada de ella."
                )
        return None


def place(notebook: NotebookNode, found: Mapping[int, Check]) -> Placing:
    """Lee las celdas de un cuaderno cuyas pruebas son `found`, por su índice."""
    sources = tuple(
        cell.source if cell.cell_type == "code" and index not in found else ""
        for index, cell in enumerate(notebook.cells)
    )
    readings = read_cells(sources)
    tested = {index: check.exercise.name for index, check in found.items()}
    return Placing(sources, readings, tardias(readings, tested))


def elsewhere(
    notebook: NotebookNode, found: Mapping[int, Check], placing: Placing
) -> Iterator[str]:
    """Frases sobre lo que se califica y no está en la celda de su ejercicio."""
    for index, check in found.items():
        if check.kind is not CellKind.CORRECTNESS:
            continue
        late = index in placing.late
        valid = en_vigor(placing.readings, len(notebook.cells) if late else index)
        if check.exercise.name not in valid:
            continue
        where = valid[check.exercise.name][0]
        own = notebook.cells[where].metadata.get("nbgrader", {}).get("grade_id")
        if own != f"{check.grade_id}-solucion":
            yield (
                f"«{check.exercise.name}» no está en la celda de su ejercicio, sino en la celda "
                f"{where + 1}: se ha calificado esa."
            )
