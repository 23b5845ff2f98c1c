"""El registro del juez: qué notas automáticas puso, y a qué respuestas.

El libro de nbgrader no dice quién puso una nota automática ni a qué respuesta; hace falta para no
reabrir sin motivo lo calificado a mano y para no devolver notas que no sean del juez.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.utils import determine_grade, is_grade

from autograde.course import Course
from autograde.errors import UserError
from autograde.gradebook.store import ResultStore
from autograde.judge.results import Graded
from curso.ordenes.motivos import motivo

_ANSWER = "-solucion"
_STUB = re.compile(r"^[ \t]*raise NotImplementedError\(\)[ \t]*\r?$", re.MULTILINE)
_KIND = re.compile(r"-(?:velocidad|memoria|portable)$")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS celda (
    tarea TEXT, alumno TEXT, grade_id TEXT, puntos REAL, respuesta TEXT,
    PRIMARY KEY (tarea, alumno, grade_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entregado (
    tarea TEXT, alumno TEXT, huella TEXT, PRIMARY KEY (tarea, alumno)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entrega (
    tarea TEXT, alumno TEXT, resumen TEXT, sin_proteccion INTEGER, clave TEXT,
    PRIMARY KEY (tarea, alumno)
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class LedgerCell:
    """La nota automática de una celda (None si es manual) y la huella de su respuesta."""

    points: float | None
    answer: str


@dataclass(frozen=True)
class LedgerEntry:
    """Lo que el juez registró de una entrega.

    key
        La clave de su resultado en el almacén; vacía si lo registró `nbgrader autograde`.
    submitted
        La huella del cuaderno tal como se entregó.
    """

    student: str
    cells: Mapping[str, LedgerCell]
    summary: Mapping[str, Any]
    unprotected: bool = False
    key: str = ""
    submitted: str = ""


class Ledger:
    """El registro del juez de un curso, en `.curso/registro.db`."""

    def __init__(self, course: Course) -> None:
        self.path = course.private_folder / "registro.db"

    def cells(
        self, assignment: str, students: Collection[str] | None = None
    ) -> dict[str, dict[str, LedgerCell]]:
        """Lo registrado de una tarea: alumno → `grade_id` → celda."""
        found: dict[str, dict[str, LedgerCell]] = {}
        if not self.path.is_file():
            return found
        query = "SELECT alumno, grade_id, puntos, respuesta FROM celda WHERE tarea = ?"
        wanted = list(students or ())
        if students is not None:
            query += f" AND alumno IN ({', '.join('?' * len(wanted))})"
        with self._open() as db:
            for student, grade_id, points, answer in db.execute(query, (assignment, *wanted)):
                found.setdefault(student, {})[grade_id] = LedgerCell(points, answer)
        return found

    def summaries(
        self, assignment: str, students: Collection[str] | None = None
    ) -> dict[str, tuple[Mapping[str, Any], bool]]:
        """Por alumno, el resumen de su resultado y si tiene celdas sin protección."""
        if not self.path.is_file():
            return {}
        query = "SELECT alumno, resumen, sin_proteccion FROM entrega WHERE tarea = ?"
        wanted = list(students or ())
        if students is not None:
            query += f" AND alumno IN ({', '.join('?' * len(wanted))})"
        with self._open() as db:
            rows = db.execute(query, (assignment, *wanted)).fetchall()
        return {student: (json.loads(text), bool(flag)) for student, text, flag in rows}

    def keys(self, assignment: str) -> dict[str, str]:
        """La clave del resultado registrado de cada alumno."""
        if not self.path.is_file():
            return {}
        query = "SELECT alumno, clave FROM entrega WHERE tarea = ? AND clave <> ''"
        with self._open() as db:
            return dict(db.execute(query, (assignment,)))

    def submitted(self, assignment: str) -> dict[str, str]:
        """La huella del cuaderno que se calificó de cada alumno, si se apuntó."""
        if not self.path.is_file():
            return {}
        query = "SELECT alumno, huella FROM entregado WHERE tarea = ?"
        with self._open() as db:
            return dict(db.execute(query, (assignment,)))

    def write(self, assignment: str, entries: Sequence[LedgerEntry]) -> None:
        """Sustituye lo registrado de esas entregas, en una transacción."""
        with self._open() as db:
            self._forget(db, assignment, [e.student for e in entries])
            db.executemany(
                "INSERT INTO celda VALUES (?, ?, ?, ?, ?)",
                [
                    (assignment, e.student, grade_id, cell.points, cell.answer)
                    for e in entries
                    for grade_id, cell in e.cells.items()
                ],
            )
            db.executemany(
                "INSERT INTO entrega VALUES (?, ?, ?, ?, ?)",
                [
                    (assignment, e.student, json.dumps(e.summary), e.unprotected, e.key)
                    for e in entries
                ],
            )

            db.executemany(
                "INSERT INTO entregado VALUES (?, ?, ?)",
                [(assignment, e.student, e.submitted) for e in entries if e.submitted],
            )

    def remove(self, assignment: str, student: str) -> None:
        """Olvida una entrega cuya nota ya no vale."""
        if self.path.is_file():
            with self._open() as db:
                self._forget(db, assignment, [student])

    def _forget(self, db: sqlite3.Connection, assignment: str, students: Sequence[str]) -> None:
        keys = [(assignment, student) for student in students]
        for table in ("celda", "entrega", "entregado"):
            db.executemany(f"DELETE FROM {table} WHERE tarea = ? AND alumno = ?", keys)

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(sqlite3.connect(self.path, timeout=30)) as db, db:
                db.executescript(_SCHEMA)
                yield db
        except (sqlite3.Error, OSError) as error:
            raise UserError(
                f"No se puede usar el registro «{self.path}»{_reason(error)}: comprueba los "
                "permisos y el espacio del disco, y repite la orden; no se ha perdido ninguna nota."
            ) from error


def _reason(error: sqlite3.Error | OSError) -> str:
    """Por qué no se puede, entre paréntesis; SQLite lo dice en inglés."""
    if isinstance(error, OSError):
        return f" ({motivo(error)})"
    known = {"readonly": "es de solo lectura", "locked": "otro programa lo está escribiendo"}
    known |= {"full": "no queda sitio en el disco", "not a database": "está dañado"}
    found = [text for words, text in known.items() if words in str(error)]
    return f" ({found[0]})" if found else ""


def entry(student: str, graded: Graded, key: str = "", submitted: str = "") -> LedgerEntry:
    """Lo que se registra de un resultado: las notas que lee nbgrader y a qué respuestas."""
    answers = answer_digests(graded.notebook)
    scores = {
        cell.metadata.nbgrader.grade_id: determine_grade(cell)[0]
        for cell in graded.notebook.cells
        if is_grade(cell)
    }
    cells = {g: LedgerCell(scores.get(g), answer) for g, answer in answers.items()}
    blank = _left_blank(graded.notebook)
    summary = {
        "aislamiento": graded.isolated,
        "celdas": [
            {
                "grade_id": cell.grade_id,
                "ejercicio": cell.exercise,
                "hallazgos": [[h.codigo, h.causa] for h in cell.findings],
                "veredicto": cell.verdict.value,
                "en_blanco": cell.exercise in blank,
            }
            for cell in graded.cells
            if cell.exercise is not None
        ],
    }
    unprotected = any(c.unprotected for c in graded.cells)
    return LedgerEntry(student, cells, summary, unprotected, key, submitted)


def _left_blank(notebook: NotebookNode) -> frozenset[str]:
    """Los ejercicios cuya respuesta sigue siendo el hueco que se repartió."""
    found = set()
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id.endswith(_ANSWER) and _STUB.search(cell.source):
            found.add(grade_id.removesuffix(_ANSWER).replace("-", ".", 1))
    return frozenset(found)


def latest_results(course: Course, assignment: str) -> dict[str, Graded]:
    """El último resultado registrado de cada alumno."""
    store = ResultStore(course.results_folder(assignment))
    found = {s: store.get(key) for s, key in Ledger(course).keys(assignment).items()}
    return {student: graded for student, graded in found.items() if graded is not None}


def answer_digests(notebook: NotebookNode) -> dict[str, str]:
    """La huella de la respuesta a la que califica cada celda con puntos.

    La de una pregunta abierta es su texto; la de una celda de prueba, el de la celda de solución de
    su ejercicio o, si no la hay, el de todas las de código que son del alumno.
    """
    cells = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id")
    }
    everything = "\0".join(
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and not _instructor_owned(cell)
    )
    digests = {}
    for grade_id, cell in cells.items():
        own = cell.metadata.nbgrader
        if not (own.get("grade") or own.get("task")):
            continue
        solution = cells.get(_KIND.sub("", grade_id) + "-solucion")
        if own.get("solution"):
            answer = cell.source
        else:
            answer = everything if solution is None else solution.source
        digests[grade_id] = hashlib.sha256(answer.encode("utf-8", "replace")).hexdigest()
    return digests


def _instructor_owned(cell: NotebookNode) -> bool:
    own = cell.metadata.get("nbgrader", {})
    return bool(own) and not own.get("solution")
