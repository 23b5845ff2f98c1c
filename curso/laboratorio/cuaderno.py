"""Los optimizadores de un cuaderno: sus clases con `paso`, sin ejecutar lo demás."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from curso.ordenes.consola import ErrorDeUso
from curso.pruebas.cuaderno import celdas_de_codigo


def optimizadores_de(cuaderno: Path | str, lr: float = 0.001) -> dict[str, Callable[[], Any]]:
    """nombre → función que hace uno nuevo con esa tasa, por cada clase que tenga `paso(w, g)`.

    De las celdas se ejecutan solo las importaciones, las definiciones y las constantes: ni figuras
    ni entrenamientos. Lo que falle al definirse se deja: si una clase lo necesita, lo dirá al
    usarla. `ErrorDeUso` si el cuaderno no se puede leer o no tiene ninguna.
    """
    espacio: dict[str, Any] = {"__name__": "__cuaderno__"}
    for _, codigo in celdas_de_codigo(Path(cuaderno)):
        for nodo in _definiciones(codigo):
            try:
                modulo = ast.Module([nodo], type_ignores=[])
                exec(compile(modulo, str(cuaderno), "exec"), espacio)
            except Exception:
                continue
    clases = {
        nombre: valor
        for nombre, valor in espacio.items()
        if inspect.isclass(valor)
        and valor.__module__ == "__cuaderno__"
        and callable(getattr(valor, "paso", None))
    }
    if not clases:
        raise ErrorDeUso(
            f"En «{cuaderno}» no hay ninguna clase con `paso(w, g)`: dale el cuaderno en el que "
            "has escrito tus optimizadores."
        )
    return {nombre: partial(_nuevo, clase, lr) for nombre, clase in clases.items()}


def _nuevo(clase: type, lr: float) -> Any:
    return clase(lr=lr)


def _definiciones(codigo: str) -> Iterator[ast.stmt]:
    """Lo que se puede ejecutar sin esperar: lo que define algo sin llamar a nada."""
    lineas = ["" if linea.startswith(("%", "!")) else linea for linea in codigo.split("\n")]
    try:
        nodos = ast.parse("\n".join(lineas)).body
    except SyntaxError:
        return
    for nodo in nodos:
        definicion = isinstance(nodo, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.ClassDef)
        constante = isinstance(nodo, ast.Assign | ast.AnnAssign) and not any(
            isinstance(hijo, ast.Call) for hijo in ast.walk(nodo)
        )
        if definicion or constante:
            yield nodo
