"""t2 · Lotes, épocas e iteraciones: los ejercicios de la tarea `t2_lotes`, uno por módulo."""

from autograde.exercises.t2_lotes import (
    desordenar_ejemplos,
    desordenar_lotes,
    entrenar_sgd,
    epocas_necesarias,
    generar_lotes,
    iteraciones_por_epoca,
    iteraciones_totales,
    nombres,
    partir_en_lotes,
    predecir_por_lotes,
)

TAREA = "t2_lotes"

#: módulos de `curso` que calculan lo que aquí se pide: no están donde se corrige esta tarea
ABSENT = ("curso.laboratorio",)

EXERCISES = (
    iteraciones_por_epoca.EXERCISE,
    iteraciones_totales.EXERCISE,
    epocas_necesarias.EXERCISE,
    partir_en_lotes.EXERCISE,
    desordenar_lotes.EXERCISE,
    desordenar_ejemplos.EXERCISE,
    generar_lotes.EXERCISE,
    entrenar_sgd.EXERCISE,
    predecir_por_lotes.EXERCISE,
    nombres.EXERCISE,
)
