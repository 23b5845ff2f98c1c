"""Estimar en tu ordenador lo que se medirá al corregir: velocidad y memoria.

La solución del curso no viaja con el cuaderno. En su lugar se mide un núcleo de operaciones fijas
de NumPy, y se sabe cuántas veces tarda la solución del curso lo que el núcleo. La cuenta depende
del ordenador, así que es una estimación y se dice; la nota sale de medir las dos cosas a la vez.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from curso.pruebas.compara import Comparacion, comparar
from curso.pruebas.informe import MedidaDeMemoria, MedidaDeVelocidad, Tiempos, Tramo
from curso.pruebas.plan import (
    Caso,
    ErrorDeCodec,
    Respuesta,
    ejecutar_caso,
    respuesta_a_json,
    respuesta_de_json,
)
from curso.pruebas.plan.medida import muestra

#: segundos que se dedican como mucho a medir, y repeticiones que bastan
PRESUPUESTO_S = 2.5
REPETICIONES = 7
#: de la muestra de la respuesta esperada que viaja con el cuaderno
SEMILLA = 0
#: cuánto puede variar esa muestra de un ordenador a otro
_IGUAL = Comparacion(rtol=1e-8, atol=0.0)


class NoContesta(Exception):
    """La función no dio un valor; `respuesta` dice qué pasó."""

    def __init__(self, respuesta: Respuesta) -> None:
        super().__init__(respuesta.estado)
        self.respuesta = respuesta


def nucleo() -> None:
    """Lo que hace un programa con NumPy: azar, mover datos y muchas operaciones pequeñas."""
    orden = np.random.default_rng(0).permutation(50_000)
    tabla = np.arange(200_000.0).reshape(50_000, 4)
    tabla = tabla[orden]
    for i in range(0, 16_000, 32):
        tabla[orden[i : i + 32]].sum()


class _Entradas(tuple[Any, ...]):
    """Unas entradas devueltas tal cual; si hacían falta métodos, tampoco trabajan."""

    def __getattr__(self, metodo: str) -> Callable[..., Any]:
        return lambda *args, **_: args[0]


def nada(*args: Any, **_: Any) -> tuple[Any, ...]:
    """Una función, o una clase, que no trabaja: lo que cuesta llamarla es lo que cuesta medir."""
    return _Entradas(args[:2])


def contesta_bien(
    caso: Caso, nombre: str, espacio: Mapping[str, Any], esperada: Mapping[str, Any] | None
) -> bool:
    """Si la respuesta de `espacio[nombre]` a `caso` tiene la muestra `esperada` (en JSON).

    Sin ella (lo que sale es al azar) basta con que conteste. Lanza `NoContesta` si no da un valor.
    """
    respuesta = _contestada(caso, nombre, espacio)
    if esperada is None:
        return True
    try:
        obtenida = respuesta_de_json(respuesta_a_json(muestra(respuesta, SEMILLA)))
    except ErrorDeCodec:
        return False
    return comparar(obtenida, respuesta_de_json(esperada), _IGUAL.para(caso)) is None


def estimar_velocidad(
    caso: Caso,
    nombre: str,
    espacio: Mapping[str, Any],
    relativa: float,
    tramos: Sequence[Tramo],
) -> MedidaDeVelocidad:
    """Cuántas veces tarda `espacio[nombre]` en `caso` lo que se espera que tarde la solución.

    relativa
        Cuántas veces tarda la solución del curso lo que el núcleo.

    Lanza `NoContesta` si la función no da un valor.
    """
    nada_s, nucleo_s, tuya_s = medir(caso, nombre, espacio)
    patron_s = nada_s + relativa * nucleo_s
    razon = max(tuya_s - nada_s, 0.0) / (patron_s - nada_s)
    alcanzado = next((i for i, t in enumerate(tramos) if razon <= t.limite), len(tramos))
    return MedidaDeVelocidad(alcanzado, tuple(tramos), Tiempos(nada_s, patron_s, tuya_s, razon))


def medir(caso: Caso, nombre: str, espacio: Mapping[str, Any]) -> tuple[float, float, float]:
    """Segundos de no hacer nada, del núcleo y de `espacio[nombre]`: los menores."""
    pruebas: tuple[Callable[[], Any], ...] = (
        lambda: _contestada(caso, nombre, {nombre: nada}),
        nucleo,
        lambda: _contestada(caso, nombre, espacio),
    )
    empieza = time.perf_counter()
    tiempos: list[list[float]] = []
    while len(tiempos) < REPETICIONES and (
        len(tiempos) < 2 or time.perf_counter() - empieza < PRESUPUESTO_S
    ):
        tiempos.append([_segundos(prueba) for prueba in pruebas])
    nada_s, nucleo_s, tuya_s = (min(columna) for columna in zip(*tiempos, strict=True))
    return nada_s, nucleo_s, tuya_s


def estimar_memoria(
    caso: Caso, nombre: str, espacio: Mapping[str, Any], permitida: int
) -> MedidaDeMemoria:
    """La memoria de más que llega a reservar `espacio[nombre]` en `caso`, sobre la de las entradas.

    Lanza `NoContesta` si la función no da un valor.
    """
    base, tuya = (_pico(caso, nombre, donde) for donde in ({nombre: nada}, espacio))
    de_mas = max(tuya - base, 0)
    return MedidaDeMemoria(de_mas <= permitida, permitida, de_mas)


def _segundos(funcion: Callable[[], Any]) -> float:
    reloj = _reloj()
    antes = reloj()
    funcion()
    return reloj() - antes


def _reloj() -> Callable[[], float]:
    """El reloj de procesador, al que no estorban otros programas; el de pared si aquel es basto."""
    fino = time.get_clock_info("process_time").resolution < 1e-5
    return time.process_time if fino else time.perf_counter


def _contestada(caso: Caso, nombre: str, espacio: Mapping[str, Any]) -> Respuesta:
    respuesta = ejecutar_caso(caso, nombre, espacio, con_detalle=True, por_el_codec=False)
    if respuesta.estado != "valor":
        raise NoContesta(respuesta)
    return respuesta


def _pico(caso: Caso, nombre: str, espacio: Mapping[str, Any]) -> int:
    ya = tracemalloc.is_tracing()
    if not ya:
        tracemalloc.start()
    try:
        tracemalloc.reset_peak()
        antes = tracemalloc.get_traced_memory()[0]
        _contestada(caso, nombre, espacio)
        return tracemalloc.get_traced_memory()[1] - antes
    finally:
        if not ya:
            tracemalloc.stop()
