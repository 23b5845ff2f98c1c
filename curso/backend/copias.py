"""Cuántas veces cruzan los datos entre el anfitrión (CPU) y el dispositivo (GPU).

Mover datos suele costar más que operar con ellos, así que conviene contarlo. Se cuentan las
copias que pasan por `a_dispositivo` y `a_anfitrion` y, en el doble del dispositivo, además
todas las suyas: `.get()`, `.set()`, `asnumpy`, `asarray` y las lecturas de un escalar.

En una prueba de portabilidad el doble no deja además bajar un arreglo al anfitrión, ni pidiéndolo:
quien lo baja, calcula con NumPy y lo sube no ha escrito nada portable. Leer un número sí se puede.
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
#: de las rondas abiertas de `sin_bajadas` y `con_bajadas`, si se permiten; vale la última
_permitidas: list[bool] = [True]

BAJADA_PROHIBIDA = (
    "En una prueba de portabilidad no se copia un arreglo del dispositivo a la memoria del "
    "ordenador (`.get()`, `asnumpy`, `a_anfitrion`, `.tolist()`, `.tobytes()`): calcula con el "
    "espacio de nombres de los datos."
)


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


@contextmanager
def sin_bajadas() -> Iterator[None]:
    """Dentro del bloque, bajar un arreglo del doble lanza TypeError, en cualquier hilo."""
    with _bajadas(permitidas=False):
        yield


@contextmanager
def con_bajadas() -> Iterator[None]:
    """Dentro de `sin_bajadas`, lo que baja el propio curso en los problemas que da."""
    with _bajadas(permitidas=True):
        yield


@contextmanager
def _bajadas(*, permitidas: bool) -> Iterator[None]:
    _permitidas.append(permitidas)
    try:
        yield
    finally:
        _permitidas.pop()


def anotar_subida() -> None:
    """Anota una copia del anfitrión al dispositivo."""
    for cuenta in _activas:
        cuenta.subidas += 1


def anotar_bajada() -> None:
    """Anota una copia explícita del dispositivo al anfitrión; TypeError si no se permiten."""
    exigir_bajada()
    for cuenta in _activas:
        cuenta.bajadas += 1


def exigir_bajada() -> None:
    """TypeError si se está dentro de `sin_bajadas`."""
    if not _permitidas[-1]:
        raise TypeError(BAJADA_PROHIBIDA)


def anotar_lectura() -> None:
    """Anota una bajada implícita: un valor leído o impreso."""
    for cuenta in _activas:
        cuenta.lecturas += 1
