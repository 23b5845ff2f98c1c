"""Cuánto cuesta un envío sano en el aislamiento caliente: de `session()` a la última respuesta.

Trece celdas de código, doce comprobaciones públicas y las mismas doce ocultas, como hace el juez.
Imprime medianas en milisegundos por fase, y la razón con abrir un bwrap nuevo por envío.

    python benchmarks/sandbox.py [--veces 30] [--frio]
"""

from __future__ import annotations

import argparse
import statistics
import time

import numpy as np

from autograde.sandbox import CellState, Sandbox
from curso.plan import Plan, Ref
from curso.plan.pasos import llamada

EXERCISES = 12
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


def submission(box: Sandbox) -> dict[str, float]:
    """Los tiempos de cada fase de un envío, en segundos."""
    marks = [time.perf_counter()]
    with box.session() as session:
        marks.append(time.perf_counter())
        assert session.run_cell(SETUP).state is CellState.OK
        for k in range(EXERCISES):
            assert session.run_cell(cell(k)).state is CellState.OK
            session.snapshot(str(k))
        marks.append(time.perf_counter())
        for seed in (1, 2):
            if seed == 2:
                session.seal()
            for k in range(EXERCISES):
                answers = session.ask(str(k), plan(k, seed))
                assert all(a.estado == "valor" for a in answers)
            marks.append(time.perf_counter())
    marks.append(time.perf_counter())
    names = ("abrir", "celdas e instantáneas", "públicos", "ocultos", "cerrar")
    return {n: b - a for n, a, b in zip(names, marks, marks[1:], strict=False)}


def main() -> None:
    """Mide y escribe la tabla."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--veces", type=int, default=30)
    parser.add_argument("--frio", action="store_true", help="un bwrap por envío")
    options = parser.parse_args()
    with Sandbox(cold=options.frio) as box:
        start = time.perf_counter()
        submission(box)
        first = time.perf_counter() - start
        runs = [submission(box) for _ in range(options.veces)]
    for name in runs[0]:
        print(f"{name:24s} {1000 * statistics.median(r[name] for r in runs):8.1f} ms")
    totals = sorted(sum(r.values()) for r in runs)
    print(f"{'total (mediana)':24s} {1000 * statistics.median(totals):8.1f} ms")
    print(f"{'total (mejor)':24s} {1000 * totals[0]:8.1f} ms")
    print(f"{'primero, con arranque':24s} {1000 * first:8.1f} ms")


if __name__ == "__main__":
    main()
