"""t7 · ¿Qué optimizador elijo?: los ejercicios de `t7_proyecto`."""

from autograde.exercises.t7_proyecto import (
    clasificar_curva,
    epoca_de_convergencia,
    experimento,
    ordenar_optimizadores,
    resumir,
)

TAREA = "t7_proyecto"
#: entrena y compara, que es lo que pide `t7.experimento`: al calificar no se entrena
ABSENT = ("curso.laboratorio.comparar",)

EXERCISES = (
    epoca_de_convergencia.EXERCISE,
    clasificar_curva.EXERCISE,
    resumir.EXERCISE,
    ordenar_optimizadores.EXERCISE,
    experimento.EXERCISE,
)
