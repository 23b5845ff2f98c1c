"""Un programa compilado con el compilador de C del sistema, para arreglos de NumPy.

Es opcional (`Optimizador.compilar`): compilar cuesta una décima de segundo la primera vez y hace
falta `cc`. A cambio, cada elemento se lee y se escribe una sola vez, como en el núcleo de CuPy,
y el resultado tiene los mismos bits que la fórmula: no se funden productos y sumas.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from solutions.rutas_rapidas.codigo_c import arreglos, cuerpo, parametros
from solutions.rutas_rapidas.traza import Programa

OPCIONES = (
    "-O3",
    "-march=native",
    "-ffp-contract=off",
    # Ni errno ni excepciones de coma flotante: no cambian el resultado y dejan vectorizar.
    "-fno-math-errno",
    "-fno-trapping-math",
    "-shared",
    "-fPIC",
)

_TIPOS = {"float32": ("float", ctypes.c_float), "float64": ("double", ctypes.c_double)}

_PLANTILLA = """\
#include <tgmath.h>
typedef {tipo} A;
typedef {tipo} T;

void paso(const long long elementos{punteros}{parametros})
{{
    // Los arreglos son distintos o el mismo (w y destino): nunca se pisan desplazados.
    #pragma GCC ivdep
    for (long long i = 0; i < elementos; i++) {{
{cuerpo}
    }}
}}
"""


class Compilada:
    """Ejecuta un programa compilado. Se compila la primera vez, una por tipo."""

    def __init__(self, programa: Programa) -> None:
        self._programa = programa
        self._funciones: dict[str, Any] = {}

    @staticmethod
    def admite(w: Any, g: Any, estado: Mapping[str, Any], *, en_sitio: bool) -> bool:
        """¿Son arreglos de NumPy contiguos, de un mismo tipo conocido, y no se pisan?"""
        todos = (w, g, *estado.values())
        return (
            all(type(a) is np.ndarray and a.dtype == w.dtype for a in todos)
            and all(a.flags.c_contiguous and a.flags.aligned for a in todos)
            and w.dtype.isnative
            and w.dtype.name in _TIPOS
            and not (en_sitio and np.may_share_memory(w, g))
        )

    def __call__(
        self,
        w: np.ndarray,
        g: np.ndarray,
        destino: np.ndarray,
        estado: Mapping[str, np.ndarray],
        numeros: Mapping[str, float],
    ) -> None:
        """Deja el w nuevo en `destino` (puede ser `w`) y el estado nuevo en `estado`."""
        datos = (w, g, destino, *(estado[nombre] for nombre in self._programa.estado))
        self._funcion(w.dtype.name)(w.size, *(a.ctypes.data for a in datos), *numeros.values())

    def _funcion(self, tipo: str) -> Any:
        if tipo not in self._funciones:
            funcion = compilar(fuente(self._programa, tipo))
            numeros = [_TIPOS[tipo][1]] * len(self._programa.escalares)
            punteros = [ctypes.c_void_p] * len(arreglos(self._programa))
            funcion.argtypes = [ctypes.c_longlong, *punteros, *numeros]
            funcion.restype = None
            self._funciones[tipo] = funcion
        return self._funciones[tipo]


def fuente(programa: Programa, tipo: str) -> str:
    """Código C de un programa para arreglos de un tipo."""
    return _PLANTILLA.format(
        tipo=_TIPOS[tipo][0],
        punteros="".join(f", {t}* p_{nombre}" for nombre, t in arreglos(programa).items()),
        parametros=parametros(programa),
        cuerpo=cuerpo(programa),
    )


def compilar(codigo: str) -> Any:
    """La función `paso` de un código C. Lanza RuntimeError si no hay compilador o falla."""
    compilador = shutil.which("cc")
    if compilador is None:
        raise RuntimeError(
            "`compilar=True` necesita un compilador de C y no se encuentra `cc`: instálalo "
            "(en Debian, `apt install gcc`) o deja `compilar` en False."
        )
    with tempfile.TemporaryDirectory() as carpeta:
        origen, biblioteca = Path(carpeta, "paso.c"), Path(carpeta, "paso.so")
        origen.write_text(codigo, encoding="utf-8")
        orden = [compilador, *OPCIONES, "-o", str(biblioteca), str(origen), "-lm"]
        hecho = subprocess.run(orden, capture_output=True, text=True)
        if hecho.returncode:
            raise RuntimeError(
                "`cc` no ha podido compilar el optimizador; deja `compilar` en False. Ha dicho:\n"
                + hecho.stderr
            )
        return ctypes.CDLL(str(biblioteca)).paso
