"""t3 · Optimizadores: los ejercicios de la tarea `t3_optimizadores`, uno por módulo."""

from autograde.exercises.t3_optimizadores import (
    adadelta,
    adagrad,
    adam,
    adamax,
    ftrl,
    momentum,
    nadam,
    nesterov,
    rmsprop,
    trayectoria,
)

TAREA = "t3_optimizadores"

#: módulos de `curso` que calculan lo que aquí se pide: no están donde se corrige esta tarea
ABSENT = ("curso.laboratorio",)

EXERCISES = (
    trayectoria.EXERCISE,
    momentum.EXERCISE,
    nesterov.EXERCISE,
    adagrad.EXERCISE,
    rmsprop.EXERCISE,
    adadelta.EXERCISE,
    adam.EXERCISE,
    adamax.EXERCISE,
    nadam.EXERCISE,
    ftrl.EXERCISE,
)
