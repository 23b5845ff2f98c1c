"""`calificar`, `evaluar`, `devolver` y `diagnostico`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from autograde.commands import assignments
from autograde.errors import UserError

#: códigos de salida de `calificar`
ALL_GRADED, SOME_PROBLEM, SYSTEM_FAILURE = 0, 3, 4


def register(orders: Any) -> None:
    """Inscribe las órdenes de calificar."""
    grade = orders.add_parser("calificar", help="califica las entregas de una tarea")
    assignments.add(grade)
    grade.add_argument(
        "--alumno", action="append", metavar="ID", help="solo este alumno (se puede repetir)"
    )
    grade.add_argument("--procesos", type=_positive, metavar="N", help="cuántas entregas a la vez")
    grade.add_argument(
        "--repetir", action="store_true", help="vuelve a calificar aunque nada haya cambiado"
    )
    _add_gpu(grade)
    _add_isolation(grade)
    grade.set_defaults(funcion=grade_class)

    one = orders.add_parser("evaluar", help="califica un cuaderno suelto, sin tocar las notas")
    one.add_argument("cuaderno", type=Path, metavar="CUADERNO.ipynb")
    one.add_argument("--json", action="store_true", help="escribe el resultado como JSON")
    _add_gpu(one)
    _add_isolation(one)
    one.set_defaults(funcion=grade_one)

    feedback = orders.add_parser("devolver", help="prepara la retroalimentación de una tarea")
    feedback.add_argument("tarea", metavar="TAREA")
    feedback.add_argument("--alumno", action="append", metavar="ID", help="solo este alumno")
    feedback.set_defaults(funcion=give_back)

    doctor = orders.add_parser("diagnostico", help="prueba las defensas de esta máquina")
    doctor.set_defaults(funcion=diagnose)


def _add_isolation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sin-aislamiento",
        action="store_true",
        help="califica sin confinar el código (solo si te fías de él); queda dicho en cada nota",
    )


def _add_gpu(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gpu",
        action="store_const",
        const="cupy",
        help="comprueba la portabilidad en la GPU de esta máquina; si no hay, se dice y se sigue",
    )


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("debe ser al menos 1")
    return number


def grade_class(args: argparse.Namespace) -> int:
    """`autograde calificar`."""
    from autograde.course import Course
    from autograde.pipeline.run import grade_assignment

    course = Course.find(args.curso)
    names = assignments.chosen(args, course)
    if args.todas:
        names = tuple(name for name in names if course.students_in("submitted", name))
        if not names:
            raise UserError("No hay entregas de ninguna tarea en submitted/: recógelas antes.")

    def one(name: str) -> int:
        summary = grade_assignment(
            course,
            name,
            students=args.alumno,
            processes=args.procesos,
            repeat=args.repetir,
            isolated=not args.sin_aislamiento,
            gpu=args.gpu,
        )
        print(summary.text())
        if summary.system_failures:
            return SYSTEM_FAILURE
        return SOME_PROBLEM if summary.problems else ALL_GRADED

    return assignments.each(names, one)


def grade_one(args: argparse.Namespace) -> int:
    """`autograde evaluar`."""
    from autograde.grading.evaluate import evaluate

    graded = evaluate(
        args.cuaderno, course=args.curso, isolated=not args.sin_aislamiento, gpu=args.gpu
    )
    if args.json:
        json.dump(graded.summary(), sys.stdout, ensure_ascii=False)
        print()
    else:
        print(describe(graded))
    return SYSTEM_FAILURE if graded.failed else ALL_GRADED


def describe(graded: Any) -> str:
    """El resultado de un cuaderno, en texto."""
    lines = [f"{graded.assignment}: {_number(graded.points)} de {_number(graded.maximum)} puntos"]
    for cell in graded.cells:
        points = "—" if cell.points is None else _number(cell.points)
        verdict = cell.verdict.value.replace("_", " ")
        lines.append(f"  {cell.grade_id:<42} {points:>5} / {_number(cell.maximum):<5} {verdict}")
        for finding in (*cell.findings, *cell.notes):
            lines.append(f"      {finding.codigo}: {finding.causa}")
    lines += [f"Aviso: {warning}" for warning in graded.warnings]
    if not graded.isolated:
        lines.append("Aviso: calificado SIN AISLAMIENTO; el código corrió sin confinar.")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def give_back(args: argparse.Namespace) -> int:
    """`autograde devolver`."""
    from autograde.course import Course
    from autograde.gradebook.penalties import recompute
    from autograde.gradebook.resubmitted import resubmitted, warning
    from autograde.nbgrader.feedback import give_feedback

    course = Course.find(args.curso)
    for change in recompute(course, args.tarea):
        print(f"Aviso: {change}")
    given = give_feedback(course, args.tarea, args.alumno)
    count = len(given.students)
    print(f"Retroalimentación de {count} {'alumno' if count == 1 else 'alumnos'} en {given.folder}")
    for student, why in given.failed.items():
        print(f"Sin retroalimentación, {student}: {why}")
    stale = resubmitted(course.root, args.tarea).intersection(given.students)
    if stale:
        print(f"Aviso: {warning(args.tarea, stale)}")
    return SOME_PROBLEM if given.failed else ALL_GRADED


def diagnose(args: argparse.Namespace) -> int:
    """`autograde diagnostico`: las defensas de la máquina y, si se está en un curso, sus notas."""
    from autograde.sandbox import diagnose as try_defences

    checks = try_defences()
    width = max(len(c.name) for c in checks)
    for c in checks:
        state = "sí" if c.ok else ("NO" if c.needed else "no")
        print(f"{state:>3}  {c.name:<{width}}  {c.what}")
        if not c.ok and c.remedy:
            print(f"     {'':<{width}}  → {c.remedy}")
    foreign = _foreign_marks(args.curso)
    if any(c.needed and not c.ok for c in checks):
        raise UserError(
            "Faltan defensas necesarias: la calificación oficial se niega a empezar "
            "(salvo con --sin-aislamiento)."
        )
    print("Todo lo necesario para calificar en aislamiento funciona.")
    if foreign:
        raise UserError(
            "Hay notas que no puso este corrector: "
            + "; ".join(f"«{name}» de {', '.join(who)}" for name, who in foreign.items())
            + ". Ejecuta «autograde calificar» en esas tareas."
        )
    return 0


def _foreign_marks(folder: Path) -> dict[str, list[str]]:
    """Las notas ajenas del curso de la carpeta, si lo es y tiene libro de calificaciones."""
    from autograde.course import Course

    course = Course.locate(folder)
    if course is None or not (course.root / "gradebook.db").is_file():
        return {}
    from autograde.gradebook.judged import foreign_marks

    return foreign_marks(course.root)
