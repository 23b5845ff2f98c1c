"""Textos cortos: ¿refrán o cita?, con inmersiones y una convolución en una dimensión."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from curso.datos import refranes_citas
from curso.laboratorio.problemas.problema import Problema, base_de_clases
from curso.redes import Conv1D, Densa, EntropiaBinaria, GlobalMaximo, Inmersion, Red, ReLU

#: un texto de cada cinco es de validación
CADA = 5
#: palabras que se leen de cada texto; ninguno tiene más
LARGO = 16
#: veces que ha de salir una palabra en el entrenamiento para tener número propio
VECES = 2
#: los dos primeros números: el hueco tras el final del texto, y cualquier palabra desconocida
HUECO, DESCONOCIDA = 0, 1


def refranes() -> Problema:
    """Palabras → vectores de 16, convolución de 32 filtros de 3 palabras y máximo; dos clases.

    El vocabulario sale solo de los textos de entrenamiento. Ocupa el lugar del análisis de
    opiniones del material (IMDB): no hay reseñas en español etiquetadas que se puedan distribuir.
    """
    datos = refranes_citas()
    de_validacion = np.arange(len(datos.textos)) % CADA == CADA - 1
    palabras = [en_palabras(texto) for texto in datos.textos]
    numeros = vocabulario(p for p, v in zip(palabras, de_validacion, strict=True) if not v)
    x = np.array([en_numeros(p, numeros) for p in palabras])
    y = datos.refran[~de_validacion]
    return Problema(
        nombre="refranes",
        titulo="¿Refrán o cita? (convolución en una dimensión)",
        red=Red(
            [
                Inmersion(len(numeros) + 2, 16),
                Conv1D(16, 32, 3),
                ReLU(),
                GlobalMaximo(),
                Densa(32, 1),
            ],
            EntropiaBinaria(),
        ),
        x=x[~de_validacion],
        y=y,
        x_validacion=x[de_validacion],
        y_validacion=datos.refran[de_validacion],
        base=base_de_clases(y),
        unidad="nats",
        epocas=30,
    )


def en_palabras(texto: str) -> list[str]:
    """Las palabras de un texto, en minúsculas y sin signos."""
    return re.findall(r"\w+", texto.lower())


def vocabulario(textos: Iterable[Sequence[str]]) -> dict[str, int]:
    """El número de cada palabra que sale `VECES` o más, de la más frecuente a la que menos."""
    cuentas = Counter(palabra for texto in textos for palabra in texto)
    frecuentes = sorted((-veces, p) for p, veces in cuentas.items() if veces >= VECES)
    return {palabra: i for i, (_, palabra) in enumerate(frecuentes, start=DESCONOCIDA + 1)}


def en_numeros(palabras: Sequence[str], numeros: dict[str, int]) -> list[int]:
    """Las primeras `LARGO` palabras, cada una con su número, y huecos hasta completarlas."""
    leidas = [numeros.get(palabra, DESCONOCIDA) for palabra in palabras[:LARGO]]
    return leidas + [HUECO] * (LARGO - len(leidas))
