"""Entrenar la red del curso: regresión softmax o una capa oculta, con descenso por lotes (t5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from array_api_compat import device

from curso.backend import espacio_de_nombres
from solutions.entrenamiento.bucle import Aviso, Entrenamiento, Historia, Optimizador
from solutions.optimizadores import SGD
from solutions.redes import (
    gradiente_mlp,
    gradiente_softmax,
    iniciar_mlp,
    iniciar_softmax,
    mlp_adelante,
    softmax_adelante,
)

Arreglo = Any


def entrenar_red(
    x: Arreglo,
    y: Arreglo,
    lr: float,
    tamano_lote: int,
    epocas: int,
    semilla: int = 0,
    ocultas: int = 0,
    clases: int = 10,
    optimizador: Optimizador | None = None,
    avisos: Sequence[Aviso] = (),
) -> tuple[list[Arreglo], Historia]:
    """(parámetros, historia) de una red que clasifica las filas de `x`.

    Sin `ocultas` es la regresión softmax, con los pesos iniciales a cero; con ellas, una capa
    oculta ReLU. El optimizador es SGD si no se da otro (que entonces pone su tasa, no `lr`). Se
    entrena donde estén los datos; las imágenes se aplanan.
    """
    xp = espacio_de_nombres(x, y)
    plano = xp.reshape(x, (x.shape[0], -1))
    p = plano.shape[1]
    de_iniciar, de_ordenar = np.random.SeedSequence(semilla).spawn(2)
    if ocultas:
        rng = np.random.default_rng(de_iniciar)
        iniciales, gradiente = iniciar_mlp(p, ocultas, clases, rng), gradiente_mlp
    else:
        iniciales, gradiente = iniciar_softmax(p, clases), gradiente_softmax
    entrenamiento = Entrenamiento(
        gradiente,
        [xp.asarray(w, dtype=x.dtype, device=device(x)) for w in iniciales],
        optimizador or SGD(lr=lr),
        plano,
        y,
        tamano_lote,
        de_ordenar,
        avisos=avisos,
    )
    entrenamiento.entrenar(epocas)
    return entrenamiento.parametros, entrenamiento.historia


def predecir_red(parametros: Sequence[Arreglo], x: Arreglo) -> Arreglo:
    """Logitos de una red de `entrenar_red`."""
    xp = espacio_de_nombres(x)
    plano = xp.reshape(x, (x.shape[0], -1))
    if len(parametros) == 2:
        return softmax_adelante(list(parametros), plano)
    return mlp_adelante(list(parametros), plano).logitos
