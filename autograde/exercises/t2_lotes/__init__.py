"""t2 · Lotes, épocas e iteraciones: los ejercicios de la tarea `t2_lotes`, uno por módulo."""

from autograde.exercises.t2_lotes import (
    epocas_necesarias,
    iteraciones_por_epoca,
    iteraciones_totales,
)

TAREA = "t2_lotes"

EXERCISES = (
    iteraciones_por_epoca.EXERCISE,
    iteraciones_totales.EXERCISE,
    epocas_necesarias.EXERCISE,
)
