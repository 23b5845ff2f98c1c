"""Las constantes `relative` de los ejercicios: la estimación de velocidad que ve el alumno.

Mide cuántas veces tarda la solución del cuaderno lo que el núcleo de `curso.pruebas.calibracion`,
con lo mismo que mide el cuaderno (`medir`) y, como al corregir, con un solo hilo de BLAS fijado
antes de importar NumPy. Cada proceso da una mediana; se dice la mediana de los procesos y entre
cuáles están. La máquina ha de estar tranquila: se dice también su carga.

    python benchmarks/velocidad.py --calibrar              todas las tareas
    python benchmarks/velocidad.py --calibrar t2_lotes     una
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "source"
#: procesos por tarea, y medidas en cada uno
PROCESSES = 7
REPEATS = 5
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}


def calibrate(names: Sequence[str]) -> None:
    """Imprime la tabla de las tareas `names`; sin nombres, de todas las que se miden."""
    from autograde.exercises import available, load

    print(f"Carga de la máquina al empezar (1, 5, 15 min): {os.getloadavg()}\n")
    print("| ejercicio | relative | de | a | la que lleva |\n|---|---|---|---|---|")
    for name in names or sorted(available()):
        specs = {e.id: e.speed for e in load(name).exercises.values() if e.speed is not None}
        runs = [_in_a_process(name) for _ in range(PROCESSES)] if specs else []
        for exercise, spec in specs.items():
            found = sorted(run[exercise] for run in runs)
            middle = statistics.median(found)
            row = (middle, found[0], found[-1], spec.relative)
            print(f"| {exercise} | {' | '.join(f'{x:.2f}' for x in row)} |", flush=True)


def _in_a_process(name: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, __file__, name],
        env={**os.environ, **_ONE_THREAD},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _measured(name: str) -> dict[str, float]:
    """En un proceso aparte: la mediana de cada ejercicio de la tarea que se mide."""
    import nbformat

    from autograde.exercises import load
    from curso.pruebas.calibracion import medir

    notebook = nbformat.read(SOURCE / name / f"{name}.ipynb", as_version=4)
    namespace: dict[str, object] = {}
    for cell in notebook.cells:
        solution = cell.metadata.get("nbgrader", {}).get("solution")
        if cell.cell_type == "code" and (solution or "import numpy" in cell.source):
            exec(cell.source, namespace)
    found = {}
    for exercise in load(name).exercises.values():
        if exercise.speed is not None:
            case = exercise.speed.public_case()
            times = [medir(case, exercise.name, namespace) for _ in range(REPEATS)]
            ratios = [(own - nothing) / kernel for nothing, kernel, own in times]
            found[exercise.id] = statistics.median(ratios)
    return found


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1])))
