"""t4 · Tasa de aprendizaje: los ejercicios de `t4_tasa_de_aprendizaje`, uno por módulo."""

from autograde.exercises.t4_tasa_de_aprendizaje import (
    abandono,
    decaimiento_escalonado,
    decaimiento_exponencial,
    decaimiento_inverso,
    decaimiento_lineal,
    detectar_sobreajuste,
    estadisticas_activacion,
    exactitud,
    parada_temprana,
    proporcion_actualizacion,
    reducir_en_meseta,
    regularizacion_l2,
)

TAREA = "t4_tasa_de_aprendizaje"

#: módulos de `curso` que calculan lo que aquí se pide: no están donde se corrige esta tarea
ABSENT = ("curso.redes",)

EXERCISES = (
    decaimiento_escalonado.EXERCISE,
    decaimiento_exponencial.EXERCISE,
    decaimiento_inverso.EXERCISE,
    decaimiento_lineal.EXERCISE,
    reducir_en_meseta.EXERCISE,
    exactitud.EXERCISE,
    proporcion_actualizacion.EXERCISE,
    detectar_sobreajuste.EXERCISE,
    regularizacion_l2.EXERCISE,
    abandono.EXERCISE,
    parada_temprana.EXERCISE,
    estadisticas_activacion.EXERCISE,
)
