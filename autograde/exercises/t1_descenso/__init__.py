"""t1 · Descenso de gradiente: los ejercicios de la tarea `t1_descenso`, uno por módulo."""

from autograde.exercises.t1_descenso import (
    descenso_gradiente,
    error_y_gradiente,
    gradiente_numerico,
)

TAREA = "t1_descenso"

EXERCISES = (
    gradiente_numerico.EXERCISE,
    error_y_gradiente.EXERCISE,
    descenso_gradiente.EXERCISE,
)
