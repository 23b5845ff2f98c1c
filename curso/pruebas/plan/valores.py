"""Los valores que puede llevar un plan o una respuesta, y la respuesta de un caso."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: None, bool, int, float, str, tuple, list, dict, set de str, arreglo de NumPy, Rng, Ref,
#: DeDispositivo, EnMemoria. `Any` porque el tipo es recursivo; el códec es quien lo hace cumplir.
Valor = Any


@dataclass(frozen=True)
class Ref:
    """Referencia a un valor hecho en un paso anterior, o a un atributo público de un problema."""

    nombre: str
    atributo: str | None = None


@dataclass(frozen=True)
class Rng:
    """Un `numpy.random.Generator` con semilla (se crea al construirlo, no antes)."""

    semilla: int


@dataclass(frozen=True)
class Vista:
    """Una vista (no una copia) de un arreglo con nombre: filas `inicio:fin:paso` del primer eje."""

    nombre: str
    inicio: int | None = None
    fin: int | None = None
    paso: int | None = None


@dataclass(frozen=True, eq=False)
class DeDispositivo:
    """Un arreglo que en la respuesta estaba en el dispositivo; aquí, sus datos en el anfitrión."""

    datos: np.ndarray


@dataclass(frozen=True, eq=False)
class EnMemoria:
    """Un arreglo que se hace en la memoria del ordenador aunque el plan lleve dispositivo."""

    datos: np.ndarray


@dataclass(frozen=True, eq=False)
class Respuesta:
    """Lo que contestó un caso. Solo datos, y no de fiar si viene de otro proceso.

    estado
        ``"valor"``: hay `valor` y `entradas` (las entradas pedidas, tal como quedaron);
        ``"excepcion"``: se lanzó; `excepcion` es el nombre de un tipo incorporado de Python;
        ``"sin_definir"``: no existe el nombre del ejercicio, o no se puede llamar;
        ``"invalida"``: lo devuelto no es un valor admitido; si es por su tipo, `excepcion` es cuál
        (un código de `no_admitido.NOMBRES`);
        ``"tiempo"``, ``"memoria"``, ``"muerte"``: no terminó, agotó la memoria o murió el proceso;
        lo pone quien vigila desde fuera, nunca el ejecutor.
    detalle
        Qué se lanzó, con qué mensaje y en qué línea del alumno. Solo en su cuaderno y, bajo el
        juez, en los casos públicos: lo escribe el alumno, y lo oculto no puede salir por ahí.
    """

    estado: str
    valor: Valor = None
    entradas: Mapping[str, Valor] = field(default_factory=dict)
    excepcion: str | None = None
    detalle: str | None = None


#: los estados que puede dar el ejecutor y, por tanto, los únicos que se aceptan al leer
ESTADOS = ("valor", "excepcion", "sin_definir", "invalida")


def mismos_bytes(a: Valor, b: Valor) -> bool:
    """Si dos valores son idénticos: tipos, formas, dtypes y bits (dos NaN son iguales)."""
    if isinstance(a, DeDispositivo) and isinstance(b, DeDispositivo):
        return mismos_bytes(a.datos, b.datos)
    if isinstance(a, EnMemoria) and isinstance(b, EnMemoria):
        return mismos_bytes(a.datos, b.datos)
    if type(a) is not type(b):
        return False
    match a:
        case np.ndarray():
            return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        case list() | tuple():
            return len(a) == len(b) and all(map(mismos_bytes, a, b))
        case dict():
            return mismos_bytes(list(a.items()), list(b.items()))
        case float():
            return a.hex() == b.hex()  # 0.0 y -0.0 no son lo mismo; dos NaN, sí
    return bool(a == b)
