"""Aritmética de épocas: la tabla del material y los bordes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from solutions.epocas import (
    epocas_necesarias,
    iteraciones_por_epoca,
    iteraciones_totales,
    nombres,
)


@pytest.mark.parametrize(
    ("n", "b", "discard", "expected"),
    [(8, 2, False, 4), (9, 4, False, 3), (9, 4, True, 2), (3, 5, False, 1), (3, 5, True, 0)],
)
def test_iterations_per_epoch(n, b, discard, expected):
    assert iteraciones_por_epoca(n, b, descartar_ultimo=discard) == expected


@pytest.mark.parametrize(("args", "expected"), [((8, 2, 3), 12), ((8, 2, 2), 8), ((8, 4, 3), 6)])
def test_total_iterations_of_the_course_material(args, expected):
    assert iteraciones_totales(*args) == expected


@given(st.integers(0, 500), st.integers(1, 60), st.integers(1, 60), st.booleans())
def test_epochs_needed_is_the_least_that_suffices(iterations, n, b, discard):
    if iterations and discard and b > n:
        with pytest.raises(ValueError, match="ningún lote completo"):
            epocas_necesarias(iterations, n, b, discard)
        return
    epochs = epocas_necesarias(iterations, n, b, discard)
    assert iteraciones_totales(n, b, epochs, discard) >= iterations
    assert epochs == 0 or iteraciones_totales(n, b, epochs - 1, discard) < iterations


def test_huge_counts_stay_exact():
    assert epocas_necesarias(10**30 + 1, 10, 1) == 10**29 + 1


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: iteraciones_por_epoca(0, 1), "n"),
        (lambda: iteraciones_por_epoca(1, 0), "b"),
        (lambda: iteraciones_totales(1, 1, -1), "epocas"),
        (lambda: epocas_necesarias(-1, 1, 1), "iteraciones"),
        (lambda: nombres(0, 1), "b"),
        (lambda: nombres(2, 1), "mayor que la muestra"),
    ],
)
def test_out_of_range_arguments_say_which_one(call, name):
    with pytest.raises(ValueError, match=name):
        call()


def test_numpy_integers_are_accepted_and_decimals_are_not():
    result = iteraciones_totales(np.int32(8), np.uint8(2), np.int64(3))
    assert result == 12
    assert type(result) is int
    with pytest.raises(TypeError, match="entero"):
        iteraciones_por_epoca(8.0, 2)


@pytest.mark.parametrize(
    ("b", "n", "expected"),
    [
        (9, 9, {"tradicional", "batch"}),
        (1, 9, {"online", "estocástico"}),
        (3, 9, {"estocástico", "mini-batch"}),
        (1, 1, {"tradicional", "batch", "online", "estocástico"}),
    ],
)
def test_names_of_each_kind_of_descent(b, n, expected):
    assert nombres(b, n) == expected
