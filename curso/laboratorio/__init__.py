"""El laboratorio: los mismos problemas, pesos y lotes para todos los optimizadores.

    from curso import laboratorio
    problema = laboratorio.cargar("viviendas")
    historias = laboratorio.comparar_optimizadores(
        problema, {"SGD": lambda: SGD(lr=0.001)}, epocas=20, semillas=[0, 1, 2]
    )
    laboratorio.curvas(historias, problema)

No trae ningún optimizador: se usan los que escribe cada cual, que solo necesitan `paso(w, g)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from curso.laboratorio.problemas import PROBLEMAS, Problema, cargar

if TYPE_CHECKING:
    from curso.laboratorio.comparar import comparar_optimizadores
    from curso.laboratorio.cuaderno import optimizadores_de
    from curso.laboratorio.fichero import leer_historias
    from curso.laboratorio.figuras import animaciones, caminos, curvas

_PEREZOSAS = {
    "animaciones": "figuras",
    "caminos": "figuras",
    "comparar_optimizadores": "comparar",
    "curvas": "figuras",
    "leer_historias": "fichero",
    "optimizadores_de": "cuaderno",
}

__all__ = [
    "PROBLEMAS",
    "Problema",
    "animaciones",
    "caminos",
    "cargar",
    "comparar_optimizadores",
    "curvas",
    "leer_historias",
    "optimizadores_de",
]


def __getattr__(nombre: str) -> Any:
    """Lo que no son problemas, que se importa al pedirlo: donde se corrige, puede no estar."""
    if nombre not in _PEREZOSAS:
        raise AttributeError(nombre)
    from importlib import import_module

    try:
        return getattr(import_module(f"curso.laboratorio.{_PEREZOSAS[nombre]}"), nombre)
    except ModuleNotFoundError as error:
        if not str(error.name).startswith("curso.laboratorio"):
            raise
        raise ImportError(
            f"«{nombre}» no está donde se corrige la tarea: calcula lo que pide un ejercicio. Usa "
            "las funciones que has escrito tú."
        ) from None
