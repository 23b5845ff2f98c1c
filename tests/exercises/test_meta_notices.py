"""La prueba de las pruebas también puede fallar: con ejercicios estropeados, cada regla lo dice."""

from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograde.model import CellKind, Exercise, Variant
from autograde.model.measures import MemorySpec, PeakSpec, SpeedSpec
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan.pasos import llamada
from tests.exercises import meta_rules as rules


def double(n):
    if n < 0:
        raise ValueError
    return 2 * n


def variant(code, build, cause):
    return Variant(code, build, f"Tu función {cause}.", "Vuelve a leer el enunciado.")


EXERCISE = Exercise(
    id="t0.doble",
    name="doble",
    reference=double,
    public_cases=(llamada("Uno", 1), llamada("Negativo", -1, borde=True)),
    hidden_cases=lambda rng: [llamada("otro", int(rng.integers(2, 99)))],
    points={CellKind.CORRECTNESS: 2.5},
    comparisons={"": Comparacion()},
    variants=(
        variant("triple", lambda n: 3 * abs(n), "multiplica por tres"),
        variant("mitad", lambda n: n / 2, "divide"),
        variant("igual", lambda n: n, "no hace nada"),
        variant("texto", str, "da un texto"),
        variant("sin_validar", lambda n: 2 * n, "admite negativos"),
    ),
    accepted={"suma": lambda n: n + double(n) - n, "otra": lambda n: double(n)},
)
CHECKS = rules.Checks(EXERCISE)


def with_variant(index, **changes):
    variants = list(EXERCISE.variants)
    variants[index] = replace(variants[index], **changes)
    return replace(EXERCISE, variants=tuple(variants))


def test_the_sound_exercise_has_no_faults():
    assert rules.faults_of_correct(EXERCISE, CHECKS, double, "referencia") == []
    assert rules.faults_of_variants(EXERCISE, CHECKS) == []
    assert rules.faults_of_public_diagnosis(EXERCISE, CHECKS.public[CellKind.CORRECTNESS]) == []
    assert rules.faults_of_distinction(EXERCISE, CHECKS) == []
    assert rules.faults_of_quantity(EXERCISE) == []
    assert rules.faults_of_texts(EXERCISE) == []


def test_two_variants_with_their_codes_swapped_are_noticed():
    first, second, *rest = EXERCISE.variants
    swapped = (replace(first, code=second.code), replace(second, code=first.code), *rest)
    # Las comprobaciones conservan los hallazgos de antes: quien responde «triple» se llama «mitad».
    assert len(rules.faults_of_variants(replace(EXERCISE, variants=swapped), CHECKS)) == 4
    public = CHECKS.public[CellKind.CORRECTNESS]
    assert rules.faults_of_public_diagnosis(replace(EXERCISE, variants=swapped), public)


def test_a_variant_that_is_right_is_noticed():
    broken = with_variant(0, build=double)
    assert rules.faults_of_variants(broken, rules.Checks(broken))
    assert rules.faults_of_distinction(broken, rules.Checks(broken)) == [
        "triple y la referencia contestan lo mismo"
    ]


def test_a_variant_like_another_is_noticed():
    broken = with_variant(1, build=EXERCISE.variants[0].build)
    assert rules.faults_of_variants(broken, rules.Checks(broken))
    assert rules.faults_of_distinction(broken, rules.Checks(broken))


def test_a_wrong_accepted_solution_is_noticed_in_public_and_in_hidden_cases():
    assert rules.faults_of_correct(EXERCISE, CHECKS, lambda n: 3 * n, "mala")
    only_public = {1: 2}.get
    assert rules.faults_of_correct(EXERCISE, CHECKS, only_public, "memorizada")


@pytest.mark.parametrize(
    "broken",
    [
        replace(EXERCISE, variants=EXERCISE.variants[:4]),
        replace(EXERCISE, accepted={}),
        replace(EXERCISE, public_cases=EXERCISE.public_cases[:1]),
        replace(EXERCISE, public_cases=EXERCISE.public_cases * 2),
        with_variant(0, code="mitad"),
    ],
    ids=["variantes", "aceptadas", "límites", "títulos", "códigos"],
)
def test_too_little_or_repeated_is_noticed(broken):
    assert rules.faults_of_quantity(broken)


@pytest.mark.parametrize(
    "changes",
    [
        {"cause": ""},
        {"hint": "Sin acabar"},
        {"cause": "The wrong value."},
        {"cause": "Tu función divide."},
    ],
    ids=["vacía", "sin punto", "inglés", "repetida"],
)
def test_a_bad_text_is_noticed(changes):
    assert rules.faults_of_texts(with_variant(0, **changes))


def test_a_stub_that_gets_marks_is_noticed():
    assert rules.faults_of_stub(EXERCISE, CHECKS, {"doble": double})
    assert rules.faults_of_stub(EXERCISE, CHECKS, {}) == []


