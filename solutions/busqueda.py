"""Buscar hiperparámetros (t6): sorteos por órdenes de magnitud, rejilla y búsqueda aleatoria."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np

from solutions.enteros import entero_minimo

Opciones = dict[str, Any]
Intento = tuple[Opciones, float]
Sorteo = Callable[[np.random.Generator], Any]


def log_uniforme(minimo: float, maximo: float, rng: np.random.Generator, n: int) -> np.ndarray:
    """`n` números entre los dos, con todos los órdenes de magnitud igual de probables.

    Es lo propio de la tasa inicial y de la fuerza de la regularización: entre 10⁻⁴ y 10⁻¹, con un
    sorteo uniforme nueve de cada diez valores pasarían de 10⁻².
    """
    if not 0 < minimo < maximo:
        raise ValueError(f"hace falta `0 < minimo < maximo`: {minimo}, {maximo}.")
    n = entero_minimo(n, 0, "n")
    return np.exp(rng.uniform(math.log(minimo), math.log(maximo), size=n))


def busqueda_en_rejilla(
    evaluar: Callable[..., float], rejilla: Mapping[str, Sequence[Any]]
) -> tuple[Opciones, float, list[Intento]]:
    """Prueba todas las combinaciones: `evaluar(**opciones)` → pérdida de validación.

    Devuelve las mejores opciones, su pérdida y todos los intentos, con el último nombre de la
    rejilla como el que cambia más deprisa.
    """
    return _mejor_de(
        evaluar,
        (dict(zip(rejilla, valores, strict=True)) for valores in product(*rejilla.values())),
    )


def busqueda_aleatoria(
    evaluar: Callable[..., float],
    espacio: Mapping[str, Sorteo],
    intentos: int,
    rng: np.random.Generator,
) -> tuple[Opciones, float, list[Intento]]:
    """Prueba `intentos` sorteos independientes; cada `espacio[nombre](rng)` da un valor.

    En cada intento se sortea en el orden de `espacio`. Con los mismos intentos que una rejilla
    explora muchos más valores de cada hiperparámetro.
    """
    intentos = entero_minimo(intentos, 1, "intentos")
    return _mejor_de(
        evaluar,
        ({nombre: sortear(rng) for nombre, sortear in espacio.items()} for _ in range(intentos)),
    )


def _mejor_de(
    evaluar: Callable[..., float], candidatas: Iterable[Opciones]
) -> tuple[Opciones, float, list[Intento]]:
    """Evalúa cada una; gana la de menor pérdida finita y, si empatan, la primera."""
    hechos = [(opciones, float(evaluar(**opciones))) for opciones in candidatas]
    finitos = [intento for intento in hechos if math.isfinite(intento[1])]
    if not finitos:
        raise ValueError("ningún intento acabó con una pérdida finita.")
    mejor, perdida = min(finitos, key=lambda intento: intento[1])
    return mejor, perdida, hechos
