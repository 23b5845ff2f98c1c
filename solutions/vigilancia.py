"""Vigilar un entrenamiento (t4): tamaño de los pasos, sobreajuste y activaciones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from curso.backend import espacio_de_nombres

Arreglo = Any

#: con pasos de una milésima de los pesos se suele aprender bien; lejos de ahí, no
PROPORCION_BUENA = (1e-4, 1e-2)


def proporcion_actualizacion(antes: Arreglo, despues: Arreglo) -> tuple[float, str]:
    """(|después − antes| / |antes|, consejo) de un conjunto de parámetros.

    Lo deseable es alrededor de 10⁻³: menos de 10⁻⁴ → "subir", más de 10⁻² → "bajar" la tasa; entre
    medias, "mantener". Con pesos nulos la proporción es infinita (o 0 si no se mueven).
    """
    xp = espacio_de_nombres(antes, despues)
    paso = math.sqrt(float(xp.sum((despues - antes) ** 2)))
    pesos = math.sqrt(float(xp.sum(antes**2)))
    if paso == 0:
        return 0.0, "subir"
    proporcion = paso / pesos if pesos else math.inf
    poca, mucha = PROPORCION_BUENA
    if proporcion < poca:
        return proporcion, "subir"
    return proporcion, "bajar" if proporcion > mucha else "mantener"


def detectar_sobreajuste(
    entrenamiento: Sequence[float], validacion: Sequence[float], tolerancia: float = 0.1
) -> tuple[str, int | None]:
    """("fuerte" | "leve" | "ninguno", época en que empieza o None), de dos curvas de pérdida.

    Empieza en la época (desde 0) de menor validación, si después la de entrenamiento sigue
    bajando. Es fuerte si la validación acaba más de un 50 % sobre su mínimo; leve, si más de
    `tolerancia` (10 %); si no, no lo hay.
    """
    if not len(validacion) or len(entrenamiento) != len(validacion):
        raise ValueError("las dos curvas han de tener las mismas épocas, y al menos una.")
    mejor = min(range(len(validacion)), key=validacion.__getitem__)
    subida = (validacion[-1] - validacion[mejor]) / abs(validacion[mejor] or 1.0)
    if subida <= tolerancia or entrenamiento[-1] >= entrenamiento[mejor]:
        return "ninguno", None
    return ("fuerte" if subida > 0.5 else "leve"), mejor


class Activaciones(NamedTuple):
    """Cómo se reparten las activaciones de una capa."""

    media: float
    desviacion: float
    saturadas: float


def estadisticas_activacion(x: Arreglo, umbral: float = 0.95) -> Activaciones:
    """Media, desviación típica y proporción de activaciones saturadas, |x| ≥ umbral.

    Para activaciones en [−1, 1] (tangente hiperbólica): si casi todas están saturadas, o casi
    todas junto a 0, la capa deja pasar poco gradiente.
    """
    xp = espacio_de_nombres(x)
    saturadas = xp.mean(xp.astype(xp.abs(x) >= umbral, x.dtype))
    return Activaciones(float(xp.mean(x)), float(xp.std(x)), float(saturadas))
