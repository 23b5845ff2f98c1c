"""Códec de valores: JSON con etiquetas, límites y nada ejecutable.

El mismo para el fichero de casos públicos y para la tubería con la sesión aislada. Al leer no se
confía en nada: tipos, tamaños, profundidad y dtypes se comprueban antes de construir el valor.
"""

from __future__ import annotations

import binascii
import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from curso.backend import a_anfitrion, es_de_dispositivo
from curso.pruebas.plan import no_admitido
from curso.pruebas.plan.valores import DeDispositivo, EnMemoria, Ref, Rng, Valor, Vista

_ADMITIDOS = ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8")
#: cómo se escribe cada dtype admitido, y con cuál se lee: siempre en orden little-endian
DTYPES = {(d := np.dtype(t).newbyteorder("<")).str: d for t in _ADMITIDOS}
PROFUNDIDAD = 16
NODOS = 400_000
BYTES = 96 * 2**20
#: los enteros que se admiten caben en un float: compararlos con uno no puede desbordar
BITS = 1023
CIFRAS = 310
TEXTO = 100_000
RANGO = 8
_NOMBRE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z")


class ErrorDeCodec(ValueError):
    """Un valor que no se admite, o datos que no siguen el formato.

    tipo
        Si es por su tipo, cuál: un código de `no_admitido.NOMBRES`.
    """

    def __init__(self, motivo: str, tipo: str | None = None) -> None:
        super().__init__(motivo)
        self.tipo = tipo


class _Cuenta:
    """Lleva la cuenta de nodos y bytes de un mensaje, para poner límite a ambos."""

    def __init__(self) -> None:
        self.nodos = 0
        self.bytes = 0

    def nodo(self, profundidad: int) -> None:
        self.nodos += 1
        if self.nodos > NODOS:
            raise ErrorDeCodec("el valor tiene demasiados elementos")
        if profundidad > PROFUNDIDAD:
            raise ErrorDeCodec("el valor está anidado con demasiada profundidad")

    def datos(self, cuantos: int) -> None:
        self.bytes += cuantos
        if self.bytes > BYTES:
            raise ErrorDeCodec("el valor ocupa demasiado")


# --- escribir -----------------------------------------------------------------------------------


def valor_a_json(valor: Valor) -> Any:
    """La forma JSON de un valor. Lanza `ErrorDeCodec` si hay algo que no se admite."""
    return _escribir(valor, _Cuenta(), 0)


def _escribir(v: Valor, cuenta: _Cuenta, prof: int) -> Any:
    cuenta.nodo(prof)
    tipo = type(v)  # lo más corriente, primero: una respuesta puede llevar miles
    if tipo is np.ndarray:
        return {"a": _escribir_arreglo(v, cuenta)}
    if tipo is float and math.isfinite(v):
        return v
    if v is None or isinstance(v, bool):
        return None if v is None else bool(v)
    if isinstance(v, np.bool_):
        return bool(v)
    if isinstance(v, np.integer):
        v = int(v)
    if isinstance(v, int):
        v = int.__index__(v)
        if abs(v) < 2**53:
            return v
        if v.bit_length() > BITS:
            raise ErrorDeCodec("el entero tiene demasiadas cifras")
        return {"i": str(v)}
    if isinstance(v, float | np.floating):
        v = float.__float__(v) if isinstance(v, float) else float(v)
        return v if math.isfinite(v) else {"f": str(v)}
    if isinstance(v, str):
        if len(v) > TEXTO:
            raise ErrorDeCodec("el texto es demasiado largo")
        return str.__str__(v)
    if isinstance(v, list):
        return [_escribir(x, cuenta, prof + 1) for x in list.__iter__(v)]
    if isinstance(v, tuple):
        return {"t": [_escribir(x, cuenta, prof + 1) for x in tuple.__iter__(v)]}
    if isinstance(v, set | frozenset):
        if not all(isinstance(x, str) for x in v):
            raise _no_se_admite(no_admitido.CONJUNTO)
        return {"s": [_escribir(x, cuenta, prof + 1) for x in sorted(v)]}
    if isinstance(v, Mapping):
        pares = [
            [_escribir(k, cuenta, prof + 1), _escribir(x, cuenta, prof + 1)] for k, x in v.items()
        ]
        return {"d": pares}
    if isinstance(v, np.ndarray):
        return {"a": _escribir_arreglo(v, cuenta)}
    if isinstance(v, DeDispositivo):
        return {"a": _escribir_arreglo(v.datos, cuenta), "k": True}
    if isinstance(v, EnMemoria):
        return {"a": _escribir_arreglo(v.datos, cuenta), "m": True}
    if isinstance(v, Rng):
        return {"g": int(v.semilla)}
    if isinstance(v, Ref):
        return {"r": v.nombre} if v.atributo is None else {"r": v.nombre, "at": v.atributo}
    if isinstance(v, Vista):
        return {"v": [v.nombre, v.inicio, v.fin, v.paso]}
    if es_de_dispositivo(v):
        return {"a": _escribir_arreglo(a_anfitrion(v), cuenta), "k": True}
    raise _no_se_admite(no_admitido.tipo_conocido(v))


