"""t5 · Redes pequeñas, lotes y GPU: los ejercicios de `t5_redes_y_gpu`, uno por módulo."""

from autograde.exercises.t5_redes_y_gpu import (
    entrenar_en_dispositivo,
    entrenar_red,
    entropia_cruzada,
    error_relativo,
    gradiente_softmax,
    lote_maximo,
    mlp_adelante,
    mlp_atras,
    softmax,
)

TAREA = "t5_redes_y_gpu"

#: módulos de `curso` que calculan lo que aquí se pide: no están donde se corrige esta tarea
ABSENT = ("curso.laboratorio", "curso.problemas.softmax", "curso.redes")

EXERCISES = (
    softmax.EXERCISE,
    entropia_cruzada.EXERCISE,
    gradiente_softmax.EXERCISE,
    entrenar_red.EXERCISE,
    mlp_adelante.EXERCISE,
    mlp_atras.EXERCISE,
    error_relativo.EXERCISE,
    lote_maximo.EXERCISE,
    entrenar_en_dispositivo.EXERCISE,
)
