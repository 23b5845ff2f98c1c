"""Las clases de t3 hacen lo que dice el enunciado, escrito aquí número a número."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from curso.backend import a_anfitrion, a_dispositivo, es_de_dispositivo
from solutions.optimizadores import curso_t3

Step = Callable[[dict[str, float], float, float, int, dict[str, float]], float]


def sgd(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    return w - h["lr"] * g


def momentum(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    s["v"] = h["momentum"] * s.get("v", 0.0) - h["lr"] * g
    return w + s["v"]


def adagrad(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    s["a"] = s.get("a", 0.0) + g**2
    return w - h["lr"] * g / (math.sqrt(s["a"]) + h["eps"])


def adadelta(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    rho, eps = h["rho"], h["eps"]
    s["g2"] = rho * s.get("g2", 0.0) + (1 - rho) * g**2
    step = math.sqrt(s.get("x2", 0.0) + eps) / math.sqrt(s["g2"] + eps) * g
    s["x2"] = rho * s.get("x2", 0.0) + (1 - rho) * step**2
    return w - h["lr"] * step


def rmsprop(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    s["v"] = h["rho"] * s.get("v", 0.0) + (1 - h["rho"]) * g**2
    return w - h["lr"] * g / (math.sqrt(s["v"]) + h["eps"])


def moments(s: dict[str, float], g: float, h: dict[str, float]) -> None:
    s["m"] = h["beta1"] * s.get("m", 0.0) + (1 - h["beta1"]) * g
    s["v"] = h["beta2"] * s.get("v", 0.0) + (1 - h["beta2"]) * g**2


def adam(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    moments(s, g, h)
    m_hat, v_hat = s["m"] / (1 - h["beta1"] ** t), s["v"] / (1 - h["beta2"] ** t)
    return w - h["lr"] * m_hat / (math.sqrt(v_hat) + h["eps"])


def adamax(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    s["m"] = h["beta1"] * s.get("m", 0.0) + (1 - h["beta1"]) * g
    s["u"] = max(h["beta2"] * s.get("u", 0.0), abs(g))
    return w - h["lr"] / (1 - h["beta1"] ** t) * s["m"] / (s["u"] + h["eps"])


def nadam(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    moments(s, g, h)
    b1 = h["beta1"]
    m_hat = b1 * s["m"] / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t)
    v_hat = s["v"] / (1 - h["beta2"] ** t)
    return w - h["lr"] * m_hat / (math.sqrt(v_hat) + h["eps"])


def ftrl(s: dict[str, float], w: float, g: float, t: int, h: dict[str, float]) -> float:
    before = s.get("n", h["acumulador_inicial"])
    s["n"] = before + g**2
    sigma = (math.sqrt(s["n"]) - math.sqrt(before)) / h["lr"]
    s["z"] = s.get("z", 0.0) + g - sigma * w
    if abs(s["z"]) <= h["l1"]:
        return 0.0
    excess = s["z"] - math.copysign(h["l1"], s["z"])
    return -excess / (math.sqrt(s["n"]) / h["lr"] + 2 * h["l2"])


ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
ADAM_002 = {**ADAM, "lr": 0.002}
CLASSES: list[tuple[str, Step, dict[str, float], dict[str, float]]] = [
    ("SGD", sgd, {"lr": 0.01}, {"lr": 0.3}),
    ("Momentum", momentum, {"lr": 0.01, "momentum": 0.9}, {"lr": 0.2, "momentum": 0.4}),
    ("Nesterov", momentum, {"lr": 0.01, "momentum": 0.9}, {"lr": 0.2, "momentum": 0.4}),
    ("Adagrad", adagrad, {"lr": 0.01, "eps": 1e-8}, {"lr": 0.5, "eps": 1e-2}),
    (
        "Adadelta",
        adadelta,
        {"lr": 1.0, "rho": 0.95, "eps": 1e-6},
        {"lr": 0.7, "rho": 0.8, "eps": 1e-2},
    ),
    (
        "RMSprop",
        rmsprop,
        {"lr": 0.001, "rho": 0.9, "eps": 1e-8},
        {"lr": 0.1, "rho": 0.6, "eps": 1e-2},
    ),
    ("Adam", adam, ADAM, {"lr": 0.1, "beta1": 0.7, "beta2": 0.8, "eps": 1e-2}),
    ("Adamax", adamax, ADAM_002, {"lr": 0.1, "beta1": 0.7, "beta2": 0.8, "eps": 1e-2}),
    ("Nadam", nadam, ADAM_002, {"lr": 0.1, "beta1": 0.7, "beta2": 0.8, "eps": 1e-2}),
    (
        "Ftrl",
        ftrl,
        {"lr": 0.1, "l1": 0.0, "l2": 0.0, "acumulador_inicial": 0.1},
        {"lr": 0.5, "l1": 0.4, "l2": 0.2, "acumulador_inicial": 0.3},
    ),
]
GRADIENTS = [(0.1, -0.2, 3.0), (0.05, 0.4, -0.6), (-0.3, 0.0, 0.25), (1.5, -0.7, 1e-3)]


@pytest.mark.parametrize("defaults", [True, False], ids=["por defecto", "otros"])
@pytest.mark.parametrize(("name", "step", "default", "other"), CLASSES, ids=[c[0] for c in CLASSES])
def test_hace_lo_que_dice_el_enunciado(
    name: str, step: Step, default: dict[str, float], other: dict[str, float], defaults: bool
) -> None:
    make = getattr(curso_t3, name)
    settings = default if defaults else other
    optimizer = make() if defaults else make(**settings)
    w = np.array([0.5, -1.25, 2.0])
    expected, states = w.tolist(), [{}, {}, {}]
    for t, g in enumerate(GRADIENTS, start=1):
        w = optimizer.paso(w, np.array(g))
        expected = [
            step(s, w_i, g_i, t, settings) for s, w_i, g_i in zip(states, expected, g, strict=True)
        ]
        np.testing.assert_allclose(w, expected, rtol=1e-12, atol=1e-15)


def test_adelanto_de_nesterov() -> None:
    optimizer = curso_t3.Nesterov(lr=0.1, momentum=0.5)
    w, g = np.array([1.0, 2.0]), np.array([1.0, -1.0])
    np.testing.assert_array_equal(optimizer.adelanto(w), w)
    w_new = optimizer.paso(w, g)
    v = w_new - w
    ahead = optimizer.adelanto(w_new)
    np.testing.assert_allclose(ahead, w_new + 0.5 * v)
    assert ahead is not w_new
    assert curso_t3.Nesterov(momentum=0.0).adelanto(w) is not w


def test_trayectoria_toma_el_gradiente_en_el_adelanto() -> None:
    seen: list[Any] = []

    def gradient(w: Any) -> Any:
        seen.append(w.copy())
        return 2 * w

    w0 = np.array([1.0, -2.0])
    path = curso_t3.trayectoria(curso_t3.Nesterov(0.1, 0.5), gradient, w0, 3)
    assert path.shape == (4, 2)
    np.testing.assert_array_equal(path[0], w0)
    np.testing.assert_array_equal(w0, [1.0, -2.0])
    np.testing.assert_array_equal(path[1], w0 - 0.2 * w0)
    np.testing.assert_allclose(seen[1], path[1] + 0.5 * (path[1] - path[0]))
    np.testing.assert_allclose(path[2], path[1] + 0.5 * (path[1] - path[0]) - 0.2 * seen[1])


def test_trayectoria_de_cualquier_objeto_con_paso_y_sin_iteraciones() -> None:
    class Half:
        def paso(self, w: Any, g: Any) -> Any:
            return w / 2

    w0 = np.array([8.0])
    path = curso_t3.trayectoria(Half(), lambda w: w, w0, 3)
    np.testing.assert_array_equal(path, [[8], [4], [2], [1]])
    empty = curso_t3.trayectoria(Half(), lambda w: w, w0, 0)
    empty[0, 0] = 0.0
    assert w0[0] == 8.0


def test_trayectoria_en_el_dispositivo() -> None:
    w0 = a_dispositivo(np.array([1.0, -2.0]), "doble")
    path = curso_t3.trayectoria(curso_t3.Nesterov(0.1, 0.5), lambda w: 2 * w, w0, 3)
    assert es_de_dispositivo(path)
    host = curso_t3.trayectoria(curso_t3.Nesterov(0.1, 0.5), lambda w: 2 * w, a_anfitrion(w0), 3)
    np.testing.assert_allclose(a_anfitrion(path), host)
