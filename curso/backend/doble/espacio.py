"""`xp`: el espacio de nombres del doble, con los nombres de NumPy, CuPy y el array API."""

from __future__ import annotations

import functools
from types import ModuleType
from typing import Any

import array_api_compat.numpy as base
import numpy as np

from curso.backend.copias import anotar_subida
from curso.backend.doble.arreglo import ArregloDoble, ejecutar

_SUBMODULOS = frozenset({"linalg", "fft"})
_METODOS_DE_UFUNC = ("at", "reduce", "accumulate", "reduceat", "outer")


class Espacio(ModuleType):
    """Un módulo que ofrece las funciones de otro, sobre arreglos del doble."""

    def __init__(self, nombre: str, modulo: ModuleType) -> None:
        super().__init__(nombre, modulo.__doc__)
        self._modulo = modulo

    def __getattr__(self, nombre: str) -> Any:
        if nombre.startswith("__"):
            raise AttributeError(nombre)
        try:
            valor = getattr(self._modulo, nombre)
        except AttributeError:
            raise AttributeError(f"El dispositivo no tiene «{nombre}».") from None
        if isinstance(valor, ModuleType):
            if nombre not in _SUBMODULOS:
                raise AttributeError(f"El dispositivo no tiene «{nombre}».")
            valor = Espacio(f"{self.__name__}.{nombre}", valor)
        elif callable(valor) and not isinstance(valor, type):
            valor = _en_el_dispositivo(valor)
        setattr(self, nombre, valor)
        return valor


class EspacioDoble(Espacio):
    """El espacio de nombres del doble: además, ir y venir del anfitrión."""

    ndarray = ArregloDoble

    def asarray(
        self,
        obj: Any,
        dtype: Any = None,
        order: Any = None,
        *,
        copy: bool | None = None,
        device: Any = None,
    ) -> ArregloDoble:
        """Un arreglo del dispositivo: `obj` mismo si ya lo es, y si no una copia de sus datos."""
        if isinstance(obj, ArregloDoble):
            if copy or (dtype is not None and obj.dtype != np.dtype(dtype)):
                return obj.astype(dtype or obj.dtype)
            return obj
        if copy is False:
            raise ValueError("Subir datos al dispositivo siempre los copia: no uses copy=False.")
        if not _solo_del_dispositivo(obj):
            anotar_subida()
        datos = np.array(_datos_de(obj), dtype=dtype, order=order or "K")
        return ArregloDoble(datos)

    def array(
        self,
        obj: Any,
        dtype: Any = None,
        copy: bool | None = True,
        order: Any = None,
        ndmin: int = 0,
    ) -> ArregloDoble:
        """Como `asarray`, pero copia también lo que ya estaba en el dispositivo."""
        arreglo = self.asarray(obj, dtype, order, copy=copy or None)
        return arreglo.reshape((1,) * (ndmin - arreglo.ndim) + arreglo.shape)

    def asanyarray(self, obj: Any, dtype: Any = None, order: Any = None) -> ArregloDoble:
        """Lo mismo que `asarray`."""
        return self.asarray(obj, dtype, order)

    def ascontiguousarray(self, obj: Any, dtype: Any = None) -> ArregloDoble:
        """Como `asarray`, con los datos seguidos en memoria."""
        return ArregloDoble(np.ascontiguousarray(self.asarray(obj, dtype)._datos))

    def asnumpy(self, obj: Any, stream: Any = None, order: Any = "C") -> np.ndarray[Any, Any]:
        """Una copia en NumPy."""
        return obj.get(order=order) if isinstance(obj, ArregloDoble) else np.asarray(obj)

    def get_array_module(self, *args: Any) -> Any:
        """El espacio de nombres de los argumentos: este si alguno es del dispositivo."""
        return self if any(isinstance(x, ArregloDoble) for x in args) else np


def _en_el_dispositivo(funcion: Any) -> Any:
    @functools.wraps(funcion, updated=())
    def en_el_dispositivo(*args: Any, **kwargs: Any) -> Any:
        kwargs.pop("device", None)  # Solo hay uno.
        return ejecutar(funcion, args, kwargs)

    if isinstance(funcion, np.ufunc):
        for metodo in _METODOS_DE_UFUNC:
            setattr(en_el_dispositivo, metodo, getattr(funcion, metodo))
    return en_el_dispositivo


def _datos_de(obj: Any) -> Any:
    if isinstance(obj, list | tuple):
        return [_datos_de(parte) for parte in obj]
    return obj._datos if isinstance(obj, ArregloDoble) else obj


def _solo_del_dispositivo(obj: Any) -> bool:
    if isinstance(obj, list | tuple):
        return bool(obj) and all(map(_solo_del_dispositivo, obj))
    return isinstance(obj, ArregloDoble)


xp = EspacioDoble("curso.backend.doble.xp", base)
ArregloDoble._espacio = xp
