"""t2.desordenar_lotes: los mismos lotes, en otro orden."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograde.exercises.rules import Rule, variants
from autograde.exercises.t2_lotes.cases import HORAS, NOTA
from autograde.exercises.t2_lotes.shuffling import (
    MANY,
    TWELVE,
    comparisons,
    many_calls,
    swapping_with_any,
    tiny,
)
from autograde.model import CellKind, Exercise, Variant
from curso.pruebas.plan import Caso, Llamar, Paso, Ref, Rng
from solutions.lotes import desordenar_lotes, partir_en_lotes

ID = "t2.desordenar_lotes"
Batches = list[Any]


def _call(name: str, rng: Rng) -> tuple[Paso, ...]:
    return (Llamar(name, (Ref("lotes"), rng)),)


def _hidden(rng: np.random.Generator) -> list[Caso]:
    x, y = rng.normal(size=(11, 2)), rng.permutation(11)
    seed = int(rng.integers(2**60))
    numbered = np.arange(TWELVE, dtype=np.int8)
    twelve = partir_en_lotes(numbered, -numbered, 1)
    return [
        many_calls("seis lotes", {"lotes": partir_en_lotes(x, y, 2)}, _call, seed),
        many_calls("doce lotes, muchas veces", {"lotes": twelve}, _call, seed + 9999, calls=MANY),
        tiny("un lote", {"lotes": [(x, y)]}, _call, seed),
        tiny("ningún lote", {"lotes": []}, _call, seed),
    ]


# --- correctas, escritas de otra manera ------------------------------------------------------


def _shuffle_copy(lotes: Batches, rng: np.random.Generator) -> Batches:
    copia = list(lotes)
    rng.shuffle(copia)
    return copia


def _fisher_yates(lotes: Batches, rng: np.random.Generator) -> Batches:
    copia = lotes[:]
    for i in range(len(copia) - 1, 0, -1):
        j = int(rng.integers(i + 1))
        copia[i], copia[j] = copia[j], copia[i]
    return copia


def _sorted_by_random_keys(lotes: Batches, rng: np.random.Generator) -> Batches:
    claves = rng.random(len(lotes))
    return [lotes[i] for i in sorted(range(len(lotes)), key=lambda i: claves[i])]


def _choice(lotes: Batches, rng: np.random.Generator) -> Batches:
    if not lotes:
        return []
    return [lotes[i] for i in rng.choice(len(lotes), size=len(lotes), replace=False)]


# --- equivocadas -----------------------------------------------------------------------------


def _in_place(lotes: Batches, rng: np.random.Generator) -> Batches:
    rng.shuffle(lotes)
    return lotes


def _returns_none(lotes: Batches, rng: np.random.Generator) -> None:
    return rng.shuffle(list(lotes))


def _inside(lotes: Batches, rng: np.random.Generator) -> Batches:
    def mix(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        order = rng.permutation(len(x))
        return x[order], y[order]

    return [mix(x, y) for x, y in lotes]


def _with_replacement(lotes: Batches, rng: np.random.Generator) -> Batches:
    return [lotes[i] for i in rng.integers(0, max(1, len(lotes)), len(lotes))]


def _as_is(lotes: Batches, rng: np.random.Generator) -> Batches:
    return list(lotes)


def _global_randomness(lotes: Batches, rng: np.random.Generator) -> Batches:
    return [lotes[i] for i in np.random.permutation(len(lotes))]


def _own_seed(lotes: Batches, rng: np.random.Generator) -> Batches:
    return [lotes[i] for i in np.random.default_rng(42).permutation(len(lotes))]


def _one_swap(lotes: Batches, rng: np.random.Generator) -> Batches:
    copia = list(lotes)
    if len(copia) > 1:
        i, j = rng.choice(len(copia), size=2, replace=False)
        copia[i], copia[j] = copia[j], copia[i]
    return copia


def _swapping_with_any(lotes: Batches, rng: np.random.Generator) -> Batches:
    return [lotes[i] for i in swapping_with_any(len(lotes), rng)]


def _rotation(lotes: Batches, rng: np.random.Generator) -> Batches:
    k = int(rng.integers(max(1, len(lotes))))
    return lotes[k:] + lotes[:k]


def _through_an_array(lotes: Batches, rng: np.random.Generator) -> Batches:
    return list(rng.permutation(lotes))


INTACT = Rule(
    "",
    "modifica_la_entrada",
    "Tu función cambia la lista que recibe.",
    "`rng.shuffle` desordena en el sitio: trabaja sobre una copia, o elige los lotes por índice.",
    _in_place,
)
RULES = (
    Rule(
        "misma_estructura",
        "no_es_lista",
        "Tu función no devuelve una lista de lotes.",
        "`rng.shuffle` devuelve `None`: lo que cambia es la lista que le das. ¿Qué devuelves tú?",
        _returns_none,
    ),
    Rule(
        "elementos_de_la_entrada",
        "cambia_los_lotes",
        "En tu resultado hay lotes que no estaban en la lista.",
        "Se desordena la lista de lotes; el contenido de cada lote (x_b, y_b) no se toca.",
        _inside,
    ),
    Rule(
        "sin_repetir",
        "repite_lotes",
        "En tu resultado algún lote sale repetido, o falta.",
        "Sortear cada lugar por separado puede dar dos veces el mismo: hace falta una permutación.",
        _with_replacement,
    ),
    Rule(
        "desordena",
        "no_desordena",
        "Tu función devuelve los lotes siempre en el orden en que entraron.",
        "Usa `rng` para decidir el orden nuevo.",
        _as_is,
    ),
    Rule(
        "repite_con_la_semilla",
        "azar_ajeno",
        "Con la misma semilla, tu función da órdenes distintos.",
        "El azar ha de salir del `rng` que recibes, no de `np.random.…` ni de `random`: así el "
        "experimento se puede repetir.",
        _global_randomness,
    ),
    Rule(
        "depende_de_la_semilla",
        "orden_fijo",
        "Tu función da siempre el mismo orden, sea cual sea el `rng`.",
        "¿Creas un generador nuevo, con su propia semilla, dentro de la función?",
        _own_seed,
    ),
    Rule(
        "posiciones_uniformes",
        "mezcla_poco",
        "No todos los lotes acaban en todas las posiciones con la misma probabilidad.",
        "Intercambiar un par de lotes no basta, e intercambiar cada uno con otro cualquiera "
        "tampoco: "
        "unos órdenes salen más que otros. `rng.permutation` los da todos por igual.",
        _one_swap,
        others=(_swapping_with_any,),
    ),
    Rule(
        "vecinos_uniformes",
        "mantiene_los_vecinos",
        "Los lotes que iban seguidos siguen yendo seguidos casi siempre.",
        "Girar la lista o darle la vuelta no la desordena: busca una permutación al azar.",
        _rotation,
    ),
)

EXERCISE = Exercise(
    id=ID,
    name="desordenar_lotes",
    reference=desordenar_lotes,
    points={CellKind.CORRECTNESS: 0.6},
    public_cases=(
        many_calls(
            "Los cinco lotes de Horas/Nota con b = 2, desordenados con muchas semillas",
            {"lotes": partir_en_lotes(HORAS, NOTA, 2)},
            _call,
            seed=1000,
        ),
        tiny("Un solo lote", {"lotes": [(HORAS, NOTA)]}, _call, seed=1),
        tiny("Ningún lote", {"lotes": []}, _call, seed=1),
    ),
    hidden_cases=_hidden,
    comparisons=comparisons(ID, "lotes", RULES, INTACT),
    variants=(
        *variants((INTACT, *RULES)),
        Variant(
            "convierte_en_arreglo",
            _through_an_array,
            "Tu función lanza `ValueError` si los lotes no miden todos lo mismo.",
            "Al convertir la lista en un arreglo (lo hace `rng.permutation(lotes)`), NumPy "
            "necesita "
            "que todos los lotes midan lo mismo. Desordena los índices, no los lotes.",
        ),
    ),
    accepted={
        "shuffle de una copia": _shuffle_copy,
        "Fisher-Yates": _fisher_yates,
        "claves al azar": _sorted_by_random_keys,
        "choice sin reemplazo": _choice,
    },
)
