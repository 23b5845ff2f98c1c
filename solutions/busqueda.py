"""Elegir hiperparámetros (t6): validación cruzada, rejilla y búsqueda aleatoria."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from solutions.enteros import entero_minimo

Opciones = Mapping[str, Any]
Sorteo = Callable[[np.random.Generator], float]


def validacion_cruzada(
    n: int, k: int, rng: np.random.Generator | None = None
) -> list[tuple[np.ndarray, np.ndarray]]:
    """k pares (índices de entrenamiento, índices de validación).

    Las partes de validación no se cortan, cubren los `n` ejemplos y sus tamaños difieren en uno
    como mucho. Con `rng` el reparto es al azar.
    """
    k = entero_minimo(k, 2, "k")
    n = entero_minimo(n, k, "n")
    orden = np.arange(n) if rng is None else rng.permutation(n)
    partes = np.array_split(orden, k)
    return [
        (np.concatenate([*partes[:i], *partes[i + 1 :]]), parte) for i, parte in enumerate(partes)
    ]


def uniforme(minimo: float, maximo: float) -> Sorteo:
    """Un valor entre los dos, todos igual de probables."""
    if not minimo < maximo:
        raise ValueError(f"`minimo` ha de ser menor que `maximo`: {minimo}, {maximo}.")
    return lambda rng: float(rng.uniform(minimo, maximo))


def log_uniforme(minimo: float, maximo: float) -> Sorteo:
    """Un valor entre los dos, con todos los órdenes de magnitud igual de probables.

    Es lo propio de la tasa inicial y de la fuerza de la regularización: entre 10⁻⁴ y 10⁻¹, con un
    sorteo uniforme nueve de cada diez valores pasarían de 10⁻².
    """
    if not 0 < minimo < maximo:
        raise ValueError(f"hace falta `0 < minimo < maximo`: {minimo}, {maximo}.")
    return lambda rng: float(np.exp(rng.uniform(math.log(minimo), math.log(maximo))))


@dataclass(frozen=True)
class Resultado:
    """Los intentos, en el orden en que se hicieron, con su pérdida."""

    intentos: tuple[tuple[dict[str, Any], float], ...]

    @property
    def mejor(self) -> dict[str, Any]:
        """Las opciones de menor pérdida finita; si empatan, las primeras. ValueError si ninguna."""
        finitos = [intento for intento in self.intentos if math.isfinite(intento[1])]
        if not finitos:
            raise ValueError("ningún intento acabó con una pérdida finita.")
        return min(finitos, key=lambda intento: intento[1])[0]


def busqueda_en_rejilla(
    evaluar: Callable[..., float], rejilla: Mapping[str, Sequence[Any]]
) -> Resultado:
    """Prueba todas las combinaciones: `evaluar(**opciones)` → pérdida de validación."""
    combinaciones = [
        dict(zip(rejilla, valores, strict=True)) for valores in product(*rejilla.values())
    ]
    return Resultado(tuple((opciones, float(evaluar(**opciones))) for opciones in combinaciones))


def busqueda_aleatoria(
    evaluar: Callable[..., float],
    espacio: Mapping[str, Sorteo],
    intentos: int,
    rng: np.random.Generator,
) -> Resultado:
    """Prueba `intentos` sorteos independientes del espacio.

    Con los mismos intentos que una rejilla explora muchos más valores de cada hiperparámetro.
    """
    sorteos = [
        {nombre: sortear(rng) for nombre, sortear in espacio.items()}
        for _ in range(entero_minimo(intentos, 1, "intentos"))
    ]
    return Resultado(tuple((opciones, float(evaluar(**opciones))) for opciones in sorteos))
