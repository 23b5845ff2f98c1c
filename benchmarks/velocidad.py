"""¿Cambia la nota de velocidad cuando la máquina está ocupada?

Califica muchas veces la velocidad de soluciones de muy lentas a muy rápidas (varias, cerca de un
límite) con la máquina tranquila, con todos los procesadores ocupados, con la memoria saturada y con
cuatro calificaciones a la vez, y cuenta cuántas notas cambian. Al lado, lo que habría hecho un
límite de reloj de pared: la mediana de la misma llamada, en segundos, frente a la de la máquina
tranquila. Imprime una tabla en Markdown, y falla si cambia una nota lejos de los límites.

    python benchmarks/velocidad.py --gradings 1000      la tabla entera
    python benchmarks/velocidad.py --solo lejos         solo las que no están cerca de un límite
    python benchmarks/velocidad.py --solo cerca         solo las que lo están
    python benchmarks/velocidad.py --calibrar [TAREA…]  las constantes `relative` (calibrar.py)
    python benchmarks/velocidad.py --segundos           lo que añaden a una entrega
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import math
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nbformat
import numpy as np
from calibrar import calibrate

from autograde.exercises import load
from autograde.model import CellKind, Exercise
from autograde.sandbox import Sandbox
from autograde.speed.assess import assess
from autograde.speed.measure import measure
from autograde.speed.probe import Probe
from autograde.speed.yardsticks import Yardsticks
from curso.pruebas.plan import Plan

TAREA = "t2_lotes"
EXERCISE = "t2.desordenar_ejemplos"
NOTEBOOK = Path(__file__).parents[1] / "source" / TAREA / f"{TAREA}.ipynb"
#: cuánto se acerca una solución al límite (10) para contarse como cercana
EDGE = 1.35
#: un límite de pared da todos los puntos por debajo de tantas veces el patrón, en tranquilo
WALL_LIMITS = ((10.0, 1.0),)

_PLAIN = """
    orden = rng.permutation(len(x))
    return x[orden], y[orden]
"""


def _repeated(times: int, part: str = "rng.permutation(len(x))") -> str:
    return f"\n    for _ in range({times}):\n        {part}{_PLAIN}"


#: la que sirve de medida al límite de pared: está en todas las tablas
COURSE = "solución del curso"
#: cuerpos de `desordenar_ejemplos(x, y, rng)`, de más rápida a más lenta
SOLUTIONS = {
    COURSE: _PLAIN,
    "np.take": """
    orden = rng.permutation(len(x))
    return np.take(x, orden, axis=0), np.take(y, orden)
""",
    "argsort": """
    orden = np.argsort(rng.random(len(x)))
    return x[orden], y[orden]
""",
    "permutación de más": _repeated(1),
    "tres de más": _repeated(3),
    "cerca de 10, por debajo": _repeated(12),
    "cerca de 10, por encima": _repeated(17),
    "bucle": """
    orden = rng.permutation(len(x))
    x_nuevo, y_nuevo = np.empty_like(x), np.empty_like(y)
    for i, j in enumerate(orden):
        x_nuevo[i], y_nuevo[i] = x[j], y[j]
    return x_nuevo, y_nuevo
