"""De un ejercicio a sus comprobaciones: casos, respuestas esperadas y errores conocidos.

Las respuestas de la referencia y de las variantes se obtienen con el mismo ejecutor que corre el
código del alumno, pero aquí, en el proceso de confianza.
"""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograde.exercises import Assignment
from autograde.model import CellKind, Exercise
from autograde.model.measures import PeakSpec, SpeedSpec
from curso.pruebas.calibracion import SEMILLA
from curso.pruebas.plan import Caso, Plan, Respuesta, caso_a_json, ejecutar_caso, respuesta_a_json
from curso.pruebas.plan.medida import muestra
from curso.pruebas.publico import (
    AUSENTES,
    EN_GPU,
    Comprobacion,
    EjercicioPublico,
    ErrorConocido,
)

#: el dispositivo con el que se comprueba la portabilidad cuando no hay GPU
DOUBLE = "doble"
#: segundos de más por caso en un dispositivo de verdad, que compila cada operación que estrena
COMPILING_S = 10.0


class BrokenExerciseError(Exception):
    """La referencia de un ejercicio no da una respuesta utilizable: el fallo es del curso."""


def public_check(exercise: Exercise, kind: CellKind) -> Comprobacion:
    """La comprobación con los casos que ve el alumno."""
    if kind is CellKind.SPEED:
        return _check(exercise, kind, ())
    if kind is CellKind.MEMORY:
        return _check(exercise, kind, exercise.memory.cases if exercise.memory else ())
    if kind is CellKind.PORTABLE and exercise.portable_cases is not None:
        return _check(exercise, kind, _not_edges(exercise.portable_cases))
    cases = exercise.public_cases
    return _check(exercise, kind, _not_edges(cases) if kind is CellKind.PORTABLE else cases)


def hidden_check(exercise: Exercise, kind: CellKind, seed: bytes) -> Comprobacion:
    """La comprobación con los casos ocultos de la semilla secreta; la misma para todo el curso."""
    key = hmac.new(seed, f"{exercise.id}/{kind}".encode(), hashlib.sha256).digest()
    rng = np.random.default_rng(int.from_bytes(key, "big"))
    if kind is CellKind.SPEED:
        return _check(exercise, kind, ())
    if kind is CellKind.MEMORY:
        return _check(exercise, kind, exercise.memory.hidden_cases(rng) if exercise.memory else ())
    cases = exercise.hidden_cases(rng)
    return _check(exercise, kind, _not_edges(cases) if kind is CellKind.PORTABLE else cases)


def _not_edges(cases: Sequence[Caso]) -> list[Caso]:
    """Los que se repiten en el dispositivo: un caso límite se cobra una vez, en corrección."""
    return [case for case in cases if not case.borde]


def on_device(check: Comprobacion, backend: str) -> Comprobacion:
    """La misma comprobación, con los arreglos de entrada en otro dispositivo."""
    cases = (dataclasses.replace(c, limite_s=c.limite_s + COMPILING_S) for c in check.plan.casos)
    plan = dataclasses.replace(check.plan, casos=tuple(cases), dispositivo=backend)
    return dataclasses.replace(check, plan=plan)


def answers(
    exercise: Exercise, implementation: object, plan: Plan, through_codec: bool = True
) -> tuple[Respuesta, ...]:
    """Lo que contesta `implementation` a cada caso de `plan`, en este mismo proceso."""
    namespace = {exercise.name: implementation}
    return tuple(
        ejecutar_caso(case, exercise.name, namespace, plan.dispositivo, por_el_codec=through_codec)
        for case in plan.casos
    )


def public_exercises(assignment: Assignment) -> Mapping[str, EjercicioPublico]:
    """Lo que va en el fichero de casos públicos de la tarea."""
    return {
        exercise.id: EjercicioPublico(
            exercise.id,
            {
                kind.value: public_check(exercise, kind)
                for kind in exercise.points
                if kind in (CellKind.CORRECTNESS, CellKind.PORTABLE)
                or (kind is CellKind.MEMORY and exercise.memory and exercise.memory.cases)
            },
            dict(_settings(exercise)) | _absent(assignment),
        )
        for exercise in assignment.exercises.values()
    }