# --- cuaderno --------------------------------------------------------------------------------

SOLUTION = "def doble(n):\n    ### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION"
ASSIGNMENT = SimpleNamespace(name="t0", exercises={EXERCISE.id: EXERCISE})


def cell(make, source, grade_id, **metadata):
    made = make(source)
    made.metadata["nbgrader"] = nbformat.from_dict(
        {"grade_id": grade_id, "grade": False, "solution": False, "locked": False, **metadata}
    )
    return made


def notebook(*, solution=SOLUTION, points=2.5, test='comprobar("t0.doble")', grade_id="t0-doble"):
    return new_notebook(
        metadata={
            "kernelspec": {"language": "python", "name": "python3", "display_name": "Python"}
        },
        cells=[
            cell(new_code_cell, solution, "t0-doble-solucion", solution=True),
            cell(new_code_cell, test, grade_id, grade=True, locked=True, points=points),
            cell(
                new_markdown_cell,
                "### BEGIN SOLUTION\nRúbrica secreta\n### END SOLUTION",
                "t0-pregunta",
                grade=True,
                solution=True,
                points=1,
            ),
        ],
    )


def test_the_sound_notebook_has_no_faults():
    sound = notebook()
    assert rules.faults_of_cells(ASSIGNMENT, sound) == []
    assert rules.faults_of_points(sound) == []
    assert rules.faults_of_release(sound) == []


@pytest.mark.parametrize(
    "broken",
    [
        notebook(points=2),
        notebook(grade_id="t0-otro"),
        notebook(test='comprobar("t0.otro")'),
        notebook(test='comprobar("t0.doble", portable=True)'),
        notebook(solution="def doble(n):\n    return 2 * n"),
    ],
    ids=["puntos", "grade_id", "ejercicio", "clase", "sin región"],
)
def test_cells_that_do_not_match_are_noticed(broken):
    assert rules.faults_of_cells(ASSIGNMENT, broken)


def test_too_many_points_or_decimals_are_noticed():
    assert rules.faults_of_points(notebook(points=9.5))
    assert rules.faults_of_points(notebook(points=0.125))


def test_a_solution_repeated_outside_its_region_is_noticed():
    leaked = notebook()
    leaked.cells.append(new_markdown_cell("Recuerda: return 2 * n"))
    assert rules.faults_of_release(leaked)


TIMED = replace(
    EXERCISE,
    points={CellKind.CORRECTNESS: 2.5, CellKind.SPEED: 0.5, CellKind.MEMORY: 0.3},
    speed=SpeedSpec(case=lambda rng: llamada("uno", 1), identity="", relative=1.0, hint="Deprisa."),
    memory=MemorySpec(
        hint="Sin copiar.",
        peak=PeakSpec(case=lambda rng: llamada("uno", 1), identity="", limit_bytes=14 * 10**6),
    ),
)
SPEED_TEXT = "Hay tramos:\n\n| hasta 3 veces | 0,5 |\n| hasta 30\nveces | 0,25 |\n| más | 0 |"
MEMORY_TEXT = "Si no pasa de 14 MB (con margen),\n0,3 puntos; si no, 0."


def stated(speed=SPEED_TEXT, memory=MEMORY_TEXT):
    return new_notebook(
        cells=[
            new_markdown_cell(speed),
            cell(new_code_cell, "", "t0-doble-velocidad"),
            new_markdown_cell(memory),
            cell(new_code_cell, "", "t0-doble-memoria"),
        ]
    )


def statement_faults(broken):
    assignment = SimpleNamespace(name="t0", exercises={TIMED.id: TIMED})
    return len(rules.faults_of_statements(assignment, broken))


def test_a_statement_that_tells_the_steps_has_no_faults():
    assert statement_faults(stated()) == 0
    prose = "Hasta aquí: hasta 3 veces lo que otra, 0,5 puntos; hasta 30 veces, 0,25; más, 0."
    assert statement_faults(stated(speed=prose)) == 0


@pytest.mark.parametrize(
    "broken",
    [
        stated(speed=SPEED_TEXT.replace("3 veces", "4 veces")),
        stated(speed=SPEED_TEXT.replace("0,25", "0,3")),
        stated(speed=SPEED_TEXT.replace("| más | 0 |", "")),
        stated(speed=SPEED_TEXT + "\n| hasta 99 veces | 0,1 |"),
        stated(memory=MEMORY_TEXT.replace("14", "15")),
        stated(memory=MEMORY_TEXT.replace("0,3", "0,4")),
        stated(memory=""),
    ],
    ids=["límite", "puntos", "sin el último", "uno de más", "MB", "puntos de memoria", "nada"],
)
def test_a_statement_that_tells_other_steps_is_noticed(broken):
    assert statement_faults(broken) == 1