""",
    "lentísima": _repeated(100),
}


@dataclass(frozen=True)
class Graded:
    """Una medida: la razón, la parte de los puntos y lo que tardó la llamada en el reloj."""

    ratio: float
    share: float
    wall_s: float
    seconds: float


def definition(body: str) -> str:
    """La celda de una solución."""
    return f"import numpy as np\n\ndef desordenar_ejemplos(x, y, rng):{body}"


class Bench:
    """Un aislamiento para los alumnos y otro para el patrón, ya calientes."""

    def __init__(self) -> None:
        self.assignment = load(TAREA)
        self.exercise: Exercise = self.assignment.exercises[EXERCISE]
        self.sandbox = Sandbox()
        self.yardsticks = Yardsticks(self.assignment, nbformat.read(NOTEBOOK, as_version=4))

    def grade(self, name: str) -> Graded:
        """Califica una vez la velocidad de una solución."""
        exercise, spec = self.exercise, self.exercise.speed
        assert spec is not None
        walls: list[float] = []
        with self.sandbox.session({}) as session:
            session.run_cell(definition(SOLUTIONS[name]))
            session.snapshot("k")
            session.seal()
            student = _Walled(session, "k", Plan(exercise.id, exercise.name, ()), walls)
            started = time.perf_counter()
            result = measure(
                exercise,
                spec,
                student,
                self.yardsticks.yardstick(exercise),
                self.yardsticks.identity(exercise, spec.identity),
                np.random.default_rng(),
            )
        if result.decision is None:
            raise SystemExit(f"«{name}» no se pudo medir: {result.verdict}")
        return Graded(
            result.decision.interval.ratio,
            result.decision.share,
            walls[0],
            time.perf_counter() - started,
        )

    def close(self) -> None:
        self.yardsticks.close()
        self.sandbox.close()


class _Walled(Probe):
    """Una sonda que además apunta lo que tarda la segunda llamada de cada tanda en el reloj."""

    def __init__(self, session: object, key: str, plan: Plan, walls: list[float]) -> None:
        super().__init__(session, key, plan)  # type: ignore[arg-type]
        self._walls = walls

    def batch(self, cases, seeds, enough_s=math.inf):
        found = super().batch(cases, seeds, enough_s)
        self._walls.append(found.readings[-1].wall)
        return found


# --- cargas -----------------------------------------------------------------------------------


def _burn() -> None:
    while True:
        sum(range(10_000))


def _saturate() -> None:
    big = np.zeros(16_000_000)
    while True:
        big += 1.0


@contextlib.contextmanager
def load_of(target: object, how_many: int) -> Iterator[None]:
    """`how_many` procesos que estorban mientras dura."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=target, daemon=True) for _ in range(how_many)]  # type: ignore[arg-type]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


def _grade_some(work: tuple[list[str], int]) -> list[tuple[str, Graded]]:
    names, times = work
    bench = Bench()
    try:
        return [(n, bench.grade(n)) for _ in range(times) for n in names]
    finally:
        bench.close()


def conditions(names: list[str], times: int) -> Iterator[tuple[str, list[tuple[str, Graded]]]]:
    """Por condición, las calificaciones: `times` de cada solución."""
    cores = len(os.sched_getaffinity(0))
    yield "tranquila", _grade_some((names, times))
    with load_of(_burn, cores):
        yield "procesadores ocupados", _grade_some((names, times))
    with load_of(_saturate, cores):
        yield "memoria saturada", _grade_some((names, times))
    with multiprocessing.get_context("fork").Pool(4) as pool:
        parts = [(names[i::4], times) for i in range(4)]
        yield "4 a la vez", [g for part in pool.map(_grade_some, parts) for g in part]


# --- tablas -----------------------------------------------------------------------------------


