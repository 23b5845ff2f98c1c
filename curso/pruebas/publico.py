"""El fichero de casos públicos que acompaña al cuaderno de una tarea.

Lo escribe `autograde generar`; lo lee `comprobar`. Es JSON, sin código: por ejercicio, sus casos,
las respuestas esperadas, cómo se comparan, y las respuestas de los errores conocidos, para que el
diagnóstico funcione también en el ordenador del alumno.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from curso.pruebas.compara import Comparacion, Hallazgo
from curso.pruebas.plan import (
    ErrorDeCodec,
    Plan,
    Respuesta,
    plan_a_json,
    plan_de_json,
    respuesta_a_json,
    respuesta_de_json,
)

NOMBRE_DE_FICHERO = "casos_publicos.json"
FORMATO = 1
#: de los ajustes de un ejercicio: módulos que no están donde se corrige, y lo que se mide en la GPU
AUSENTES, EN_GPU = "ausentes", "en_gpu"


@dataclass(frozen=True, eq=False)
class ErrorConocido:
    """Un error reconocible: las respuestas que da en los casos de un plan, y su hallazgo.

    Con `nota` no es un error: es otra convención publicada, que cuenta como correcta y se anota.
    """

    hallazgo: Hallazgo
    respuestas: tuple[Respuesta, ...]
    nota: bool = False


@dataclass(frozen=True, eq=False)
class Comprobacion:
    """Un plan con lo que se espera de él: lo que necesita quien compara."""

    plan: Plan
    esperadas: tuple[Respuesta, ...]
    comparaciones: Mapping[str, Comparacion]
    errores: tuple[ErrorConocido, ...] = ()


@dataclass(frozen=True, eq=False)
class EjercicioPublico:
    """Un ejercicio tal como lo ve el alumno: sus comprobaciones por clase (`correccion`…)."""

    id: str
    comprobaciones: Mapping[str, Comprobacion]
    ajustes: Mapping[str, Any] = field(default_factory=dict)


def escribir(ruta: Path, tarea: str, ejercicios: Mapping[str, EjercicioPublico]) -> None:
    """Escribe el fichero de casos públicos de `tarea` (JSON, reproducible byte a byte)."""
    datos = {
        "formato": FORMATO,
        "tarea": tarea,
        "ejercicios": {
            id_: {
                "comprobaciones": {
                    clase: _comprobacion_a_json(c) for clase, c in e.comprobaciones.items()
                },
                "ajustes": dict(e.ajustes),
            }
            for id_, e in ejercicios.items()
        },
    }
    ruta.write_text(json.dumps(datos, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def leer(ruta: Path) -> dict[str, EjercicioPublico]:
    """Lee el fichero de casos públicos. `ErrorDeCodec` si está dañado o es de otra versión."""
    try:
        datos = json.loads(ruta.read_text(encoding="utf-8"))
        if datos["formato"] != FORMATO:
            raise ErrorDeCodec(
                f"«{ruta.name}» es del formato {datos['formato']} y este programa lee el {FORMATO}"
            )
        return {
            id_: EjercicioPublico(
                id_,
                {c: _comprobacion_de_json(x) for c, x in e["comprobaciones"].items()},
                e["ajustes"],
            )
            for id_, e in datos["ejercicios"].items()
        }
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ErrorDeCodec(f"«{ruta.name}» está dañado") from error


def _comprobacion_a_json(c: Comprobacion) -> dict[str, Any]:
    return {
        "plan": plan_a_json(c.plan),
        "esperadas": [respuesta_a_json(r) for r in c.esperadas],
        "comparaciones": {grupo: x.a_json() for grupo, x in c.comparaciones.items()},
        "errores": [
            {
                "hallazgo": dataclasses.asdict(e.hallazgo),
                "respuestas": [respuesta_a_json(r) for r in e.respuestas],
                "nota": e.nota,
            }
            for e in c.errores
        ],
    }


def _comprobacion_de_json(d: Mapping[str, Any]) -> Comprobacion:
    return Comprobacion(
        plan_de_json(d["plan"]),
        tuple(respuesta_de_json(r) for r in d["esperadas"]),
        {grupo: Comparacion.de_json(c) for grupo, c in d["comparaciones"].items()},
        tuple(
            ErrorConocido(
                Hallazgo(**e["hallazgo"]),
                tuple(respuesta_de_json(r) for r in e["respuestas"]),
                e["nota"],
            )
            for e in d["errores"]
        ),
    )
