"""Un puente entre la memoria y un dispositivo que deja dicho cuántas veces se cruzó."""

from __future__ import annotations

from typing import Any

from curso.backend import a_anfitrion, a_dispositivo
from curso.backend.copias import con_bajadas
from curso.problemas.problema import Arreglo


class PuenteContado:
    """`a_dispositivo` y `a_memoria` mueven un arreglo y le suman delta por el número del viaje.

    El primer viaje de ida suma delta, el segundo 2·delta…; los de vuelta se cuentan aparte. Así, en
    el resultado de lo que se calcule se ve cuántas veces se movió cada cosa.
    """

    def __init__(self, delta: float, dispositivo: str = "doble") -> None:
        self._delta = delta
        self._dispositivo = dispositivo
        self._idas = self._vueltas = 0

    def a_dispositivo(self, x: Any) -> Arreglo:
        self._idas += 1
        return a_dispositivo(x, self._dispositivo) + self._idas * self._delta

    def a_memoria(self, x: Arreglo) -> Any:
        self._vueltas += 1
        with con_bajadas():
            return a_anfitrion(x) + self._vueltas * self._delta
