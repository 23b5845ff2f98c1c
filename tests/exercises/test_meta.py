"""La prueba de las pruebas: qué debe cumplir cada ejercicio de cada tarea.

Recorre todas las tareas sin conocerlas: una tarea nueva queda cubierta en cuanto existe.
"""

import pytest

from autograde import exercises
from autograde.checks import answers, hidden_check, joined, public_check
from autograde.model import CellKind
from curso.diagnostico import diagnosticar

SEEDS = (b"una semilla", b"otra semilla", b"y otra")

ASSIGNMENTS = [exercises.load(name) for name in sorted(exercises.available())]
EXERCISES = [e for a in ASSIGNMENTS for e in a.exercises.values()]


def diagnosed(exercise, implementation, check):
    return diagnosticar(answers(exercise, implementation, check.plan), check)


def checks_of(exercise, kind=CellKind.CORRECTNESS):
    """Lo que compara el juez: los casos públicos y los ocultos de cada semilla."""
    public = public_check(exercise, kind)
    return [joined(public, hidden_check(exercise, kind, seed)) for seed in SEEDS]


@pytest.fixture(scope="module", params=EXERCISES, ids=lambda e: e.id)
def exercise(request):
    return request.param


@pytest.fixture(scope="module")
def checks(exercise):
    return checks_of(exercise)


def test_every_variant_loses_with_exactly_its_own_finding(exercise, checks):
    for variant in exercise.variants:
        for check in checks:
            diagnosis = diagnosed(exercise, variant.build, check)
            assert not diagnosis.correcto, variant.code
            assert [h.codigo for h in diagnosis.hallazgos] == [f"{exercise.id}.{variant.code}"], (
                variant.code
            )


def test_accepted(exercise, checks):
    for name, implementation in {**exercise.accepted, "referencia": exercise.reference}.items():
        for check in checks:
            d = diagnosed(exercise, implementation, check)
            assert d.correcto, (name, [x for x in d.discrepancias if x], d.hallazgos)
