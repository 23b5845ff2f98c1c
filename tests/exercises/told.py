"""Qué oye quien entrega un programa, mirado como al corregir pero sin aislamiento."""

from __future__ import annotations

import functools
import itertools
import math
import re
from pathlib import Path
from typing import Any

import numpy as np

from autograde import exercises
from autograde.judge.checks import answers, hidden_check, joined, public_check
from autograde.model import CellKind
from curso.pruebas.diagnostico import Diagnostico, diagnosticar
from curso.pruebas.publico import Comprobacion

SLIPS = Path(__file__).parent / "slips"
EXERCISES = {e.id: e for a in exercises.available() for e in exercises.load(a).exercises.values()}


@functools.cache
def _check(exercise_id: str, hidden: bool) -> Comprobacion:
    exercise, kind = EXERCISES[exercise_id], CellKind.CORRECTNESS
    public = public_check(exercise, kind)
    return joined(public, hidden_check(exercise, kind, b"una semilla")) if hidden else public


@functools.cache
def diagnosis(exercise_id: str, source: str, hidden: bool = True) -> Diagnostico:
    """El diagnóstico de `source`, con los casos públicos y, si se quiere, los ocultos."""
    exercise, check = EXERCISES[exercise_id], _check(exercise_id, hidden)
    space: dict[str, Any] = {"np": np, "math": math, "itertools": itertools}
    exec(source, space)
    return diagnosticar(answers(exercise, space[exercise.name], check.plan), check)


def told(exercise_id: str, source: str) -> tuple[bool, set[str]]:
    """Si lo que se entrega es correcto, y los hallazgos que oye, sin el nombre del ejercicio."""
    found = diagnosis(exercise_id, source)
    return found.correcto, {h.codigo.removeprefix(f"{exercise_id}.") for h in found.hallazgos}


def programs(name: str) -> list[tuple[str, str, set[str]]]:
    """Los programas de `slips/NAME.txt`: ejercicio, texto y los hallazgos que son ciertos de él.

    Delante de cada uno va «# ejercicio: hallazgos», o un guion si ninguno lo explica.
    """
    found = []
    for block in re.split(r"(?m)^# (?=t\d\.)", (SLIPS / f"{name}.txt").read_text("utf-8"))[1:]:
        head, source = block.split("\n", 1)
        exercise_id, _, codes = head.partition(":")
        found.append((exercise_id, source, set(codes.split()) - {"-"}))
    return found
