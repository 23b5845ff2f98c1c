"""Figuras: lo que dibujan, lo que dicen y que se leen en los dos temas."""

import base64
import io
import subprocess
import sys

import matplotlib.colors
import numpy as np
import pytest
from matplotlib.figure import Figure
from PIL import Image

from curso import graficas
from curso.backend import a_dispositivo
from curso.graficas.coste import exponente
from curso.graficas.figura import COLORES, TINTA, lista, numero
from curso.problemas import (
    Beale,
    Cuadratica,
    RegresionLineal,
    RegresionSoftmax,
    Rosenbrock,
    Silla,
    Valle,
)

LIGHT, DARK = "#ffffff", "#111111"  # los fondos de JupyterLab


def descent(problem, lr, steps):
    path = [problem.inicio]
    for _ in range(steps):
        path.append(path[-1] - lr * problem.gradiente(path[-1]))
    return np.array(path)


def test_a_figure_is_drawn_once_where_matplotlib_is_inline(monkeypatch):
    """IPython tiene su propia manera de dibujar cualquier `Figure`: no debe usar las dos."""
    from IPython.core.interactiveshell import InteractiveShell

    drawn, shown, draw = [], [], Figure.draw

    def noted(*args, **kwargs):
        drawn.append(args)
        draw(*args, **kwargs)

    monkeypatch.setattr(Figure, "draw", noted)
    monkeypatch.setattr("curso.graficas.figura.display", lambda data, **_: shown.append(data))
    shell = InteractiveShell()
    shell.enable_gui = lambda gui=None: None
    shell.enable_matplotlib("inline")
    figure = graficas.aprendizaje({"entrenamiento": [3, 2, 1]})
    assert shell.display_formatter.format(figure) == ({}, {})
    assert [set(data) for data in shown] == [{"image/png", "text/plain"}]
    assert len(drawn) == 1


