"""Las figuras con que se eligen los hiperparámetros: lo que dibujan y lo que dicen."""

import math

from curso import graficas

GRID = [({"lr": lr, "l2": l2}, lr + l2) for lr in (0.1, 1.0) for l2 in (0.01, 0.1)]
DRAWS = [({"lr": 0.2, "l2": 0.05}, 3.0), ({"lr": 7.0, "l2": 0.02}, math.nan)]


def test_the_tries_of_each_search_are_drawn_with_the_same_limits():
    figure = graficas.intentos({"Rejilla": GRID, "Azar": DRAWS}, x="lr", y="l2", titulo="Dos")
    assert len(figure.axes) == 4
    grid, _, draws, losses = figure.axes
    assert len({ejes.get_xlim() for ejes in figure.axes}) == 1
    assert grid.get_ylim() == draws.get_ylim()
    assert grid.lines[0].get_xdata().tolist() == [0.1, 0.1, 1.0, 1.0]
    assert losses.lines[0].get_ydata().tolist() == [3.0]
    assert draws.lines[1].get_xdata().tolist() == [7.0]
    for said in (
        "Rejilla hace 4 intentos con 2 valores distintos de lr",
        "su mejor pérdida, 0,11, sale con lr = 0,1",
        "Azar hace 2 intentos con 2 valores distintos de lr",
    ):
        assert said in figure.descripcion


def test_the_means_have_their_deviation_and_the_lowest_is_told():
    figure = graficas.medias_con_desviacion(
        {"validación": ([1, 2, 3], [5.0, 2.0, 4.0], [1.0, 0.5, 1.0])}, x="grado"
    )
    assert "la media más baja, 2 con desviación 0,5, en grado = 2" in figure.descripcion
    assert figure.axes[0].get_xscale() == "linear"
    bars = figure.axes[0].collections[0].get_segments()
    assert [tuple(bar[:, 1]) for bar in bars] == [(4.0, 6.0), (1.5, 2.5), (3.0, 5.0)]
