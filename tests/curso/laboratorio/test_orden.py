"""`curso laboratorio` y los optimizadores de un cuaderno."""

import json

import nbformat
import numpy as np
import pytest

from curso.cli import main
from curso.laboratorio import animaciones, caminos, curvas, leer_historias, optimizadores_de
from curso.ordenes.consola import ErrorDeUso
from curso.problemas import Silla

CELLS = (
    "%matplotlib inline\nimport numpy as np\nMARGEN = 1e-8\nprint('no se ejecuta')",
    "import modulo_que_no_existe\n",
    "class SGD:\n    def __init__(self, lr=0.01):\n        self.lr = lr\n"
    "    def paso(self, w, g):\n        return w - self.lr * g\n",
    "class Signo(SGD):\n    def paso(self, w, g):\n"
    "        return w - self.lr * np.sign(g + MARGEN)\n"
    "open('rastro', 'w').write('entrenamiento')\n",
    "class Rota(SGD):\n    def paso(self, w, g):\n        raise NotImplementedError\n",
    "class Otra:\n    pass\n",
    "esto no es Python",
)


@pytest.fixture
def notebook(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in CELLS])
    nbformat.write(made, "t3_optimizadores.ipynb")
    return tmp_path / "t3_optimizadores.ipynb"


def test_classes_with_a_step_are_found_and_nothing_else_runs(notebook, capsys):
    found = optimizadores_de(notebook, lr=0.5)
    assert list(found) == ["SGD", "Signo", "Rota"]
    assert found["SGD"]().paso(np.ones(1), np.ones(1)) == [0.5]
    assert found["Signo"]() is not found["Signo"]()
    assert found["Signo"]().paso(np.ones(1), np.array([9.0])) == [0.5]
    assert capsys.readouterr().out == ""
    assert not (notebook.parent / "rastro").exists()


def test_a_notebook_without_optimisers_is_told(tmp_path):
    path = tmp_path / "otro.ipynb"
    nbformat.write(nbformat.v4.new_notebook(), path)
    with pytest.raises(ErrorDeUso, match="no hay ninguna clase"):
        optimizadores_de(path)


SMALL = ["laboratorio", "--problema", "viviendas", "--epocas", "1", "--semillas", "1"]


def test_the_order_leaves_results_and_figures(notebook, capsys):
    assert main([*SMALL, "--optimizadores", "SGD, Signo"]) == 0
    told = capsys.readouterr().out
    assert "predecir siempre lo mismo da 0,69" in told
    assert "SGD" in told
    folder = notebook.parent / "laboratorio"
    assert {p.name for p in folder.iterdir()} == {
        "resultados.json",
        *(f"{n}.png" for n in ("viviendas", "valle", "beale", "silla")),
    }
    assert [h["optimizador"] for h in leer_historias(folder / "resultados.json")] == [
        "SGD",
        "Signo",
    ]


def test_a_broken_one_is_told_at_the_end(notebook, capsys):
    assert main(SMALL) == 1
    told = capsys.readouterr().out
    assert "⚠ Rota, en viviendas: «paso» lanza NotImplementedError" in told
    assert "no finita" in told


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--mios", "no.ipynb"], "No existe «no.ipynb»: dime con --mios"),
        (["--optimizadores", "Adam"], "no están: Adam. Los hay: SGD, Signo, Rota"),
        (["--optimizadores", ","], "ninguno pedido"),
        (["--semillas", "0"], "han de ser 1 o más"),
        (["--epocas", "-1"], "han de ser 1 o más"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(arguments, says, notebook, capsys):
    assert main(["laboratorio", *arguments]) == 1
    assert says in capsys.readouterr().err


def test_a_damaged_file_is_a_sentence(notebook, capsys):
    folder = notebook.parent / "laboratorio"
    folder.mkdir()
    (folder / "resultados.json").write_text("{")
    assert main([*SMALL, "--optimizadores", "SGD"]) == 1
    assert "no es un fichero de resultados del laboratorio" in capsys.readouterr().err


def test_an_unknown_problem_is_told_in_spanish(notebook, capsys):
    with pytest.raises(SystemExit):
        main(["laboratorio", "--problema", "boston"])
    assert "no es una opción válida" in capsys.readouterr().err


def test_paths_are_those_of_each_optimiser_as_far_as_they_go(notebook):
    found = caminos(Silla(), optimizadores_de(notebook, 0.1), pasos=7)
    assert {name: len(path) for name, path in found.items()} == {"SGD": 8, "Signo": 8, "Rota": 1}
    start = Silla().inicio
    np.testing.assert_allclose(found["SGD"][1], start - 0.1 * Silla().gradiente(start))


def test_three_surfaces_move(notebook):
    moving = animaciones({"SGD": optimizadores_de(notebook, 0.05)["SGD"]}, pasos=6)
    assert list(moving) == ["valle", "beale", "silla"]
    for animation in moving.values():
        assert animation.fotogramas > 2
        assert "SGD" in animation.descripcion


def histories(**finals):
    return [
        {"optimizador": n, "semilla": s, "perdidas": [3, 2, v + s / 9], "validacion": [3, 2, v]}
        for n, v in finals.items()
        for s in (0, 1)
    ]


def test_curves_have_a_band_and_a_description_in_order():
    figure = curvas(histories(A=0.5, B=0.25, C=np.nan))
    left, right = figure.axes
    assert len(left.collections) == len(right.collections) == 3
    assert left.get_ylim() == right.get_ylim()
    assert "B acaba en 0,25; A acaba en 0,5; C no llega al final" in figure.descripcion
    np.testing.assert_allclose(left.lines[0].get_ydata(), [3, 2, 0.5 + 1 / 18])


def test_eight_curves_are_told_apart_by_colour_and_without_it():
    figure = curvas(histories(**dict.fromkeys("ABCDEFGH", 0.5)))
    for axes in figure.axes:
        lines = {line.get_label(): line for line in axes.get_lines()}
        eight = [lines[name] for name in "ABCDEFGH"]
        assert len({line.get_color() for line in eight}) == 8
        assert len({line.get_marker() for line in eight} - {"None", ""}) == 8


def test_one_seed_has_no_band():
    figure = curvas(histories(A=1.0)[:1])
    assert not figure.axes[0].collections


def test_a_file_read_again_draws_the_same(notebook):
    main([*SMALL, "--optimizadores", "SGD"])
    path = notebook.parent / "laboratorio" / "resultados.json"
    assert json.loads(path.read_text())["formato"] == "laboratorio-1"
    assert curvas(leer_historias(path)).png()
