"""Califica un cuaderno reconstruido: sus celdas en la sesión aislada, sus pruebas ante el juez.

El orden es la defensa: primero corren todas las celdas, con una instantánea en cada prueba;
después contestan los casos públicos; entonces la sesión se cierra; y solo entonces entran los
casos ocultos. Todo lo que se puede enseñar se produjo antes de que hubiera nada que esconder.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograde import checks
from autograde.exercises import Assignment
from autograde.judge import Judgement, Target, judge, parse_target
from autograde.model import CellKind, Exercise, Verdict
from autograde.nbgrader.rebuild import Rebuilt
from autograde.nbgrader.sanitize import sanitize_outputs
from autograde.report import judged_outputs, unevaluated_outputs
from autograde.results import CellReport, Graded
from autograde.sandbox import CellState, Sandbox, SandboxFailure, Session
from autograde.speed.assess import assess
from autograde.speed.yardsticks import Yardsticks
from curso.plan import Plan, Respuesta
from curso.publico import Comprobacion

#: cuántas celdas que matan la sesión se saltan antes de dejar de ejecutar las siguientes
MAXIMUM_RERUNS = 6
UNPROTECTED = "sin protección: es una celda de prueba que ejecuta el propio alumno"


@dataclass(frozen=True, eq=False)
class Check:
    """Una celda de prueba con lo que hace falta para juzgarla."""

    grade_id: str
    exercise: Exercise
    kind: CellKind
    public: Comprobacion
    hidden: Comprobacion


@dataclass
class _Run:
    """Lo que salió de la sesión: salidas por celda y respuestas por prueba."""

    outputs: dict[int, list[NotebookNode]] = field(default_factory=dict)
    public: dict[str, tuple[Respuesta, ...]] = field(default_factory=dict)
    hidden: dict[str, tuple[Respuesta, ...]] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    unprotected_dead: set[int] = field(default_factory=set)


def grade_notebook(
    rebuilt: Rebuilt,
    assignment: Assignment,
    seed: bytes,
    sandbox: Sandbox,
    files: Mapping[str, bytes] | None = None,
    yardsticks: Yardsticks | None = None,
) -> Graded:
    """Califica un cuaderno: sus celdas ejecutadas, sus pruebas juzgadas, sus informes escritos.

    files
        Ficheros que acompañan a la entrega o a la tarea (datos, módulos), visibles para el alumno.
    yardsticks
        Con qué se comparan las celdas de velocidad y de memoria; hace falta si las hay.

    Un fallo del aislamiento no es una nota: las celdas afectadas llevan `fallo_del_sistema`.
    """
    notebook = rebuilt.notebook
    found = dict(_checks(notebook, assignment, seed))
    warnings = list(rebuilt.notes)
    run = _run(notebook, found, sandbox, dict(files or {}), warnings, yardsticks)
    reports = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = run.outputs.get(index, [])
            cell.execution_count = None
        if index in found:
            report, cell.outputs = _judged(found[index], cell, run)
        elif cell.metadata.get("nbgrader", {}).get("grade"):
            report = _not_judged(cell, index, run)
        else:
            continue
        reports.append(report)
    if any(r.unprotected for r in reports):
        warnings.append(f"Hay notas {UNPROTECTED}.")
    return Graded(assignment.name, notebook, tuple(reports), tuple(warnings), sandbox.isolated)


def _checks(
    notebook: NotebookNode, assignment: Assignment, seed: bytes
) -> Iterator[tuple[int, Check]]:
    for index, cell in enumerate(notebook.cells):
        nbgrader = cell.metadata.get("nbgrader", {})
        if not nbgrader.get("grade") or nbgrader.get("solution") or cell.cell_type != "code":
            continue
        target = parse_target(cell.source)
        if target is not None:
            yield index, _check(nbgrader["grade_id"], target, assignment, seed)


@functools.lru_cache(maxsize=256)
def _check(grade_id: str, target: Target, assignment: Assignment, seed: bytes) -> Check:
    exercise = assignment.exercises.get(target.exercise_id)
    if exercise is None or target.kind not in exercise.points:
        raise checks.BrokenExerciseError(
            f"La celda {grade_id} pide «{target.exercise_id}» ({target.kind}), que no está "
            f"definido en la tarea {assignment.name}."
        )
    return Check(
        grade_id,
        exercise,
        target.kind,
        checks.public_check(exercise, target.kind),
        checks.hidden_check(exercise, target.kind, seed),
    )


# --- la sesión ----------------------------------------------------------------------------------


def _run(
    notebook: NotebookNode,
    found: Mapping[int, Check],
    sandbox: Sandbox,
    files: Mapping[str, bytes],
    warnings: list[str],
    yardsticks: Yardsticks | None,
) -> _Run:
    """Corre el cuaderno; si una celda mata la sesión, otra vez sin ella."""
    skipped: dict[int, list[NotebookNode]] = {}
    for attempt in range(MAXIMUM_RERUNS + 1):
        run = _Run(outputs=dict(skipped))
        with contextlib.ExitStack() as stack:
            try:
                session = stack.enter_context(sandbox.session(files))
                culprit = _run_cells(notebook, found, session, run, skipped)
                if culprit is None or attempt == MAXIMUM_RERUNS:
                    _ask_everything(found, session, run)
                    _measure(found, session, run, yardsticks, warnings)
                    return run
                skipped[culprit] = run.outputs[culprit]
                warnings.append(f"La celda {culprit + 1} mató la sesión; se siguió sin ella.")
            except SandboxFailure as failure:
                for check in found.values():
                    run.failed.setdefault(check.grade_id, str(failure))
                return run
    raise AssertionError("el último intento siempre devuelve")


def _run_cells(
    notebook: NotebookNode,
    found: Mapping[int, Check],
    session: Session,
    run: _Run,
    skipped: Mapping[int, object],
) -> int | None:
    """Corre las celdas en orden. Devuelve la que mató la sesión, si alguna lo hizo."""
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code" or index in skipped:
            continue
        if index in found:
            session.snapshot(found[index].grade_id)
            continue
        result = session.run_cell(cell.source)
        run.outputs[index] = sanitize_outputs(list(result.outputs))
        if result.state is CellState.DEAD or (result.state is CellState.TIME and not session.alive):
            run.unprotected_dead.add(index)
            return index
    return None


def _ask_everything(found: Mapping[int, Check], session: Session, run: _Run) -> None:
    """Casos públicos de todas las pruebas; se cierra la sesión; casos ocultos de todas."""
    for check in found.values():
        _ask(session, check, check.public.plan, run.public, run)
    session.seal()
    for check in found.values():
        if any(a.estado == "tiempo" for a in run.public.get(check.grade_id, ())):
            run.hidden[check.grade_id] = (Respuesta("tiempo"),) * len(check.hidden.plan.casos)
        else:
            _ask(session, check, check.hidden.plan, run.hidden, run)
        if check.grade_id not in run.failed:
            run.judged[check.grade_id] = judge(
                check.exercise,
                check.public,
                run.public[check.grade_id],
                check.hidden,
                run.hidden[check.grade_id],
            )


def _measure(
    found: Mapping[int, Check],
    session: Session,
    run: _Run,
    yardsticks: Yardsticks | None,
    warnings: list[str],
) -> None:
    """Velocidad y memoria: solo de lo que es correcto del todo, y cuando ya no queda nada más."""
    correct = {
        check.exercise.id: run.judged[check.grade_id].verdict is Verdict.CORRECT
        for check in found.values()
        if check.kind is CellKind.CORRECTNESS and check.grade_id in run.judged
    }
    for check in found.values():
        judged = run.judged.get(check.grade_id)
        if check.kind not in (CellKind.SPEED, CellKind.MEMORY) or judged is None:
            continue
        if not correct.get(check.exercise.id, False):
            run.judged[check.grade_id] = Judgement(Verdict.OMITTED, 0.0)
        elif judged.verdict is not Verdict.CORRECT:
            found_out = tuple(filter(None, [check.exercise.too_big]))
            run.judged[check.grade_id] = dataclasses.replace(judged, findings=found_out)
        elif yardsticks is None:
            raise checks.BrokenExerciseError(f"No hay con qué medir {check.grade_id}.")
        else:
            _assess(check, session, run, yardsticks, warnings)


def _assess(
    check: Check, session: Session, run: _Run, yardsticks: Yardsticks, warnings: list[str]
) -> None:
    try:
        judged = assess(check.exercise, check.kind, session, check.grade_id, yardsticks)
    except SandboxFailure as failure:
        run.failed[check.grade_id] = str(failure)
        yardsticks.close()  # la próxima vez, con uno nuevo
        return
    run.judged[check.grade_id] = judged
    if judged.suspicion is not None:
        warnings.append(
            f"Al medir {check.grade_id}, el código {judged.suspicion}: conviene mirarlo."
        )


def _ask(
    session: Session,
    check: Check,
    plan: Plan,
    answers: dict[str, tuple[Respuesta, ...]],
    run: _Run,
) -> None:
    if check.grade_id in run.failed:
        return
    try:
        answers[check.grade_id] = session.ask(check.grade_id, plan)
    except SandboxFailure as failure:
        run.failed[check.grade_id] = str(failure)


# --- los informes -------------------------------------------------------------------------------


def _judged(check: Check, cell: NotebookNode, run: _Run) -> tuple[CellReport, list[NotebookNode]]:
    maximum = float(cell.metadata.nbgrader.points)
    if check.grade_id in run.failed:
        report = _report(check, Judgement(Verdict.SYSTEM_FAILURE, 0.0), maximum)
        return report, unevaluated_outputs(report, check.exercise.id)
    judgement = run.judged[check.grade_id]
    report = _report(check, judgement, maximum)
    answers = run.public[check.grade_id]
    return report, judged_outputs(report, check.public, answers, judgement.differences)


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


def _not_judged(cell: NotebookNode, index: int, run: _Run) -> CellReport:
    """Una respuesta abierta, o una celda de prueba del docente que no usa `comprobar`."""
    from nbgrader.utils import determine_grade, is_solution

    points, maximum = determine_grade(cell)
    grade_id = cell.metadata.nbgrader.grade_id
    if is_solution(cell) or cell.cell_type != "code":
        verdict = Verdict.MANUAL_PENDING if points is None else Verdict.OMITTED
        return CellReport(grade_id, None, None, verdict, points, maximum)
    if index in run.unprotected_dead or run.failed:
        return CellReport(
            grade_id, None, None, Verdict.SYSTEM_FAILURE, 0.0, maximum, unprotected=True
        )
    verdict = Verdict.CORRECT if points == maximum else Verdict.INCORRECT
    return CellReport(grade_id, None, None, verdict, points, maximum, unprotected=True)
