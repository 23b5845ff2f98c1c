"""Mirar texto del alumno sin que el texto mande: entra texto, salen datos.

Leer el JSON de un cuaderno, compilar una celda o colorearla cuesta lo que quiera quien la escribió.
Aquí se hace en un proceso aparte, con memoria, procesador y plazo contados, que no tiene nada
secreto y del que solo se aceptan datos. Lo que se pasa es culpa del texto (`OutOfBounds`) y le
cuesta solo a él; que no haya proceso es un fallo del sistema (`ChildUnavailable`) y nunca una nota.
"""

from autograde.bounded.caller import Bounded, ChildUnavailable, Limits, OutOfBounds, call

__all__ = ["Bounded", "ChildUnavailable", "Limits", "OutOfBounds", "call"]
