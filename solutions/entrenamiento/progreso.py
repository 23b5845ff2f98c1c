"""La barra de progreso de un entrenamiento largo."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from solutions.entrenamiento.bucle import Aviso, Entrenamiento

ANCHO = 24


class Progreso(Aviso):
    """Una línea que se reescribe: épocas hechas, pérdida y tiempo que queda.

    No sale nada antes de `espera_s` segundos, así que un entrenamiento corto no ensucia el
    cuaderno. Se escribe en la salida normal: nbgrader quita los puntos de una celda que escriba
    en la de errores.
    """

    def __init__(
        self,
        espera_s: float = 1.0,
        cada_s: float = 0.2,
        salida: TextIO | None = None,
        reloj: Callable[[], float] = time.monotonic,
    ):
        self.espera_s, self.cada_s, self.salida, self.reloj = espera_s, cada_s, salida, reloj

    def al_empezar(self, e: Entrenamiento) -> None:
        self._comienzo = self._ultima = self.reloj()
        self._primera, self._escrito = e.epoca, False

    def tras_epoca(self, e: Entrenamiento) -> None:
        ahora = self.reloj()
        toca = ahora - self._ultima >= self.cada_s or e.epoca == e.epocas_pedidas
        if ahora - self._comienzo >= self.espera_s and toca:
            self._ultima, self._escrito = ahora, True
            self._escribir("\r" + self.linea(e, ahora - self._comienzo))

    def al_acabar(self, e: Entrenamiento) -> None:
        if self._escrito:
            self._escribir("\r" + self.linea(e, self.reloj() - self._comienzo) + "\n")

    def linea(self, e: Entrenamiento, segundos: float) -> str:
        """El texto de la barra, siempre del mismo largo."""
        hechas, total = e.epoca - self._primera, e.epocas_pedidas - self._primera
        llenas = ANCHO * hechas // max(total, 1)
        restantes = segundos / max(hechas, 1) * (total - hechas)
        return (
            f"[{'█' * llenas}{'·' * (ANCHO - llenas)}] época {hechas}/{total} · "
            f"pérdida {e.historia.vigilada:.4g} · quedan {_duracion(restantes)}"
        ).ljust(80)

    def _escribir(self, texto: str) -> None:
        salida = self.salida or sys.stdout
        salida.write(texto)
        salida.flush()


def _duracion(segundos: float) -> str:
    minutos, segundos = divmod(round(segundos), 60)
    return f"{minutos} min {segundos:02} s" if minutos else f"{segundos} s"
