"""La parte de `ArregloDoble` que no da otros arreglos: sus datos, leerlos y copiarlos."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from curso.backend.copias import anotar_bajada, anotar_lectura, anotar_subida, exigir_bajada
from curso.backend.doble import limites


@dataclass(frozen=True)
class Dispositivo:
    """El dispositivo en el que dicen vivir los arreglos del doble."""

    id: int = 0

    def synchronize(self) -> None:
        """No hace nada: el doble calcula en orden."""


class BaseDoble:
    """Los datos, que solo salen al anfitrión si se piden, y lo que se puede saber de ellos."""

    __slots__ = ("_datos",)

    def __init__(self, datos: np.ndarray[Any, Any]) -> None:
        limites.exigir_tipo(datos.dtype)
        self._datos = datos

    # --- forma y tipo ---------------------------------------------------------------------

    @property
    def shape(self) -> tuple[int, ...]:
        return self._datos.shape

    @shape.setter
    def shape(self, forma: Any) -> None:
        self._datos = self._datos.reshape(forma)

    dtype = property(lambda self: self._datos.dtype)
    ndim = property(lambda self: self._datos.ndim)
    size = property(lambda self: self._datos.size)
    nbytes = property(lambda self: self._datos.nbytes)
    itemsize = property(lambda self: self._datos.itemsize)
    strides = property(lambda self: self._datos.strides)
    flags = property(lambda self: self._datos.flags)
    device = property(lambda self: Dispositivo())

    def __len__(self) -> int:
        return len(self._datos)

    # --- ida y vuelta explícitas ----------------------------------------------------------

    def get(
        self, stream: Any = None, order: Any = "C", out: Any = None, blocking: bool = True
    ) -> np.ndarray[Any, Any]:
        """Una copia en NumPy: la manera explícita de traer los datos."""
        anotar_bajada()
        if out is None:
            return np.array(self._datos, order=order)
        if self.dtype != out.dtype or self.shape != out.shape:
            raise ValueError("get(out=…) necesita un arreglo del mismo tipo y de la misma forma.")
        out[...] = self._datos
        return out

    def set(self, arr: Any, stream: Any = None) -> None:
        """Copia en el dispositivo un arreglo de NumPy del mismo tipo y forma."""
        if not isinstance(arr, np.ndarray):
            raise TypeError("Only numpy.ndarray can be set to cupy.ndarray")
        if self.dtype != arr.dtype:
            raise TypeError(f"{arr.dtype} array cannot be set to {self.dtype} array")
        if self.shape != arr.shape:
            raise ValueError(f"Shape mismatch. Old shape: {self.shape}, new shape: {arr.shape}")
        anotar_subida()
        self._datos[...] = arr

    def item(self, *args: Any) -> Any:
        """Un elemento, como escalar de Python."""
        return self._leido().item(*args)

    def tolist(self) -> Any:
        """Los elementos, como listas de Python."""
        return self._leidos().tolist()

    def tobytes(self, order: Any = "C") -> bytes:
        """Los octetos de los elementos."""
        return self._leidos().tobytes(order)

    def _leidos(self) -> np.ndarray[Any, Any]:
        if self.ndim:
            exigir_bajada()
        return self._leido()

    def _leido(self) -> np.ndarray[Any, Any]:
        anotar_lectura()
        return self._datos

    # --- escalares ------------------------------------------------------------------------

    def __bool__(self) -> bool:
        if self.size == 0:
            warnings.warn(
                "The truth value of an empty array is ambiguous.", DeprecationWarning, stacklevel=2
            )
            return False
        return bool(self._leido())

    def __int__(self) -> int:
        return int(self._leido())

    def __float__(self) -> float:
        return float(self._leido())

    def __complex__(self) -> complex:
        return complex(self._leido())

    # --- copia y texto --------------------------------------------------------------------

    def __copy__(self) -> Self:
        return type(self)(self._datos.copy())

    def __deepcopy__(self, memo: Any) -> Self:
        return type(self)(self._datos.copy())

    def __repr__(self) -> str:
        return repr(self._leido())

    def __str__(self) -> str:
        return str(self._leido())

    def __format__(self, formato: str) -> str:
        return format(self._leido(), formato)
