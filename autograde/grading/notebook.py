"""Califica un cuaderno reconstruido: lo que salió de la sesión, juzgado y escrito en sus celdas."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from nbformat import NotebookNode

from autograde.exercises import Assignment
from autograde.grading.accelerator import Accelerator
from autograde.grading.check import Check, Run
from autograde.grading.placing import Placing, elsewhere, place
from autograde.grading.session_run import run_notebook
from autograde.judge import checks
from autograde.judge.judging import Judgement, Target, parse_target
from autograde.judge.report import dead_outputs, judged_outputs, unevaluated_outputs
from autograde.judge.results import CellReport, Graded
from autograde.model import CellKind, Verdict
from autograde.notebooks.rebuild import Rebuilt
from autograde.sandbox import Sandbox
from autograde.speed.yardsticks import Yardsticks

UNPROTECTED = "sin protección: es una celda de prueba que ejecuta el propio alumno"


def grade_notebook(
    rebuilt: Rebuilt,
    assignment: Assignment,
    seed: bytes,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None = None,
    yardsticks: Yardsticks | None = None,
    accelerator: Accelerator | None = None,
    solutions: Mapping[str, str] | None = None,
) -> Graded:
    """Califica un cuaderno: sus celdas ejecutadas, sus pruebas juzgadas, sus informes escritos.

    files
        Ficheros que acompañan a la entrega o a la tarea (datos, módulos), visibles para el alumno.
    yardsticks
        Con qué se comparan las celdas de velocidad y de memoria; hace falta si las hay.
    accelerator
        El dispositivo en que se comprueba la portabilidad, si no es el doble de siempre.
    solutions
        Las celdas de solución del docente (`autograde.notebooks.source.solutions`): sin ellas un
        error arrastrado no se reconoce.

    Un fallo del aislamiento no es una nota: las celdas afectadas llevan `fallo_del_sistema`.
    """
    notebook = rebuilt.notebook
    device = None if accelerator is None else accelerator.device.backend
    found = dict(_checks(notebook, assignment, seed, device))
    placing = place(notebook, found)
    run = run_notebook(
        notebook,
        found,
        placing,
        sandbox,
        dict(files or {}),
        yardsticks,
        accelerator,
        solutions,
    )
    warnings = [
        *rebuilt.notes,
        *elsewhere(notebook, found, placing),
        *_rescued(run),
        *run.warnings,
    ]
    reports = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = run.outputs.get(index, [])
            cell.execution_count = None
        if index in found:
            report, cell.outputs = _judged(found[index], cell, run, placing)
        elif cell.metadata.get("nbgrader", {}).get("grade"):
            report = _not_judged(cell, index, run)
            if index in run.unprotected_dead:
                cell.outputs = dead_outputs()
        else:
            continue
        reports.append(report)
    if any(r.unprotected for r in reports):
        warnings.append(f"Hay notas {UNPROTECTED}.")
    noisy = any(judgement.noisy for judgement in run.judged.values())
    return Graded(
        assignment.name, notebook, tuple(reports), tuple(warnings), sandbox.isolated, noisy
    )


def _rescued(run: Run) -> Iterator[str]:
    for index, names in sorted(run.rescued.items()):
        if names:
            listed = ", ".join(f"«{name}»" for name in names)
            yield (
                f"La celda {index + 1} se paró con un error antes de definir {listed}; se ha "
                "definido igualmente, y lo demás de la celda no se ha ejecutado."
            )


def prepare(
    notebook: NotebookNode, assignment: Assignment, seed: bytes, device: str | None = None
) -> None:
    """Deja hechas las comprobaciones de un cuaderno: los procesos que se bifurquen las heredan."""
    dict(_checks(notebook, assignment, seed, device))


def _checks(
    notebook: NotebookNode, assignment: Assignment, seed: bytes, device: str | None
) -> Iterator[tuple[int, Check]]:
    for index, cell in enumerate(notebook.cells):
        nbgrader = cell.metadata.get("nbgrader", {})
        if not nbgrader.get("grade") or nbgrader.get("solution") or cell.cell_type != "code":
            continue
        target = parse_target(cell.source)
        if target is not None:
            yield index, _check(nbgrader["grade_id"], target, assignment, seed, device)


@functools.lru_cache(maxsize=256)
def _check(
    grade_id: str, target: Target, assignment: Assignment, seed: bytes, device: str | None
) -> Check:
    exercise = assignment.exercises.get(target.exercise_id)
    if exercise is None or target.kind not in exercise.points:
        raise checks.BrokenExerciseError(
            f"La celda {grade_id} pide «{target.exercise_id}» ({target.kind}), que no está "
            f"definido en la tarea {assignment.name}."
        )
    public = checks.public_check(exercise, target.kind)
    hidden = checks.hidden_check(exercise, target.kind, seed)
    if device is not None and target.kind is CellKind.PORTABLE:
        public, hidden = (checks.on_device(check, device) for check in (public, hidden))
    return Check(grade_id, exercise, target.kind, public, hidden)


# --- los informes -------------------------------------------------------------------------------


def _judged(
    check: Check, cell: NotebookNode, run: Run, placing: Placing
) -> tuple[CellReport, list[NotebookNode]]:
    maximum = float(cell.metadata.nbgrader.points)
    if check.grade_id in run.failed:
        report = _report(check, Judgement(Verdict.SYSTEM_FAILURE, 0.0), maximum)
        return report, unevaluated_outputs(report, check.exercise.id)
    judgement = run.judged[check.grade_id]
    report = _report(check, judgement, maximum)
    answers = run.public[check.grade_id]
    unread = placing.unread(check.exercise.name)
    return report, judged_outputs(report, check.public, answers, judgement.differences, unread)


def _report(check: Check, judgement: Judgement, maximum: float) -> CellReport:
    return CellReport(
        check.grade_id,
        check.exercise.id,
        check.kind,
        judgement.verdict,
        round(judgement.share * maximum, 4),
        maximum,
        judgement.findings,
        judgement.notes,
        judgement.speed,
        judgement.memory,
    )


def _not_judged(cell: NotebookNode, index: int, run: Run) -> CellReport:
    """Una respuesta abierta, o una celda de prueba del docente que no usa `comprobar`."""
    from nbgrader.utils import determine_grade, is_solution

    points, maximum = determine_grade(cell)
    grade_id = cell.metadata.nbgrader.grade_id
    if is_solution(cell) or cell.cell_type != "code":
        verdict = Verdict.MANUAL_PENDING if points is None else Verdict.OMITTED
        return CellReport(grade_id, None, None, verdict, points, maximum)
    if index in run.unprotected_dead or run.failed:
        verdict = Verdict.SYSTEM_FAILURE if run.failed else Verdict.EXCEPTION
        return CellReport(grade_id, None, None, verdict, 0.0, maximum, unprotected=True)
    verdict = Verdict.CORRECT if points == maximum else Verdict.INCORRECT
    return CellReport(grade_id, None, None, verdict, points, maximum, unprotected=True)
