"""t6.conjunto_inicializaciones: qué se mira, soluciones de otra manera, y equivocadas."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from autograde.exercises.rules import Rule
from autograde.model import Variant

ID = "t6.conjunto_inicializaciones"
Train = Callable[[Any], Any]


def _with(generators: Callable[[int, int], Iterable[Any]], check: bool = True) -> Any:
    """Un modelo por cada uno de los `generators(k, semilla)`."""

    def conjunto_inicializaciones(entrenar: Train, k: int, semilla: int) -> list[Any]:
        if check and k < 1:
            raise ValueError("hace falta al menos un modelo")
        return [entrenar(rng) for rng in generators(k, semilla)]

    return conjunto_inicializaciones


# --- correctas, escritas de otra manera ------------------------------------------------------


def _loop(entrenar: Train, k: int, semilla: int) -> list[Any]:
    if k < 1:
        raise ValueError("hace falta al menos un modelo")
    modelos = []
    secuencia = np.random.SeedSequence(semilla)
    for hija in secuencia.spawn(k):
        rng = np.random.default_rng(hija)
        modelos.append(entrenar(rng))
    return modelos


def _pairs_of_numbers(k: int, semilla: int) -> list[np.random.Generator]:
    return [np.random.default_rng([semilla, i]) for i in range(k)]


def _drawn_seeds(k: int, semilla: int) -> list[np.random.Generator]:
    maestro = np.random.default_rng(semilla)
    return [np.random.default_rng(s) for s in maestro.integers(2**63, size=k)]


def _jumps(k: int, semilla: int) -> list[np.random.Generator]:
    fuente = np.random.PCG64(semilla)
    return [np.random.Generator(fuente.jumped(i)) for i in range(k)]


ACCEPTED = {
    "bucle con `SeedSequence`": _loop,
    "`spawn` del generador": _with(lambda k, s: np.random.default_rng(s).spawn(k)),
    "parejas (semilla, i)": _with(_pairs_of_numbers),
    "semillas sorteadas": _with(_drawn_seeds),
    "saltos": _with(_jumps),
    "multiplica y suma": _with(
        lambda k, s: (np.random.default_rng(1000 * s + i) for i in range(k))
    ),
}


# --- equivocadas -----------------------------------------------------------------------------


def _shared(k: int, semilla: int) -> list[np.random.Generator]:
    return [np.random.default_rng(semilla)] * k


def _overlapping(k: int, semilla: int) -> Iterable[np.random.Generator]:
    for i in range(k):
        fuente = np.random.PCG64(semilla)
        fuente.advance(i)
        yield np.random.Generator(fuente)


def _one_less(entrenar: Train, k: int, semilla: int) -> list[Any]:
    if k < 1:
        raise ValueError("hace falta al menos un modelo")
    hijas = np.random.SeedSequence(semilla).spawn(k)
    return [entrenar(np.random.default_rng(hija)) for hija in hijas[1:]]


RULES = (
    Rule(
        "son_k_modelos",
        "otra_forma",
        "Tu función no devuelve una lista con los k modelos, tal como salen de `entrenar`.",
        "La lista lleva k elementos, uno por llamada: ni la media, ni el último, ni uno de menos.",
        _one_less,
    ),
    Rule(
        "reciben_un_generador",
        "no_es_un_generador",
        "A `entrenar` le das algo que no es un generador de NumPy.",
        "No le des la semilla, ni una `SeedSequence`, ni `np.random`: de cada semilla se hace un "
        "generador con `np.random.default_rng(…)`.",
        _with(lambda k, s: (s + i for i in range(k))),
    ),
    Rule(
        "conjunto_repetible",
        "no_se_repite",
        "Con la misma semilla salen modelos distintos cada vez.",
        "Todo el azar ha de salir de `semilla`: ni `np.random.default_rng()` sin nada, ni "
        "`np.random.…`, que recuerdan lo que pasó antes.",
        _with(lambda k, s: (np.random.default_rng() for _ in range(k))),
    ),
    Rule(
        "modelos_distintos",
        "modelos_repetidos",
        "En un mismo conjunto hay modelos iguales.",
        "Si todos los generadores nacen de la misma semilla, todos los modelos son el mismo. Cada "
        "uno necesita la suya.",
        _with(lambda k, s: (np.random.default_rng(s) for _ in range(k))),
    ),
    Rule(
        "conjunto_segun_la_semilla",
        "ignora_la_semilla",
        "Con semillas distintas salen los mismos modelos: `semilla` no interviene.",
        "Los generadores han de depender de `semilla`, además del número de modelo.",
        _with(lambda k, s: (np.random.default_rng(i) for i in range(k))),
    ),
    Rule(
        "semillas_sin_modelos_comunes",
        "semillas_que_se_pisan",
        "Dos semillas distintas comparten modelos.",
        "Con `semilla + i`, el segundo modelo de la semilla 7 es el primero de la 8; con "
        "`semilla * i`, el primero es siempre el mismo. `np.random.SeedSequence(semilla).spawn(k)` "
        "da k semillas que no se repiten.",
        _with(lambda k, s: (np.random.default_rng(s + i) for i in range(k))),
    ),
    Rule(
        "generadores_separados",
        "generador_compartido",
        "Los modelos comparten un generador: cada uno depende de cuántos números gastó el "
        "anterior.",
        "Si mañana el primer modelo entrena una época más, cambian todos los demás. Da a cada "
        "modelo un generador para él solo.",
        _with(_shared),
    ),
    Rule(
        "numeros_independientes",
        "generadores_solapados",
        "Los generadores de dos modelos dan los mismos números, aunque no en el mismo momento.",
        "Avanzar un poco un generador no lo hace independiente: parte de los números se repiten. "
        "Usa `spawn`.",
        _with(_overlapping),
    ),
)

VARIANTS = (
    Variant(
        "sin_validar",
        _with(
            lambda k, s: map(np.random.default_rng, np.random.SeedSequence(s).spawn(max(k, 0))),
            False,
        ),
        "Admites que se pidan menos de un modelo.",
        "Si k es menor que 1, lanza `ValueError`.",
    ),
)
