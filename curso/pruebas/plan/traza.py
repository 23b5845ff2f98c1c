"""Qué se le cuenta al alumno de una excepción: su tipo, su mensaje y la línea que él escribió."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from typing import Any

_MENSAJE = 400
_CODIGO = 160
_NOMBRE = 80
#: lo más largo que puede ser un detalle; lo que llegue más largo no lo ha escrito `detalle_de`
TOPE = 1000


def detalle_de(error: BaseException, espacio: Mapping[str, Any]) -> str:
    """`Tipo: mensaje`, y la última línea de la traza escrita en el cuaderno de `espacio`."""
    try:
        mensaje = limpio(str(error))
    except Exception:  # el __str__ también puede ser del alumno
        mensaje = ""
    nombre = _corto(type(error).__name__, _NOMBRE)
    texto = f"{nombre}: {_corto(mensaje, _MENSAJE)}" if mensaje else nombre
    return texto + _linea_del_alumno(error, espacio)


def limpio(texto: str) -> str:
    """El texto en una línea y sin nada que no se vea: ni controles, ni marcas de dirección."""
    return " ".join("".join(c if c.isprintable() else " " for c in texto).split())


def _corto(texto: str, tope: int) -> str:
    texto = limpio(texto)
    return texto if len(texto) <= tope else texto[:tope] + "…"


def _linea_del_alumno(error: BaseException, espacio: Mapping[str, Any]) -> str:
    """`, en la línea 3 de la celda de «media»: return n / 0`, o nada si no se sabe."""
    donde = ""
    for marco, linea in traceback.walk_tb(error.__traceback__):
        if marco.f_globals is espacio:
            codigo = _corto(linecache.getline(marco.f_code.co_filename, linea), _CODIGO)
            de = _corto(marco.f_code.co_qualname.split(".<locals>")[0], _NOMBRE)
            en = f" de la celda de «{de}»" if de.replace(".", "").isidentifier() else ""
            donde = f", en la línea {linea}{en}" + (f": {codigo}" if codigo else "")
    return donde
