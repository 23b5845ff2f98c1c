"""El ZIP de retroalimentación: cada informe, con el nombre que espera el campus."""

import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from autograde.course import Course
from autograde.errors import UserError
from autograde.lms.fill import GradeRow
from autograde.lms.ledger import Collected
from autograde.lms.marks import GradedSubmission
from autograde.lms.people import Roster
from autograde.lms.report import Report, Topic
from autograde.lms.teams import NO_NUMBER

_EPOCH = (1980, 1, 1, 0, 0, 0)
_REMOVED = re.compile(r"[\x00-\x1f\x7f&<>\"`|':\\/]")


@dataclass(frozen=True)
class FeedbackFile:
    """Un informe y el nombre que tendrá dentro del ZIP."""

    name: str
    source: Path


def upload(campus: str) -> str:
    """Dónde se sube el ZIP en ese campus.

    Raises:
        UserError: si el campus no admite retroalimentación en un ZIP.
    """
    places = {
        "Moodle": "Moodle con «Subir archivos de retroalimentación en un ZIP»",
        "Canvas": "Canvas con «Subir entregas»",
    }
    if campus not in places:
        raise UserError(
            f"{campus} no admite la retroalimentación en un ZIP: la de cada estudiante está en "
            "feedback/, tras autograde devolver."
        )
    return places[campus]


def prefixes(
    collected: Mapping[str, Collected], rows: Iterable[GradeRow], roster: Roster, by_name: bool
) -> dict[str, str]:
    """Por estudiante, cómo empieza el nombre de sus ficheros en el ZIP.

    La entrega común de quienes no tienen grupo no está: Moodle no la reparte. Se reutiliza la
    carpeta con que se recogió; para los demás se hace con el nombre y el
    identificador de la hoja, que es todo lo que Moodle mira.
    """
    found = {
        c.student: c.folder + ("" if c.flat else "/")
        for name, c in collected.items()
        if name != NO_NUMBER
    }
    for row in rows:
        student = roster.match(row.keys, by_name).student
        if student is not None and student not in found:
            name = _REMOVED.sub("", row.keys.name.replace("_", " ")).strip() or "Participante"
            found[student] = f"{name}_{row.keys.identifier}_assignsubmission_file_/"
    return found


def plan(
    course: Course,
    tarea: str,
    submissions: Iterable[GradedSubmission],
    prefix: Mapping[str, str],
    roster: Roster,
    provisional: bool,
) -> tuple[list[FeedbackFile], Report]:
    """Los informes que irán en el ZIP. Quien espera corrección manual se queda fuera."""
    files = []
    report = Report()
    for submission in submissions:
        who = roster.label(submission.student)
        if submission.manual_pending and not provisional:
            report.add(Topic.PENDING, who, "su retroalimentación no se envía todavía")
            continue
        pages = sorted(course.folder("feedback", submission.student, tarea).glob("*.html"))
        if not pages:
            report.add(Topic.NO_FEEDBACK, who, f"ejecuta antes autograde devolver {tarea}")
        elif submission.student not in prefix:
            report.add(
                Topic.NOT_MATCHED, who, "no se conoce su identificador del campus en la tarea"
            )
        else:
            start = prefix[submission.student]
            files += [FeedbackFile(f"{start}{p.stem}-retroalimentacion.html", p) for p in pages]
            report.add(Topic.FEEDBACK, who)
    return files, report


def write(path: Path, files: Iterable[FeedbackFile]) -> None:
    """Escribe el ZIP; con los mismos informes, los mismos bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, file.source.read_bytes())
