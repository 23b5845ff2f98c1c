"""La propiedad de los objetos independientes, y los optimizadores testigo."""

import numpy as np
import pytest

from curso.problemas import CATALOGO
from curso.pruebas.compara import Hallazgo, Propiedad, cumple
from curso.pruebas.plan import Respuesta

INDEPENDENT = Propiedad("objetos_independientes", Hallazgo("t0.x", "Causa.", "Pista."))
ONE, OTHER = np.array([1.0, np.nan]), np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("answer", "fulfils"),
    [
        (([ONE, OTHER], [ONE.copy(), OTHER.copy()]), True),
        (([ONE, OTHER], [ONE, OTHER + 1e-9]), False),
        (([ONE], [ONE, OTHER]), False),
        (([ONE], [ONE.astype(np.float32)]), False),
        (3.0, False),
    ],
    ids=["iguales", "casi", "longitudes", "tipos", "otra cosa"],
)
def test_two_objects_answer_alike_whatever_is_expected(answer, fulfils):
    assert cumple(INDEPENDENT, Respuesta("valor", answer), Respuesta("valor", "otra")) is fulfils


def test_the_witness_counts_its_steps():
    optimiser = CATALOGO["paso_decreciente"](lr=0.5)
    w, g = np.array([1.0, 2.0]), np.array([2.0, -4.0])
    assert np.array_equal(optimiser.paso(w, g), [0.0, 4.0])
    assert np.array_equal(optimiser.paso(w, g), [0.5, 3.0])
    assert np.array_equal(w, [1.0, 2.0])
    assert not hasattr(optimiser, "adelanto")


def test_the_witness_with_look_ahead_wants_the_gradient_elsewhere():
    optimiser = CATALOGO["paso_con_adelanto"](lr=1.0, desvio=0.5)
    assert np.array_equal(optimiser.adelanto(np.array([1.0])), [1.5])
    assert np.array_equal(optimiser.paso(np.array([1.0]), np.array([0.25])), [0.75])
