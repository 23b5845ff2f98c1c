"""Series: la temperatura de mañana en Seattle, con una LSTM que lee las dos últimas semanas."""

from __future__ import annotations

import numpy as np

from curso.datos import clima_seattle
from curso.laboratorio.problemas.problema import Problema, base_absoluta, estandarizador
from curso.redes import LSTM, Densa, ErrorAbsoluto, Red

#: días que se leen para predecir el siguiente
VENTANA = 14
#: desde este día, lo que se predice es de validación
CORTE = np.datetime64("2015-01-01")


def temperatura() -> Problema:
    """Máxima, mínima, lluvia y viento de 14 días → la máxima del siguiente; error absoluto medio.

    Se entrena con lo que hay que predecir hasta 2014 y se valida con 2015, así que nunca se mira
    hacia delante: una ventana solo tiene días anteriores al que se predice. Todo se estandariza con
    los días hasta 2014; la pérdida está en desviaciones típicas de la máxima, de unos 7 °C.
    """
    clima = clima_seattle()
    dias = np.column_stack([clima.maxima, clima.minima, clima.precipitacion, clima.viento])
    media, desviacion = estandarizador(dias[clima.fecha < CORTE])
    dias = ((dias - media) / desviacion).astype(np.float32)
    x = np.stack([dias[i : i + VENTANA] for i in range(len(dias) - VENTANA)])
    y = dias[VENTANA:, 0].copy()
    entrenar = clima.fecha[VENTANA:] < CORTE
    return Problema(
        nombre="temperatura",
        titulo="Temperatura de mañana (LSTM)",
        red=Red([LSTM(4, 24), Densa(24, 1)], ErrorAbsoluto()),
        x=x[entrenar],
        y=y[entrenar],
        x_validacion=x[~entrenar],
        y_validacion=y[~entrenar],
        base=base_absoluta(y[entrenar]),
        unidad="desviaciones típicas de la temperatura",
        epocas=40,
    )
