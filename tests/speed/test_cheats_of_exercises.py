"""Las trampas propias de un ejercicio del curso tampoco ganan nada."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import nbformat
import numpy as np
import pytest

from autograde import exercises
from autograde.model import Verdict
from autograde.sandbox import CellState
from autograde.speed import measure as measuring
from autograde.speed.measure import measure
from autograde.speed.probe import Probe
from autograde.speed.yardsticks import Yardsticks
from curso.pruebas.plan import Caso, Modificar, Plan, Respuesta
from curso.pruebas.plan.medida import muestra
from tests.speed import cheats_of_exercises as cheats

pytestmark = [pytest.mark.aislamiento, pytest.mark.lento]
SOURCE = Path(__file__).parents[2] / "source"


def measured(sandbox, name, exercise_id, source, change=lambda spec: spec):
    assignment = exercises.load(name)
    exercise = assignment.exercises[exercise_id]
    notebook = nbformat.read(SOURCE / name / f"{name}.ipynb", as_version=4)
    spec = change(exercise.speed)
    with Yardsticks(assignment, notebook) as patterns, sandbox.session({}) as session:
        assert session.run_cell("import numpy as np\n" + source).state is CellState.OK
        session.snapshot("k")
        session.seal()
        return measure(
            exercise,
            spec,
            Probe(session, "k", Plan(exercise.id, exercise.name, ())),
            patterns.yardstick(exercise),
            patterns.identity(exercise, spec.identity),
            np.random.default_rng(),
        )


def order(sandbox, source):
    return measured(sandbox, "t2_lotes", "t2.desordenar_ejemplos", source)


def test_dar_otra_vez_un_orden_que_costo_hacer_no_vale(sandbox):
    slow = order(sandbox, cheats.SLOW_ORDER)
    assert (slow.verdict, slow.decision.share < 1) == (Verdict.CORRECT, True)
    assert order(sandbox, cheats.REPLAYED_ORDER).verdict is Verdict.INCORRECT


def test_mirando_solo_el_orden_anterior_repetirlos_ganaria(sandbox, monkeypatch):
    shuffled = measuring.shuffled
    monkeypatch.setattr(measuring, "shuffled", lambda now, before: shuffled(now, before[-1:]))
    assert order(sandbox, cheats.REPLAYED_ORDER).decision.share == 1.0


def gradient(sandbox, **kwargs):
    return measured(sandbox, "t1_descenso", "t1.error_y_gradiente", cheats.SUMS_KEPT, **kwargs)


def test_guardar_las_sumas_de_unos_datos_que_cambian_no_vale(sandbox):
    assert gradient(sandbox).verdict is Verdict.INCORRECT


def test_si_los_datos_no_cambiasen_guardar_las_sumas_ganaria(sandbox):
    def unchanging(spec):
        def case(rng):
            made = spec.case(rng)
            steps = tuple(s for s in made.pasos if not isinstance(s, Modificar))
            return Caso(made.titulo, steps)

        return dataclasses.replace(spec, case=case)

    assert gradient(sandbox, change=unchanging).decision.share > 0.0


def lazy_batches():
    namespace = {"np": np}
    exec(cheats.LAZY_BATCHES, namespace)
    x, y = np.arange(12.0).reshape(6, 2), np.arange(6, dtype=np.int32)
    return list(namespace["generar_lotes"](x, y, 4, np.random.default_rng(0))), x


def test_unos_lotes_que_no_son_arreglos_no_valen(sandbox):
    result = measured(sandbox, "t2_lotes", "t2.generar_lotes", cheats.LAZY_BATCHES)
    assert result.verdict is Verdict.INVALID
    batches, _ = lazy_batches()
    assert "puestos" not in muestra(Respuesta("valor", batches), 1).valor


def test_si_se_juntasen_sin_mirar_que_son_valdrian():
    batches, x = lazy_batches()
    together = np.concatenate([batch[0] for batch in batches])
    assert sorted(map(tuple, together)) == sorted(map(tuple, x))
