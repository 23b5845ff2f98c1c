"""Regresión con una tabla: el precio de las viviendas de Ames, con una red densa pequeña."""

from __future__ import annotations

import numpy as np

from curso.datos import ames
from curso.laboratorio.problemas.problema import Problema, base_absoluta, estandarizador
from curso.redes import Densa, ErrorAbsoluto, Red, ReLU

#: una fila de cada cinco es de validación: la quinta, la décima…
CADA = 5


def viviendas() -> Problema:
    """33 características, dos capas de 64 y una salida; error absoluto medio.

    Características y precio se estandarizan con la media y la desviación de las filas de
    entrenamiento, así que la pérdida está en desviaciones típicas del precio.

    El material del que sale el curso usa las viviendas de Boston, que tienen variables
    inadmisibles.
    """
    x, y = ames().separar("Sale_Price")
    de_validacion = np.arange(len(y)) % CADA == CADA - 1
    datos = np.column_stack([x, y])
    media, desviacion = estandarizador(datos[~de_validacion])
    datos = ((datos - media) / desviacion).astype(np.float32)
    entrenamiento, validacion = datos[~de_validacion], datos[de_validacion]
    return Problema(
        nombre="viviendas",
        titulo="Precio de viviendas (red densa)",
        red=Red([Densa(33, 64), ReLU(), Densa(64, 64), ReLU(), Densa(64, 1)], ErrorAbsoluto()),
        x=np.ascontiguousarray(entrenamiento[:, :-1]),
        y=entrenamiento[:, -1].copy(),
        x_validacion=np.ascontiguousarray(validacion[:, :-1]),
        y_validacion=validacion[:, -1].copy(),
        base=base_absoluta(entrenamiento[:, -1]),
        unidad="desviaciones típicas del precio",
        epocas=60,
    )
