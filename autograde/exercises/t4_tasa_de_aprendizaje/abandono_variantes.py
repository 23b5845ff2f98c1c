"""t4.abandono: soluciones escritas de otra manera, y equivocadas."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.rules import variants
from autograde.exercises.t4_tasa_de_aprendizaje.abandono_reglas import (
    INTACT,
    REPEATED,
    keep,
    predicting_rules,
    trained,
    training_rules,
)
from autograde.model import Variant
from solutions.regularizacion import abandono

Array = Any
Generator = np.random.Generator
Pair = tuple[Array, Array]


def _check(p: float) -> None:
    if p < 0 or p >= 1:
        raise ValueError("p")


# --- correctas, escritas de otra manera ------------------------------------------------------


def _binomial(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Pair:
    _check(p)
    if not entrenando:
        return x.copy(), np.ones(x.shape)
    mascara = rng.binomial(1, 1 - p, size=x.shape) / (1 - p)
    return x * mascara, mascara


def _choice(x: Array, p: float, rng: Generator, entrenando: bool = True) -> list[Array]:
    _check(p)
    mascara = np.ones_like(x)
    if entrenando:
        mascara = rng.choice([0.0, 1 / (1 - p)], size=x.shape, p=[p, 1 - p])
    return [mascara * x, mascara]


def _loop(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Pair:
    _check(p)
    mascara = np.ones(x.shape)
    if entrenando:
        for i in np.ndindex(x.shape):
            mascara[i] = 0.0 if rng.random() < p else 1 / (1 - p)
    return x * mascara, mascara


def _in_single(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Pair:
    _check(p)
    if not entrenando:
        return x, np.ones(x.shape, dtype=np.float32)
    quedan = rng.random(x.shape, dtype=np.float32) >= p
    mascara = quedan.astype(np.float32) / np.float32(1 - p)
    return x.astype(np.float32) * mascara, mascara


def _where(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Pair:
    if not 0 <= p < 1:
        raise ValueError("p")
    apagar = entrenando & (rng.random(x.shape) < p)
    escala = 1 / (1 - p) if entrenando else 1.0
    return np.where(apagar, 0, x * escala), np.where(apagar, 0, escala)


ACCEPTED = {
    "binomial": _binomial,
    "choice": _choice,
    "con un bucle": _loop,
    "en float32": _in_single,
    "np.where": _where,
}


# --- equivocadas -----------------------------------------------------------------------------


def _writes(x: Array, p: float, rng: Generator) -> Pair:
    mask = keep(x.shape, p, rng) / (1 - p)
    x *= mask
    return x.copy(), mask


def _unchecked(x: Array, p: float, rng: Generator, entrenando: bool = True) -> Pair:
    if not entrenando:
        return x.copy(), np.ones_like(x)
    with np.errstate(all="ignore"):
        mask = (rng.random(x.shape) >= p) / np.float64(1 - p)
        return x * mask, mask


VARIANTS = (
    *variants((*training_rules(0.3, REPEATED), *predicting_rules(0.3, REPEATED))),
    Variant("modifica_x", trained(_writes), INTACT.causa, INTACT.pista, by_property=True),
    Variant(
        "sin_validar",
        _unchecked,
        "Falta rechazar una probabilidad imposible.",
        "Si `p` es menor que 0, o es 1 o más, `ValueError`.",
    ),
    Variant(
        "admite_p_1",
        lambda x, p, rng, entrenando=True: (
            (x * 0.0, np.zeros_like(x)) if p == 1 else abandono(x, p, rng, entrenando)
        ),
        "Con p = 1 apagas todo, en vez de lanzar ValueError.",
        "p está en [0, 1): el 1 no entra, porque no quedaría nada que escalar.",
    ),
)
