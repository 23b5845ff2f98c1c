"""Lotes desordenados que reutilizan su memoria, en la máquina o camino del dispositivo.

`solutions.lotes.generar_lotes` da un arreglo nuevo por lote: es lo claro, y lo seguro si alguien
los guarda. Aquí cada lote se escribe encima de uno anterior: la memoria es siempre la misma, y **un
lote deja de valer al pedir el siguiente**.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from curso.backend import nombre_corto
from curso.backend.copias import anotar_subida
from solutions.enteros import entero_minimo
from solutions.lotes import contar_ejemplos, tramos

Arreglo = Any
Lote = tuple[Arreglo, Arreglo]

#: se reúnen de una vez varios lotes, para repartir el coste de cada llamada, sin pasar de aquí:
#: más no cabe en la caché y sale más lento
BYTES_POR_GRUPO = 512 * 1024
LINEA_DE_CACHE = 64


class LotesReutilizados:
    """Lotes de unos datos de NumPy, en NumPy.

    >>> x, y = np.arange(10.0).reshape(5, 2), np.arange(5)
    >>> lotes = LotesReutilizados(x, y, b=2)
    >>> [y_b.tolist() for _, y_b in lotes.epoca()]
    [[0, 1], [2, 3], [4]]
    """

    def __init__(self, x: np.ndarray, y: np.ndarray, b: int, descartar_ultimo: bool = False):
        self.x, self.y, self.b = x, y, entero_minimo(b, 1, "b")
        n = contar_ejemplos(x, y)
        self.fin = n - n % self.b if descartar_ultimo else n
        self._orden = np.arange(n)
        bytes_por_lote = self.b * x[:1].nbytes
        self._filas = self.b * max(1, BYTES_POR_GRUPO // max(bytes_por_lote, 1))
        filas = min(n, self._filas)
        self._x, self._y = _hueco(_alineado, x, filas), _hueco(_alineado, y, filas)
        self._vistas = [(self._x[tramo], self._y[tramo]) for tramo in tramos(filas, self.b)]

    def epoca(self, rng: np.random.Generator | None = None) -> Iterator[Lote]:
        """Una pasada por los ejemplos, desordenados si se da `rng`. Cada lote vale hasta el
        siguiente."""
        _ordenar(self._orden, rng)
        for grupo in tramos(self.fin, self._filas):
            filas = grupo.stop - grupo.start
            _reunir(self.x, self._orden[grupo], self._x[:filas])
            _reunir(self.y, self._orden[grupo], self._y[:filas])
            if filas == self._filas:
                yield from self._vistas
            else:
                yield from ((self._x[tramo], self._y[tramo]) for tramo in tramos(filas, self.b))


class LotesEnDispositivo:
    """Lotes en un dispositivo de unos datos de NumPy que no caben en él, o que no conviene subir.

    Hay dos huecos: mientras se usa el lote de uno, el siguiente va de camino al otro. Cada lote
    cuesta dos subidas (la de `x` y la de `y`), que cuenta `curso.backend.contar_copias`. Con CuPy
    la subida es asíncrona, desde memoria fija y por su propia cola.

    `xp` es el espacio de nombres del dispositivo.
    """

    def __init__(
        self, x: np.ndarray, y: np.ndarray, b: int, xp: Any, descartar_ultimo: bool = False
    ):
        self.x, self.y, self.b = x, y, entero_minimo(b, 1, "b")
        n = contar_ejemplos(x, y)
        self.fin = n - n % self.b if descartar_ultimo else n
        self._orden = np.arange(n)
        clase = _HuecoCupy if nombre_corto(xp) == "cupy" else _Hueco
        self._huecos = [clase(x, y, min(n, self.b), xp) for _ in range(2)]

    def epoca(self, rng: np.random.Generator | None = None) -> Iterator[Lote]:
        """Una pasada por los ejemplos, desordenados si se da `rng`. Cada lote vale hasta el
        siguiente."""
        _ordenar(self._orden, rng)
        pendiente = None
        for numero, tramo in enumerate(tramos(self.fin, self.b)):
            hueco = self._huecos[numero % 2]
            hueco.enviar(self.x, self.y, self._orden[tramo])
            if pendiente is not None:
                yield pendiente.recoger()
                pendiente.soltar()
            pendiente = hueco
        if pendiente is not None:
            yield pendiente.recoger()
            pendiente.soltar()


class _Hueco:
    """El sitio de un lote en el dispositivo y su borrador en la máquina."""

    def __init__(self, x: np.ndarray, y: np.ndarray, filas: int, xp: Any):
        self.filas = 0
        self.borrador = self.memoria(x, filas), self.memoria(y, filas)
        self.destino = _hueco(xp.empty, x, filas), _hueco(xp.empty, y, filas)

    def memoria(self, modelo: np.ndarray, filas: int) -> np.ndarray:
        return _hueco(np.empty, modelo, filas)

    def enviar(self, x: np.ndarray, y: np.ndarray, cuales: np.ndarray) -> None:
        self.filas = len(cuales)
        for datos, borrador, destino in zip((x, y), self.borrador, self.destino, strict=True):
            _reunir(datos, cuales, borrador[: self.filas])
            destino[: self.filas].set(borrador[: self.filas])

    def recoger(self) -> Lote:
        x, y = self.destino
        return x[: self.filas], y[: self.filas]

    def soltar(self) -> None:
        """El lote ya no se usa: su sitio se puede volver a escribir."""


class _HuecoCupy(_Hueco):
    """Sube sin esperar: una cola propia copia mientras la de cálculo trabaja."""

    def __init__(self, x: np.ndarray, y: np.ndarray, filas: int, xp: Any):
        import cupy

        self.cuda = cupy.cuda
        self.cola = cupy.cuda.Stream(non_blocking=True)
        super().__init__(x, y, filas, xp)
        self.libre = self.cuda.get_current_stream().record()
        self.subido = self.cola.record()

    def memoria(self, modelo: np.ndarray, filas: int) -> np.ndarray:
        import cupyx

        return _hueco(cupyx.empty_pinned, modelo, filas)

    def enviar(self, x: np.ndarray, y: np.ndarray, cuales: np.ndarray) -> None:
        self.subido.synchronize()  # el borrador se está leyendo hasta que acaba su subida
        self.cola.wait_event(self.libre)  # y el destino, hasta que acaban los cálculos con él
        self.filas = len(cuales)
        for datos, borrador, destino in zip((x, y), self.borrador, self.destino, strict=True):
            _reunir(datos, cuales, borrador[: self.filas])
            destino[: self.filas].set(borrador[: self.filas], stream=self.cola)
            anotar_subida()
        self.subido = self.cola.record()

    def recoger(self) -> Lote:
        self.cuda.get_current_stream().wait_event(self.subido)
        return super().recoger()

    def soltar(self) -> None:
        self.libre = self.cuda.get_current_stream().record()


def _hueco(reservar: Any, modelo: np.ndarray, filas: int) -> Any:
    return reservar((filas, *modelo.shape[1:]), dtype=modelo.dtype)


def _alineado(forma: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Un arreglo que empieza en una línea de caché: escribir en él es algo más rápido."""
    bytes_ = math.prod(forma) * dtype.itemsize
    memoria = np.empty(bytes_ + LINEA_DE_CACHE, dtype=np.uint8)
    principio = -memoria.ctypes.data % LINEA_DE_CACHE
    return memoria[principio : principio + bytes_].view(dtype).reshape(forma)


def _ordenar(orden: np.ndarray, rng: np.random.Generator | None) -> None:
    # Se parte siempre del orden natural: así una época depende solo de `rng`, y un entrenamiento
    # interrumpido se puede seguir. El orden es el mismo que con rng.permutation.
    orden.sort()
    if rng is not None:
        rng.shuffle(orden)


def _reunir(datos: np.ndarray, cuales: np.ndarray, destino: np.ndarray) -> None:
    # Los índices son una permutación, así que «clip» no recorta nada; con el modo por defecto
    # NumPy escribiría antes en una copia del destino.
    datos.take(cuales, axis=0, out=destino, mode="clip")
