"""El fichero de una comparación: se escribe entero a cada historia, y nunca queda a medias."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Historia = dict[str, Any]
FORMATO = "laboratorio-1"
CLAVE = ("problema", "optimizador", "semilla", "epocas", "huella")


class Fichero:
    """Las historias guardadas en un fichero, o solo en memoria si no se da ninguno."""

    def __init__(self, ruta: Path | str | None) -> None:
        self._ruta = None if ruta is None else Path(ruta)
        self._historias: list[Historia] = []
        if self._ruta is not None and self._ruta.exists():
            self._historias = leer_historias(self._ruta)

    def buscar(self, clave: Mapping[str, Any]) -> Historia | None:
        """La historia de esa clave, si está."""
        for historia in self._historias:
            if all(historia[campo] == clave[campo] for campo in CLAVE):
                return historia
        return None

    def agregar(self, historia: Historia) -> None:
        """Guarda una historia, en lugar de la que hubiera de lo mismo."""
        misma = CLAVE[:3]
        self._historias = [
            h for h in self._historias if any(h[campo] != historia[campo] for campo in misma)
        ]
        self._historias.append(historia)
        if self._ruta is not None:
            _escribir(self._ruta, self._historias)


def leer_historias(ruta: Path | str) -> list[Historia]:
    """Las historias de un fichero del laboratorio. ValueError si no lo es o está dañado."""
    try:
        datos = json.loads(Path(ruta).read_text(encoding="utf-8"))
        if datos["formato"] != FORMATO:
            raise ValueError
        return [
            historia
            | {
                curva: [math.nan if v is None else float(v) for v in historia[curva]]
                for curva in ("perdidas", "validacion")
            }
            for historia in datos["historias"]
            if all(campo in historia for campo in CLAVE)
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            f"«{ruta}» no es un fichero de resultados del laboratorio, o está dañado: bórralo o "
            "usa otro nombre."
        ) from error


def _escribir(ruta: Path, historias: list[Historia]) -> None:
    """Primero a otro fichero y luego se cambia el nombre: o está lo de antes, o lo de ahora."""
    lineas = ",\n".join(json.dumps(_sin_nan(h), ensure_ascii=False) for h in historias)
    provisional = ruta.with_name(f".{ruta.name}.{os.getpid()}")
    ruta.parent.mkdir(parents=True, exist_ok=True)
    with provisional.open("w", encoding="utf-8") as salida:
        salida.write(f'{{"formato": "{FORMATO}", "historias": [\n{lineas}\n]}}\n')
        salida.flush()
        os.fsync(salida.fileno())
    os.replace(provisional, ruta)


def _sin_nan(historia: Historia) -> Historia:
    curvas = {
        curva: [v if math.isfinite(v) else None for v in historia[curva]]
        for curva in ("perdidas", "validacion")
    }
    return historia | curvas
