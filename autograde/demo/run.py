"""Hace la clase de ejemplo con los mismos pasos que daría un docente, y compara con lo previsto."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from autograde.course import Course
from autograde.demo.build import submissions
from autograde.demo.classroom import WHOLE, Expected, Student, class_of
from autograde.exercises import load
from autograde.gradebook.ledger import latest_results
from autograde.judge.results import CellReport, Graded
from autograde.model import CellKind, Verdict
from autograde.nbgrader.feedback import give_feedback
from autograde.nbgrader.generate import generate
from autograde.notebooks.source import read_source
from autograde.pipeline.run import grade_assignment
from curso.pruebas.observado import OBSERVACIONES

#: la clase de ejemplo sale siempre igual: su semilla no es un secreto
SECRET = hashlib.sha256(b"clase de ejemplo").digest()


def make_demo(folder: Path, tarea: str = WHOLE) -> int:
    """Crea, genera, entrega, califica, devuelve y anota; imprime la tabla y qué abrir.

    La clase es la de `tarea`. Devuelve 0 si cada cuaderno sacó exactamente lo previsto.
    """
    students = class_of(tarea)
    course = Course.create(folder)
    course.secret.path.write_bytes(SECRET)
    print(f"1. Curso de ejemplo en {course.root}")
    release = generate(course, tarea)
    print(f"2. Cuaderno de los alumnos en {release}")
    source = read_source(course.source_notebook(tarea))
    submissions(tarea, source, read_source(release / f"{tarea}.ipynb"), course.root)
    enrol(course, students)
    print(f"3. Entregas de {len(students)} alumnos inventados")
    summary = grade_assignment(course, tarea)
    print(f"4. {summary.text()}")
    results = latest_results(course, tarea)
    surprises = list(differences(tarea, results))
    print("\n" + table(students, results) + "\n")
    feedback = give_feedback(course, tarea).folder
    grades, report = write_grades(course, tarea), write_report(course, tarea)
    print(f"Retroalimentación: {feedback}")
    print(f"Notas:             {grades}")
    print(f"Libro de notas:    {course.root / 'gradebook.db'}")
    print("\nAhora abre:")
    wrong = _with_a_mistake(students).id
    print(f"  {feedback}/{wrong}/{tarea}/{tarea}.html   lo que recibe quien falla algo")
    print(f"  {report}   qué pasó en la clase")
    print(f"  {grades}   las notas, para una hoja de cálculo")
    print(f"  {program()} --curso {course.root} abrir   JupyterLab, con el formgrader")
    for surprise in surprises:
        print(f"NO SALIÓ LO PREVISTO: {surprise}")
    return 1 if surprises else 0


def program() -> str:
    """El `autograde` de este mismo entorno, aunque no esté activado."""
    beside = Path(sys.executable).with_name("autograde")
    return str(beside) if beside.is_file() else "autograde"


def _with_a_mistake(students: Sequence[Student]) -> Student:
    """El primero de la clase con algún error previsto."""
    return next(s for s in students if s.expected)


def enrol(course: Course, students: Sequence[Student]) -> None:
    """Inscribe a la clase en el libro de calificaciones, con nombres y correos."""
    from nbgrader.api import Gradebook

    with contextlib.closing(Gradebook(course.db_url)) as gradebook:
        for student in students:
            gradebook.update_or_create_student(
                student.id,
                first_name=student.first_name,
                last_name=student.last_name,
                email=f"{student.id}@uni.example",
            )


def write_grades(course: Course, tarea: str) -> Path:
    """Las notas de la clase en CSV, con la misma orden que daría un docente."""
    out = course.root / "entregables" / f"{tarea}_notas.csv"
    out.parent.mkdir(parents=True, exist_ok=True)
    # Sale con 3: hay respuestas por calificar a mano.
    _order(course, "notas", tarea, "--csv", "--provisionales", "-o", str(out))
    return out


def write_report(course: Course, tarea: str) -> Path:
    """El informe de la clase, con la misma orden que daría un docente."""
    out = course.root / "entregables" / f"{tarea}_informe.html"
    _order(course, "informe", tarea, "-o", str(out))
    return out


def _order(course: Course, *words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "autograde.cli", "--curso", str(course.root), *words],
        stdout=subprocess.DEVNULL,
        check=False,
    )


def table(students: Sequence[Student], results: dict[str, Graded]) -> str:
    """Una línea por alumno: puntos, qué hizo y qué se le dice."""
    lines = [f"{'alumno':<10} {'puntos':>11}  {'qué entregó':<52} hallazgos", "-" * 110]
    for student in students:
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


def differences(tarea: str, results: dict[str, Graded]) -> Iterator[str]:
    """En qué se aparta cada resultado de lo previsto; nada si todo es como debe."""
    for student in class_of(tarea):
        graded = results.get(student.id)
        if student.unreadable or graded is None:
            if not student.unreadable:
                yield f"{student.id} no tiene resultado"
            elif graded is not None:
                yield f"{student.id} tiene resultado y no se podía leer"
            continue
        for cell in graded.cells:
            if not cell.manual:
                yield from _difference(tarea, student, cell)


def _difference(tarea: str, student: Student, cell: CellReport) -> Iterator[str]:
    expected = _expected(tarea, student, cell)
    codes = [f.codigo for f in cell.findings]
    wanted = _wanted(expected, codes)
    got = (cell.verdict.value, cell.points, codes)
    if got != (expected.verdict, round(expected.share * cell.maximum, 4), wanted):
        yield (
            f"{student.id}, {cell.grade_id}: {got} en lugar de "
            f"{(expected.verdict, expected.share * cell.maximum, wanted)}"
        )


def _wanted(expected: Expected, codes: Sequence[str]) -> list[str]:
    """Los hallazgos previstos.

    Donde falla algo sin un error conocido, el diagnóstico puede decir lo que ha observado (que
    lanza, que da otra cosa), y ninguna causa. De lo correcto no se dice nada.
    """
    if expected.finding is not None:
        return [expected.finding]
    if expected.verdict == Verdict.CORRECT:
        return []
    return [code for code in codes if code.rpartition(".")[2] in OBSERVACIONES]


def _expected(tarea: str, student: Student, cell: CellReport) -> Expected:
    """Lo previsto de una celda. Solo se mide lo que es correcto, salvo en casos límite."""
    if cell.grade_id in student.expected:
        return student.expected[cell.grade_id]
    if cell.kind in (CellKind.SPEED, CellKind.MEMORY):
        correctness = cell.grade_id.removesuffix(f"-{cell.kind.value}")
        if not (student.expected.get(correctness) or _default(student)).share:
            return Expected("omitido")
        speed = load(tarea).exercises[str(cell.exercise)].speed
        if cell.kind is CellKind.SPEED and speed is not None and speed.device:
            return Expected("no_evaluado", 1.0)  # aquí se califica sin GPU, y conserva sus puntos
    return _default(student)


def _default(student: Student) -> Expected:
    if student.all_wrong:
        return Expected(student.all_wrong)
    return Expected("correcto", 1.0)
