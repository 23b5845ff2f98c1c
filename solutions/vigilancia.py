"""Vigilar un entrenamiento (t4): tamaño de los pasos, sobreajuste y activaciones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from curso.backend import espacio_de_nombres

Arreglo = Any

#: con pasos de una milésima de los pesos se suele aprender bien; lejos de ahí, no
PROPORCION_BUENA = (1e-4, 1e-2)
#: cuánto ha de subir la validación sobre su mínimo para que el sobreajuste sea leve, y fuerte
SUBIDA_LEVE, SUBIDA_FUERTE = 0.1, 0.5


def proporcion_actualizacion(
    antes: Sequence[Arreglo], despues: Sequence[Arreglo]
) -> list[tuple[float, str]]:
    """(|después − antes| / |antes|, consejo) de cada conjunto de parámetros.

    Lo deseable es alrededor de 10⁻³: menos de 10⁻⁴ → "subir", más de 10⁻² → "bajar" la tasa; entre
    medias, "mantener". Con pesos nulos la proporción es infinita (o 0 si no se mueven).
    """
    if len(antes) != len(despues):
        raise ValueError(
            f"hay {len(antes)} conjuntos de parámetros antes y {len(despues)} después."
        )
    return [_proporcion(a, d) for a, d in zip(antes, despues, strict=True)]


def _proporcion(antes: Arreglo, despues: Arreglo) -> tuple[float, str]:
    if antes.shape != despues.shape:
        raise ValueError(f"unos parámetros tenían forma {antes.shape} y ahora {despues.shape}.")
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
    entrenamiento: Sequence[float], validacion: Sequence[float]
) -> tuple[str, int | None]:
    """("fuerte" | "leve" | "ninguno", época en que empieza o None), de dos curvas de pérdida.

    Empieza en la primera época (desde 0) de menor validación, si desde ella la pérdida de
    entrenamiento ha seguido bajando. Es fuerte si la validación acaba más de un 50 % sobre su
    mínimo; leve, si más de un 10 %; si no, no lo hay.
    """
    ajuste, prueba = ([float(x) for x in curva] for curva in (entrenamiento, validacion))
    if not prueba or len(ajuste) != len(prueba):
        raise ValueError("las dos curvas han de tener las mismas épocas, y al menos una.")
    if any(map(math.isnan, ajuste + prueba)) or min(prueba) <= 0:
        raise ValueError("las pérdidas han de ser números, y las de validación, positivas.")
    inicio = prueba.index(min(prueba))
    subida = (prueba[-1] - prueba[inicio]) / prueba[inicio]
    if subida <= SUBIDA_LEVE or ajuste[-1] >= ajuste[inicio]:
        return "ninguno", None
    return ("fuerte" if subida > SUBIDA_FUERTE else "leve"), inicio


class Activaciones(NamedTuple):
    """Cómo se reparten las activaciones de una capa."""

    media: float
    desviacion: float
    saturadas: float


def estadisticas_activacion(a: Arreglo, umbral: float = 0.95) -> Activaciones:
    """Media, desviación típica y proporción de activaciones saturadas, |a| ≥ umbral.

    Para activaciones en [−1, 1] (tangente hiperbólica): si casi todas están saturadas, o casi
    todas junto a 0, la capa deja pasar poco gradiente.
    """
    xp = espacio_de_nombres(a)
    if math.prod(a.shape) == 0:
        raise ValueError("hace falta al menos una activación.")
    saturadas = xp.mean(xp.astype(xp.abs(a) >= umbral, a.dtype))
    return Activaciones(float(xp.mean(a)), float(xp.std(a)), float(saturadas))