def contrast(one, other):
    def luminance(color):
        rgb = np.array(matplotlib.colors.to_rgb(color))
        linear = np.where(rgb <= 0.03928, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("background", [LIGHT, DARK])
def test_colours_are_told_from_both_backgrounds(background):
    assert contrast(TINTA, background) >= 4
    assert min(contrast(color, background) for color in COLORES) >= 3


def figures():
    valley = Valle()
    images = np.random.default_rng(0).random((10, 28, 28))
    return {
        "levels": graficas.curvas_de_nivel(valley),
        "paths": graficas.trayectorias(valley, {"SGD": descent(valley, 0.1, 20)}),
        "learning": graficas.aprendizaje({"entrenamiento": [3, 2, 1]}),
        "rates": graficas.tasas({"inverso": lambda t: 1 / (1 + t)}, 10),
        "images": graficas.imagenes(images, np.arange(10)),
        "batches": graficas.reparto_en_lotes([range(8), range(8)], 4),
        "cost": graficas.crecimiento({"n": ([1, 10, 100], [2, 20, 200])}),
    }


@pytest.mark.parametrize("name", list(figures()))
def test_every_figure_has_a_transparent_background_and_an_alternative_text(name):
    figure = figures()[name]
    data, metadata = figure._repr_mimebundle_()
    assert data["text/plain"] == metadata["image/png"]["alt"] == figure.descripcion
    assert figure.descripcion.endswith(".")
    assert len(figure.descripcion) > 40
    with Image.open(io.BytesIO(base64.b64decode(data["image/png"]))) as image:
        pixels = np.asarray(image.convert("RGBA"))
        assert image.info["Description"] == figure.descripcion
    assert pixels[0, 0, 3] == 0
    assert (pixels[..., 3] > 0).any()


@pytest.mark.parametrize("name", list(figures()))
def test_the_text_of_every_figure_has_the_ink_of_both_themes(name):
    figure = figures()[name]
    for text in figure.findobj(matplotlib.text.Text):
        if text.get_text():
            color = matplotlib.colors.to_hex(text.get_color())
            assert color in {TINTA, *COLORES}, text.get_text()


@pytest.mark.parametrize("problem", [Valle(), Beale(), Silla(), Rosenbrock()])
def test_levels_of_every_surface_tell_start_and_minimum(problem):
    figure = graficas.curvas_de_nivel(problem)
    text = figure.descripcion
    assert problem.nombre in text
    assert f"({numero(problem.minimo[0])}; {numero(problem.minimo[1])})" in text
    (axes,) = figure.axes
    assert (axes.get_xlim(), axes.get_ylim()) == problem.dibujo


def test_a_function_of_one_point_at_a_time_can_be_drawn():
    class OneByOne:
        nombre, dibujo, ejes = "de un alumno", ((-1.0, 1.0), (-1.0, 1.0)), ("x", "y")
        inicio, minimo = np.array([0.5, 0.5]), np.zeros(2)

        def valor(self, w):
            if w.shape != (2,):
                raise ValueError
            return float(w @ w)

    assert "de un alumno" in graficas.curvas_de_nivel(OneByOne()).descripcion


def test_problems_without_a_drawing_are_refused():
    for problem in (RegresionSoftmax.sintetica(), Cuadratica.de_condicion(p=3)):
        with pytest.raises(ValueError, match="no tiene dos parámetros"):
            graficas.curvas_de_nivel(problem)


def test_paths_are_drawn_as_given_and_described():
    valley = Valle()
    paths = {"lento": descent(valley, 0.01, 5), "rápido": descent(valley, 0.9, 5)}
    figure = graficas.trayectorias(valley, paths)
    drawn = {line.get_label(): line.get_xydata() for line in figure.axes[0].lines}
    for name, path in paths.items():
        np.testing.assert_array_equal(drawn[name], path)
        assert f"{name} da 5 pasos" in figure.descripcion


def test_divergence_is_described_and_does_not_break_the_figure():
    valley = Valle()
    with np.errstate(over="ignore", invalid="ignore"):
        path = descent(valley, 1e3, 400)
    figure = graficas.trayectorias(valley, {"loco": path})
    assert "loco diverge" in figure.descripcion
    assert len(figure.png()) > 1000
    drawn = next(line for line in figure.axes[0].lines if line.get_label() == "loco")
    assert np.isfinite(drawn.get_xydata()).all()


def test_a_path_of_another_shape_is_refused_by_its_name():
    with pytest.raises(ValueError, match=r"camino de Adam.*\(5, 3\)"):
        graficas.trayectorias(Valle(), {"Adam": np.zeros((5, 3))})


def test_paths_may_live_on_the_device():
    valley = Valle()
    path = a_dispositivo(descent(valley, 0.1, 4), "doble")
    assert "SGD da 4 pasos" in graficas.trayectorias(valley, {"SGD": path}).descripcion


def test_a_problem_whose_data_are_on_the_device_is_drawn_the_same():
    here = RegresionLineal.sintetica(n=20)
    there = RegresionLineal(a_dispositivo(here.X, "doble"), a_dispositivo(here.y, "doble"))
    here, there = graficas.curvas_de_nivel(here), graficas.curvas_de_nivel(there)
    assert here.descripcion == there.descripcion
    assert here.png() == there.png()


def test_learning_curves_tell_the_best_epoch_and_skip_what_is_not_finite():
    figure = graficas.aprendizaje({"validación": [3.0, 1.5, np.inf]})
    assert "no es finito" in figure.descripcion
    assert "1,5, en época 2" in figure.descripcion
    (line,) = figure.axes[0].lines
    assert np.isnan(line.get_ydata()[2])


def test_batch_pictures_tell_the_classes_and_the_mistakes():
    images = np.zeros((3, 4, 4))
    figure = graficas.imagenes(
        images, np.array([0, 1, 1]), ["bota", "bolso"], predichas=np.array([0, 0, 1])
    )
    assert "1 de bota y 2 de bolso; 1 mal clasificada." in figure.descripcion
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["bota", "✗ bota", "bolso"]
    with pytest.raises(ValueError, match="alto, ancho"):
        graficas.imagenes(np.zeros((3, 16)))


def test_shuffling_is_seen_in_the_batches():
    same = graficas.reparto_en_lotes([range(8)] * 2, 4)
    other = graficas.reparto_en_lotes([range(8), list(range(8))[::-1]], 4)
    assert "el mismo en todas" in same.descripcion
    assert "cambia entre épocas" in other.descripcion
    with pytest.raises(ValueError, match="permutación"):
        graficas.reparto_en_lotes([[0, 0, 1]], 2)


def test_growth_shows_the_exponent():
    figure = graficas.crecimiento({"p": ([10, 100, 1000], [1, 100, 10_000])})
    assert "exponente 2" in figure.descripcion
    assert exponente([1, 2, 4], [3, 6, 12]) == pytest.approx(1)


def test_the_axes_bear_the_names_that_the_text_gives_to_the_parameters():
    def names(problem):
        (axes,) = graficas.curvas_de_nivel(problem).axes
        return axes.get_xlabel(), axes.get_ylabel()

    assert names(Valle()) == ("x", "y")
    assert names(RegresionLineal.de_horas_nota()) == ("w₀", "w₁")
    text = graficas.curvas_de_nivel(RegresionLineal.de_horas_nota()).descripcion
    assert "w₀ de" in text
    assert " y w₁ de" in text


@pytest.mark.parametrize("how_many", [2, 3, 7, 10])
def test_no_legend_covers_what_is_drawn(how_many):
    valley = Valle()
    paths = {f"camino {i}": descent(valley, 0.05 * (i + 1), 20) for i in range(how_many)}
    curves = {f"curva {i}": np.linspace(2, 1, 9) + i for i in range(how_many)}
    for figure in (graficas.trayectorias(valley, paths), graficas.aprendizaje(curves)):
        figure.png()  # coloca cada cosa
        (axes,), (legend,) = figure.axes, figure.legends
        assert len(legend.get_texts()) == how_many
        assert not legend.get_window_extent().overlaps(axes.get_tightbbox())
        assert legend.get_window_extent().x0 >= 0


def test_animation_is_a_small_animated_png_that_grows():
    valley = Valle()
    paths = {f"lr {lr}": descent(valley, lr, 200) for lr in (0.01, 0.1, 0.5, 0.9)}
    animation = graficas.animar(valley, paths)
    assert len(animation.datos) < 300_000
    assert animation._repr_mimebundle_()["text/plain"] == animation.descripcion
    with Image.open(io.BytesIO(animation.datos)) as image:
        assert image.is_animated
        assert image.n_frames == animation.fotogramas + 1 == 42
        ink = []
        for frame in range(image.n_frames):
            image.seek(frame)
            ink.append(int((np.asarray(image.convert("RGBA"))[..., 3] > 0).sum()))
    complete, *frames = ink
    assert frames == sorted(frames)
    assert frames[0] < frames[20] < frames[-1]
    assert frames[-1] == pytest.approx(complete, rel=0.01)


def test_paths_of_different_length_are_animated_together(tmp_path):
    valley = Valle()
    paths = {"corto": descent(valley, 0.1, 2), "largo": descent(valley, 0.1, 7)}
    animation = graficas.animar(valley, paths)
    assert animation.fotogramas == 8
    animation.guardar(tmp_path / "a.png")
    assert (tmp_path / "a.png").read_bytes() == animation.datos


def test_figures_do_not_touch_pyplot():
    code = (
        "from curso import graficas; from curso.problemas import Valle; import sys; "
        "graficas.curvas_de_nivel(Valle()).png(); sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b", "c"], "a, b y c"),
        (["SGD", "inverso"], "SGD e inverso"),
        (["agua", "hielo"], "agua y hielo"),
    ],
)
def test_lists_are_joined_as_in_spanish(names, text):
    assert lista(names) == text
