"""Graba las curvas del proyecto: lo que ve, de cada optimizador, quien no tiene el suyo.

    python benchmarks/curvas_t7.py

Entrena los ocho de t3 con la configuración de `curso.laboratorio.proyecto` y escribe
`curso/datos/ficheros/curvas_t7.json.gz`: las curvas, y adónde lleva cada fórmula publicada en cinco
pasos. Si se interrumpe, la próxima vez sigue donde iba. Hay que repetirlo si cambian los
problemas, las redes o esa configuración.
"""

from __future__ import annotations

import gzip
import json
import tempfile
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from curso.laboratorio import proyecto
from curso.laboratorio.comparar import comparar_optimizadores
from curso.laboratorio.problemas import cargar
from solutions import optimizadores as publicados
from solutions.optimizadores import curso_t3

DESTINO = Path(__file__).parents[1] / "curso" / "datos" / "ficheros" / "curvas_t7.json.gz"
CIFRAS = 5


def grabar() -> dict[str, Any]:
    return {
        "problemas": {nombre: _problema(nombre) for nombre in proyecto.EPOCAS},
        "pasos": {nombre: _pasos(nombre) for nombre in proyecto.OCHO},
    }


def _problema(nombre: str) -> dict[str, Any]:
    problema = cargar(nombre)
    fabricas = {n: partial(getattr(curso_t3, n), lr=proyecto.TASA) for n in proyecto.OCHO}
    historias = comparar_optimizadores(
        problema,
        fabricas,
        proyecto.EPOCAS[nombre],
        proyecto.SEMILLAS,
        fichero=Path(tempfile.gettempdir()) / f"curvas_t7_{nombre}.json",
    )
    return {
        "titulo": problema.titulo,
        "unidad": problema.unidad,
        "base": _corto(problema.base),
        "historias": [
            {
                "optimizador": h["optimizador"],
                "semilla": h["semilla"],
                "perdidas": [_corto(p) for p in h["perdidas"]],
                "validacion": [_corto(v) for v in h["validacion"]],
            }
            for h in historias
        ],
    }


def _corto(valor: float) -> float:
    return float(f"{valor:.{CIFRAS}g}")


def _pasos(nombre: str) -> list[list[float]]:
    """Adónde llega cada convención, desde `PARTIDA`, con los gradientes de prueba."""
    clase = getattr(publicados, nombre)
    hechos = [getattr(curso_t3, nombre)(lr=proyecto.TASA)]
    for convencion in ("keras", "torch"):
        try:
            hechos.append(clase(lr=proyecto.TASA, convencion=convencion))
        except (TypeError, ValueError):  # de ese optimizador no hay más que una
            continue
    llegadas = []
    for optimizador in hechos:
        w = np.array(proyecto.PARTIDA)
        for g in proyecto.GRADIENTES:
            w = optimizador.paso(w, np.array(g))
        llegadas.append([round(float(x), 10) for x in w])
    return [list(llegada) for llegada in dict.fromkeys(map(tuple, llegadas))]


if __name__ == "__main__":
    contenido = json.dumps(grabar(), ensure_ascii=False, separators=(",", ":"))
    DESTINO.write_bytes(gzip.compress(contenido.encode(), mtime=0))
    print(f"{DESTINO.name}: {DESTINO.stat().st_size} octetos")
