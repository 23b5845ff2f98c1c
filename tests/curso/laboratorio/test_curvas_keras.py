"""Con los mismos pesos y los mismos lotes se aprende lo mismo que con Keras."""

import json
from pathlib import Path

import numpy as np
import pytest

from curso.laboratorio import PROBLEMAS, cargar, comparar_optimizadores
from solutions import optimizadores

RECORDED = json.loads(Path(__file__).with_name("curvas_keras.json").read_text(encoding="utf-8"))


def test_every_problem_is_recorded():
    assert {c["problema"] for c in RECORDED["curvas"]} == set(PROBLEMAS)


@pytest.mark.parametrize(
    "curve", RECORDED["curvas"], ids=lambda c: f"{c['problema']}-{c['optimizador']}"
)
def test_the_curve_is_that_of_keras(curve):
    problem = cargar(curve["problema"])
    kind = getattr(optimizadores, curve["optimizador"])
    (ours,) = comparar_optimizadores(
        problem,
        {"nuestro": lambda: kind(lr=RECORDED["tasa"])},
        len(curve["perdidas"]),
        [RECORDED["semilla"]],
        barra=False,
    )
    # float32, y las sumas en otro orden: las diferencias crecen con los pasos.
    np.testing.assert_allclose(ours["perdidas"], curve["perdidas"], rtol=2e-3)
    np.testing.assert_allclose(ours["validacion"], curve["validacion"], rtol=1e-2)
