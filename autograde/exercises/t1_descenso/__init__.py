"""t1 · Descenso de gradiente: los ejercicios de la tarea `t1_descenso`, uno por módulo."""

from autograde.exercises.t1_descenso import (
    coste_computacional,
    descenso_gradiente,
    descenso_hasta_converger,
    diagnosticar_lr,
    elegir_lr,
    error_y_gradiente,
    gradiente_numerico,
    tiempo_entrenamiento,
)

TAREA = "t1_descenso"

#: módulos de `curso` que calculan lo que aquí se pide: no están donde se corrige esta tarea
ABSENT = ("curso.laboratorio", "curso.redes")

EXERCISES = (
    gradiente_numerico.EXERCISE,
    error_y_gradiente.EXERCISE,
    descenso_gradiente.EXERCISE,
    descenso_hasta_converger.EXERCISE,
    coste_computacional.EXERCISE,
    tiempo_entrenamiento.EXERCISE,
    diagnosticar_lr.EXERCISE,
    elegir_lr.EXERCISE,
)
