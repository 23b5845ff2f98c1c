"""Ventanas que se deslizan por una imagen: lo que comparten las convoluciones y los máximos.

Una imagen es (n, alto, ancho, canales), como en Keras. Una ventana de k × l que avanza de
`paso` en `paso` tiene p × q posiciones. En vez de ir posición a posición se va por los k·l
sitios de dentro de la ventana: el sitio (i, j) de todas las ventanas a la vez es un trozo de la
imagen, `x[:, i::paso, j::paso]`, y tomarlo no cuesta nada.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo

RELLENOS = ("valid", "same")


class Rejilla(NamedTuple):
    """Dónde caen las ventanas de una imagen.

    alto, ancho
        Posiciones de la ventana en cada eje.
    bordes
        Filas que se añaden arriba y abajo, y columnas a izquierda y derecha.
    """

    ventana: tuple[int, int]
    paso: tuple[int, int]
    alto: int
    ancho: int
    bordes: tuple[tuple[int, int], tuple[int, int]]

    def sitios(self) -> Iterator[tuple[int, int, tuple[slice, ...]]]:
        """(i, j, el trozo de la imagen con borde que cae en ese sitio de todas las ventanas)."""
        for i in range(self.ventana[0]):
            for j in range(self.ventana[1]):
                filas = slice(i, i + self.paso[0] * (self.alto - 1) + 1, self.paso[0])
                columnas = slice(j, j + self.paso[1] * (self.ancho - 1) + 1, self.paso[1])
                yield i, j, (slice(None), filas, columnas)


def colocar(
    forma: tuple[int, ...],
    ventana: tuple[int, int],
    paso: tuple[int, int],
    relleno: str,
    quien: str,
) -> Rejilla:
    """La rejilla de una imagen de esa forma. ValueError si la ventana no cabe.

    `"valid"`: la ventana no se sale, y hay ⌊(lado − k)/paso⌋ + 1 posiciones. `"same"`: hay
    ⌈lado/paso⌉, con el borde que haga falta, repartido a los dos lados; si es impar, lo que sobra
    va al final.
    """
    posiciones, bordes = [], []
    for lado, k, s in zip(forma[1:3], ventana, paso, strict=True):
        if relleno == "valid":
            cuantas, borde = (lado - k) // s + 1, 0
            if cuantas < 1:
                raise ValueError(
                    f"{quien}: una ventana de {k} no cabe en un eje de {lado}; usa una menor o "
                    '`relleno="same"`.'
                )
        else:
            cuantas = math.ceil(lado / s)
            borde = max((cuantas - 1) * s + k - lado, 0)
        posiciones.append(cuantas)
        bordes.append((borde // 2, borde - borde // 2))
    return Rejilla(ventana, paso, posiciones[0], posiciones[1], (bordes[0], bordes[1]))


def exigir_relleno(quien: str, relleno: str) -> None:
    """ValueError si el relleno no es ninguno de los que hay."""
    if relleno not in RELLENOS:
        raise ValueError(f"{quien}: el relleno es `valid` o `same`, y es {relleno!r}.")


def con_borde(x: Arreglo, rejilla: Rejilla, valor: float = 0.0) -> Arreglo:
    """La imagen con el borde de la rejilla, lleno de `valor`; ella misma si no hay borde."""
    if rejilla.bordes == ((0, 0), (0, 0)):
        return x
    xp = espacio_de_nombres(x)
    return xp.pad(x, ((0, 0), *rejilla.bordes, (0, 0)), constant_values=valor)


def sin_borde(x: Arreglo, rejilla: Rejilla) -> Arreglo:
    """Lo contrario de `con_borde`: la imagen de dentro."""
    (arriba, abajo), (izquierda, derecha) = rejilla.bordes
    return x[:, arriba : x.shape[1] - abajo, izquierda : x.shape[2] - derecha]


def a_columnas(x: Arreglo, rejilla: Rejilla) -> Arreglo:
    """Cada ventana, en una fila: (n·p·q, k·l·canales).

    Así una convolución es un producto de matrices. Cada píxel se repite en todas las ventanas en
    que cae: se gasta memoria a cambio de velocidad.
    """
    xp = espacio_de_nombres(x)
    n, canales = x.shape[0], x.shape[3]
    forma = (n, rejilla.alto, rejilla.ancho, *rejilla.ventana, canales)
    columnas = xp.empty(forma, dtype=x.dtype)
    imagen = con_borde(x, rejilla)
    for i, j, trozo in rejilla.sitios():
        columnas[:, :, :, i, j] = imagen[trozo]
    return columnas.reshape(n * rejilla.alto * rejilla.ancho, -1)


def de_columnas(columnas: Arreglo, rejilla: Rejilla, forma: tuple[int, ...]) -> Arreglo:
    """La traspuesta de `a_columnas`: suma en cada píxel lo de las ventanas en que cae."""
    xp = espacio_de_nombres(columnas)
    n, alto, ancho, canales = forma
    (arriba, abajo), (izquierda, derecha) = rejilla.bordes
    imagen: Any = xp.zeros(
        (n, alto + arriba + abajo, ancho + izquierda + derecha, canales), dtype=columnas.dtype
    )
    ventanas = columnas.reshape(n, rejilla.alto, rejilla.ancho, *rejilla.ventana, canales)
    for i, j, trozo in rejilla.sitios():
        imagen[trozo] += ventanas[:, :, :, i, j]
    return sin_borde(imagen, rejilla)
