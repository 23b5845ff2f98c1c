"""Entrenar: el bucle, lo que se hace en cada época y cómo seguir un entrenamiento interrumpido.

Un entrenamiento corriente:

    e = Entrenamiento(gradiente_mlp, parametros, Adam(), x, y, b=32, semilla=0,
                      avisos=[PlanDeTasa(lambda t: decaimiento_lineal(1e-3, t, 20)), Progreso()])
    e.entrenar(20)
    e.historia.perdidas, e.parametros
"""

from solutions.entrenamiento.avisos import (
    BajarEnMeseta,
    GuardarEnDisco,
    PararPronto,
    PlanDeTasa,
    Promediar,
    PuntosDeControl,
)
from solutions.entrenamiento.bucle import Aviso, Entrenamiento, Historia
from solutions.entrenamiento.progreso import Progreso
from solutions.entrenamiento.red import entrenar_red, predecir_red

__all__ = [
    "Aviso",
    "BajarEnMeseta",
    "Entrenamiento",
    "GuardarEnDisco",
    "Historia",
    "PararPronto",
    "PlanDeTasa",
    "Progreso",
    "Promediar",
    "PuntosDeControl",
    "entrenar_red",
    "predecir_red",
]
