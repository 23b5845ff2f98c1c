"""Cuánto cuesta calificar una clase, frente a `nbgrader autograde` a secas con la misma clase.

    python -m benchmarks.calificar comparar [--alumnos 20] [--procesos 2]
    python -m benchmarks.calificar fases [--alumnos 20]
    python -m benchmarks.calificar crecer 100 300 1000
    python -m benchmarks.calificar tropiezos [--alumnos 40]
    python -m benchmarks.calificar registrar 100 1000 10000

`comparar` corre las dos en la misma ejecución y da la razón. `fases` reparte el tiempo de
procesador por entrega. `registrar` planifica y registra una clase cuyos resultados ya están hechos
(copias de uno), que es la parte que no se reparte entre procesos. Con `--medidas` el cuaderno lleva
además las celdas de velocidad y memoria; con `--sin-figuras`, no lleva las que dibujan, que son del
alumno y cuestan más que todas las demás.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from autograde.course import Course
from autograde.notebooks.source import read_source
from benchmarks import clase
from benchmarks.fases import Fases

CADA_S = 0.25


def comparar(carpeta: Path, opciones: argparse.Namespace) -> None:
    """Nuestro juez y nbgrader a secas, con las mismas soluciones y las mismas llamadas."""
    nuestro = _clase(carpeta, opciones.alumnos, opciones)
    publicado = clase.curso_a_secas(carpeta / "secas", nuestro)
    clase.entregar(carpeta / "secas", publicado, opciones.secas or opciones.alumnos)
    antes = time.perf_counter()
    clase.orden(carpeta / "secas", "nbgrader", "autograde", clase.TAREA)
    secas = (time.perf_counter() - antes) / (opciones.secas or opciones.alumnos)
    print(f"nbgrader a secas              {secas:8.3f} s por entrega")
    for procesos in (1, 2):
        propio, memoria = _calificar(nuestro, procesos)
        propio /= opciones.alumnos
        print(
            f"autograde, {procesos} proceso(s)       {propio:8.3f} s por entrega"
            f"   {secas / propio:6.1f} veces   {memoria / 2**20:6.0f} MiB"
        )


def crecer(carpeta: Path, opciones: argparse.Namespace) -> None:
    """Coste y memoria según el número de entregas."""
    for n in opciones.cuantas:
        nuestro = _clase(carpeta / str(n), n, opciones)
        segundos, memoria = _calificar(nuestro, opciones.procesos)
        print(
            f"{n:6d} entregas  {segundos:9.1f} s  {1000 * segundos / n:8.0f} ms por entrega"
            f"  {memoria / 2**20:6.0f} MiB",
            flush=True,
        )


def tropiezos(carpeta: Path, opciones: argparse.Namespace) -> None:
    """La misma clase sana, y con uno de cada diez que no acaba o mata el proceso."""
    for mal in (False, True):
        nombre = "con un 10 % de tropiezos" if mal else "sana"
        nuestro = _clase(carpeta / nombre[:3], opciones.alumnos, opciones, mal)
        segundos, _ = _calificar(nuestro, opciones.procesos)
        print(f"{nombre:26s} {segundos / opciones.alumnos:8.3f} s por entrega", flush=True)


def fases(carpeta: Path, opciones: argparse.Namespace) -> None:
    """Tiempo de procesador por entrega, fase a fase: todos contestan lo mismo, o nadie."""
    for distintas in (False, True):
        cada = carpeta / str(distintas)
        nuestro = _clase(cada, opciones.alumnos, opciones)
        print("nadie contesta lo mismo:" if distintas else "todos contestan lo mismo:")
        print(Fases(nuestro, clase.TAREA, distintas).tabla(), flush=True)


def registrar(carpeta: Path, opciones: argparse.Namespace) -> None:
    """Planificar y registrar resultados ya hechos: lo que hace un solo proceso."""
    from autograde.gradebook.store import ResultStore
    from autograde.pipeline.plan import Settings, make_plan, students_with_submission
    from autograde.pipeline.run import grade_assignment

    for n in opciones.cuantas:
        nuestro = _clase(carpeta / str(n), n, opciones)
        grade_assignment(nuestro, clase.TAREA, students=["a00000"], processes=1, progress=False)
        ajustes = Settings(nuestro.root, clase.TAREA)
        alumnos = students_with_submission(nuestro, clase.TAREA)
        plan = make_plan(nuestro, ajustes, alumnos)
        almacen = ResultStore(nuestro.results_folder(clase.TAREA))
        modelo = almacen.path(plan.ready[0].key)
        for trabajo in plan.jobs:
            os.link(modelo, almacen.path(trabajo.key))
        uso, antes = time.process_time(), time.perf_counter()
        resumen = grade_assignment(nuestro, clase.TAREA, processes=1, progress=False)
        assert resumen.graded == 0
        assert resumen.reused == n - 1
        memoria = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(
            f"{n:6d} entregas  {1000 * (time.perf_counter() - antes) / n:6.1f} ms"
            f"  {1000 * (time.process_time() - uso) / n:6.1f} ms de procesador por entrega"
            f"  {memoria / 1024:6.0f} MiB",
            flush=True,
        )


def _clase(carpeta: Path, n: int, opciones: argparse.Namespace, mal: bool = False) -> Course:
    nuestro = clase.curso(carpeta / "nuestro", opciones.medidas, not opciones.sin_figuras)
    publicado = read_source(nuestro.release_folder(clase.TAREA) / f"{clase.TAREA}.ipynb")
    clase.entregar(nuestro.root, publicado, n, mal)
    return nuestro


def _calificar(curso: Course, procesos: int) -> tuple[float, int]:
    """Segundos y memoria máxima (repartida) de `autograde calificar --repetir`."""
    with _memoria() as maxima:
        antes = time.perf_counter()
        clase.orden(
            curso.root,
            *(sys.executable, "-m", "autograde.cli", "calificar", clase.TAREA),
            *("--repetir", "--procesos", str(procesos)),
        )
        segundos = time.perf_counter() - antes
    return segundos, maxima[0]


@contextlib.contextmanager
def _memoria() -> Iterator[list[int]]:
    """La mayor suma de memoria proporcional de los descendientes de este proceso."""
    maxima, fin = [0], threading.Event()

    def mirar() -> None:
        while not fin.wait(CADA_S):
            maxima[0] = max(maxima[0], sum(map(_proporcional, _descendientes())))

    hilo = threading.Thread(target=mirar, daemon=True)
    hilo.start()
    yield maxima
    fin.set()
    hilo.join()


def _descendientes() -> list[int]:
    padres = {}
    for nombre in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError, IndexError):
            datos = Path("/proc", nombre, "stat").read_text().rpartition(")")[2].split()
            padres[int(nombre)] = int(datos[1])
    familia = {os.getpid()}
    while nuevos := {p for p, padre in padres.items() if padre in familia} - familia:
        familia |= nuevos
    return list(familia - {os.getpid()})


def _proporcional(pid: int) -> int:
    with contextlib.suppress(OSError):
        for linea in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if linea.startswith("Pss:"):
                return int(linea.split()[1]) * 1024
    return 0


def main() -> None:
    """Lee la orden, mide en una carpeta temporal y escribe la tabla."""
    analizador = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    medidas = {f.__name__: f for f in (comparar, fases, crecer, tropiezos, registrar)}
    analizador.add_argument("que", choices=list(medidas))
    analizador.add_argument("cuantas", nargs="*", type=int)
    analizador.add_argument("--alumnos", type=int, default=20)
    analizador.add_argument("--secas", type=int, help="alumnos con nbgrader a secas, si son menos")
    analizador.add_argument("--procesos", type=int, default=2)
    analizador.add_argument("--medidas", action="store_true", help="con velocidad y memoria")
    analizador.add_argument("--sin-figuras", action="store_true", help="sin las que dibujan")
    opciones = analizador.parse_args()
    carga = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="calificar-") as carpeta:
        medidas[opciones.que](Path(carpeta), opciones)
    print(f"carga de la máquina: {carga:.1f} al empezar, {os.getloadavg()[0]:.1f} al acabar")


if __name__ == "__main__":
    main()
