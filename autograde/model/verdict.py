"""Qué mide una celda de prueba y qué puede decir el juez de ella."""

from __future__ import annotations

from enum import StrEnum


class CellKind(StrEnum):
    """Qué mide una celda de prueba."""

    CORRECTNESS = "correccion"
    SPEED = "velocidad"
    MEMORY = "memoria"
    PORTABLE = "portable"


class Verdict(StrEnum):
    """El veredicto de una celda, con el nombre que llevan el JSON y los informes."""

    CORRECT = "correcto"
    INCORRECT = "incorrecto"
    EXCEPTION = "excepcion"
    TIME = "tiempo"
    MEMORY = "memoria"
    INVALID = "respuesta_invalida"
    OMITTED = "omitido"
    NOT_EVALUATED = "no_evaluado"
    SYSTEM_FAILURE = "fallo_del_sistema"
    MANUAL_PENDING = "pendiente_manual"
