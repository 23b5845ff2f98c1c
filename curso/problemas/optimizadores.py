"""Optimizadores testigo, para probar lo que usa un optimizador sin dar la fórmula de ninguno.

Los dos cuentan sus pasos: una llamada de más a `paso` cambia todo lo que viene después.
"""

from __future__ import annotations

from curso.problemas.problema import Arreglo


class PasoDecreciente:
    """El paso número t (1, 2…) es w − (lr/t)·g."""

    def __init__(self, lr: float) -> None:
        self.lr = lr
        self._pasos = 0

    def paso(self, w: Arreglo, g: Arreglo) -> Arreglo:
        self._pasos += 1
        return w - self.lr / self._pasos * g


class PasoConAdelanto(PasoDecreciente):
    """Igual, pero quiere el gradiente en `adelanto(w) = w + desvio`."""

    def __init__(self, lr: float, desvio: float) -> None:
        super().__init__(lr)
        self.desvio = desvio

    def adelanto(self, w: Arreglo) -> Arreglo:
        return w + self.desvio


OPTIMIZADORES = {"paso_decreciente": PasoDecreciente, "paso_con_adelanto": PasoConAdelanto}
