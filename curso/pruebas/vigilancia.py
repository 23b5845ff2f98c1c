"""Llamar a una función con un límite de tiempo, en el mismo proceso y en cualquier sistema.

En el hilo principal de Linux y macOS avisa el reloj del sistema (`setitimer`); en Windows y en
otros hilos, un hilo que vigila. En ambos casos se lanza `TiempoAgotado` dentro de lo que se está
ejecutando, y se repite por si un `except:` del alumno la recoge. Lo que no se puede cortar es una
llamada a código compilado que no vuelve nunca al intérprete.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

R = TypeVar("R")

#: cada cuánto se repite el aviso mientras no se atiende
REPETICION_S = 0.1


class TiempoAgotado(BaseException):
    """Se acabó el tiempo. No deriva de `Exception`: un `except Exception` no la recoge."""


def con_limite(funcion: Callable[[], R], segundos: float) -> R:
    """`funcion()`, o `TiempoAgotado` si tarda más de `segundos` de reloj.

    Un Ctrl-C del usuario pasa sin tocar (`KeyboardInterrupt`).
    """
    en_el_principal = threading.current_thread() is threading.main_thread()
    if hasattr(signal, "setitimer") and en_el_principal:
        return _con_reloj(funcion, segundos)
    return _con_hilo(funcion, segundos)


def _con_reloj(funcion: Callable[[], R], segundos: float) -> R:
    def avisar(_senal: int, marco: FrameType | None) -> None:
        if not _es_nuestro(marco):
            raise TiempoAgotado

    inicio = time.monotonic()
    manejador = signal.signal(signal.SIGALRM, avisar)
    pendiente, repeticion = signal.setitimer(signal.ITIMER_REAL, segundos, REPETICION_S)
    try:
        return funcion()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, manejador)
        if pendiente:  # había un límite alrededor de este: sigue contando
            resto = pendiente - (time.monotonic() - inicio)
            signal.setitimer(signal.ITIMER_REAL, max(resto, 1e-3), repeticion)


def _con_hilo(funcion: Callable[[], R], segundos: float) -> R:
    vigilado = threading.get_ident()
    terminado = threading.Event()
    turno = threading.Lock()

    def avisar() -> None:
        espera = segundos
        while not terminado.wait(espera):
            with turno:
                if not terminado.is_set() and not _es_nuestro(sys._current_frames()[vigilado]):
                    _lanzar_en(vigilado, TiempoAgotado)
            espera = REPETICION_S

    def retirar() -> None:
        terminado.set()
        with turno:
            _lanzar_en(vigilado, None)

    threading.Thread(target=avisar, name="curso-vigilancia", daemon=True).start()
    try:
        try:
            return funcion()
        finally:
            retirar()
    except TiempoAgotado:  # puede llegar cuando ya se estaba retirando
        retirar()
        raise


def _es_nuestro(marco: FrameType | None) -> bool:
    """Si lo interrumpido es este módulo: ya está terminando y no hay nada que cortar."""
    return marco is not None and marco.f_globals is globals()


def _lanzar_en(hilo: int, excepcion: type[BaseException] | None) -> None:
    """Deja pendiente `excepcion` en otro hilo (o retira la que hubiera, con None)."""
    objeto = None if excepcion is None else ctypes.py_object(excepcion)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(hilo), objeto)
