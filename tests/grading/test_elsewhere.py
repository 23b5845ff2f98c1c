"""Lo que el alumno escribió en otro sitio cuenta, y todos los que lo miran dicen lo mismo."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograde.grading.notebook import grade_notebook
from autograde.judge.results import Graded
from autograde.model import Verdict
from autograde.notebooks.rebuild import rebuild
from autograde.sandbox import Sandbox
from curso.pruebas.cuaderno import ejecutar_cuaderno
from tests.attacks.mini_assignment import ASSIGNMENT, GOOD, SEED, source
from tests.grading.damages import DAMAGES, NAMES, answered, write

pytestmark = pytest.mark.aislamiento
TARGET = "orden"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


def graded_by_us(path: Path, sandbox: Sandbox) -> Graded:
    return grade_notebook(rebuild(source(), path.read_bytes()), ASSIGNMENT, SEED, sandbox)


def right(graded: Graded) -> set[str]:
    return {
        str(c.exercise).removeprefix("t0.")
        for c in graded.cells
        if c.exercise and c.verdict is Verdict.CORRECT
    }


def right_at_home(path: Path) -> set[str]:
    """Lo que `curso comprobar` da por bueno: la primera vez que lo mira, como quien corrige."""
    first: dict[str, bool] = {}
    for report in ejecutar_cuaderno(path).informes:
        first.setdefault(report.ejercicio.removeprefix("t0."), report.correcto)
    return {name for name, correct in first.items() if correct}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda d: d.__name__)
def test_a_damage_costs_only_what_it_must(damage, sandbox, tmp_path):
    notebook = answered()
    damage(notebook, TARGET)
    path = write(tmp_path, notebook)
    expected = set(NAMES) if DAMAGES[damage] else set(NAMES) - {TARGET}
    assert right(graded_by_us(path, sandbox)) == expected
    assert right_at_home(path) == expected


@pytest.mark.lento
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    damages=st.lists(
        st.tuples(st.sampled_from(list(DAMAGES)), st.sampled_from(NAMES)), min_size=2, max_size=4
    )
)
def test_whatever_happened_to_it_the_two_agree(damages, sandbox, tmp_path):
    notebook = answered()
    for damage, name in damages:
        damage(notebook, name)
    path = write(tmp_path, notebook)
    assert right_at_home(path) == right(graded_by_us(path, sandbox))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        ("above_the_stub", "«orden» no está en la celda de su ejercicio, sino en la celda 7"),
        ("un_input_delante", "se paró con un error antes de definir «orden»"),
        ("intact", None),
    ],
)
def test_what_was_done_is_said_to_the_instructor(damage, said, sandbox, tmp_path):
    notebook = answered()
    next(d for d in DAMAGES if d.__name__ == damage)(notebook, TARGET)
    warnings = graded_by_us(write(tmp_path, notebook), sandbox).warnings
    assert [w for w in warnings if said and said in w] if said else not warnings


def test_what_is_rescued_is_only_definitions(sandbox, tmp_path):
    """Lo demás de la celda que se paró no se ejecuta: ni llamadas ni asignaciones."""
    notebook = answered()
    cell = next(c for c in notebook.cells if c.source == GOOD["orden"])
    cell.source = f"1 / 0\nprint('huella')\nmas = 1\n{GOOD['orden']}\nprint('huella')"
    graded = graded_by_us(write(tmp_path, notebook), sandbox)
    assert right(graded) == set(NAMES)
    outputs = [c.outputs for c in graded.notebook.cells if c.source == cell.source]
    assert "ZeroDivisionError" in json.dumps(outputs)
    assert "huella" not in "".join(o.get("text", "") for o in outputs[0])


def test_a_student_is_told_what_was_rescued(tmp_path):
    notebook = answered()
    next(d for d in DAMAGES if d.__name__ == "un_input_delante")(notebook, TARGET)
    result = ejecutar_cuaderno(write(tmp_path, notebook))
    assert any("EOFError" in e for e in result.errores)
    assert any("«orden»" in a and "a pesar de su error" in a for a in result.avisos)
