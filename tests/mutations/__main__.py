"""`python -m tests.mutations TAREA [EJERCICIO…]`: qué equivocaciones no nota ningún caso."""

import argparse
import resource
import warnings
from pathlib import Path

from autograde.authoring.mutation import survivors
from autograde.exercises import load
from autograde.notebooks.source import read_source
from tests.mutations.equivalents import PATH, equivalents

SOURCE = Path(__file__).parents[2] / "source"
#: un cambio puede pedir un arreglo desmesurado
MEMORY = 3 * 2**30


def main() -> None:
    """Enumera los supervivientes que no tienen su motivo escrito; el estado dice si los hay."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("tarea")
    parser.add_argument("ejercicio", nargs="*", help="por su nombre; si no se dicen, todos")
    asked = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    source = read_source(SOURCE / asked.tarea / f"{asked.tarea}.ipynb")
    alive = 0
    for exercise in load(asked.tarea).exercises.values():
        if not asked.ejercicio or exercise.name in asked.ejercicio:
            known = frozenset(equivalents().get(exercise.id, {}))
            found = survivors(exercise, source, known)
            alive += len(found.alive)
            print(f"{exercise.id}: {len(found.alive)} de {found.tried}", flush=True)
            for change in found.alive:
                print(f"    {change}", flush=True)
    if alive:
        raise SystemExit(
            f"{alive} sin explicar: cada uno pide un caso, una variante o un motivo en {PATH.name}."
        )


main()
