"""Qué es un problema del laboratorio: una red, unos datos y cómo se reparten."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from curso.backend import a_anfitrion, a_dispositivo, espacio_de_nombres
from curso.redes import Red

Arreglo = Any


@dataclass(frozen=True, eq=False)
class Problema:
    """Una red con sus datos, igual para todos los optimizadores de una semilla.

    x, y
        Los ejemplos con que se entrena.
    x_validacion, y_validacion
        Los que solo se miran.
    base
        La pérdida, con los datos de entrenamiento, de la mejor predicción constante: lo que saca
        quien no aprende nada de las entradas.
    unidad
        En qué está la pérdida.
    lote
        Ejemplos por lote; el último de una época puede llevar menos.
    epocas
        Con cuántas se compara si no se dice otra cosa.
    """

    nombre: str
    titulo: str
    red: Red
    x: Arreglo
    y: Arreglo
    x_validacion: Arreglo
    y_validacion: Arreglo
    base: float
    unidad: str
    epocas: int
    lote: int = 32

    def iniciar(self, semilla: int) -> list[Arreglo]:
        """Los pesos iniciales de esa semilla: arreglos nuevos cada vez, donde están los datos."""
        parametros = self.red.iniciar(np.random.default_rng([semilla, 0]))
        return [self._aqui(w) for w in parametros]

    def lotes(self, semilla: int, epoca: int) -> Iterator[tuple[Arreglo, Arreglo]]:
        """Los lotes (x, y) de una época, contada desde 0, desordenados según la semilla y ella."""
        orden = np.random.default_rng([semilla, 1 + epoca]).permutation(len(self.x))
        for inicio in range(0, len(orden), self.lote):
            cuales = self._aqui(orden[inicio : inicio + self.lote])
            yield self.x[cuales], self.y[cuales]

    def perdida_y_gradiente(
        self, parametros: Sequence[Arreglo], x: Arreglo, y: Arreglo
    ) -> tuple[Any, list[Arreglo]]:
        """(pérdida media de un lote, el gradiente de cada arreglo de parámetros)."""
        return self.red.perdida_y_gradiente(parametros, x, y)

    def validar(self, parametros: Sequence[Arreglo]) -> float:
        """La pérdida media en los datos de validación."""
        salida = self.red.adelante(parametros, self.x_validacion)
        return float(self.red.perdida(salida, self.y_validacion)[0])

    @property
    def huella(self) -> str:
        """Un resumen de la red y los datos: si cambian, las curvas guardadas no valen."""
        resumen = hashlib.sha256(f"{self.red.capas} {self.lote}".encode())
        for datos in (self.x, self.y, self.x_validacion, self.y_validacion):
            resumen.update(np.ascontiguousarray(a_anfitrion(datos)).tobytes())
        return resumen.hexdigest()[:8]

    def en(self, backend: str) -> Problema:
        """El mismo problema con los datos en otro sitio: «numpy», «cupy» o «doble»."""
        datos = ("x", "y", "x_validacion", "y_validacion")
        llevados = {nombre: a_dispositivo(getattr(self, nombre), backend) for nombre in datos}
        return dataclasses.replace(self, **llevados)

    def _aqui(self, w: np.ndarray) -> Arreglo:
        return espacio_de_nombres(self.x).asarray(w)


def estandarizador(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(media, desviación) de cada columna de los datos de entrenamiento; 1 si no varía."""
    desviacion = x.std(axis=0)
    return x.mean(axis=0), np.where(desviacion > 0, desviacion, 1.0)


def base_absoluta(y: np.ndarray) -> float:
    """El error absoluto medio de predecir siempre la mediana, que es la mejor constante."""
    return float(np.abs(y - np.median(y)).mean())


def base_de_clases(y: np.ndarray) -> float:
    """La entropía cruzada, en nats, de predecir siempre la proporción de cada clase."""
    partes = np.bincount(y) / len(y)
    partes = partes[partes > 0]
    return float(-(partes * np.log(partes)).sum())
