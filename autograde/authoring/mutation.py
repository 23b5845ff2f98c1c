"""Qué equivocaciones de un solo sitio no nota ningún caso de un ejercicio.

Se parte de la celda de solución del cuaderno, que es lo que escribiría un buen alumno, y no de la
biblioteca de referencia: esta comprueba sus argumentos y elige camino según los datos, y cambiarla
no enseña nada de lo que se entrega. Cada superviviente pide un caso, una variante, o una razón
escrita de que responde siempre lo mismo.
"""

from __future__ import annotations

import ast
import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from autograde.authoring.operators import Mutant, mutants
from autograde.judge.checks import hidden_check, joined, public_check
from autograde.model import CellKind, Exercise
from autograde.notebooks.source import solutions
from curso.pruebas.diagnostico import diagnosticar
from curso.pruebas.plan import Respuesta, ejecutar_caso
from curso.pruebas.publico import Comprobacion
from curso.pruebas.vigilancia import TiempoAgotado, con_limite

#: segundos de un caso: de sobra para la solución, y un bucle sin fin no espera más
CASE_S = 2.0
SEED = b"mutantes"


@dataclass(frozen=True)
class Survivors:
    """Los cambios que no nota ningún caso, de los `tried` que se probaron."""

    exercise: str
    tried: int
    alive: tuple[str, ...]


def solution_cell(exercise: Exercise) -> str:
    """El `grade_id` de la celda en que se resuelve."""
    return f"{exercise.id.replace('.', '-')}-solucion"


def changes(exercise: Exercise, source: NotebookNode) -> Iterator[Mutant]:
    """Los cambios que se le hacen a la solución de un ejercicio."""
    yield from mutants(solutions(source)[solution_cell(exercise)])


def survivors(
    exercise: Exercise, source: NotebookNode, known: frozenset[str] = frozenset()
) -> Survivors:
    """Los que sobreviven a todos los casos, públicos y ocultos, sin contar los de `known`."""
    kind = CellKind.CORRECTNESS
    check = joined(public_check(exercise, kind), hidden_check(exercise, kind, SEED))
    namespace = _namespace(source)
    tried, alive = 0, []
    for mutant in changes(exercise, source):
        if mutant.change not in known:
            tried += 1
            if _survives(mutant.source, exercise, check, namespace):
                alive.append(mutant.change)
    return Survivors(exercise.id, tried, tuple(alive))


def _namespace(source: NotebookNode) -> dict[str, object]:
    """Lo que hay definido en el cuaderno resuelto: lo que importa y sus soluciones."""
    space: dict[str, object] = {"__name__": "__main__"}
    cells = solutions(source)
    for cell in source.cells:
        if cell.cell_type == "code":
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            text = cells.get(grade_id) or _imports(cell.source)
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(text, "solución", "exec"), space)
    return space


def _imports(text: str) -> str:
    with contextlib.suppress(SyntaxError):  # una línea de IPython, que no importa nada
        body = ast.parse(text).body
        return "\n".join(ast.unparse(n) for n in body if isinstance(n, ast.Import | ast.ImportFrom))
    return ""


def _survives(
    text: str, exercise: Exercise, check: Comprobacion, namespace: Mapping[str, object]
) -> bool:
    space = dict(namespace)
    given: list[Respuesta] = []
    try:
        exec(compile(text, "mutante", "exec"), space)
        for case in check.plan.casos:
            given.append(con_limite(lambda: ejecutar_caso(case, exercise.name, space), CASE_S))  # noqa: B023
    except (Exception, TiempoAgotado):
        return False
    return diagnosticar(given, check).correcto