def _no_se_admite(tipo: str) -> ErrorDeCodec:
    return ErrorDeCodec(f"no se admite {no_admitido.NOMBRES[tipo]}", tipo)


def _escribir_arreglo(v: np.ndarray, cuenta: _Cuenta) -> list[Any]:
    plano = np.array(v, order="C", copy=True, subok=False)
    nombre = plano.dtype.str
    if nombre not in DTYPES:  # otro orden de bytes, o algo que no se admite
        nombre = plano.dtype.newbyteorder("<").str
        if plano.dtype.hasobject or nombre not in DTYPES:
            objetos = plano.dtype.hasobject
            raise _no_se_admite(
                no_admitido.ARREGLO_DE_OBJETOS if objetos else no_admitido.ARREGLO_DE_OTRO_TIPO
            )
        plano = plano.astype(DTYPES[nombre])
    if plano.ndim > RANGO:
        raise ErrorDeCodec("el arreglo tiene demasiadas dimensiones")
    cuenta.datos(plano.nbytes)
    datos = binascii.b2a_base64(plano.tobytes(), newline=False).decode("ascii")
    return [nombre, list(plano.shape), datos]


# --- leer ---------------------------------------------------------------------------------------


def valor_de_json(dato: Any) -> Valor:
    """El valor que describe `dato`. Lanza `ErrorDeCodec` ante cualquier irregularidad."""
    return _leer(dato, _Cuenta(), 0)


def _leer(d: Any, cuenta: _Cuenta, prof: int) -> Valor:
    cuenta.nodo(prof)
    if type(d) is dict:
        return _leer_etiqueta(d, cuenta, prof)
    if d is None or isinstance(d, bool | int):
        if isinstance(d, int) and abs(d) >= 2**64:
            raise ErrorDeCodec("entero fuera de rango")
        return d
    if isinstance(d, float):
        if not math.isfinite(d):
            raise ErrorDeCodec("número no finito sin etiqueta")
        return d
    if isinstance(d, str):
        if len(d) > TEXTO:
            raise ErrorDeCodec("texto demasiado largo")
        return d
    if isinstance(d, list):
        return [_leer(x, cuenta, prof + 1) for x in d]
    raise ErrorDeCodec("elemento desconocido")


