"""Rehacer el cuaderno que se corrige: las celdas del docente con las respuestas del alumno. Puro.

Las celdas bloqueadas y de prueba salen siempre del origen; de la entrega solo se toman las
respuestas y lo demás que escribió el alumno, cada una en su sitio y sin metadatos, etiquetas ni
salidas. Cada reparación se anota para el docente.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from nbformat.notebooknode import NotebookNode

from autograde.notebooks.matching import Matching, Slot, match, slots
from autograde.notebooks.reading import Submitted, SubmittedCell, Unreadable, read_submission
from autograde.notebooks.source import is_released, released

__all__ = ["Rebuilt", "Unreadable", "rebuild"]

_MAX_NOTES = 80
_KIND = {"code": "código", "markdown": "texto", "raw": "texto sin formato"}


@dataclass(frozen=True)
class Rebuilt:
    """El cuaderno listo para corregir, y qué hubo que reparar (frases para el docente)."""

    notebook: NotebookNode
    notes: tuple[str, ...] = ()


def rebuild(source: NotebookNode, submitted: bytes) -> Rebuilt:
    """Rehace el cuaderno entregado sobre el del docente.

    source
        El cuaderno de origen o el publicado (ver `released`). Sus soluciones y pruebas ocultas no
        pasan nunca al resultado.
    submitted
        Los bytes del fichero entregado, sin suponer nada de ellos.

    Lanza `Unreadable`, con una frase, si de los bytes no sale ningún cuaderno.
    """
    template = source if is_released(source) else released(source)
    reading = read_submission(submitted)
    holes = slots(template)
    found = match(holes, reading.cells)
    notes = [
        *reading.notes,
        *_notes_on_slots(holes, reading.cells, found),
        *_notes_on_extras(holes, reading, found),
        *_notes_on_nearby(holes, found),
    ]
    notebook = NotebookNode(metadata=copy.deepcopy(template.metadata))
    notebook.cells = list(_assemble(template, holes, reading.cells, found))
    _unique_ids(notebook.cells)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return Rebuilt(notebook, tuple(_shortened(list(dict.fromkeys(notes)))))


def _shortened(notes: list[str]) -> list[str]:
    """Las primeras: un cuaderno hecho adrede daría una por celda."""
    extra = len(notes) - _MAX_NOTES
    return [*notes[:_MAX_NOTES], f"Y {extra} reparaciones más."] if extra > 1 else notes


def _assemble(
    template: NotebookNode,
    holes: Sequence[Slot],
    cells: Sequence[SubmittedCell],
    found: Matching,
) -> Iterator[NotebookNode]:
    """Las celdas del origen en su orden; tras cada una, las del alumno que la seguían."""
    following = _extras_by_neighbour(len(cells), found)
    moved = {j for nearby in found.nearby.values() for j in nearby}
    yield from (_own_cell(cells[j]) for j in following.get(None, ()) if j not in moved)
    for i, cell in enumerate(template.cells):
        j = found.pairs.get(i)
        answer = cells[j] if j is not None else None
        if i in found.nearby:
            answer = _written(holes[i].kind, [cells[k] for k in found.nearby[i]])
        if answer is not None and _edited(holes[i], answer):
            yield _own_cell(answer)
        yield _filled(cell, holes[i], answer)
        yield from (_own_cell(cells[k]) for k in following.get(i, ()) if k not in moved)


def _written(kind: str, cells: Sequence[SubmittedCell]) -> SubmittedCell:
    """Lo que se escribió en varias celdas, como una sola."""
    attachments: dict[str, dict[str, str]] = {}
    for cell in cells:
        attachments.update(cell.attachments)
    return SubmittedCell(kind, "\n\n".join(c.source for c in cells), attachments=attachments)


def _edited(hole: Slot, cell: SubmittedCell) -> bool:
    """Si el alumno escribió en una celda que no debía tocar: puede ser su respuesta."""
    return hole.locked and cell.source.strip() not in ("", hole.source.strip())


def _extras_by_neighbour(count: int, found: Matching) -> dict[int | None, list[int]]:
    slot_of = {j: i for i, j in found.pairs.items()}
    following: dict[int | None, list[int]] = {}
    neighbour: int | None = None
    for j in range(count):
        if j in slot_of:
            neighbour = slot_of[j]
        else:
            following.setdefault(neighbour, []).append(j)
    return following


def _filled(cell: NotebookNode, hole: Slot, answer: SubmittedCell | None) -> NotebookNode:
    """La celda publicada; si el alumno podía escribir en ella, con lo que escribió."""
    result = copy.deepcopy(cell)
    editable = hole.answer or (answer is not None and answer.kind == hole.kind != "raw")
    if answer is not None and editable and not hole.locked:
        result.source = answer.source
        if hole.kind == "markdown" and answer.attachments:
            result.attachments = dict(answer.attachments)
    return result


def _own_cell(cell: SubmittedCell) -> NotebookNode:
    """Una celda del propio alumno, sin nada más que su texto y sus imágenes.

    Las que no son código quedan como texto: nbconvert pasa las «raw» a HTML sin tocarlas.
    """
    result = NotebookNode(cell_type="markdown", metadata=NotebookNode(), source=cell.source)
    if cell.kind == "code":
        result.update(cell_type="code", outputs=[], execution_count=None)
    if cell.kind != "code" and cell.attachments:
        result.attachments = dict(cell.attachments)
    return result


def _unique_ids(cells: Sequence[NotebookNode]) -> None:
    """Identificadores únicos y siempre los mismos: los del origen y, en las demás, su número."""
    used = {cell.id for cell in cells if "id" in cell}
    for number, cell in enumerate(cells, 1):
        if "id" not in cell:
            cell.id = next(
                name for k in count() if (name := f"alumno-{number + k * len(cells)}") not in used
            )
            used.add(cell.id)


def _notes_on_slots(
    holes: Sequence[Slot], cells: Sequence[SubmittedCell], found: Matching
) -> Iterator[str]:
    last = -1
    for i, hole in enumerate(holes):
        if hole.grade_id is None:
            continue
        name = f"«{hole.grade_id}»"
        j = found.pairs.get(i)
        if j is None:
            kind = "respuesta" if hole.answer else "prueba o solo lectura"
            yield f"Faltaba la celda de {kind} {name}; se ha repuesto la original."
            continue
        cell = cells[j]
        if found.found_by[i] != "grade_id":
            yield (
                f"La celda {name} había perdido sus metadatos de nbgrader; "
                f"se ha reconocido por su {found.found_by[i]}."
            )
        if cell.kind != hole.kind:
            yield (
                f"La celda {name} estaba cambiada de tipo ({_KIND[hole.kind]} → "
                f"{_KIND[cell.kind]}); se le ha devuelto el suyo."
            )
        if hole.locked and cell.source.strip() != hole.source.strip():
            yield (
                f"La celda {name}, que no se debía tocar, estaba editada; se usa la original, y lo "
                "que el alumno escribió queda delante, como celda suya."
            )
        if cell.tags:
            tags = _printable(", ".join(cell.tags)[:80])
            yield f"La celda {name} llevaba etiquetas ({tags}); se han quitado."
        if j < last:
            yield f"La celda {name} estaba cambiada de sitio; se ha devuelto al suyo."
        last = max(last, j)


def _printable(text: str) -> str:
    """Texto del alumno para enseñarlo en una terminal: sin nada que mueva el cursor."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _notes_on_extras(holes: Sequence[Slot], reading: Submitted, found: Matching) -> Iterator[str]:
    known = {hole.grade_id for hole in holes}
    taken = set(found.pairs.values())
    for j, cell in enumerate(reading.cells):
        if j in taken or not cell.graded:
            continue
        if cell.grade_id in known:
            yield (
                f"La celda «{cell.grade_id}» estaba repetida; "
                "las demás copias quedan como celdas del alumno."
            )
        else:
            yield (
                f"La celda {j + 1} del fichero decía ser de nbgrader y no es de esta tarea; "
                "queda como celda del alumno."
            )


def _notes_on_nearby(holes: Sequence[Slot], found: Matching) -> Iterator[str]:
    for i, cells in found.nearby.items():
        listed = ", ".join(str(j + 1) for j in cells)
        where = f"la celda {listed}" if len(cells) == 1 else f"las celdas {listed}"
        yield (
            f"La celda «{holes[i].grade_id}» estaba sin contestar; se ha tomado como respuesta lo "
            f"escrito en {where} del fichero: hay que corregirla a mano."
        )
