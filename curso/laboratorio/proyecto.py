"""El proyecto: los ocho optimizadores de cada cual y, donde falta uno, sus curvas grabadas.

Las curvas grabadas son solo números: lo que salió una vez con la configuración de aquí. Este módulo
no sabe dar un paso de ningún optimizador, ni resumir una curva.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from curso import graficas
from curso.graficas import Figura
from curso.laboratorio.cuaderno import optimizadores_de
from curso.laboratorio.fichero import leer_historias
from curso.laboratorio.problemas import cargar
from curso.ordenes.consola import ErrorDeUso

Historia = dict[str, Any]
Fabrica = Callable[[], Any]

OCHO = ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")
#: la tasa de todos, y con qué se comparan
TASA = 0.001
EPOCAS = {"viviendas": 20, "ropa": 10, "refranes": 20, "temperatura": 20}
SEMILLAS = (0, 1, 2)
#: los gradientes con que se mira si un optimizador hace lo que dice su nombre, y desde dónde
PARTIDA = (0.5, -1.25, 2.0)
GRADIENTES = (
    (0.1, -0.2, 0.3),
    (0.05, 0.4, -0.6),
    (-0.3, 0.0, 0.25),
    (1.5, -0.7, 0.001),
    (0.02, 0.9, -1.1),
)
#: cuánto se puede apartar de lo grabado, como parte de lo que se mueve: las convenciones publicadas
#: se separan menos
HOLGURA = 0.02


@dataclass(frozen=True)
class Propios:
    """Los optimizadores que se van a usar y, de los demás, por qué se ponen curvas grabadas."""

    fabricas: Mapping[str, Fabrica]
    sustituidos: Mapping[str, str]

    def __str__(self) -> str:
        suyos = [f"{nombre}: tuyo" for nombre in self.fabricas]
        grabados = [f"{nombre}: curvas grabadas ({m})" for nombre, m in self.sustituidos.items()]
        return "\n".join([*suyos, *grabados])


def propios(cuaderno: Path | str, celdas: Mapping[str, Any] | None = None) -> Propios:
    """Los ocho, leídos de un cuaderno o de `celdas` (`globals()`), donde mandan los pegados.

    Se sustituye el que falta, el que falla o cambia sus entradas en cinco pasos de prueba, y el que
    no llega a donde llega ninguna de las fórmulas publicadas con su nombre.
    """
    try:
        halladas: Mapping[str, Fabrica] = optimizadores_de(cuaderno, TASA)
        falta = f"no está en «{Path(cuaderno).name}»"
    except (ErrorDeUso, OSError):
        halladas, falta = {}, f"no se ha podido leer «{cuaderno}»"
    pegadas = {
        nombre: partial(clase, lr=TASA)
        for nombre, clase in (celdas or {}).items()
        if isinstance(clase, type) and callable(getattr(clase, "paso", None))
    }
    fabricas, sustituidos = {}, {}
    for nombre in OCHO:
        fabrica = pegadas.get(nombre) or halladas.get(nombre)
        motivo = falta if fabrica is None else _defecto(nombre, fabrica)
        if fabrica is None or motivo:
            sustituidos[nombre] = motivo
        else:
            fabricas[nombre] = fabrica
    return Propios(fabricas, sustituidos)


def _defecto(nombre: str, fabrica: Fabrica) -> str:
    """Por qué no se puede usar, o nada."""
    w = np.array(PARTIDA)
    try:
        optimizador = fabrica()
        for g in map(np.array, GRADIENTES):
            antes = w.copy(), g.copy()
            nuevo = optimizador.paso(w, g)
            if not (np.array_equal(w, antes[0]) and np.array_equal(g, antes[1])):
                return "cambia sus entradas"
            w = np.asarray(nuevo, dtype=float)
            if w.shape != g.shape:
                return f"su paso da {w.shape} donde w es {g.shape}"
    except Exception as error:  # código ajeno: puede lanzar cualquier cosa
        return f"lanza {type(error).__name__}"
    for destino in map(np.array, _grabado()["pasos"][nombre]):
        if np.abs(w - destino).max() <= HOLGURA * np.abs(destino - PARTIDA).max():
            return ""
    return "sus pasos no son los de ninguna fórmula publicada con ese nombre"


def historias(problema: str, mios: Propios, fichero: Path | str | None = None) -> list[Historia]:
    """Las de los ocho en un problema, con las tuyas o las grabadas: `grabada` dice cuáles lo son.

    Las tuyas se entrenan, con una barra, y se guardan en `fichero`: la segunda vez no se repiten.
    Donde se corrige no se entrena: se leen de `fichero`, si se entregó, o son las grabadas.
    """
    suyas = _entrenadas(problema, mios, fichero)
    rotos = {h["optimizador"]: h["aviso"] for h in suyas if h.get("aviso")}
    for nombre, aviso in rotos.items():
        print(f"{nombre}: {aviso}. Se ponen sus curvas grabadas.")
    por_nombre: dict[str, list[Historia]] = {}
    for h in suyas:
        if h["optimizador"] not in rotos:
            por_nombre.setdefault(h["optimizador"], []).append({**h, "grabada": False})
    grabadas = curvas_grabadas(problema)
    return [
        h
        for nombre in OCHO
        for h in por_nombre.get(nombre) or [g for g in grabadas if g["optimizador"] == nombre]
    ]


def _entrenadas(problema: str, mios: Propios, fichero: Path | str | None) -> list[Historia]:
    try:
        from curso.laboratorio.comparar import comparar_optimizadores
    except ImportError:
        print("Aquí no se entrena: se usa lo que ya está guardado.")
        return _guardadas(problema, fichero)
    if not mios.fabricas:
        return []
    epocas = EPOCAS[problema]
    return comparar_optimizadores(cargar(problema), mios.fabricas, epocas, SEMILLAS, fichero)


def _guardadas(problema: str, fichero: Path | str | None) -> list[Historia]:
    """Las de un fichero de resultados que viene con el cuaderno, si se puede leer."""
    try:
        todas = leer_historias(fichero) if fichero is not None else []
        return [
            h
            for h in todas
            if h["problema"] == problema
            and h["optimizador"] in OCHO
            and len(h["perdidas"]) == len(h["validacion"]) == EPOCAS[problema]
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def curvas_grabadas(problema: str) -> list[Historia]:
    """Las historias grabadas de un problema, con los ocho optimizadores."""
    return [
        {**h, "problema": problema, "aviso": None, "grabada": True}
        for h in _grabado()["problemas"][problema]["historias"]
    ]


def base(problema: str) -> float:
    """La pérdida de predecir siempre lo mismo en un problema, sin tener que prepararlo."""
    return float(_grabado()["problemas"][problema]["base"])


def dibujar(problema: str, todas: Sequence[Historia]) -> Figura:
    """Las curvas de un problema; las grabadas llevan un asterisco."""
    marcadas = [
        {**h, "optimizador": h["optimizador"] + (" *" if h["grabada"] else "")} for h in todas
    ]
    datos = _grabado()["problemas"][problema]
    titulo = datos["titulo"] + (" (* grabadas)" if any(h["grabada"] for h in todas) else "")
    return graficas.bandas(marcadas, titulo=titulo, unidad=datos["unidad"], base=datos["base"])


#: letra → lo que se ve en las curvas, y dónde mirarlo
PREGUNTAS = {
    "a": ("Ftrl", "Busca la línea que no se separa de la de puntos en ninguna de las figuras."),
    "b": ("subóptima", "Todavía baja casi un 2 % por época: mira la tabla."),
    "c": ("refranes", "En el panel de la derecha, la línea de Adam que toca fondo y sube."),
    "d": ("subóptima", "Las preguntas se hacen en orden: ¿sigue bajando la de entrenamiento?"),
    "e": ("Adam", "Compara el final de las dos líneas: las bandas no se tocan."),
}


def revisar(respuestas: Mapping[str, str]) -> None:
    """Dice de cada respuesta si es lo que se ve en las curvas grabadas y, si no, dónde mirar."""
    for letra, (correcta, pista) in PREGUNTAS.items():
        dada = respuestas.get(letra)
        if dada is None:
            print(f"{letra}: sin contestar.")
        elif str(dada).strip().casefold() == correcta.casefold():
            print(f"{letra}: sí, {correcta}.")
        else:
            print(f"{letra}: no es «{dada}». {pista}")


@cache
def _grabado() -> Any:
    comprimido = files("curso.datos").joinpath("ficheros", "curvas_t7.json.gz").read_bytes()
    return json.loads(gzip.decompress(comprimido))