def _absent(assignment: Assignment) -> dict[str, Any]:
    """Los módulos que el alumno tiene en su ordenador y que no estarán donde se corrige."""
    return {AUSENTES: list(assignment.absent)} if assignment.absent else {}


def _settings(exercise: Exercise) -> Iterator[tuple[str, dict[str, Any]]]:
    """Lo que necesita un alumno para estimar su velocidad y su memoria: ningún código."""
    if exercise.speed is not None and exercise.speed.device:
        yield CellKind.SPEED.value, {EN_GPU: True}
    elif exercise.speed is not None and exercise.too_slow is not None:
        yield (
            CellKind.SPEED.value,
            {
                **_public_case(exercise, exercise.speed),
                "relativa": exercise.speed.relative,
                "tramos": [[s.limit, s.share] for s in exercise.speed.steps],
                "hallazgo": dataclasses.asdict(exercise.too_slow),
            },
        )
    if exercise.memory is not None and exercise.too_big is not None:
        peak = exercise.memory.peak
        measured = (
            {} if peak is None else {**_public_case(exercise, peak), "permitida": peak.limit_bytes}
        )
        yield CellKind.MEMORY.value, {**measured, "hallazgo": dataclasses.asdict(exercise.too_big)}


def _public_case(exercise: Exercise, spec: SpeedSpec | PeakSpec) -> dict[str, Any]:
    """El caso con que se mide el alumno y, si solo hay una respuesta correcta, su muestra."""
    case = spec.public_case()
    found = {"caso": caso_a_json(case)}
    if spec.expected is None:
        plan = Plan(exercise.id, exercise.name, (case,))
        right = answers(exercise, exercise.reference, plan, through_codec=False)[0]
        found["muestra"] = respuesta_a_json(muestra(right, SEMILLA))
    return found


def joined(public: Comprobacion, hidden: Comprobacion) -> Comprobacion:
    """Las dos comprobaciones de un ejercicio como una sola, los casos públicos primero."""
    plan = Plan(
        public.plan.ejercicio,
        public.plan.nombre,
        public.plan.casos + hidden.plan.casos,
        public.plan.dispositivo,
    )
    errors = tuple(
        ErrorConocido(a.hallazgo, a.respuestas + b.respuestas, a.nota)
        for a, b in zip(public.errores, hidden.errores, strict=True)
    )
    return Comprobacion(plan, public.esperadas + hidden.esperadas, public.comparaciones, errors)


def _check(exercise: Exercise, kind: CellKind, cases: Sequence[Caso]) -> Comprobacion:
    device = DOUBLE if kind is CellKind.PORTABLE else None
    plan = Plan(exercise.id, exercise.name, tuple(cases), device)
    expected = answers(exercise, exercise.reference, plan)
    for case, answer in zip(cases, expected, strict=True):
        if answer.estado not in ("valor", "excepcion"):
            raise BrokenExerciseError(
                f"La referencia de {exercise.id} no contesta al caso «{case.titulo}»: "
                f"{answer.estado}."
            )
    return Comprobacion(plan, expected, exercise.comparisons, _known_errors(exercise, kind, plan))


def _known_errors(exercise: Exercise, kind: CellKind, plan: Plan) -> tuple[ErrorConocido, ...]:
    if kind in (CellKind.SPEED, CellKind.MEMORY):
        return ()  # lo que falla ahí en una función correcta es siempre lo mismo: copiar
    return tuple(
        ErrorConocido(exercise.finding(variant), answers(exercise, build, plan), variant.note)
        for variant in exercise.variants
        if not variant.by_property
        for build in variant.builds
    )
