"""t6 · Conjuntos de modelos y búsqueda: los ejercicios de `t6_conjuntos_e_hiperparametros`."""

from autograde.exercises.t6_conjuntos_e_hiperparametros import (
    busqueda_aleatoria,
    busqueda_en_rejilla,
    conjunto_inicializaciones,
    conjunto_puntos_de_control,
    evaluar_por_partes,
    log_uniforme,
    media_movil,
    promediar_predicciones,
    validacion_cruzada,
)

TAREA = "t6_conjuntos_e_hiperparametros"

EXERCISES = (
    promediar_predicciones.EXERCISE,
    conjunto_inicializaciones.EXERCISE,
    conjunto_puntos_de_control.EXERCISE,
    media_movil.EXERCISE,
    validacion_cruzada.EXERCISE,
    evaluar_por_partes.EXERCISE,
    log_uniforme.EXERCISE,
    busqueda_en_rejilla.EXERCISE,
    busqueda_aleatoria.EXERCISE,
)
