"""El proyecto: de quién es cada optimizador, y qué se pone en lugar del que falta o está mal."""

import json
import sys
from functools import partial

import numpy as np
import pytest

from curso.laboratorio import proyecto
from solutions import optimizadores
from solutions.optimizadores import curso_t3

RIGHT = {name: getattr(curso_t3, name) for name in proyecto.OCHO}


class Wrong(curso_t3.Adam):
    """Un Adam que sube."""

    def paso(self, w, g):
        return w + 0.001 * g


class InPlace:
    def __init__(self, lr):
        self.lr = lr

    def paso(self, w, g):
        w -= self.lr * g
        return w


class Broken:
    def __init__(self, lr):
        pass

    def paso(self, w, g):
        raise TypeError


class Misshapen:
    def __init__(self, lr):
        pass

    def paso(self, w, g):
        return w[:2]


def test_every_right_one_is_used():
    mine = proyecto.propios("no_existe.ipynb", RIGHT)
    assert list(mine.fabricas) == list(proyecto.OCHO)
    assert mine.sustituidos == {}
    assert str(mine).count("tuyo") == 8


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (Wrong, "ninguna fórmula publicada"),
        (InPlace, "cambia sus entradas"),
        (Broken, "lanza TypeError"),
        (Misshapen, "su paso da"),
    ],
)
def test_one_that_is_wrong_is_replaced_and_told_why(wrong, why):
    mine = proyecto.propios("no_existe.ipynb", {**RIGHT, "Adam": wrong})
    assert set(mine.sustituidos) == {"Adam"}
    assert why in mine.sustituidos["Adam"]
    assert "Adam: curvas grabadas" in str(mine)


def test_they_are_read_from_a_notebook_and_what_is_pasted_rules(tmp_path):
    notebook = tmp_path / "mi_t3.ipynb"
    source = "class SGD:\n    def __init__(self, lr=0.01):\n        self.lr = lr\n"
    source += "    def paso(self, w, g):\n        return w - self.lr * g\n"
    cell = {"cell_type": "code", "source": source, "metadata": {}, "outputs": []}
    notebook.write_text(json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5}))
    mine = proyecto.propios(notebook)
    assert list(mine.fabricas) == ["SGD"]
    assert mine.sustituidos["Adam"] == "no está en «mi_t3.ipynb»"
    assert "SGD" in proyecto.propios(notebook, {"SGD": Broken}).sustituidos


class KerasAdam(optimizadores.Adam):
    def __init__(self, lr):
        super().__init__(lr, convencion="keras")


def test_another_published_convention_is_right_and_what_is_not_a_class_does_not_count():
    assert "Adam" in proyecto.propios("no_existe.ipynb", {"Adam": KerasAdam}).fabricas
    assert "Adam" in proyecto.propios("no_existe.ipynb", {"Adam": 3}).sustituidos


@pytest.mark.parametrize("problem", list(proyecto.EPOCAS))
def test_the_recorded_curves_are_those_of_the_configuration(problem):
    recorded = proyecto.curvas_grabadas(problem)
    assert [(h["optimizador"], h["semilla"]) for h in recorded] == [
        (name, seed) for name in proyecto.OCHO for seed in proyecto.SEMILLAS
    ]
    epochs = proyecto.EPOCAS[problem]
    assert all(len(h["perdidas"]) == len(h["validacion"]) == epochs for h in recorded)
    assert all(np.isfinite(h["perdidas"]).all() for h in recorded)


def test_the_recorded_curves_start_as_the_laboratory_does_today():
    """Si cambian los datos, las redes o los lotes, hay que grabarlas otra vez."""
    from curso.laboratorio import cargar, comparar_optimizadores

    makers = {n: partial(RIGHT[n], lr=proyecto.TASA) for n in ("Adam", "SGD")}
    for problem in proyecto.EPOCAS:
        today = comparar_optimizadores(cargar(problem), makers, 1, [0], barra=False)
        for h in today:
            recorded = next(
                g
                for g in proyecto.curvas_grabadas(problem)
                if (g["optimizador"], g["semilla"]) == (h["optimizador"], 0)
            )
            assert h["perdidas"][0] == pytest.approx(recorded["perdidas"][0], rel=1e-3)
            assert h["validacion"][0] == pytest.approx(recorded["validacion"][0], rel=1e-3)
        assert proyecto.base(problem) == pytest.approx(cargar(problem).base, rel=1e-3)


def test_mine_are_trained_and_the_rest_are_recorded(monkeypatch, tmp_path):
    monkeypatch.setitem(proyecto.EPOCAS, "viviendas", 1)
    mine = proyecto.propios("no_existe.ipynb", {"SGD": RIGHT["SGD"]})
    file = tmp_path / "resultados.json"
    stories = proyecto.historias("viviendas", mine, file)
    assert [h["optimizador"] for h in stories[::3]] == list(proyecto.OCHO)
    assert {h["optimizador"] for h in stories if not h["grabada"]} == {"SGD"}
    assert file.exists()
    figure = proyecto.dibujar("viviendas", [h for h in stories if h["optimizador"] == "SGD"])
    assert "SGD acaba" in figure.descripcion


def test_where_it_is_graded_the_file_that_came_along_is_read(monkeypatch, tmp_path, capsys):
    monkeypatch.setitem(proyecto.EPOCAS, "viviendas", 1)
    mine = proyecto.propios("no_existe.ipynb", {"SGD": RIGHT["SGD"]})
    file = tmp_path / "resultados.json"
    proyecto.historias("viviendas", mine, file)
    monkeypatch.setitem(sys.modules, "curso.laboratorio.comparar", None)
    read = proyecto.historias("viviendas", mine, file)
    assert {h["optimizador"] for h in read if not h["grabada"]} == {"SGD"}
    assert "Aquí no se entrena" in capsys.readouterr().out
    file.write_text('{"historias": [{"problema": 3}]}')
    assert all(h["grabada"] for h in proyecto.historias("viviendas", mine, file))
    assert all(h["grabada"] for h in proyecto.historias("viviendas", mine, tmp_path / "otro.json"))


def test_a_figure_marks_what_is_recorded():
    figure = proyecto.dibujar("ropa", proyecto.curvas_grabadas("ropa"))
    assert "Adam *" in figure.descripcion
    assert "* grabadas" in figure.descripcion
