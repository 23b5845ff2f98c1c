"""El mosaico: un panel por camino, sin perder ninguno, y ligero en el cuaderno."""

import io

import numpy as np
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from curso import graficas
from curso.graficas.figura import COLORES, Figura
from curso.problemas import Silla, Valle


def straight(problem, steps):
    return np.linspace(problem.inicio, problem.minimo, steps + 1)


def test_each_path_has_its_own_panel_with_its_name_and_its_end():
    paths = {name: straight(Silla(), k) for name, k in (("uno", 3), ("dos", 5), ("tres", 1))}
    figure = graficas.mosaico(Silla(), paths)
    assert [axes.get_title() for axes in figure.axes] == list(paths)
    for axes, path in zip(figure.axes, paths.values(), strict=True):
        *_, line, end = axes.get_lines()
        assert np.array_equal(line.get_xydata(), path)
        assert np.array_equal(end.get_xydata(), path[-1:])


def test_the_description_says_where_each_one_ends():
    figure = graficas.mosaico(Valle(), {"recto": straight(Valle(), 4)}, titulo="Prueba")
    assert "recto da 4 pasos y acaba en (0; 0)" in figure.descripcion
    assert figure.get_suptitle() == "Prueba"


def test_ten_paths_fill_two_rows_with_the_numbers_only_outside():
    figure = graficas.mosaico(Valle(), {f"camino {i}": straight(Valle(), 2) for i in range(10)})
    rows = [axes.get_subplotspec().rowspan.start for axes in figure.axes]
    assert rows == [0] * 5 + [1] * 5
    labelled = [axes.yaxis.get_tick_params()["labelleft"] for axes in figure.axes]
    assert labelled == [True, False, False, False, False] * 2


def test_a_path_that_is_not_of_points_is_refused():
    with pytest.raises(ValueError, match="malo tiene forma"):
        graficas.mosaico(Valle(), {"malo": np.zeros((3, 3))})


def test_a_path_that_leaves_the_plane_is_drawn_until_it_leaves():
    away = np.array([[-8.0, 1.5], [0.0, 0.0], [np.inf, 0.0], [np.nan, np.nan]])
    figure = graficas.mosaico(Valle(), {"se va": away})
    assert len(figure.axes[0].get_lines()[-2].get_xydata()) == 2
    assert "se va diverge" in figure.descripcion


def test_the_picture_is_small_and_keeps_its_colours():
    """Una figura con paleta ocupa poco, y sus líneas se ven del mismo color."""
    paths = {f"camino {i}": straight(Valle(), 40) for i in range(10)}
    figure = graficas.mosaico(Valle(), paths)
    picture = figure.png()
    assert len(picture) < 40_000
    pixels = np.asarray(Image.open(io.BytesIO(picture)).convert("RGBA")).reshape(-1, 4)
    solid = pixels[pixels[:, 3] > 240][:, :3].astype(int)
    for color in COLORES:
        wanted = np.array([round(255 * c) for c in to_rgb(color)])
        assert np.abs(solid - wanted).max(axis=1).min() <= 8, color
    assert isinstance(figure, Figura)
