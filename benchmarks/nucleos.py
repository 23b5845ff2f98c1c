"""¿Cambia el tramo de una solución con el procesador?

Mide las formas de `formas.py` con cada núcleo de OpenBLAS que se puede forzar, con NumPy sin sus
instrucciones vectoriales modernas y sin BLAS, cada cual en su proceso y con un hilo, y escribe la
razón de cada una frente a la solución del cuaderno, descontado lo que cuesta no hacer nada. Falla
si una forma cae en el otro lado del límite, o si una que el enunciado nombra queda a menos de un
factor de 2 de él con alguno.

«Sin BLAS» no es un NumPy compilado sin él, que no se puede instalar: son las mismas formas, y la
solución, con `@` y `dot` cambiados por `np.einsum`, que usa los bucles propios de NumPy.

    python benchmarks/nucleos.py             la tabla entera
    python benchmarks/nucleos.py --rapido    dos núcleos y una ronda; no guarda nada
"""

from __future__ import annotations

import ast
import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from formas import FORMS, Form
from medida import coma, escribir, maquina, opciones

ROOT = Path(__file__).parents[1]
FRAGMENT = Path(__file__).with_name("resultados_nucleos.md")
MARGIN = 2.0
#: rondas de medidas entreveradas; de cada forma cuenta la menor
ROUNDS = 10
#: una forma que tarda más de esto se mide menos veces
LONG_S, FEW = 0.02, 2
_NO_SIMD = {"NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"}
#: por nombre, el entorno de cada proceso
KERNELS: dict[str, dict[str, str]] = {
    "el suyo": {},
    **{k: {"OPENBLAS_CORETYPE": k} for k in ("Haswell", "Zen", "SkylakeX", "Prescott", "Nehalem")},
    "sin AVX": {"OPENBLAS_CORETYPE": "Nehalem", **_NO_SIMD},
    "sin BLAS": {},
    "sin BLAS ni AVX": dict(_NO_SIMD),
}
_ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL")}

Ratios = dict[str, float]


