"""Medir de manera que se pueda comparar: rondas entreveradas, en un hilo, con la CPU y el reloj."""

from __future__ import annotations

import argparse
import datetime
import importlib
import os
import platform
import random
import statistics
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

COMENTARIO = "<!-- Lo que sigue está escrito a mano: se conserva al repetir la medida. -->"


class Medida(NamedTuple):
    """Tiempos de un contendiente, en segundos, ronda a ronda."""

    cpu: list[float]
    reloj: list[float]


def un_hilo() -> None:
    """Fija un hilo y un núcleo. Ha de llamarse antes de importar NumPy, torch o Keras.

    El núcleo hace falta porque jax abre más hilos de los que se le piden.
    """
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    os.environ["KERAS_BACKEND"] = "jax"
    os.environ["JAX_PLATFORMS"] = "cpu"
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"


def par(modulo: str) -> Any:
    """El módulo de una biblioteca con que se compara, o None si no está instalada."""
    try:
        return importlib.import_module(modulo)
    except ImportError:
        return None


def version(**modulos: Any) -> dict[str, str]:
    """Las versiones de los módulos que hay."""
    return {nombre: m.__version__ for nombre, m in modulos.items() if m is not None}


def opciones(doc: str | None) -> argparse.ArgumentParser:
    """Las de todos los bancos."""
    lector = argparse.ArgumentParser(
        description=doc, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    lector.add_argument(
        "--rapido", action="store_true", help="casos pequeños y pocas rondas; no guarda nada"
    )
    return lector


def entreverar(contendientes: Mapping[str, Callable[[], object]], rondas: int) -> dict[str, Medida]:
    """Mide cada contendiente una vez por ronda, en un orden nuevo cada una, tras calentar."""
    medidas = {nombre: Medida([], []) for nombre in contendientes}
    for correr in contendientes.values():
        correr()
    azar = random.Random(0)
    for _ in range(rondas):
        for nombre in azar.sample(list(contendientes), len(contendientes)):
            reloj, cpu = time.perf_counter(), time.process_time()
            contendientes[nombre]()
            medidas[nombre].cpu.append(time.process_time() - cpu)
            medidas[nombre].reloj.append(time.perf_counter() - reloj)
    return medidas


def razon(otro: list[float], nuestro: list[float]) -> float:
    """Mediana de otro/nuestro, ronda a ronda."""
    return statistics.median(a / b for a, b in zip(otro, nuestro, strict=True))


def razones(otro: list[float], nuestro: list[float]) -> str:
    """La razón con sus cuartiles."""
    cocientes = [a / b for a, b in zip(otro, nuestro, strict=True)]
    bajo, _, alto = statistics.quantiles(cocientes, n=4)
    return f"{coma(razon(otro, nuestro))} ({coma(bajo)}–{coma(alto)})"


def milisegundos(tiempos: list[float]) -> str:
    """La mediana, en milisegundos."""
    return coma(statistics.median(tiempos) * 1e3)


def maquina(**versiones: str) -> str:
    """Una línea con la máquina, la fecha, la carga y las versiones."""
    with open("/proc/cpuinfo", encoding="utf-8") as fichero:
        modelo = next((x.split(": ")[1].strip() for x in fichero if "model name" in x), "?")
    programas = ", ".join(f"{nombre} {version}" for nombre, version in versiones.items())
    return (
        f"{datetime.date.today():%d/%m/%Y} · {modelo}, {os.cpu_count()} núcleos, carga "
        f"{coma(os.getloadavg()[0])} · Python {platform.python_version()}, {programas} · un hilo\n"
    )


def escribir(ruta: Path, lineas: list[str], guardar: bool = True) -> None:
    """Enseña el fragmento y, si se pide, lo guarda; el comentario escrito a mano se conserva."""
    texto = "\n".join(lineas) + "\n"
    print(texto)
    if guardar:
        ruta.write_text(texto + comentario(ruta), encoding="utf-8")


def comentario(ruta: Path) -> str:
    """La parte escrita a mano de un fragmento, con su marca; vacía si no la hay."""
    anterior = ruta.read_text(encoding="utf-8") if ruta.exists() else ""
    _, marca, texto = anterior.partition(COMENTARIO)
    return f"\n{marca}{texto}" if marca else ""


def coma(valor: float) -> str:
    """Tres cifras, con coma decimal."""
    return f"{valor:.3g}".replace(".", ",")
