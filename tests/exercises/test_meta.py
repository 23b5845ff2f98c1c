"""La prueba de las pruebas: qué debe cumplir cada ejercicio de cada tarea.

Recorre todas las tareas sin conocerlas: una tarea nueva queda cubierta en cuanto existe.
"""

from pathlib import Path

import nbformat
import pytest

from autograde import exercises
from autograde.judge.checks import public_exercises
from curso.pruebas.publico import escribir, leer
from tests.exercises import meta_rules as rules

SOURCE = Path(__file__).parents[2] / "source"
ASSIGNMENTS = [exercises.load(name) for name in sorted(exercises.available())]
PAIRS = [(a, e) for a in ASSIGNMENTS for e in a.exercises.values()]


@pytest.fixture(scope="module", params=ASSIGNMENTS, ids=lambda a: a.name)
def assignment(request):
    return request.param


@pytest.fixture(scope="module", params=PAIRS, ids=lambda pair: pair[1].id)
def pair(request):
    return request.param


@pytest.fixture(scope="module")
def exercise(pair):
    return pair[1]


@pytest.fixture(scope="module")
def checks(exercise):
    return rules.Checks(exercise)


@pytest.fixture(scope="module")
def notebooks():
    return {
        a.name: nbformat.read(SOURCE / a.name / f"{a.name}.ipynb", as_version=4)
        for a in ASSIGNMENTS
    }


@pytest.fixture(scope="module")
def solved(notebooks):
    return {n: rules.namespace_of(nb, stop_on_error=True) for n, nb in notebooks.items()}


@pytest.fixture(scope="module")
def unedited(notebooks):
    return {
        n: rules.namespace_of(rules.released(nb), stop_on_error=False)
        for n, nb in notebooks.items()
    }


@pytest.fixture(scope="module")
def public_files(tmp_path_factory):
    """Los casos públicos tal como los lee el alumno: escritos y leídos."""
    read = {}
    for a in ASSIGNMENTS:
        path = tmp_path_factory.mktemp(a.name) / "casos_publicos.json"
        escribir(path, a.name, public_exercises(a))
        read[a.name] = leer(path)
    return read


def test_there_are_assignments_to_check():
    assert ASSIGNMENTS


def test_the_reference_has_full_marks(exercise, checks):
    assert rules.faults_of_correct(exercise, checks, exercise.reference, "referencia") == []


def test_the_solution_in_the_notebook_has_full_marks(pair, checks, solved):
    assignment, exercise = pair
    solution = solved[assignment.name][exercise.name]
    assert rules.faults_of_correct(exercise, checks, solution, "cuaderno") == []


def test_accepted_alternatives_have_full_marks(exercise, checks):
    for name, implementation in exercise.accepted.items():
        assert rules.faults_of_correct(exercise, checks, implementation, name) == []


def test_every_variant_loses_with_exactly_its_own_finding(exercise, checks):
    assert rules.faults_of_variants(exercise, checks) == []


def test_the_local_check_never_mistakes_a_variant_for_another(pair, public_files):
    assignment, exercise = pair
    check = public_files[assignment.name][exercise.id].comprobaciones["correccion"]
    assert rules.faults_of_public_diagnosis(exercise, check) == []


def test_no_two_variants_answer_alike(exercise, checks):
    assert rules.faults_of_distinction(exercise, checks) == []


def test_there_are_enough_variants_alternatives_and_edge_cases(exercise):
    assert rules.faults_of_quantity(exercise) == []


def test_public_texts_are_whole_spanish_sentences(exercise):
    assert rules.faults_of_texts(exercise) == []


def test_the_unedited_notebook_has_no_marks(pair, checks, unedited):
    assignment, exercise = pair
    assert rules.faults_of_stub(exercise, checks, unedited[assignment.name]) == []


def test_cells_and_points_match_the_exercises(assignment, notebooks):
    assert rules.faults_of_cells(assignment, notebooks[assignment.name]) == []


def test_statements_tell_the_limits_and_points_of_what_is_measured(assignment, notebooks):
    assert rules.faults_of_statements(assignment, notebooks[assignment.name]) == []


def test_points_are_round_and_within_ten(assignment, notebooks):
    assert rules.faults_of_points(notebooks[assignment.name]) == []


def test_the_release_holds_no_solution(assignment, notebooks):
    assert rules.faults_of_release(notebooks[assignment.name]) == []
