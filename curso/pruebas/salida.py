"""Lo que imprime el alumno mientras se le comprueba: se ve, pero con un tope."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import TextIO

from curso.ordenes.contar import cuantos

#: caracteres que se dejan ver en una comprobación
TOPE = 4000


def imprimir(texto: str) -> None:
    """`print`, también donde la salida no admite todos los caracteres (consolas de Windows)."""
    codificacion = getattr(sys.stdout, "encoding", None) or "utf-8"
    print(texto.encode(codificacion, "replace").decode(codificacion))


class _ConTope(io.TextIOBase):
    """Escribe en `destino` hasta `tope` caracteres; después cuenta lo que calla."""

    def __init__(self, destino: TextIO, tope: int) -> None:
        self._destino = destino
        self._quedan = tope
        self._omitidos = 0

    def writable(self) -> bool:
        return True

    def write(self, texto: str) -> int:
        visible = texto[: self._quedan]
        self._quedan -= len(visible)
        self._omitidos += len(texto) - len(visible)
        if visible:
            self._destino.write(visible)
        return len(texto)

    def flush(self) -> None:
        self._destino.flush()

    def terminar(self) -> None:
        """Dice cuánto se ha omitido, si se ha omitido algo."""
        if self._omitidos:
            self._destino.write(
                "\n[tu código ha impreso "
                f"{cuantos(self._omitidos, 'carácter', 'caracteres')} más, que se omiten]\n"
            )


@contextmanager
def salida_limitada(tope: int = TOPE) -> Iterator[None]:
    """Dentro del bloque, lo impreso (y los avisos, que van a `stderr`) sale por `stdout`."""
    salida = _ConTope(sys.stdout, tope)
    try:
        with redirect_stdout(salida), redirect_stderr(salida):
            yield
    finally:
        salida.terminar()
