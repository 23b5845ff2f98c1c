"""Las configuraciones que recorren las pruebas: toda rama de toda fórmula sale al menos una vez."""

from __future__ import annotations

from typing import Any

import numpy as np

from solutions import optimizadores

CONFIGURATIONS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {}),
    ("SGD", {"momentum": 0.9}),
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("SGD", {"momentum": 0.9, "convencion": "torch"}),
    ("SGD", {"momentum": 0.9, "nesterov": True, "convencion": "torch"}),
    ("Adagrad", {}),
    ("Adagrad", {"convencion": "torch"}),
    ("Adadelta", {}),
    ("Adadelta", {"convencion": "torch"}),
    ("RMSprop", {}),
    ("RMSprop", {"momentum": 0.9, "centered": True}),
    ("RMSprop", {"convencion": "torch"}),
    ("RMSprop", {"momentum": 0.9, "centered": True, "convencion": "torch"}),
    ("Adam", {}),
    ("Adam", {"amsgrad": True}),
    ("Adam", {"convencion": "torch"}),
    ("AdamW", {}),
    ("AdamW", {"amsgrad": True, "convencion": "torch"}),
    ("Adamax", {}),
    ("Adamax", {"convencion": "torch"}),
    ("Nadam", {}),
    ("Nadam", {"convencion": "torch"}),
    ("Ftrl", {}),
    ("Ftrl", {"l1": 0.2, "l2": 0.1, "l2_contraccion": 0.05, "beta": 0.3, "potencia_lr": -0.7}),
]

IDS = [
    "-".join([name, *(f"{k}={v}" for k, v in settings.items())])
    for name, settings in CONFIGURATIONS
]


def build(name: str, settings: dict[str, Any]) -> optimizadores.Optimizador:
    """Un optimizador nuevo, con un lr con el que los pesos se mueven."""
    return getattr(optimizadores, name)(lr=0.05, **settings)


def weights(shapes: list[tuple[int, ...]], dtype: str, seed: int = 0) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [np.asarray(rng.standard_normal(shape), dtype) for shape in shapes]


def gradients(shapes: list[tuple[int, ...]], dtype: str, steps: int) -> list[list[np.ndarray]]:
    """Gradientes de varios pasos, con magnitudes distintas y algún cero."""
    rng = np.random.default_rng(1)

    def gradient(shape: tuple[int, ...]) -> np.ndarray:
        scale = 10.0 ** rng.uniform(-3, 1, shape) * (rng.random(shape) > 0.1)
        return np.asarray(rng.standard_normal(shape) * scale, dtype)

    return [[gradient(shape) for shape in shapes] for _ in range(steps)]
