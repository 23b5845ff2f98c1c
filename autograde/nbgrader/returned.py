"""La página que se devuelve: las celdas de un cuaderno corregido, puestas en orden para leerlas.

Lo primero es la nota y de qué está hecha; luego, cada ejercicio: qué falló, los comentarios, el
código y, al final, el enunciado, que ya se conoce y va plegado. Aquí se decide qué es cada celda y
dónde va; cómo se pinta es de la plantilla.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from autograde.gradebook.judged import why_lost
from autograde.lms.gradebook import exercise_id

_TITLE = re.compile(r"\A\s*(#{1,2})[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
_MARKS = re.compile(r"[*_`$\\]")
_SOLUTION = "-solucion"
_KIND = re.compile(r"-(velocidad|memoria|portable)$")
_KINDS = {"velocidad": "Velocidad", "memoria": "Memoria", "portable": "En la GPU"}
#: en qué orden van las partes de un ejercicio, y cómo se llama la que va plegada
PARTS = {
    "resultado": "",
    "respuesta": "",
    "codigo": "Tu código",
    "propia": "Otras celdas tuyas",
    "enunciado": "El enunciado",
}
_NOT_MEASURED = "no se ha medido, porque antes tiene que ser correcta"
_NEVER_COUNTS = "no cuenta en la nota"


@dataclass
class _Section:
    """Un trozo del cuaderno con su título: lo que va de un encabezado al siguiente."""

    title: str
    cells: list[NotebookNode] = field(default_factory=list)

    @property
    def exercises(self) -> list[str]:
        """Los ejercicios de los que tiene celdas, por orden."""
        return list(dict.fromkeys(_exercise(c) for c in self.cells if _answers(c)))

    @property
    def graded(self) -> list[NotebookNode]:
        """Las celdas con puntos."""
        return [c for c in self.cells if _scores(c)]


def arrange(
    notebook: NotebookNode,
    data: dict[str, Any],
    *,
    statement: Collection[tuple[str, str]] | None = None,
    judged: Mapping[str, Mapping[str, Any]] | None = None,
    without_manual: bool = False,
) -> None:
    """Ordena las celdas de `notebook` y apunta en `data` lo que va al principio de la página.

    data
        Lo que nbgrader sabe de la entrega (`resources["nbgrader"]`), con los puntos ya en las
        celdas. Su nota y su máximo se sustituyen por los que cuentan.
    statement
        El tipo y el texto de las celdas del enunciado; las demás son del alumno. None si no se
        sabe: todas son del enunciado.
    judged
        Lo que el juez dijo de cada celda, por su `grade_id`.
    without_manual
        Si lo que se corrige a mano no cuenta.
    """
    title, sections = _sections(notebook.cells, statement)
    exercises = [s for s in sections if s.exercises]
    rest = [cell for s in sections if not s.exercises for cell in s.cells]
    counted = [c for s in exercises for c in s.graded if not (without_manual and _manual(c))]
    penalty = float(data.get("late_penalty") or 0.0)
    data["score"] = max(0.0, _sum(counted, "score") - penalty)
    data["max_score"] = _sum(counted, "points")
    data["devuelta"] = {
        "titulo": title or data["notebook"],
        "partes": list(_made_of(counted, penalty)),
        "filas": [_row(s, judged or {}, without_manual) for s in exercises],
        "espera": sum(bool(c.metadata.nbgrader.get("pending")) for c in counted),
    }
    notebook.cells = [
        *(cell for s in exercises for cell in _placed(s)),
        *_folded(rest, "El resto del cuaderno"),
    ]


# --- el cuaderno en trozos ----------------------------------------------------------------------


def _sections(
    cells: Sequence[NotebookNode], statement: Collection[tuple[str, str]] | None
) -> tuple[str, list[_Section]]:
    """El título del cuaderno y sus trozos; el encabezado de cada uno sale de su texto."""
    title, sections = "", [_Section("")]
    for cell in cells:
        part = _part(cell, statement)
        titled = cell.cell_type == "markdown" and part == "enunciado"
        heading = _TITLE.match(cell.source) if titled else None
        if heading and len(heading[1]) == 1 and not title:
            title = _plain(heading[2])
        elif heading:
            sections.append(_Section(_plain(heading[2])))
        elif _answers(cell) and sections[-1].exercises not in ([], [_exercise(cell)]):
            sections.append(_Section(""))
        cell.metadata["devuelta"] = NotebookNode(parte=part)
        if heading:
            cell.source = cell.source[heading.end() :]
        if not heading or cell.source.strip():
            sections[-1].cells.append(cell)
    return title, sections


def _plain(heading: str) -> str:
    return _MARKS.sub("", heading).strip()


def _nbgrader(cell: NotebookNode) -> Mapping[str, Any]:
    found: Mapping[str, Any] = cell.metadata.get("nbgrader") or {}
    return found


def _answers(cell: NotebookNode) -> bool:
    own = _nbgrader(cell)
    return bool(own.get("grade") or own.get("solution") or own.get("task"))


def _scores(cell: NotebookNode) -> bool:
    return bool(_nbgrader(cell).get("grade") or _nbgrader(cell).get("task"))


def _manual(cell: NotebookNode) -> bool:
    own = _nbgrader(cell)
    return bool(own.get("task") or (own.get("grade") and own.get("solution")))


def _exercise(cell: NotebookNode) -> str:
    return exercise_id(str(_nbgrader(cell)["grade_id"]).removesuffix(_SOLUTION))


def _own(cell: NotebookNode, statement: Collection[tuple[str, str]] | None) -> bool:
    """Si la escribió, o la cambió, el alumno."""
    if statement is None or _nbgrader(cell):
        return False
    return (cell.cell_type, cell.source.strip()) not in statement


# --- el orden de cada ejercicio -----------------------------------------------------------------


def _part(cell: NotebookNode, statement: Collection[tuple[str, str]] | None) -> str:
    if _manual(cell):
        return "respuesta"
    if _scores(cell):
        return "resultado"
    if _answers(cell):
        return "codigo"
    return "propia" if _own(cell, statement) else "enunciado"


def _placed(section: _Section) -> Iterator[NotebookNode]:
    parts: dict[str, list[NotebookNode]] = defaultdict(list)
    for cell in section.cells:
        parts[cell.metadata.devuelta.parte].append(cell)
    ordered = [cell for name, fold in PARTS.items() for cell in _folded(parts[name], fold)]
    ordered[0].metadata.devuelta["apartado"] = {
        "nombre": _name(section),
        "ancla": _anchor(section),
        "puntos": _points(section.graded) if len(section.graded) > 1 else None,
        "comentarios": [
            _nbgrader(c)["comment"]
            for c in section.cells
            if _nbgrader(c).get("comment") and not _manual(c)
        ],
    }
    ordered[-1].metadata.devuelta["ultima"] = True
    yield from ordered


def _folded(cells: Sequence[NotebookNode], fold: str) -> Iterator[NotebookNode]:
    """Las celdas, con la primera abriendo el pliegue y la última cerrándolo."""
    for i, cell in enumerate(cells):
        cell.metadata.devuelta.update(
            abre=fold if i == 0 else "",
            cierra=bool(fold) and i == len(cells) - 1,
            clase=_kind_of(cell) if _scores(cell) else "",
        )
        yield cell


def _name(section: _Section) -> str:
    return section.title or section.exercises[0]


def _anchor(section: _Section) -> str:
    return section.exercises[0].replace(".", "-")


def _kind_of(cell: NotebookNode) -> str:
    found = _KIND.search(_nbgrader(cell)["grade_id"])
    return _KINDS[found[1]] if found else ""


# --- la nota y de qué está hecha ----------------------------------------------------------------


def _sum(cells: Sequence[NotebookNode], what: str) -> float:
    return float(sum(_nbgrader(c).get(what) or 0.0 for c in cells))


def _points(cells: Sequence[NotebookNode]) -> dict[str, Any]:
    pending = [c for c in cells if _nbgrader(c).get("pending")]
    return {
        "tiene": _sum(cells, "score"),
        "maximo": _sum(cells, "points"),
        "espera": bool(pending),
        "solo_espera": bool(pending) and len(pending) == len(cells),
    }


def _made_of(counted: Sequence[NotebookNode], penalty: float) -> Iterator[dict[str, Any]]:
    """De qué está hecha la nota: lo automático, lo puesto a mano y el descuento."""
    automatic = [c for c in counted if not _manual(c)]
    by_hand = [c for c in counted if _manual(c)]
    for name, cells in (("Corrección automática", automatic), ("Corrección a mano", by_hand)):
        if cells:
            yield {"nombre": name, **_points(cells)}
    if penalty > 0:
        yield {"nombre": "Penalización por entregar tarde", "tiene": -penalty, "maximo": None}


def _row(
    section: _Section, judged: Mapping[str, Mapping[str, Any]], without_manual: bool
) -> dict[str, Any]:
    reasons = [reason for c in section.graded for reason in _lost(c, judged, without_manual)]
    return {
        "nombre": _name(section),
        "codigos": section.exercises,
        "ancla": _anchor(section),
        "puntos": _points(section.graded),
        "porque": list(dict.fromkeys(reasons)),
        "comentario": any(_nbgrader(c).get("comment") for c in section.cells),
    }


def _lost(
    cell: NotebookNode, judged: Mapping[str, Mapping[str, Any]], without_manual: bool
) -> list[str]:
    """Por qué se perdieron los puntos que faltan en una celda: siempre se dice algo."""
    own = _nbgrader(cell)
    if _manual(cell) and without_manual:
        return [_NEVER_COUNTS]
    if own.get("pending") or (own.get("score") or 0.0) >= (own.get("points") or 0.0):
        return []
    kind = _kind_of(cell)
    said = judged.get(own["grade_id"], {})
    causes = [cause for _, cause in said.get("hallazgos", ())]
    if not causes:
        causes = [why_lost(said) or _otherwise(cell, said)]
    return [f"{kind}: {cause}" if kind else f"{cause[0].upper()}{cause[1:]}" for cause in causes]


def _otherwise(cell: NotebookNode, said: Mapping[str, Any]) -> str:
    if _manual(cell):
        return "lo decidió quien corrige"
    return _NOT_MEASURED if said.get("veredicto") == "omitido" else "no pasa todas las pruebas"