class _WithoutBlas(ast.NodeTransformer):
    """Cambia `a @ b` y `a.dot(b)` por `sin_blas(a, b)`."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        return _einsum(node.left, node.right) if isinstance(node.op, ast.MatMult) else node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "dot":
            return _einsum(node.func.value, node.args[0])
        return node


def _einsum(a: ast.expr, b: ast.expr) -> ast.AST:
    return ast.Call(ast.Name("sin_blas", ast.Load()), [a, b], [])


def without_blas(a: Any, b: Any) -> Any:
    """El producto de dos arreglos de una o dos dimensiones, con los bucles de NumPy."""
    import numpy as np

    left = "ij"[2 - a.ndim :]
    right = "jk"[: b.ndim]
    return np.einsum(f"{left},{right}->{left[:-1]}{right[1:]}", a, b, optimize=False)


# --- en el proceso de un núcleo ---------------------------------------------------------------


def measured(blas: bool, rounds: int) -> Iterator[tuple[str, Ratios]]:
    """Por ejercicio, la razón de cada forma."""
    import numpy as np

    from autograde.exercises import available, load
    from curso.pruebas.plan import ejecutar_caso
    from curso.pruebas.plan.medida import muestra

    def defined(source: str) -> dict[str, Any]:
        tree = ast.parse(source)
        if not blas:
            tree = ast.fix_missing_locations(_WithoutBlas().visit(tree))
        namespace = {"np": np, "sin_blas": without_blas}
        exec(compile(tree, "<forma>", "exec"), namespace)
        return namespace

    for name in sorted(available()):
        for exercise in load(name).exercises.values():
            forms = {f.name: f.code for f in FORMS if f.exercise == exercise.id}
            if exercise.speed is None or not forms:
                continue
            sources = {"": exercise.speed.identity, "patrón": solution(name, exercise.id), **forms}
            case = exercise.speed.public_case()

            def call(source: str, case: Any = case, function: str = exercise.name) -> Any:
                namespace = defined(source)

                def run() -> None:
                    answer = ejecutar_caso(case, function, namespace, por_el_codec=False)
                    if answer.estado != "valor":
                        raise SystemExit(f"{function}: {answer.estado} {answer.excepcion}")
                    muestra(answer, 0)

                return run

            least = interleaved({form: call(source) for form, source in sources.items()}, rounds)
            nothing = least.pop("")
            yardstick = least.pop("patrón") - nothing
            yield exercise.id, {form: (s - nothing) / yardstick for form, s in least.items()}


def interleaved(calls: dict[str, Callable[[], None]], rounds: int) -> dict[str, float]:
    """El menor tiempo de procesador de cada llamada."""
    least = dict.fromkeys(calls, float("inf"))
    for i in range(rounds):
        for name, call in calls.items():
            if i >= FEW and least[name] > LONG_S:
                continue
            started = time.process_time()
            call()
            least[name] = min(least[name], time.process_time() - started)
    return least


def solution(assignment: str, exercise: str) -> str:
    """La solución del cuaderno de origen: el patrón."""
    notebook = json.loads((ROOT / "source" / assignment / f"{assignment}.ipynb").read_text("utf-8"))
    wanted = exercise.replace(".", "-") + "-solucion"
    return next(
        "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == wanted
    )


def core() -> str:
    """El núcleo con que trabaja de verdad el OpenBLAS que trae NumPy; «?» si no se puede saber."""
    import numpy

    for library in (Path(numpy.__file__).parents[1] / "numpy.libs").glob("*openblas*"):
        ask = getattr(ctypes.CDLL(str(library)), "scipy_openblas_get_corename64_", None)
        if ask is not None:
            ask.restype = ctypes.c_char_p
            return str(ask().decode())
    return "?"


# --- en el de fuera ---------------------------------------------------------------------------


def in_a_process(kernel: str, rounds: int) -> dict[str, Any]:
    """Las razones con un núcleo, y el que dice usar OpenBLAS."""
    done = subprocess.run(
        [sys.executable, __file__, "--uno", kernel, "--rondas", str(rounds)],
        env={**os.environ, **_ONE_THREAD, **KERNELS[kernel]},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def limits() -> dict[str, float]:
    """El límite para tener todos los puntos de cada ejercicio."""
    from autograde.exercises import available, load

    exercises = [e for name in available() for e in load(name).exercises.values()]
    return {e.id: e.speed.steps[0].limit for e in exercises if e.speed is not None}


def margin(form: Form, ratios: list[float], limit: float) -> float:
    """El factor que la separa del límite en el peor núcleo; menos de 1 si está al otro lado."""
    return limit / max(ratios) if form.fast else min(ratios) / limit


def report(results: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Las líneas de la tabla, y las formas que quedan donde no deben."""
    found, faults = limits(), []
    rows = [
        f"| ejercicio (límite) | forma | {' | '.join(results)} | margen |",
        "|---|---|" + "---|" * (len(results) + 1),
    ]
    for form in FORMS:
        limit = found[form.exercise]
        ratios = [result["razones"][form.exercise][form.name] for result in results.values()]
        left = margin(form, ratios, limit)
        if left < (MARGIN if form.named else 1.0):
            faults.append(f"{form.exercise}, {form.name}: margen {coma(left)}")
        cells = " | ".join(coma(r) for r in ratios)
        name = form.name if form.named else f"{form.name} (no se nombra)"
        rows.append(f"| {form.exercise} ({limit:g}) | {name} | {cells} | {coma(left)} |")
    return rows, faults


def main() -> None:
    parser = opciones(__doc__)
    parser.add_argument("--uno", choices=KERNELS, help="solo este, en este proceso, en JSON")
    parser.add_argument("--rondas", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    if chosen.uno is not None:
        ratios = dict(measured("BLAS" not in chosen.uno, chosen.rondas))
        print(json.dumps({"nucleo": core(), "razones": ratios}))
        return
    names = ["el suyo", "sin BLAS"] if chosen.rapido else list(KERNELS)
    rounds = 1 if chosen.rapido else chosen.rondas
    results = {name: in_a_process(name, rounds) for name in names}
    rows, faults = report(results)
    used = ", ".join(f"{name}: {result['nucleo']}" for name, result in results.items())
    import numpy

    heading = ["# Razones de velocidad según el núcleo", "", maquina(NumPy=numpy.__version__)]
    told = ["", f"Núcleo que dijo usar OpenBLAS: {used}."]
    escribir(FRAGMENT, [*heading, *rows, *told], guardar=not chosen.rapido)
    if faults and not chosen.rapido:
        sys.exit("Demasiado cerca del límite: " + "; ".join(faults))


if __name__ == "__main__":
    main()
