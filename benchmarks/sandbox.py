"""Cuánto cuesta un envío sano en el aislamiento caliente: de `session()` a la última respuesta.

Trece celdas de código, doce comprobaciones públicas y las mismas doce ocultas, como hace el juez.
Imprime medianas por fase: tiempo de reloj, de procesador fuera y dentro del aislamiento, y fallos
de página. Con la máquina ocupada solo dicen algo los fallos, y algo menos el procesador.

    python benchmarks/sandbox.py [--veces 30] [--frio] [--con-cuidado]

Con `--aguante N` abre y cierra N sesiones mínimas (una celda, una instantánea, una pregunta),
repartidas en 1, 2 y 16 procesos (`--procesos`), y escribe por cada décima parte cuánto costó una,
cuántos espacios de red hay vivos y cuánta memoria tiene tomada el núcleo: deben salir planos. Si un
proceso muere, falla o pasa cinco minutos sin acabar una sesión, se deja de medir y se dice por qué.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import queue
import time
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from autograde.sandbox import CellState, Limits, Sandbox
from curso.pruebas.plan import Plan, Ref
from curso.pruebas.plan.pasos import llamada

EXERCISES = 12
KINDS = ("cpuacct", "memory")
SETTLE_S = 0.1
PHASES = ("abrir", "celdas e instantáneas", "públicos", "ocultos", "cerrar")
SETUP = "import numpy as np\nimport matplotlib.pyplot as plt\nprint('listo')"


def cell(k: int) -> str:
    """La celda de un ejercicio: una función vectorizada pequeña."""
    return f"def f{k}(X, w):\n    return X @ w + {k}\nf{k}(np.eye(2), np.ones(2))"


def plan(k: int, seed: int) -> Plan:
    """Cuatro casos con arreglos de 32 × 5."""
    rng = np.random.default_rng(seed)
    cases = tuple(
        llamada(
            f"f{k}",
            Ref("X"),
            Ref("w"),
            entradas={"X": rng.standard_normal((32, 5)), "w": rng.standard_normal(5)},
        )
        for _ in range(4)
    )
    return Plan(f"t0.f{k}", f"f{k}", cases)


#: los planes públicos y los ocultos: los mismos para toda la clase, como en el juez
PLANS = [[plan(k, seed) for k in range(EXERCISES)] for seed in (1, 2)]


class Meter:
    """Lo que gasta el árbol aislado: milisegundos de procesador y fallos de página.

    Lo cuentan los cgroups v1 de la cuenta root; donde no los hay, son ceros y no se imprimen.
    """

    def __init__(self) -> None:
        self.folders = [Path(f"/sys/fs/cgroup/{kind}/medida-{os.getpid()}") for kind in KINDS]
        try:
            for folder in self.folders:
                folder.mkdir()
        except OSError:
            self.close()

    def adopt(self, pid: int) -> None:
        """Cuenta a `pid` y a sus descendientes, de ahora y de luego."""
        pids = [pid]
        for process in pids:
            with contextlib.suppress(OSError):
                children = Path(f"/proc/{process}/task/{process}/children").read_text()
                pids += map(int, children.split())
        for process in pids:
            for folder in self.folders:
                with contextlib.suppress(OSError):
                    (folder / "cgroup.procs").write_text(str(process))

    def read(self) -> tuple[float, int]:
        """Lo gastado hasta ahora."""
        if not self.folders:
            return 0.0, 0
        cpu, memory = self.folders
        stat = dict(line.split() for line in (memory / "memory.stat").read_text().splitlines())
        return int((cpu / "cpuacct.usage").read_text()) / 1e6, int(stat["total_pgfault"])

    def close(self) -> None:
        """Borra los cgroups; lo que acaba de morir tarda un momento en dejarlos vacíos."""
        for folder in self.folders:
            for _ in range(50):
                with contextlib.suppress(OSError):
                    folder.rmdir()
                if not folder.exists():
                    break
                time.sleep(0.02)
        self.folders = []


def submission(box: Sandbox, meter: Meter, careful: bool) -> np.ndarray:
    """Lo que cuesta cada fase de un envío, por filas: reloj, procesador fuera y dentro, fallos."""
    marks: list[tuple[float, ...]] = []

    def mark() -> None:
        marks.append((1e3 * time.perf_counter(), 1e3 * time.process_time(), *meter.read()))

    mark()
    with box.session(careful=careful) as session:
        mark()
        assert session.run_cell(SETUP).state is CellState.OK
        for k in range(EXERCISES):
            assert session.run_cell(cell(k)).state is CellState.OK
            session.snapshot(str(k))
        mark()
        for asked in PLANS:
            if asked is PLANS[1]:
                session.seal()
            for k in range(EXERCISES):
                assert all(a.estado == "valor" for a in session.ask(str(k), asked[k]))
            mark()
    time.sleep(SETTLE_S)  # lo que muere acaba de devolver su memoria
    mark()
    return np.diff(np.array(marks), axis=0)


def cells_alone(box: Sandbox, meter: Meter) -> tuple[float, int]:
    """Lo que gastan dentro las mismas celdas sin instantáneas: eso es del alumno."""
    with box.session() as session:
        cpu, faults = meter.read()
        for source in (SETUP, *map(cell, range(EXERCISES))):
            session.run_cell(source)
        later_cpu, later_faults = meter.read()
    return later_cpu - cpu, later_faults - faults


# --- aguante ------------------------------------------------------------------------------------

TENTHS = 10
#: lo que el núcleo tiene tomado para sí y no es caché de ficheros
KERNEL_FIELDS = ("SUnreclaim:", "KernelStack:", "PageTables:", "Percpu:")


def minimal(box: Sandbox) -> None:
    """Lo menos que puede ser un envío."""
    with box.session(careful=False) as session:
        assert session.run_cell("def f0(X, w):\n    return X @ w").state is CellState.OK
        session.snapshot("0")
        session.seal()
        assert session.ask("0", PLANS[0][0])[0].estado == "valor"


def kernel_mib() -> float:
    """MiB que tiene tomados el núcleo."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    return sum(int(x.split()[1]) for x in lines if x.startswith(KERNEL_FIELDS)) / 1024


