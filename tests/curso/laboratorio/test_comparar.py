"""Comparar: justo, resistente a lo que haga un optimizador ajeno, y reanudable."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from curso.laboratorio import comparar_optimizadores, leer_historias
from curso.laboratorio.huella import huella


class Lab:
    """Una recta con dos arreglos; apunta con qué se le llama."""

    nombre = "recta"

    def __init__(self):
        self.started, self.batches = [], []

    def iniciar(self, semilla):
        self.started.append(semilla)
        return [np.full(2, semilla, np.float32), np.zeros(1, np.float32)]

    def lotes(self, semilla, epoca):
        self.batches.append((semilla, epoca))
        x = np.array([[1, 2], [3, 4], [5, -6]], np.float32) + 0.1 * epoca
        yield x[:2], x[:2].sum(axis=1) + 1
        yield x[2:], x[2:].sum(axis=1) + 1

    def perdida_y_gradiente(self, parametros, x, y):
        w, b = parametros
        error = x @ w + b - y
        return (error**2).mean(), [2 * error @ x / len(x), 2 * error.mean(keepdims=True)]

    def validar(self, parametros):
        return float(abs(parametros[0]).sum())


class Plain:
    def __init__(self, lr=0.01):
        self.lr = lr

    def paso(self, w, g):
        return w - self.lr * g


class Counting(Plain):
    """Con estado: el paso se encoge."""

    t = 0

    def paso(self, w, g):
        self.t += 1
        return w - self.lr / self.t * g


class InPlace(Plain):
    def paso(self, w, g):
        g *= self.lr
        w -= g
        return w


class Broken(Plain):
    def paso(self, w, g):
        raise KeyError("m")


class BreaksLater(Counting):
    def paso(self, w, g):
        if self.t == 3:
            raise ZeroDivisionError("ay")
        return super().paso(w, g)


class WrongShape(Plain):
    def paso(self, w, g):
        return np.float32(0)


class Nothing(Plain):
    def paso(self, w, g):
        pass


class WrongLook(Plain):
    def adelanto(self, w):
        return [w]


class NoStep:
    pass


class Peeks(Plain):
    def adelanto(self, w):
        return w + 100


def compare(makers, epochs=4, seeds=(1, 2), **options):
    return comparar_optimizadores(Lab(), makers, epochs, seeds, barra=False, **options)


def test_a_history_is_what_a_plain_loop_gives():
    (history,) = compare({"simple": Plain}, seeds=[5])
    lab = Lab()
    parameters, losses, validation = lab.iniciar(5), [], []
    for epoch in range(4):
        total = 0
        for x, y in lab.lotes(5, epoch):
            loss, gradients = lab.perdida_y_gradiente(parameters, x, y)
            total += float(loss) * len(x)
            parameters = [w - 0.01 * g for w, g in zip(parameters, gradients, strict=True)]
        losses.append(total / 3)
        validation.append(lab.validar(parameters))
    assert history["perdidas"] == pytest.approx(losses, rel=1e-6)
    assert history["validacion"] == pytest.approx(validation, rel=1e-6)
    assert (history["optimizador"], history["semilla"], history["aviso"]) == ("simple", 5, None)
    assert (history["problema"], history["epocas"]) == ("recta", 4)


def test_every_optimiser_starts_equal_and_sees_the_same_batches():
    lab = Lab()
    comparar_optimizadores(lab, {"a": Plain, "b": Counting}, 2, [3, 7], barra=False)
    assert lab.started == [3, 7, 3, 7]
    assert lab.batches == [(3, 0), (3, 1), (7, 0), (7, 1)] * 2


def test_the_order_is_optimiser_and_then_seed():
    histories = compare({"b": Plain, "a": Counting})
    assert [(h["optimizador"], h["semilla"]) for h in histories] == [
        ("b", 1),
        ("b", 2),
        ("a", 1),
        ("a", 2),
    ]


def test_each_array_has_its_own_new_optimiser():
    made = []
    compare({"cuenta": lambda: made.append(Counting()) or made[-1]}, epochs=2)
    assert sum(m.t == 4 for m in made) == 4  # dos semillas por dos arreglos, cuatro pasos cada uno


def test_what_looks_ahead_gets_its_gradient_there():
    plain, peeks = compare({"simple": Plain, "mira": Peeks}, epochs=1, seeds=[1])
    assert peeks["perdidas"][0] > 100 * plain["perdidas"][0]


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        (Broken, r"«paso» lanza KeyError.*época 1"),
        (BreaksLater, r"«paso» lanza ZeroDivisionError: ay, en la época 2"),
        (WrongShape, r"«paso» devuelve \(\)"),
        (Nothing, r"«paso» devuelve NoneType"),
        (NoStep, r"«paso» lanza AttributeError"),
        (WrongLook, r"«adelanto» devuelve list"),
        (lambda: 1 / 0, r"el constructor lanza ZeroDivisionError"),
        (lambda: Plain(lr=1e30), r"diverge: la pérdida deja de ser finita"),
        (InPlace, r"cambia g y w en su sitio"),
    ],
)
def test_a_bad_optimiser_is_told_and_the_rest_go_on(kind, says):
    histories = compare({"mala": kind, "buena": Plain})
    assert all(h["aviso"] for h in histories[:2])
    with pytest.raises(AssertionError, match=says):
        raise AssertionError(histories[0]["aviso"])
    assert all(h["aviso"] is None for h in histories[2:])
    assert {len(h["perdidas"]) for h in histories} == {4}
    assert {len(h["validacion"]) for h in histories} == {4}
    np.testing.assert_array_equal(
        [h["perdidas"] for h in histories[2:]], [h["perdidas"] for h in compare({"b": Plain})]
    )


def test_float64_state_does_not_turn_the_weights():
    kinds = []

    class Wide(Plain):
        def paso(self, w, g):
            kinds.append(w.dtype)
            return w.astype(np.float64) - self.lr * g

    compare({"ancha": Wide})
    # Los primeros son los de la huella, en float64.
    assert set(kinds[20:]) == {np.dtype(np.float32)}


@pytest.mark.parametrize("epochs", [0, -1, 2.0, True, None])
def test_epochs_are_a_positive_integer(epochs):
    with pytest.raises(ValueError, match="`epocas` ha de ser un entero"):
        compare({"a": Plain}, epochs=epochs)


def test_what_is_in_the_file_is_not_done_again(tmp_path):
    path = tmp_path / "r.json"
    first = compare({"a": Plain, "mala": Broken}, fichero=path)
    lab = Lab()
    again = comparar_optimizadores(
        lab, {"a": Plain, "mala": Broken}, 4, (1, 2), fichero=path, barra=False
    )
    assert lab.started == []
    assert str(first) == str(again) == str(leer_historias(path))


@pytest.mark.parametrize(
    ("change", "redone"),
    [
        ({"makers": {"a": lambda: Plain(lr=0.02)}}, 2),
        ({"epochs": 5}, 2),
        ({"seeds": (1, 9)}, 1),
        ({"makers": {"otra": Plain}}, 2),
    ],
)
def test_what_has_changed_is_done_again(change, redone, tmp_path):
    path = tmp_path / "r.json"
    compare({"a": Plain}, fichero=path)
    lab = Lab()
    asked = {"makers": {"a": Plain}, "epochs": 4, "seeds": (1, 2)} | change
    comparar_optimizadores(
        lab, asked["makers"], asked["epochs"], asked["seeds"], fichero=path, barra=False
    )
    assert len(lab.started) == redone


def test_other_data_are_another_problem(tmp_path):
    path, lab = tmp_path / "r.json", Lab()
    lab.huella = "otros datos"
    compare({"a": Plain}, fichero=path)
    comparar_optimizadores(lab, {"a": Plain}, 4, (1, 2), fichero=path, barra=False)
    assert lab.started == [1, 2]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"formato": "otro"}', '{"historias": []}'])
def test_a_file_that_is_not_ours_is_told_and_left_alone(content, tmp_path):
    path = tmp_path / "r.json"
    path.write_text(content)
    with pytest.raises(ValueError, match="no es un fichero de resultados"):
        compare({"a": Plain}, fichero=path)
    assert path.read_text() == content


def test_the_file_is_plain_json_without_nan(tmp_path):
    path = tmp_path / "r.json"
    compare({"mala": Broken}, fichero=path)
    data = json.loads(path.read_text(), parse_constant=lambda name: pytest.fail(name))
    assert data["historias"][0]["perdidas"] == [None] * 4


SLOW = """
import sys, time
sys.path[:0] = {path!r}
from tests.curso.laboratorio.test_comparar import Lab, Plain
from curso.laboratorio import comparar_optimizadores
class Slow(Lab):
    def validar(self, parametros):
        time.sleep(0.02)
        return super().validar(parametros)
