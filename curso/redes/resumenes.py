"""Las capas que resumen: el máximo de cada ventana, y el máximo o la media de todas."""

from __future__ import annotations

from typing import Any

import numpy as np

from curso.backend import espacio_de_nombres
from curso.redes.capa import Arreglo, Capa, Eje, entero_positivo
from curso.redes.ventanas import colocar, con_borde, exigir_relleno, sin_borde


class MaximoLocal2D(Capa):
    """El máximo de cada ventana (*max pooling*), canal a canal.

    x (n, alto, ancho, canales), y (n, alto′, ancho′, canales). La ventana avanza `paso`, que si no
    se da es su lado. Hacia atrás, `dy` va al píxel que dio el máximo; si empatan, al primero por
    filas. El relleno de `"same"` no cuenta para el máximo.

    ValueError si un tamaño no es un entero de 1 o más, si el relleno no es `"valid"` o `"same"`, si
    x no tiene esa forma o si la ventana no cabe.
    """

    entrada: tuple[Eje, ...] = ("n", "alto", "ancho", "canales")

    def __init__(self, lado: int = 2, paso: int | None = None, relleno: str = "valid") -> None:
        quien, paso = type(self).__name__, lado if paso is None else paso
        entero_positivo(quien, lado=lado, paso=paso)
        exigir_relleno(quien, relleno)
        self.ventana, self.paso, self.relleno = (lado, lado), (paso, paso), relleno

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        self.exigir(x)
        return self._maximos(x)

    def _maximos(self, x: Arreglo) -> tuple[Arreglo, Any]:
        xp = espacio_de_nombres(x)
        rejilla = colocar(x.shape, self.ventana, self.paso, self.relleno, self.nombre)
        imagen = con_borde(x, rejilla, -np.inf)
        trozos = [imagen[trozo] for _, _, trozo in rejilla.sitios()]
        y = trozos[0]
        for otro in trozos[1:]:
            y = xp.maximum(y, otro)
        return y, (imagen, y, rejilla)

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        imagen, y, rejilla = memoria
        xp = espacio_de_nombres(dy)
        dx = xp.zeros(imagen.shape, dtype=dy.dtype)
        pendiente = dy  # lo que todavía no tiene dueño: el primero que da el máximo se lo queda
        for _, _, trozo in rejilla.sitios():
            suyo = pendiente * (imagen[trozo] == y)
            dx[trozo] += suyo
            pendiente = pendiente - suyo
        return sin_borde(dx, rejilla), []

    @property
    def nombre(self) -> str:
        return f"{type(self).__name__}({self.ventana[1]})"


class MaximoLocal1D(MaximoLocal2D):
    """Lo mismo en una secuencia: x (n, largo, canales), y (n, largo′, canales)."""

    entrada = ("n", "largo", "canales")

    def __init__(self, lado: int = 2, paso: int | None = None, relleno: str = "valid") -> None:
        super().__init__(lado, paso, relleno)
        self.ventana, self.paso = (1, lado), (1, self.paso[1])

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        self.exigir(x)
        y, memoria = self._maximos(x[:, None])
        return y[:, 0], memoria

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        dx, _ = super().atras(parametros, memoria, dy[:, None], con_entrada)
        return dx[:, 0], []


class GlobalMaximo(Capa):
    """El máximo de todas las posiciones de cada canal.

    x (n, …, canales), y (n, canales). Hacia atrás, `dy` va a la posición que dio el máximo; si
    empatan, a la primera. ValueError si x tiene menos de tres ejes.
    """

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        filas = _en_filas(self, x)
        donde = filas.argmax(axis=1)
        xp = espacio_de_nombres(x)
        y = xp.take_along_axis(filas, donde[:, None], axis=1)[:, 0]
        return y, (donde, x.shape)

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        donde, forma = memoria
        xp = espacio_de_nombres(dy)
        n, canales = dy.shape
        dx = xp.zeros((n, int(np.prod(forma[1:-1])), canales), dtype=dy.dtype)
        dx[xp.arange(n)[:, None], donde, xp.arange(canales)] = dy
        return dx.reshape(forma), []


class GlobalMedia(Capa):
    """La media de todas las posiciones de cada canal.

    x (n, …, canales), y (n, canales). Hacia atrás, `dy` se reparte a partes iguales. ValueError si
    x tiene menos de tres ejes.
    """

    def adelante(
        self, parametros: list[Arreglo], x: Arreglo, rng: np.random.Generator | None = None
    ) -> tuple[Arreglo, Any]:
        return _en_filas(self, x).mean(axis=1), x.shape

    def atras(
        self, parametros: list[Arreglo], memoria: Any, dy: Arreglo, con_entrada: bool = True
    ) -> tuple[Arreglo, list[Arreglo]]:
        xp = espacio_de_nombres(dy)
        n, *medio, canales = memoria
        parte = (dy / int(np.prod(medio))).reshape(n, *[1] * len(medio), canales)
        return xp.broadcast_to(parte, memoria), []


def _en_filas(capa: Capa, x: Arreglo) -> Arreglo:
    """x con todas sus posiciones en un solo eje: (n, posiciones, canales)."""
    if len(x.shape) < 3:
        raise ValueError(
            f"{capa.nombre} espera una entrada de forma (n, …, canales), de tres ejes o más, y ha "
            f"recibido una de forma {tuple(x.shape)}."
        )
    return x.reshape(x.shape[0], -1, x.shape[-1])
