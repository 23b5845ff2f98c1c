"""Las figuras con que se elige la tasa: lo que dibujan y lo que dicen."""

import numpy as np
import pytest

from curso import graficas


def lines(figure):
    return {line.get_label(): line for line in figure.axes[0].lines}


def test_the_function_for_plans_is_not_hidden_by_a_module():
    assert callable(graficas.tasas)


def test_the_sweep_draws_finite_errors_and_marks_what_diverges():
    figure = graficas.barrido_de_tasas(
        [0.01, 0.1, 1.0, 10.0], [5.0, 2.0, np.nan, np.inf], elegida=0.1
    )
    drawn = figure.axes[0].lines
    assert drawn[0].get_xdata().tolist() == [0.01, 0.1]
    assert drawn[0].get_ydata().tolist() == [5.0, 2.0]
    assert lines(figure)["diverge"].get_xdata().tolist() == [1.0, 10.0]
    assert lines(figure)["la elegida"].get_xdata() == [0.1, 0.1]
    assert figure.axes[0].get_xscale() == figure.axes[0].get_yscale() == "log"
    for text in ("El menor, 2, es el de la tasa 0,1", "Divergen las tasas 1, 10", "elegida es 0,1"):
        assert text in figure.descripcion


def test_without_divergence_nothing_is_marked():
    figure = graficas.barrido_de_tasas([0.01, 0.1], [5.0, 2.0])
    assert len(figure.axes[0].lines) == 1
    assert "iverge" not in figure.descripcion
    assert "elegida" not in figure.descripcion


@pytest.mark.parametrize("errors", [[1.0], [np.nan, np.inf]], ids=["falta uno", "ninguno finito"])
def test_a_sweep_without_an_error_for_each_rate_is_refused(errors):
    with pytest.raises(ValueError, match="error por tasa"):
        graficas.barrido_de_tasas([0.1, 0.2], errors)


def test_paths_of_one_variable_lie_on_the_curve_and_tell_where_they_end():
    path = np.array([[3.0], [2.0], [1.0]])  # como lo da el descenso: una columna
    figure = graficas.una_variable(lambda w: w**2, (-4.0, 4.0), {"lr = 0,1": path}, "Parábola")
    curve = figure.axes[0].lines[0]
    np.testing.assert_array_equal(curve.get_ydata(), curve.get_xdata() ** 2)
    assert lines(figure)["lr = 0,1"].get_xdata().tolist() == [3.0, 2.0, 1.0]
    assert lines(figure)["lr = 0,1"].get_ydata().tolist() == [9.0, 4.0, 1.0]
    assert figure.descripcion == (
        "Parábola entre w = -4 y w = 4. lr = 0,1 va de 3 a 1 en 2 pasos, y el error, de 9 a 1."
    )


def test_a_curve_alone_has_a_description_too():
    figure = graficas.una_variable(np.cos, (0.0, 1.0))
    assert figure.descripcion == "Función entre w = 0 y w = 1."
