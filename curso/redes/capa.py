"""Qué es una capa: tres funciones sin memoria, y la forma de lo que admite."""

from __future__ import annotations

from typing import Any

import numpy as np

Arreglo = Any
#: un eje de una forma: su tamaño, o el nombre del que puede medir cualquier cosa
Eje = int | str


class Capa:
    """Una función y = f(x; parámetros), y su derivada.

    entrada
        La forma que admite, con un nombre en los ejes libres: `("n", 33)`. Vacía si le da igual.
    """

    entrada: tuple[Eje, ...] = ()

    def iniciar(self, rng: np.random.Generator) -> list[np.ndarray]:
        """Los parámetros iniciales, float32; ninguno si la capa no aprende nada."""
        return []

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        """(y, lo que `atras` necesitará). Con `rng` se está entrenando; sin él, prediciendo."""
        raise NotImplementedError

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        """(dE/dx, [dE/dp de cada parámetro]) a partir de `dy` = dE/dy, de la forma de y.

        Sin `con_entrada` no se calcula dE/dx, y es None: la primera capa no lo necesita.
        """
        raise NotImplementedError

    @property
    def nombre(self) -> str:
        """Cómo se llama en los mensajes de error: `Densa(33, 64)`."""
        return type(self).__name__

    def exigir(self, x: Arreglo) -> None:
        """ValueError, con el nombre de la capa, si `x` no tiene la forma que admite."""
        if not hasattr(x, "shape"):
            raise ValueError(
                f"{self.nombre} espera un arreglo y ha recibido «{type(x).__name__}»: "
                "conviértelo antes con np.asarray."
            )
        casan = len(x.shape) == len(self.entrada) and all(
            isinstance(eje, str) or eje == n for eje, n in zip(self.entrada, x.shape, strict=True)
        )
        if not casan:
            raise ValueError(
                f"{self.nombre} espera una entrada de forma {_forma(self.entrada)} y ha recibido "
                f"una de forma {_forma(x.shape)}."
            )

    def __repr__(self) -> str:
        return self.nombre


def entero_positivo(capa: str, **valores: Any) -> None:
    """ValueError si alguno de los argumentos de una capa no es un entero de 1 o más."""
    for nombre, valor in valores.items():
        if isinstance(valor, bool) or not isinstance(valor, int | np.integer) or valor < 1:
            raise ValueError(f"{capa}: «{nombre}» ha de ser un entero de 1 o más, y es {valor!r}.")


def _forma(ejes: tuple[Eje, ...]) -> str:
    return f"({', '.join(map(str, ejes))}{',' if len(ejes) == 1 else ''})"
