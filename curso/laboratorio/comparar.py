"""Comparar optimizadores: a igual semilla, los mismos pesos iniciales y los mismos lotes."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from tqdm import tqdm

from curso.backend import a_anfitrion, espacio_de_nombres
from curso.laboratorio.fichero import Fichero, Historia
from curso.laboratorio.huella import huella

Arreglo = Any
#: hace, cada vez que se la llama, un optimizador nuevo
Fabrica = Callable[[], Any]


class Comparable(Protocol):
    """Lo que se le pide a un problema."""

    def iniciar(self, semilla: int) -> list[Arreglo]: ...

    def lotes(self, semilla: int, epoca: int) -> Any: ...

    def perdida_y_gradiente(
        self, parametros: Sequence[Arreglo], x: Arreglo, y: Arreglo
    ) -> tuple[Any, Sequence[Arreglo]]: ...

    def validar(self, parametros: Sequence[Arreglo]) -> Any: ...


def comparar_optimizadores(
    problema: Comparable,
    optimizadores: Mapping[str, Fabrica],
    epocas: int,
    semillas: Sequence[int],
    fichero: Path | str | None = None,
    barra: bool = True,
) -> list[Historia]:
    """Una historia por optimizador y semilla, en ese orden.

    optimizadores
        nombre → función sin argumentos que hace un optimizador nuevo: `lambda: Adam(lr=0.001)`. Se
        hace uno por cada arreglo de parámetros, porque cada uno lleva su propio estado. Ha de tener
        `paso(w, g)`, que devuelve el w nuevo; si tiene `adelanto(w)`, el gradiente se toma allí.
    fichero
        Donde se guarda cada historia en cuanto acaba. Lo que ya está allí, hecho con los mismos
        datos por un optimizador que se comporta igual, no se repite: una comparación interrumpida
        sigue donde iba.
    barra
        Si se enseña una barra de progreso.

    Una historia es un diccionario con `problema`, `optimizador`, `semilla`, `epocas`, `perdidas`
    (la media de las de los lotes de cada época, antes de cada paso, con el peso de sus ejemplos),
    `validacion` (al acabar cada época) y `aviso`: None, o una frase que dice que el optimizador
    falla, diverge o cambia sus entradas. Tras un fallo, lo que queda de curva es NaN, y los demás
    optimizadores siguen.

    ValueError si `epocas` no es un entero de 1 o más, o si el fichero no es del laboratorio.
    """
    if isinstance(epocas, bool) or not isinstance(epocas, int | np.integer) or epocas < 1:
        raise ValueError(f"`epocas` ha de ser un entero de 1 o más, y es {epocas!r}.")
    guardadas = Fichero(fichero)
    nombre_del_problema = getattr(problema, "nombre", type(problema).__name__)
    del_problema = getattr(problema, "huella", "")
    huellas = {n: del_problema + huella(fabrica) for n, fabrica in optimizadores.items()}
    historias = []
    tareas = [(nombre, int(semilla)) for nombre in optimizadores for semilla in semillas]
    with tqdm(
        total=len(tareas) * int(epocas),
        desc=nombre_del_problema,
        unit="época",
        disable=not barra,
        file=sys.stdout,
    ) as progreso:
        for nombre, semilla in tareas:
            clave = {
                "problema": nombre_del_problema,
                "optimizador": nombre,
                "semilla": semilla,
                "epocas": int(epocas),
                "huella": huellas[nombre],
            }
            historia = guardadas.buscar(clave)
            if historia is None:
                curvas = _entrenar(problema, optimizadores[nombre], int(epocas), semilla, progreso)
                historia = clave | curvas
                guardadas.agregar(historia)
            else:
                progreso.update(int(epocas))
            historias.append(historia)
    return historias


class _Fallo(Exception):
    """El optimizador no ha podido dar el paso: la frase dice por qué."""


def _entrenar(
    problema: Comparable, fabrica: Fabrica, epocas: int, semilla: int, progreso: Any
) -> dict[str, Any]:
    perdidas: list[float] = []
    validacion: list[float] = []
    aviso = None
    try:
        entrenamiento = _Entrenamiento(problema, fabrica, semilla)
        while len(perdidas) < epocas and aviso is None:
            with np.errstate(all="ignore"):  # si diverge, se dice en el aviso
                perdida, valida = entrenamiento.epoca(len(perdidas))
            perdidas.append(perdida)
            validacion.append(valida)
            progreso.update()
            if not (math.isfinite(perdida) and math.isfinite(valida)):
                aviso = f"diverge: la pérdida deja de ser finita en la época {len(perdidas)}"
        aviso = aviso or entrenamiento.cambios
    except _Fallo as fallo:
        aviso = f"{fallo}, en la época {len(perdidas) + 1}"
    progreso.update(epocas - len(perdidas))
    faltan = [math.nan] * (epocas - len(perdidas))
    return {"perdidas": perdidas + faltan, "validacion": validacion + faltan, "aviso": aviso}


class _Entrenamiento:
    """Los parámetros de un problema, cada uno con su optimizador, época a época."""

    def __init__(self, problema: Comparable, fabrica: Fabrica, semilla: int) -> None:
        self.problema, self.semilla = problema, semilla
        self.parametros = list(problema.iniciar(semilla))
        self.optimizadores = [_llamar("el constructor", fabrica) for _ in self.parametros]
        self._cambiadas: set[str] = set()

    @property
    def cambios(self) -> str | None:
        """Qué argumentos de «paso» cambia el optimizador, en una frase, si cambia alguno."""
        if not self._cambiadas:
            return None
        return (
            f"cambia {' y '.join(sorted(self._cambiadas))} en su sitio: «paso» ha de dejar sus "
            "argumentos como están y devolver un arreglo nuevo"
        )

    def epoca(self, epoca: int) -> tuple[float, float]:
        """(pérdida media, pérdida de validación) de una época más."""
        suma, ejemplos = 0.0, 0
        for i, (x, y) in enumerate(self.problema.lotes(self.semilla, epoca)):
            perdida, gradientes = self.problema.perdida_y_gradiente(self._adelanto(), x, y)
            suma, ejemplos = suma + float(perdida) * len(x), ejemplos + len(x)
            # Mirar si cambian sus entradas cuesta copiarlas: se hace una vez por época.
            self.parametros = [
                self._paso(opt, w, g, mirar=i == 0)
                for opt, w, g in zip(self.optimizadores, self.parametros, gradientes, strict=True)
            ]
        return suma / ejemplos, float(self.problema.validar(self.parametros))

    def _adelanto(self) -> list[Arreglo]:
        return [
            _arreglo("adelanto", opt, w, w) if hasattr(opt, "adelanto") else w
            for opt, w in zip(self.optimizadores, self.parametros, strict=True)
        ]

    def _paso(self, optimizador: Any, w: Arreglo, g: Arreglo, mirar: bool) -> Arreglo:
        antes = (w.copy(), g.copy()) if mirar else ()
        nuevo = _arreglo("paso", optimizador, w, w, g)
        for nombre, ahora, copia in zip(("w", "g"), (w, g), antes, strict=False):
            if not np.array_equal(a_anfitrion(ahora), a_anfitrion(copia), equal_nan=True):
                self._cambiadas.add(nombre)
        return nuevo


def _arreglo(metodo: str, optimizador: Any, w: Arreglo, *argumentos: Arreglo) -> Arreglo:
    """Lo que devuelve un método de un optimizador, si es como w: misma forma y mismo tipo.

    float32 sigue siendo float32, aunque el estado del optimizador sea float64.
    """

    def llamar() -> Arreglo:
        nuevo = getattr(optimizador, metodo)(*argumentos)
        forma = getattr(nuevo, "shape", type(nuevo).__name__)
        if forma != w.shape:
            raise _Fallo(f"«{metodo}» devuelve {forma} y w tiene forma {w.shape}")
        return espacio_de_nombres(w).asarray(nuevo, dtype=w.dtype)

    return _llamar(f"«{metodo}»", llamar)


def _llamar(quien: str, funcion: Callable[[], Any]) -> Any:
    """Llama a código ajeno: lo que lance se cuenta, y no para a los demás."""
    try:
        return funcion()
    except _Fallo:
        raise
    except Exception as error:
        raise _Fallo(f"{quien} lanza {type(error).__name__}: {error}") from error
