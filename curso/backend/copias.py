"""Cuántas veces cruzan los datos entre el anfitrión (CPU) y el dispositivo (GPU).

Mover datos suele costar más que operar con ellos, así que conviene contarlo. Se cuentan las
copias que pasan por `a_dispositivo` y `a_anfitrion` y, en el doble del dispositivo, además
todas las suyas: `.get()`, `.set()`, `asnumpy`, `asarray` y las lecturas de un escalar.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass
class Copias:
    """Copias hechas desde que se empezó a contar.

    subidas: del anfitrión al dispositivo. bajadas: del dispositivo al anfitrión, pedidas
    explícitamente. lecturas: bajadas implícitas de un valor (`float(x)`, `bool(x)`, `x.item()`,
    `x.tolist()`, imprimir), que CuPy permite pero que también esperan al dispositivo.
    """

    subidas: int = 0
    bajadas: int = 0
    lecturas: int = 0


_activas: list[Copias] = []


@contextmanager
def contar_copias() -> Iterator[Copias]:
    """Cuenta las copias hechas dentro del bloque `with`.

    >>> from curso.backend import a_dispositivo
    >>> with contar_copias() as copias:
    ...     x = a_dispositivo([1.0, 2.0], "doble")
    >>> copias.subidas
    1
    """
    cuenta = Copias()
    _activas.append(cuenta)
    try:
        yield cuenta
    finally:
        # Por identidad: dos cuentas iguales en valor son cuentas distintas.
        _activas[:] = [otra for otra in _activas if otra is not cuenta]


def anotar_subida() -> None:
    """Anota una copia del anfitrión al dispositivo."""
    for cuenta in _activas:
        cuenta.subidas += 1


def anotar_bajada() -> None:
    """Anota una copia explícita del dispositivo al anfitrión."""
    for cuenta in _activas:
        cuenta.bajadas += 1


def anotar_lectura() -> None:
    """Anota una bajada implícita: un valor leído o impreso."""
    for cuenta in _activas:
        cuenta.lecturas += 1
