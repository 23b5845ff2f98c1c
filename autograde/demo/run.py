"""Hace la clase de ejemplo con los mismos pasos que daría un docente, y compara con lo previsto."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from autograde.course import Course
from autograde.demo.build import TAREA, submissions
from autograde.demo.classroom import STUDENTS, Expected, Student
from autograde.gradebook.ledger import latest_results
from autograde.judge.results import CellReport, Graded
from autograde.model import CellKind
from autograde.nbgrader.feedback import give_feedback
from autograde.nbgrader.generate import generate
from autograde.notebooks.source import read_source
from autograde.pipeline.run import grade_assignment

#: la clase de ejemplo sale siempre igual: su semilla no es un secreto
SECRET = hashlib.sha256(b"clase de ejemplo").digest()


def make_demo(folder: Path) -> int:
    """Crea, genera, entrega, califica, devuelve y anota; imprime la tabla y qué abrir.

    Devuelve 0 si cada cuaderno sacó exactamente lo previsto.
    """
    course = Course.create(folder)
    course.secret.path.write_bytes(SECRET)
    print(f"1. Curso de ejemplo en {course.root}")
    release = generate(course, TAREA)
    print(f"2. Cuaderno de los alumnos en {release}")
    source = read_source(course.source_notebook(TAREA))
    submissions(source, read_source(release / f"{TAREA}.ipynb"), course.root)
    enrol(course)
    print(f"3. Entregas de {len(STUDENTS)} alumnos inventados")
    summary = grade_assignment(course, TAREA)
    print(f"4. {summary.text()}")
    results = latest_results(course, TAREA)
    surprises = list(differences(results))
    print("\n" + table(results) + "\n")
    feedback = give_feedback(course, TAREA).folder
    grades = write_grades(course)
    print(f"Retroalimentación: {feedback}")
    print(f"Notas:             {grades}")
    print(f"Libro de notas:    {course.root / 'gradebook.db'}")
    print("\nAhora abre:")
    print(f"  {feedback}/escobar/{TAREA}/{TAREA}.html   lo que recibe una alumna con un error")
    print(f"  {grades}   las notas, para una hoja de cálculo")
    print(f"  cd {course.root} && {jupyter()} lab   y en el menú Nbgrader, el formgrader")
    for surprise in surprises:
        print(f"NO SALIÓ LO PREVISTO: {surprise}")
    return 1 if surprises else 0


def jupyter() -> str:
    """El Jupyter de este mismo entorno, aunque no esté activado."""
    beside = Path(sys.executable).with_name("jupyter")
    return str(beside) if beside.is_file() else "jupyter"


def enrol(course: Course) -> None:
    """Inscribe a la clase en el libro de calificaciones, con nombres y correos."""
    from nbgrader.api import Gradebook

    with contextlib.closing(Gradebook(course.db_url)) as gradebook:
        for student in STUDENTS:
            gradebook.update_or_create_student(
                student.id,
                first_name=student.first_name,
                last_name=student.last_name,
                email=f"{student.id}@uni.example",
            )


def write_grades(course: Course) -> Path:
    """Las notas de la clase en CSV, con la misma orden que daría un docente."""
    out = course.root / "entregables" / f"{TAREA}_notas.csv"
    out.parent.mkdir(parents=True, exist_ok=True)
    words = ["notas", TAREA, "--csv", "--provisionales", "-o", str(out)]
    subprocess.run(
        [sys.executable, "-m", "autograde.cli", "--curso", str(course.root), *words],
        stdout=subprocess.DEVNULL,
        check=False,  # sale con 3: hay respuestas por calificar a mano
    )
    return out


def table(results: dict[str, Graded]) -> str:
    """Una línea por alumno: puntos, qué hizo y qué se le dice."""
    lines = [f"{'alumno':<10} {'puntos':>11}  {'qué entregó':<52} hallazgos", "-" * 110]
    for student in STUDENTS:
        graded = results.get(student.id)
        if graded is None:
            lines.append(f"{student.id:<10} {'sin nota':>11}  {student.kind:<52}")
            continue
        points = f"{graded.points:g} / {graded.maximum:g}".replace(".", ",")
        codes = [f.codigo for c in graded.cells for f in c.findings]
        verdicts = [
            f"{c.exercise}: {c.verdict.value}"
            for c in graded.cells
            if not c.findings and c.verdict.value in ("tiempo", "memoria", "respuesta_invalida")
        ]
        said = ", ".join(dict.fromkeys(codes + verdicts))
        lines.append(f"{student.id:<10} {points:>11}  {student.kind:<52} {said}")
    return "\n".join(lines)


def differences(results: dict[str, Graded]) -> Iterator[str]:
    """En qué se aparta cada resultado de lo previsto; nada si todo es como debe."""
    for student in STUDENTS:
        graded = results.get(student.id)
        if student.unreadable or graded is None:
            if not student.unreadable:
                yield f"{student.id} no tiene resultado"
            elif graded is not None:
                yield f"{student.id} tiene resultado y no se podía leer"
            continue
        for cell in graded.cells:
            if not cell.manual:
                yield from _difference(student, cell)


def _difference(student: Student, cell: CellReport) -> Iterator[str]:
    expected = _expected(student, cell)
    codes = [f.codigo for f in cell.findings]
    wanted = [] if expected.finding is None else [expected.finding]
    got = (cell.verdict.value, cell.points, codes)
    if got != (expected.verdict, round(expected.share * cell.maximum, 4), wanted):
        yield (
            f"{student.id}, {cell.grade_id}: {got} en lugar de "
            f"{(expected.verdict, expected.share * cell.maximum, wanted)}"
        )


def _expected(student: Student, cell: CellReport) -> Expected:
    """Lo previsto de una celda. Lo que no es correcto del todo no se mide."""
    if cell.grade_id in student.expected:
        return student.expected[cell.grade_id]
    if cell.kind in (CellKind.SPEED, CellKind.MEMORY):
        correctness = cell.grade_id.removesuffix(f"-{cell.kind.value}")
        if (student.expected.get(correctness) or _default(student)).verdict != "correcto":
            return Expected("omitido")
    return _default(student)


def _default(student: Student) -> Expected:
    if student.all_wrong:
        return Expected(student.all_wrong)
    return Expected("correcto", 1.0)
