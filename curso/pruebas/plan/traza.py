"""Qué se le cuenta al alumno de una excepción: su tipo, su mensaje y la línea que él escribió."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Mapping
from typing import Any

_MENSAJE = 400


def detalle_de(error: BaseException, espacio: Mapping[str, Any]) -> str:
    """`Tipo: mensaje`, y la última línea de la traza escrita en el cuaderno de `espacio`."""
    try:
        mensaje = str(error)
    except Exception:  # el __str__ también puede ser del alumno
        mensaje = ""
    nombre = type(error).__name__
    texto = f"{nombre}: {mensaje[:_MENSAJE]}" if mensaje else nombre
    return texto + _linea_del_alumno(error, espacio)


def _linea_del_alumno(error: BaseException, espacio: Mapping[str, Any]) -> str:
    """«, en la línea 3: `return n / 0`» (línea de su celda), o nada si no se sabe."""
    donde = ""
    for marco, linea in traceback.walk_tb(error.__traceback__):
        if marco.f_globals is espacio:
            codigo = linecache.getline(marco.f_code.co_filename, linea).strip()
            donde = f", en la línea {linea}" + (f": {codigo}" if codigo else "")
    return donde
