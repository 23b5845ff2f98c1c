"""Un punto de control en disco: un `.npz` con los arreglos y un JSON con lo demás. Sin pickle."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from array_api_compat import device, is_array_api_obj

from curso.backend import a_anfitrion, espacio_de_nombres

Arbol = dict[str, Any]
_INDICE = "indice"


def guardar(ruta: Path | str, arbol: Arbol) -> None:
    """Escribe un árbol de diccionarios con arreglos, números y listas.

    Primero en un fichero aparte, que después ocupa su lugar: una interrupción no deja uno a medias.
    """
    arreglos: dict[str, np.ndarray] = {}
    indice = _separar(arbol, arreglos)
    destino = Path(ruta)
    provisional = destino.with_name(destino.name + ".parcial")
    with open(provisional, "wb") as fichero:
        np.savez(fichero, **{_INDICE: np.array(json.dumps(indice))}, **arreglos)  # type: ignore[arg-type]
    os.replace(provisional, destino)


def leer(ruta: Path | str, como: Any) -> Arbol:
    """El árbol guardado, con sus arreglos en la biblioteca y el dispositivo de `como`."""
    with np.load(ruta, allow_pickle=False) as fichero:
        indice = json.loads(str(fichero[_INDICE]))
        arreglos = {nombre: fichero[nombre] for nombre in fichero.files if nombre != _INDICE}
    return _juntar(indice, arreglos, como)


def _separar(nodo: Any, arreglos: dict[str, np.ndarray]) -> Any:
    if isinstance(nodo, dict):
        return {str(clave): _separar(valor, arreglos) for clave, valor in nodo.items()}
    if is_array_api_obj(nodo):
        nombre = f"a{len(arreglos)}"
        arreglos[nombre] = a_anfitrion(nodo)
        return {"arreglo": nombre}
    return nodo


def _juntar(nodo: Any, arreglos: dict[str, np.ndarray], como: Any) -> Any:
    if not isinstance(nodo, dict):
        return nodo
    if nodo.keys() == {"arreglo"}:
        xp = espacio_de_nombres(como)
        return xp.asarray(arreglos[nodo["arreglo"]], device=device(como))
    return {clave: _juntar(valor, arreglos, como) for clave, valor in nodo.items()}
