"""t4.abandono: apagar unidades al azar, y no cambiar su media."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.t4_tasa_de_aprendizaje.abandono_reglas import (
    ID,
    INTACT,
    REPEATED,
    predicting_rules,
    training_rules,
)
from autograde.exercises.t4_tasa_de_aprendizaje.abandono_variantes import ACCEPTED, VARIANTS
from autograde.model import CellKind, Exercise
from curso.pruebas.compara import Comparacion
from curso.pruebas.plan import Caso, Construir, Devolver, Llamar, Paso, Ref, Rng
from solutions.regularizacion import abandono

Array = Any
#: llamadas con semillas distintas
CALLS = 40
#: probabilidades de abandono que se usan, cada una con su grupo de casos
RATES = (0.2, 0.3, 0.75)


def _calls(
    x: Array, p: float, seeds: list[int], **kwargs: Any
) -> tuple[tuple[Paso, ...], list[Ref]]:
    names = [f"r{i}" for i in range(len(seeds))]
    steps: list[Paso] = [Construir("x", x)]
    for name, seed in zip(names, seeds, strict=True):
        steps.append(Llamar(name, (Ref("x"), p, Rng(seed)), kwargs))
    return tuple(steps), [Ref(name) for name in names]


def _training(title: str, x: Array, p: float, seed: int, **kwargs: Any) -> Caso:
    """Muchas máscaras, con muchas semillas: se mira su distribución."""
    seeds = [*range(seed, seed + CALLS), *range(seed, seed + REPEATED)]
    steps, results = _calls(x, p, seeds, **kwargs)
    return Caso(title, (*steps, Devolver(results, ("x",))), grupo=f"entrenando {p}")


def _predicting(title: str, x: Array, p: float, seed: int, *, edge: bool = False) -> Caso:
    steps, results = _calls(x, p, [seed, seed + 1, seed + 2], entrenando=False)
    return Caso(title, (*steps, Devolver(results, ("x",))), borde=edge, grupo=f"prediciendo {p}")


def _exact(title: str, x: Array, p: float, seed: int, *, edge: bool = False) -> Caso:
    """Una llamada en que no hay nada al azar: no se apaga nada, o el argumento es imposible."""
    steps, results = _calls(x, p, [seed])
    return Caso(title, (*steps, Devolver(results[0], ("x",))), borde=edge)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    seed = int(rng.integers(2**60))
    x = rng.normal(size=(6, 8))
    return [
        _training("matriz", x, 0.3, seed),
        _training("mucho", rng.normal(size=(7, 9)), 0.75, seed + 100),
        _training("poco", rng.normal(size=(9, 6)), 0.2, seed + 200, entrenando=True),
        _training("vector", rng.normal(size=50), 0.3, seed + 300),
        _training("tres ejes", rng.normal(size=(3, 4, 5)), 0.3, seed + 400),
        _training("float32", x.astype(np.float32), 0.3, seed + 500),
        _training("con ceros", np.where(x > 0, x, 0.0), 0.75, seed + 600),
        _predicting("al predecir", x, 0.3, seed),
        _predicting("al predecir, mucho", rng.normal(size=20), 0.75, seed),
        _predicting("al predecir, float32", x.astype(np.float32), 0.2, seed),
        _exact("p = 0", x, 0.0, seed, edge=True),
        _exact("ninguna unidad", np.zeros((0, 3)), 0.3, seed, edge=True),
        _exact("p = 1", x, 1.0, seed, edge=True),
        _exact("p mayor que 1", x, 1.5, seed, edge=True),
        _exact("p negativo", x, -0.25, seed, edge=True),
    ]


def _comparisons() -> dict[str, Comparacion]:
    found = {"": Comparacion(intactas=INTACT)}
    for group, rules in (("entrenando", training_rules), ("prediciendo", predicting_rules)):
        for p in RATES:
            found[f"{group} {p}"] = Comparacion(
                valores=False,
                intactas=INTACT,
                propiedades=tuple(rule.property(ID) for rule in rules(p, REPEATED)),
            )
    return found


TABLE = np.linspace(0.5, 4.0, 36).reshape(6, 6)

EXERCISE = Exercise(
    id=ID,
    name="abandono",
    reference=abandono,
    points={CellKind.CORRECTNESS: 1.0},
    public_cases=(
        _training("Seis ejemplos de seis unidades, p = 0,3, con muchas semillas", TABLE, 0.3, 1000),
        _training("Un vector, y se apagan tres de cada cuatro", TABLE.ravel(), 0.75, 2000),
        _predicting("Al predecir no se toca nada", TABLE, 0.3, 5000),
        _predicting("Al predecir, con p = 0,75", np.linspace(-2, 2, 10), 0.75, 5000),
        _exact("p = 0: no se apaga nada", TABLE[:2], 0.0, 6000, edge=True),
        _exact("Ninguna unidad", np.zeros((0, 3)), 0.3, 6000, edge=True),
        _exact("p = 1: ValueError", TABLE[:2], 1.0, 6000, edge=True),
        _exact("p mayor que 1: ValueError", TABLE[:2], 1.5, 6000, edge=True),
        _exact("p negativo: ValueError", TABLE[:2], -0.1, 6000, edge=True),
    ),
    hidden_cases=_hidden,
    comparisons=_comparisons(),
    variants=VARIANTS,
    accepted=ACCEPTED,
)