def live_networks() -> int:
    """Espacios de red que el núcleo tiene vivos, también los que ya no son de ningún proceso."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/slabinfo").read_text().splitlines():
            if line.startswith("net_namespace "):
                return int(line.split()[1])
    return 0


#: segundos sin que acabe ninguna sesión de un proceso: ya no es lentitud
STUCK_S = 300.0


class Stuck(Exception):
    """Un proceso del aguante no avanza o ha muerto."""


def _burst(number: int, count: int, orders: Any, results: Any) -> None:
    """Un proceso: una décima parte de sus sesiones cada vez que se le pide, contándolas."""
    try:
        with Sandbox(Limits(start_s=STUCK_S)) as box:
            minimal(box)
            results.put((number, "listo", ""))
            while orders.get():
                for _ in range(count // TENTHS):
                    minimal(box)
                    results.put((number, "una", ""))
                results.put((number, "décima", ""))
    except BaseException:
        results.put((number, "fallo", traceback.format_exc()))


def _gather(word: str, workers: list[Any], results: Any) -> None:
    """Espera a que cada proceso diga `word`. `Stuck` si uno falla, muere o no avanza."""
    left = set(range(len(workers)))
    last = dict.fromkeys(left, time.monotonic())
    while left:
        with contextlib.suppress(queue.Empty):
            number, said, why = results.get(timeout=1)
            last[number] = time.monotonic()
            if said == "fallo":
                raise Stuck(f"El proceso {number} ha fallado:\n{why}")
            if said == word:
                left.discard(number)
            continue
        for number in left:
            if not workers[number].is_alive():
                raise Stuck(f"El proceso {number} ha muerto ({workers[number].exitcode}).")
            if time.monotonic() - last[number] > STUCK_S:
                raise Stuck(f"El proceso {number} lleva {STUCK_S:g} s sin acabar una sesión.")


def endurance(total: int, processes: int) -> None:
    """Escribe la tabla de `total` sesiones repartidas en `processes` procesos."""
    context = multiprocessing.get_context("fork")
    results, orders = context.Queue(), [context.SimpleQueue() for _ in range(processes)]
    each = total // processes // TENTHS * TENTHS
    if not each:
        raise SystemExit(f"Con {processes} procesos hacen falta al menos {processes * TENTHS}.")
    workers = [
        context.Process(target=_burst, args=(number, each, orders[number], results))
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    print(f"\n{each * processes} sesiones en {processes} procesos")
    print(f"{'hasta la':>9s} {'ms/sesión':>10s} {'redes vivas':>12s} {'núcleo MiB':>11s}")
    try:
        _gather("listo", workers, results)
        for tenth in range(1, TENTHS + 1):
            started = time.perf_counter()
            for order in orders:
                order.put(True)
            _gather("décima", workers, results)
            spent = time.perf_counter() - started
            time.sleep(SETTLE_S)
            done = each // TENTHS * processes
            row = f"{tenth * done:9d} {1e3 * spent / done:10.2f}"
            print(f"{row} {live_networks():12d} {kernel_mib():11.0f}", flush=True)
        for order in orders:
            order.put(False)
    except Stuck as stuck:
        for worker in workers:
            worker.kill()
        raise SystemExit(f"Se deja de medir. {stuck}") from None
    finally:
        for worker in workers:
            worker.join()


def main() -> None:
    """Mide y escribe la tabla."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--veces", type=int, default=30)
    parser.add_argument("--frio", action="store_true", help="un bwrap por envío")
    parser.add_argument("--con-cuidado", action="store_true", help="un proceso nuevo por plan")
    parser.add_argument("--aguante", type=int, default=0, metavar="N", help="N sesiones mínimas")
    parser.add_argument("--procesos", type=int, nargs="+", default=[1, 2, 16])
    options = parser.parse_args()
    if options.aguante:
        for processes in options.procesos:
            endurance(options.aguante, processes)
        return
    with contextlib.closing(Meter()) as meter, Sandbox(cold=options.frio) as box:
        box.session().close()
        meter.adopt(_tree(box))
        submission(box, meter, options.con_cuidado)
        runs = np.array([submission(box, meter, options.con_cuidado) for _ in range(options.veces)])
        alone = np.median([cells_alone(box, meter) for _ in range(5)], axis=0)
    print(f"{'mediana de ' + str(options.veces):24s} {'reloj':>9s} {'fuera':>9s}", end="")
    print(f" {'dentro':>9s} {'fallos':>9s}")
    for name, row in zip(PHASES, np.median(runs, axis=0), strict=True):
        _row(name, row)
    totals = runs.sum(axis=1)
    _row("total", np.median(totals, axis=0))
    _row("total (mejor)", totals.min(axis=0))
    _row("solo las celdas", (np.nan, np.nan, *alone))


def _tree(box: Sandbox) -> int:
    host = box._host
    assert host is not None
    assert host._process is not None
    return host._process.pid


def _row(name: str, values: Iterable[float]) -> None:
    wall, outside, inside, faults = values
    print(f"{name:24s} {wall:6.1f} ms {outside:6.1f} ms {inside:6.1f} ms {faults:9.0f}")


if __name__ == "__main__":
    main()
