"""Las tablas del informe en CSV, para quien quiere hacer sus propias cuentas."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from autograde.errors import UserError
from autograde.lms.exports import Cell, to_csv
from autograde.reports import statistics
from autograde.reports.classroom import Classroom, Pupil
from autograde.reports.resemblance import resembling
from curso.ordenes.motivos import motivo


def write_tables(classroom: Classroom, folder: Path) -> list[Path]:
    """Escribe `alumnado.csv`, `ejercicios.csv`, `errores.csv` y `parecidas.csv` en `folder`.

    Raises:
        UserError: si no se puede escribir ahí.
    """
    tables = {
        "alumnado": _pupils(classroom),
        "ejercicios": _exercises(classroom),
        "errores": _misconceptions(classroom),
        "parecidas": _pairs(classroom),
    }
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in tables.items():
            path = folder / f"{name}.csv"
            path.write_bytes(to_csv(rows))
            written.append(path)
    except OSError as error:
        raise UserError(f"No se puede escribir en «{folder}» ({motivo(error)}).") from error
    return written


def _pupils(classroom: Classroom) -> list[list[Cell]]:
    exercises = [row.id for row in statistics.exercise_rows(classroom)]
    head: list[Cell] = ["id", "nombre", "estado", "nota", "máximo", "descuento", "horas de retraso"]
    return [[*head, *exercises], *(_pupil(p, exercises) for p in classroom.pupils)]


def _pupil(pupil: Pupil, exercises: list[str]) -> list[Cell]:
    late = Decimal(round(pupil.late_s)) / 3600
    if pupil.mark is None:
        state = "sin calificar" if pupil.handed_in else "sin entregar"
        return [pupil.id, pupil.name, state, None, None, None, None, *(None for _ in exercises)]
    points = {e.id: e.points for e in pupil.mark.exercises if not e.pending}
    return [
        pupil.id,
        pupil.name,
        "por corregir a mano" if pupil.mark.manual_pending else "calificada",
        pupil.mark.total,
        pupil.mark.maximum,
        pupil.mark.late_penalty,
        round(late, 2),
        *(points.get(e) for e in exercises),
    ]


def _exercises(classroom: Classroom) -> list[list[Cell]]:
    table: list[list[Cell]] = [
        [
            "ejercicio",
            "notas",
            "máximo",
            "media",
            "todo bien",
            "nada",
            "sin hacer",
            "discriminación",
        ]
    ]
    for row in statistics.exercise_rows(classroom):
        values = (
            row.count,
            row.maximum,
            row.mean,
            row.full,
            row.none,
            row.blank,
            row.discrimination,
        )
        table.append([row.id, *(None if v is None else round(Decimal(str(v)), 4) for v in values)])
    return table


def _misconceptions(classroom: Classroom) -> list[list[Cell]]:
    table: list[list[Cell]] = [["ejercicio", "hallazgo", "cuántos", "causa"]]
    for one in statistics.misconceptions(classroom):
        table.append([one.exercise, one.finding.codigo, Decimal(one.count), one.finding.causa])
    return table


def _pairs(classroom: Classroom) -> list[list[Cell]]:
    table: list[list[Cell]] = [["id", "otro id", "ejercicio", "parte compartida", "huellas"]]
    for pair in resembling(classroom):
        for a in pair.alike:
            share = round(Decimal(str(a.share)), 4)
            table.append([pair.one.id, pair.other.id, a.exercise, share, Decimal(a.prints)])
    return table
