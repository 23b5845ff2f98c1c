"""t3 · Optimizadores: los ejercicios de la tarea `t3_optimizadores`, uno por módulo."""

from autograde.exercises.t3_optimizadores import adam, momentum

TAREA = "t3_optimizadores"

EXERCISES = (momentum.EXERCISE, adam.EXERCISE)