def stability(names: list[str], gradings: int) -> int:
    """Cuántas notas cambian de una condición a otra y de una vez a otra; de ellas, las de lejos."""
    times = max(1, round(gradings / (4 * len(names))))
    print(f"Carga de la máquina al empezar (1, 5, 15 min): {os.getloadavg()}\n")
    started = time.monotonic()
    results = dict(conditions(names, times))
    quiet = collections.defaultdict(list)
    for name, g in results["tranquila"]:
        quiet[name].append(g)
    usual = {n: statistics.mode(g.share for g in found) for n, found in quiet.items()}
    wall = {n: statistics.median(g.wall_s for g in found) for n, found in quiet.items()}
    plain = wall[COURSE]
    print("| solución | " + " | ".join(results) + " | notas que cambian | con reloj de pared |")
    print("|---|" + "---|" * len(results) + "---|---|")
    totals = collections.Counter[str]()
    for name in names:
        row, changed, by_wall = [], 0, 0
        for found in results.values():
            mine = [g for n, g in found if n == name]
            ratios = [g.ratio for g in mine]
            row.append(f"{min(ratios):.2f}–{max(ratios):.2f}")
            changed += sum(g.share != usual[name] for g in mine)
            by_wall += sum(_by_wall(g.wall_s, plain) != _by_wall(wall[name], plain) for g in mine)
        ratio = statistics.median(g.ratio for g in quiet[name])
        near = any(1 / EDGE < ratio / limit < EDGE for limit, _ in WALL_LIMITS)
        total = sum(n == name for found in results.values() for n, _ in found)
        totals.update(todas=total, cambian=changed, pared=by_wall)
        totals.update(lejos=0 if near else changed, cuantas_lejos=0 if near else total)
        mark = f"{usual[name]:g}".replace(".", ",")
        cells = " | ".join(row)
        print(f"| {name} ({mark}{', cerca' if near else ''}) | {cells} | {changed} | {by_wall} |")
    print(
        f"\nNotas que cambian: {totals['cambian']} de {totals['todas']}; lejos de los límites, "
        f"{totals['lejos']} de {totals['cuantas_lejos']}. Con un límite de reloj de pared: "
        f"{totals['pared']} de {totals['todas']}."
    )
    print("\n| condición | segundos por calificación (mediana) | el peor |\n|---|---|---|")
    for condition, found in results.items():
        spent = [g.seconds for _, g in found]
        print(f"| {condition} | {statistics.median(spent):.2f} | {max(spent):.2f} |")
    print(f"\nDuró {time.monotonic() - started:.0f} s.")
    return totals["lejos"]


def _by_wall(seconds: float, plain: float) -> float:
    return next((share for limit, share in WALL_LIMITS if seconds <= limit * plain), 0.0)


def seconds(times: int = 5) -> None:
    """Lo que añaden a una entrega sana las celdas de velocidad y de memoria de la tarea."""
    assignment, notebook = load(TAREA), nbformat.read(NOTEBOOK, as_version=4)
    cells = [
        c.source
        for c in notebook.cells
        if c.cell_type == "code"
        and (c.metadata.get("nbgrader", {}).get("solution") or "import numpy" in c.source)
    ]
    kinds = (CellKind.SPEED, CellKind.MEMORY)
    with Sandbox() as sandbox, Yardsticks(assignment, notebook) as yardsticks:
        rows = []
        for _ in range(times + 1):
            spent: dict[str, float] = {}
            with sandbox.session({}) as session:
                for source in cells:
                    session.run_cell(source)
                session.snapshot("k")
                session.seal()
                for exercise in assignment.exercises.values():
                    for kind in (k for k in kinds if k in exercise.points):
                        started = time.perf_counter()
                        assess(exercise, kind, session, "k", yardsticks)
                        spent[exercise.grade_id(kind)] = time.perf_counter() - started
            rows.append(spent)
    print("| celda | segundos (mediana) |\n|---|---|")
    for cell in rows[0]:
        print(f"| {cell} | {statistics.median(r[cell] for r in rows[1:]):.2f} |")
    print(f"| todas | {statistics.median(sum(r.values()) for r in rows[1:]):.2f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gradings", type=int, default=1000)
    parser.add_argument("--solo", choices=("lejos", "cerca"))
    parser.add_argument("--calibrar", nargs="*", metavar="TAREA")
    parser.add_argument("--segundos", action="store_true")
    arguments = parser.parse_args()
    if arguments.calibrar is not None:
        calibrate(arguments.calibrar)
    elif arguments.segundos:
        seconds()
    else:
        wanted = {"lejos": {False}, "cerca": {True}}.get(arguments.solo, {False, True})
        names = [n for n in SOLUTIONS if n == COURSE or n.startswith("cerca") in wanted]
        sys.exit(stability(names, arguments.gradings) > 0)


if __name__ == "__main__":
    main()
