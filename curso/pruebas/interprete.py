"""Lo que se le pide al intérprete del cuaderno: que un hueco no borre lo ya escrito.

Que recuerde qué se quedó sin definir porque su celda se paró antes. Y que una celda que espera a
una función por escribir lo diga en una frase y no detenga «Ejecutar todas las celdas».
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

from curso.pruebas.celdas import Lectura, es_hueco, leer, linea_del_fallo
from curso.pruebas.salida import imprimir

_YA_ESCRITA = (
    "«{}» ya está escrita en otra celda: este hueco, que sigue por escribir, no la sustituye."
)
_FALTA = "Falta «{}», que está por escribir: cuando lo escribas, ejecuta otra vez esta celda."
_ESPERA = (
    "Falta «{}», de una celda anterior que espera a «{}»: cuando lo escribas, ejecuta otra vez las "
    "dos."
)
_SIN_LEER = re.compile(r"^(?:async[ \t]+def|def|class)[ \t]+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Parada:
    """La celda que iba a definir un nombre se paró en `linea`.

    sintaxis
        Si es un error de sintaxis: no se ejecutó nada.
    """

    linea: int
    texto: str
    motivo: str
    sintaxis: bool = False


class SinHuecos(ast.NodeTransformer):
    """Quita de una celda los huecos de lo que el alumno ya tiene escrito."""

    def __init__(self, interprete: Any) -> None:
        self._interprete = interprete
        self._por_escribir: set[str] = set()

    def visit_Module(self, modulo: ast.Module) -> ast.Module:
        """Recorre las sentencias de la celda, en su orden."""
        quedan: list[ast.stmt] = []
        escritas: set[str] = set()
        for nodo in modulo.body:
            nombre = getattr(nodo, "name", None)
            if not isinstance(nombre, str):
                quedan.append(nodo)
            elif not es_hueco(nodo):
                escritas.add(nombre)
                self._por_escribir.discard(nombre)
                quedan.append(nodo)
            elif nombre in escritas or self._escrita(nombre):
                imprimir(_YA_ESCRITA.format(nombre))
            else:
                self._por_escribir.add(nombre)
                quedan.append(nodo)
        modulo.body = quedan
        return modulo

    def _escrita(self, nombre: str) -> bool:
        return nombre not in self._por_escribir and callable(self._interprete.user_ns.get(nombre))


class Vigia:
    """Qué nombres no se llegaron a definir porque su celda se paró antes."""

    def __init__(self, interprete: Any) -> None:
        self._interprete = interprete
        self.paradas: dict[str, Parada] = {}
        self._esperan: dict[str, str] = {}
        self._dicho: tuple[BaseException, str] | None = None

    def ante_un_error(
        self, interprete: Any, tipo: Any, error: BaseException, traza: Any, tb_offset: Any = None
    ) -> None:
        """Lo llama IPython con un `NotImplementedError` o un `NameError`, en lugar de enseñarlo."""
        self._dicho = None
        falta = self._por_escribir(error)
        if falta is not None:
            imprimir(_FALTA.format(falta))
        elif isinstance(error, NameError) and error.name in self._esperan:
            falta = self._esperan[error.name]
            imprimir(_ESPERA.format(error.name, falta))
        if falta is None:
            interprete.showtraceback((tipo, error, traza), tb_offset=tb_offset)
        else:
            self._dicho = error, falta

    def _por_escribir(self, error: BaseException) -> str | None:
        """La función o clase del cuaderno que lanza `NotImplementedError`, si es eso."""
        traza = error.__traceback__
        while traza is not None and traza.tb_next is not None:
            traza = traza.tb_next
        if not isinstance(error, NotImplementedError) or traza is None:
            return None
        marco = traza.tb_frame
        if marco.f_globals is not self._interprete.user_ns:
            return None
        nombre = getattr(marco.f_code, "co_qualname", marco.f_code.co_name).split(".")[0]
        return nombre if nombre.isidentifier() else None

    def tras_la_celda(self, resultado: Any) -> None:
        """Lo llama IPython después de ejecutar cada celda."""
        codigo = resultado.info.raw_cell or ""
        error = resultado.error_before_exec or resultado.error_in_exec
        lectura = leer(codigo)
        if isinstance(resultado.error_before_exec, SyntaxError) or lectura.error is not None:
            self._sin_leer(codigo, error, lectura)
            return
        linea = linea_del_fallo(error, codigo, self._interprete.user_ns)
        self._perdonar(resultado, error, lectura, linea)
        for definicion in lectura.definiciones:
            for nombre in definicion.nombres:
                self.paradas.pop(nombre, None)
                if linea is not None and definicion.desde > linea and not definicion.hueco:
                    self.paradas[nombre] = _parada(codigo, linea, error)

    def _perdonar(
        self, resultado: Any, error: BaseException | None, lectura: Lectura, linea: int | None
    ) -> None:
        """Si lo que falta ya se ha dicho y la celda no define funciones, no es un error."""
        dicho, self._dicho = self._dicho, None
        falta = dicho[1] if dicho is not None and dicho[0] is error else None
        for definicion in lectura.definiciones:
            sin_definir = falta is not None and linea is not None and definicion.hasta >= linea
            for nombre in definicion.nombres:
                self._esperan.pop(nombre, None)
                if sin_definir and falta is not None:
                    self._esperan[nombre] = falta
        pendientes = [d for d in lectura.definiciones if linea is None or d.desde > linea]
        if falta is not None and not any(d.clase == "def" for d in pendientes):
            resultado.error_in_exec = None

    def _sin_leer(self, codigo: str, error: BaseException | None, lectura: Lectura) -> None:
        linea = getattr(error, "lineno", None) or lectura.error or 1
        for nombre in _SIN_LEER.findall(codigo):
            self.paradas[nombre] = _parada(codigo, linea, error, sintaxis=True)


def _parada(codigo: str, linea: int, error: BaseException | None, sintaxis: bool = False) -> Parada:
    lineas = codigo.splitlines()
    texto = lineas[linea - 1].strip() if 0 < linea <= len(lineas) else ""
    return Parada(linea, texto, type(error).__name__, sintaxis)


_VIGIA = "_vigia_del_curso"


def vigilar(interprete: Any) -> Vigia | None:
    """Se lo pide al intérprete de IPython, una sola vez. None si no hay ninguno."""
    if interprete is None:
        return None
    vigia = getattr(interprete, _VIGIA, None)
    if vigia is None:
        vigia = Vigia(interprete)
        interprete.ast_transformers.append(SinHuecos(interprete))
        interprete.set_custom_exc((NotImplementedError, NameError), vigia.ante_un_error)
        interprete.events.register("post_run_cell", vigia.tras_la_celda)
        setattr(interprete, _VIGIA, vigia)
    return vigia