def _leer_etiqueta(d: dict[str, Any], cuenta: _Cuenta, prof: int) -> Valor:
    if len(d) == 1:  # lo más corriente, primero: un mensaje puede llevar miles
        ((clave, dato),) = d.items()
        if clave == "a":
            return _leer_arreglo(dato, cuenta)
        if clave == "t" and isinstance(dato, list):
            return tuple([_leer(x, cuenta, prof + 1) for x in dato])
        if clave == "r":
            return Ref(nombre_de_json(dato))
        if clave == "d" and isinstance(dato, list):
            return _leer_diccionario(dato, cuenta, prof)
    claves = set(d)
    if claves == {"i"} and isinstance(d["i"], str) and len(d["i"]) <= CIFRAS:
        if not re.fullmatch(r"-?[0-9]+", d["i"]):
            raise ErrorDeCodec("entero mal escrito")
        entero = int(d["i"])
        if entero.bit_length() > BITS:
            raise ErrorDeCodec("entero fuera de rango")
        return entero
    if claves == {"f"} and d["f"] in ("nan", "inf", "-inf"):
        return float(d["f"])
    if claves == {"s"} and isinstance(d["s"], list) and all(isinstance(x, str) for x in d["s"]):
        return {_leer(x, cuenta, prof + 1) for x in d["s"]}
    if claves == {"a", "k"} and d["k"] is True:
        return DeDispositivo(_leer_arreglo(d["a"], cuenta))
    if claves == {"a", "m"} and d["m"] is True:
        return EnMemoria(_leer_arreglo(d["a"], cuenta))
    if claves == {"g"} and type(d["g"]) is int and 0 <= d["g"] < 2**64:
        return Rng(d["g"])
    if claves == {"r", "at"}:
        return Ref(nombre_de_json(d["r"]), nombre_de_json(d["at"]))
    if claves == {"v"} and isinstance(d["v"], list) and len(d["v"]) == 4:
        nombre, *limites = d["v"]
        if not all(x is None or type(x) is int for x in limites):
            raise ErrorDeCodec("vista mal escrita")
        return Vista(nombre_de_json(nombre), *limites)
    raise ErrorDeCodec("etiqueta desconocida")


def _leer_diccionario(pares: list[Any], cuenta: _Cuenta, prof: int) -> dict[Any, Valor]:
    resultado = {}
    for par in pares:
        if not (isinstance(par, list) and len(par) == 2):
            raise ErrorDeCodec("diccionario mal escrito")
        clave = _leer(par[0], cuenta, prof + 1)
        if not isinstance(clave, str | int | float | bool | None):
            raise ErrorDeCodec("clave de diccionario no admitida")
        resultado[clave] = _leer(par[1], cuenta, prof + 1)
    return resultado


def _leer_arreglo(d: Any, cuenta: _Cuenta) -> np.ndarray:
    if not (isinstance(d, list) and len(d) == 3):
        raise ErrorDeCodec("arreglo mal escrito")
    tipo, forma, datos = d
    if not isinstance(tipo, str) or tipo not in DTYPES:
        raise ErrorDeCodec("dtype no admitido")
    if not isinstance(forma, list) or len(forma) > RANGO:
        raise ErrorDeCodec("forma no admitida")
    for n in forma:
        if type(n) is not int or not 0 <= n <= 2**32:
            raise ErrorDeCodec("arreglo mal escrito")
    if not isinstance(datos, str):
        raise ErrorDeCodec("arreglo mal escrito")
    dtype = DTYPES[tipo]
    esperados = math.prod(forma) * dtype.itemsize
    cuenta.datos(esperados)
    try:
        crudo = binascii.a2b_base64(datos, strict_mode=True)
    except ValueError as error:
        raise ErrorDeCodec("datos de arreglo mal codificados") from error
    if len(crudo) != esperados:
        raise ErrorDeCodec("los datos no cuadran con la forma del arreglo")
    if dtype.kind == "b" and crudo.strip(b"\x00\x01"):
        raise ErrorDeCodec("booleanos mal codificados")
    try:
        return np.ndarray(forma, dtype, crudo).astype(dtype.newbyteorder("="))
    except ValueError as error:  # ningún elemento, pero una dimensión desmedida
        raise ErrorDeCodec("forma no admitida") from error


def nombre_de_json(x: Any) -> str:
    """Un nombre de los que llevan los pasos: letras, cifras y guiones bajos, sin uno delante."""
    if not isinstance(x, str) or not _NOMBRE.match(x):
        raise ErrorDeCodec("nombre no admitido")
    return x
