"""Qué celda entregada corresponde a cada celda publicada. Puro, sin E/S.

Por orden de confianza: el `grade_id`, el identificador de celda, el mismo contenido, la definición
de la función del ejercicio y, por último, el lugar.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nbformat.notebooknode import NotebookNode

from autograde.notebooks.reading import SubmittedCell

_DEFINITION = re.compile(
    r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)|^(\w+)[ \t]*=(?!=)", re.MULTILINE
)


@dataclass(frozen=True)
class Slot:
    """Una celda publicada, con lo que hace falta para reconocerla en la entrega."""

    kind: str
    source: str
    grade_id: str | None
    cell_id: str | None
    answer: bool
    defines: frozenset[str]

    @property
    def locked(self) -> bool:
        """Si es de nbgrader y el alumno no debía tocarla."""
        return self.grade_id is not None and not self.answer


@dataclass(frozen=True)
class Matching:
    """Las parejas (celda publicada → celda entregada) y cómo se hallaron las dudosas.

    nearby
        Por respuesta escrita sin contestar, las celdas de al lado en que el alumno escribió algo.
    """

    pairs: Mapping[int, int]
    found_by: Mapping[int, str]
    nearby: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def slots(released: NotebookNode) -> tuple[Slot, ...]:
    """Las celdas publicadas, como huecos que llenar."""
    return tuple(_slot(cell) for cell in released.cells)


def match(template: Sequence[Slot], cells: Sequence[SubmittedCell]) -> Matching:
    """Empareja cada celda publicada con, como mucho, una entregada."""
    pairs: dict[int, int] = {}
    found_by: dict[int, str] = {}

    def pair(how: str, same: Callable[[Slot, SubmittedCell], bool]) -> None:
        taken = set(pairs.values())
        for i, slot in enumerate(template):
            if i in pairs:
                continue
            candidates = [j for j, c in enumerate(cells) if j not in taken and same(slot, c)]
            if how == "definición":
                candidates = [j for j in candidates if _in_order(i, j, pairs)]
            if candidates:
                test = _test_of(i, template, cells, pairs)
                pairs[i] = _best(slot, candidates, cells, test)
                taken.add(pairs[i])
                found_by[i] = how

    known = {slot.grade_id for slot in template if slot.grade_id}
    # una vez por celda, y no por cada pareja: hay tantas parejas como celdas por huecos
    plain = {id(c): c.source.strip() for c in cells}
    names = {id(c): defined(c.source) for c in cells if c.kind == "code"}

    def unclaimed(cell: SubmittedCell) -> bool:
        return cell.grade_id not in known

    pair("grade_id", lambda s, c: s.grade_id is not None and s.grade_id == c.grade_id)
    pair(
        "identificador",
        lambda s, c: (
            s.cell_id is not None
            and s.cell_id == c.cell_id
            and unclaimed(c)
            and (s.grade_id is not None or s.kind == c.kind)
        ),
    )
    pair(
        "contenido",
        lambda s, c: unclaimed(c) and s.kind == c.kind and s.source.strip() == plain[id(c)] != "",
    )
    pair(
        "definición",
        lambda s, c: (
            s.answer and c.kind == "code" and unclaimed(c) and bool(s.defines & names[id(c)])
        ),
    )
    for i, j in _by_place(template, cells, pairs).items():
        pairs[i] = j
        found_by[i] = "lugar"
    return Matching(pairs, found_by, dict(_nearby(template, cells, pairs)))


def defined(source: str) -> frozenset[str]:
    """Los nombres que una celda define en su nivel superior."""
    return frozenset(m.group(1) or m.group(2) for m in _DEFINITION.finditer(source))


def _slot(cell: NotebookNode) -> Slot:
    own = cell.metadata.get("nbgrader", {})
    answer = bool(own.get("solution"))
    names = frozenset[str]()
    if answer and cell.cell_type == "code":
        names = defined(cell.source) or _exercise_name(own["grade_id"])
    return Slot(
        kind=cell.cell_type,
        source=cell.source,
        grade_id=own.get("grade_id"),
        cell_id=cell.get("id"),
        answer=answer,
        defines=names,
    )


def _exercise_name(grade_id: str) -> frozenset[str]:
    """`t2-partir_en_lotes-solucion` → `partir_en_lotes`."""
    parts = grade_id.split("-")
    return frozenset(parts[1:2])


def _in_order(i: int, j: int, pairs: Mapping[int, int]) -> bool:
    """Si la celda `j` está entre las parejas vecinas del hueco `i`.

    Si no lo está se queda donde la puso el alumno: al moverla dejaría de encontrar lo que usa.
    """
    before = max((k for k in pairs if k < i), default=None)
    after = min((k for k in pairs if k > i), default=None)
    return (before is None or pairs[before] < j) and (after is None or j < pairs[after])


def _test_of(
    i: int, template: Sequence[Slot], cells: Sequence[SubmittedCell], pairs: Mapping[int, int]
) -> int:
    """Dónde está, en la entrega, la primera celda de prueba detrás del hueco `i`."""
    for k in range(i + 1, len(template)):
        if template[k].locked:
            same = (j for j, c in enumerate(cells) if c.grade_id == template[k].grade_id)
            return pairs.get(k, next(same, len(cells)))
    return len(cells)


def _best(slot: Slot, candidates: Sequence[int], cells: Sequence[SubmittedCell], test: int) -> int:
    """De varias celdas iguales, la que vale: contestada, de su tipo y en vigor al probarla.

    La que está en vigor es la última delante de su prueba (`test`), como en el cuaderno del alumno
    al ejecutarlo en orden; si no hay ninguna delante, la última. De las celdas que no son respuesta
    importa el lugar, no el contenido: la primera.
    """
    if not slot.answer:
        return candidates[0]
    stub = slot.source.strip()

    def preference(j: int) -> tuple[bool, bool, bool, int]:
        text = cells[j].source.strip()
        return (text not in ("", stub), cells[j].kind == slot.kind, j < test, j)

    return max(candidates, key=preference)


def _by_place(
    template: Sequence[Slot], cells: Sequence[SubmittedCell], pairs: Mapping[int, int]
) -> dict[int, int]:
    """Respuestas escritas sin pareja, con una sola celda de texto suelta entre sus dos vecinas."""
    found: dict[int, int] = {}
    if not pairs:
        return found
    taken = set(pairs.values())
    for i, slot in enumerate(template):
        if i in pairs or not slot.answer or slot.kind == "code":
            continue
        before = next((pairs[k] for k in range(i - 1, -1, -1) if k in pairs), -1)
        after = next((pairs[k] for k in range(i + 1, len(template)) if k in pairs), len(cells))
        gap = [
            j
            for j in range(before + 1, after)
            if j not in taken and cells[j].kind == slot.kind and cells[j].source.strip()
        ]
        if len(gap) == 1:
            found[i] = gap[0]
            taken.add(gap[0])
    return found


def _nearby(
    template: Sequence[Slot], cells: Sequence[SubmittedCell], pairs: Mapping[int, int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Las respuestas escritas sin contestar y lo que el alumno escribió junto a ellas.

    Entre las celdas de nbgrader vecinas: primero sus propias celdas y, si no hay ninguna, el
    enunciado que editara.
    """
    slot_of = {j: i for i, j in pairs.items()}
    for i, slot in enumerate(template):
        if not slot.answer or slot.kind == "code":
            continue
        if i in pairs and cells[pairs[i]].source.strip() not in ("", slot.source.strip()):
            continue
        graded = {k: j for k, j in pairs.items() if template[k].grade_id is not None}
        start = max((j for k, j in graded.items() if k < i), default=-1)
        end = min((j for k, j in graded.items() if k > i and j > start), default=len(cells))
        written = [j for j in range(start + 1, end) if _is_prose(cells[j])]
        own = tuple(j for j in written if j not in slot_of)
        edited = tuple(
            j
            for j in written
            if j in slot_of
            and template[slot_of[j]].grade_id is None
            and cells[j].source.strip() != template[slot_of[j]].source.strip()
        )
        if own or edited:
            yield i, own or edited


def _is_prose(cell: SubmittedCell) -> bool:
    """Si tiene algo que leer: texto, o solo comentarios en una de código."""
    text = cell.source.strip()
    if cell.kind != "code":
        return bool(text)
    quoted = any(
        len(text) > 6 and text.startswith(q) and text.endswith(q) and q not in text[3:-3]
        for q in ('"""', "'''")
    )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return bool(lines) and (quoted or all(line.startswith("#") for line in lines))