comparar_optimizadores(Slow(), {{"a": Plain}}, 3, range(200), fichero={file!r}, barra=False)
"""


def test_killed_in_the_middle_it_goes_on_from_there(tmp_path):
    path = tmp_path / "r.json"
    source = SLOW.format(path=[str(Path(__file__).parents[3])], file=str(path))
    process = subprocess.Popen([sys.executable, "-c", source])
    try:
        deadline = time.monotonic() + 60
        while not path.exists() or len(leer_historias(path)) < 3:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    done = len(leer_historias(path))
    lab = Lab()
    histories = comparar_optimizadores(
        lab, {"a": Plain}, 3, range(done + 2), fichero=path, barra=False
    )
    assert lab.started == [done, done + 1]
    assert len(histories) == len(leer_historias(path)) == done + 2


def test_a_print_says_what_an_optimiser_does_and_not_its_name():
    assert huella(Plain) == huella(lambda: Plain(0.01)) != huella(lambda: Plain(0.011))
    assert huella(Counting) != huella(Plain)
    assert huella(Broken) == huella(Broken) != huella(lambda: 1 / 0)


def test_the_bar_counts_epochs(capsys):
    comparar_optimizadores(Lab(), {"a": Plain, "mala": Broken}, 4, [1, 2])
    assert "recta: 100%" in capsys.readouterr().out
