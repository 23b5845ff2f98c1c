"""La red: unas capas en fila y una pérdida al final."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from curso.redes.capa import Arreglo, Capa
from curso.redes.forma import Abandono
from curso.redes.perdidas import Perdida


class Red:
    """Unas capas, una tras otra, y la pérdida con que se entrenan.

    Los parámetros de todas van en una sola lista de arreglos, en el orden de las capas, y los
    gradientes, en otra igual. La red no los guarda: se pueden tener varios juegos a la vez.

    >>> import numpy as np
    >>> from curso.redes import Densa, ErrorAbsoluto, ReLU
    >>> red = Red([Densa(3, 4), ReLU(), Densa(4, 1)], ErrorAbsoluto())
    >>> [w.shape for w in red.iniciar(np.random.default_rng(0))]
    [(3, 4), (4,), (4, 1), (1,)]
    """

    def __init__(self, capas: Sequence[Capa], perdida: Perdida) -> None:
        self.capas, self.perdida = tuple(capas), perdida
        # Cuántos arreglos tiene cada capa: es lo que hace falta para repartir la lista.
        azar = np.random.default_rng(0)
        self._cuantos = [len(capa.iniciar(azar)) for capa in self.capas]

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        """Los parámetros iniciales de todas las capas: arreglos de NumPy, float32."""
        return [w for capa in self.capas for w in capa.iniciar(rng)]

    def adelante(self, parametros: Sequence[Arreglo], x: Arreglo) -> Arreglo:
        """La salida de la última capa para las entradas `x`, sin abandono.

        ValueError, con el nombre de la capa, si a una no le llega la forma que espera.
        """
        for capa, suyos in self._repartir(parametros):
            x, _ = capa.adelante(suyos, x)
        return x

    def perdida_y_gradiente(
        self,
        parametros: Sequence[Arreglo],
        x: Arreglo,
        y: Arreglo,
        rng: np.random.Generator | None = None,
    ) -> tuple[Any, list[Arreglo]]:
        """(pérdida del lote, el gradiente de cada parámetro), por retropropagación.

        Hacia delante cada capa guarda lo que necesitará; hacia atrás, de la última a la primera,
        la derivada de la pérdida respecto a la salida de una capa es lo que entra en la anterior.
        `rng` solo hace falta si hay alguna capa de abandono: ValueError si falta.
        """
        if rng is None and any(isinstance(capa, Abandono) for capa in self.capas):
            raise ValueError(
                "La red tiene una capa Abandono: dale a perdida_y_gradiente un generador, rng=…"
            )
        recorrido = []
        for capa, suyos in self._repartir(parametros):
            x, memoria = capa.adelante(suyos, x, rng)
            recorrido.append((capa, suyos, memoria))
        perdida, d = self.perdida(x, y)
        primera = next((i for i, cuantos in enumerate(self._cuantos) if cuantos), 0)
        al_reves: list[Arreglo] = []
        for i in range(len(recorrido) - 1, primera - 1, -1):
            capa, suyos, memoria = recorrido[i]
            d, gradientes = capa.atras(suyos, memoria, d, con_entrada=i > primera)
            al_reves += reversed(gradientes)
        return perdida, al_reves[::-1]

    def _repartir(self, parametros: Sequence[Arreglo]) -> Iterator[tuple[Capa, list[Arreglo]]]:
        if len(parametros) != sum(self._cuantos):
            raise ValueError(
                f"La red tiene {sum(self._cuantos)} arreglos de parámetros y ha recibido "
                f"{len(parametros)}."
            )
        inicio = 0
        for capa, cuantos in zip(self.capas, self._cuantos, strict=True):
            yield capa, list(parametros[inicio : inicio + cuantos])
            inicio += cuantos
