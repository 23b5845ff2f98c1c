"""Cuadernos estropeados sin mala intención, de las maneras que cuentan los avisos públicos.

Cada daño recibe el cuaderno contestado y el ejercicio al que le toca, y lo cambia. Las muestras
públicas de las que salen: 01 (`all_above`), 02 (`merged`), 09 (`above_the_stub`), 10, 11 y 12 (los
que ponen algo delante); la 13 está en `tests/notebooks/test_rebuild.py`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

from autograde.judge.checks import public_exercises
from curso.pruebas.publico import NOMBRE_DE_FICHERO, escribir
from tests.attacks.mini_assignment import ASSIGNMENT, GOOD, source

NAMES = tuple(GOOD)
WRONG = {
    "doble": "def doble(x):\n    return 7",
    "suma": "def suma(v):\n    return -1.0",
    "orden": "def orden(xs):\n    return []",
    "raiz": "def raiz(x):\n    return -1.0",
}
Damage = Callable[[NotebookNode, str], None]


def answered() -> NotebookNode:
    """Lo que entrega quien lo sabe hacer."""
    notebook = copy.deepcopy(source())
    for name in NAMES:
        solution(notebook, name).source = GOOD[name]
    return notebook


def stub(name: str) -> str:
    """La celda de respuesta tal como se publica, con su cabecera."""
    return f"{GOOD[name].splitlines()[0]}\n    raise NotImplementedError()"


def find(notebook: NotebookNode, grade_id: str) -> int:
    """Dónde está la primera celda con ese `grade_id`; el final, si no está."""
    ids = [c.metadata.get("nbgrader", {}).get("grade_id") for c in notebook.cells]
    return ids.index(grade_id) if grade_id in ids else len(ids)


def solution(notebook: NotebookNode, name: str) -> NotebookNode:
    """La celda de respuesta de un ejercicio (una suelta, si se ha borrado)."""
    at = find(notebook, f"t0-{name}-solucion")
    return notebook.cells[at] if at < len(notebook.cells) else new_code_cell("")


def write(folder: Path, notebook: NotebookNode) -> Path:
    """El cuaderno y su fichero de casos públicos, como los tiene el alumno."""
    escribir(folder / NOMBRE_DE_FICHERO, ASSIGNMENT.name, public_exercises(ASSIGNMENT))
    path = folder / f"{ASSIGNMENT.name}.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


# --- daños --------------------------------------------------------------------------------------


def _drop(notebook: NotebookNode, grade_id: str) -> None:
    at = find(notebook, grade_id)
    if at < len(notebook.cells):
        del notebook.cells[at]


def _own(notebook: NotebookNode, at: int, text: str) -> None:
    notebook.cells.insert(at, new_code_cell(text))


def intact(notebook: NotebookNode, name: str) -> None:
    """Nada."""


def wrong(notebook: NotebookNode, name: str) -> None:
    """La función está mal."""
    solution(notebook, name).source = WRONG[name]


def blank(notebook: NotebookNode, name: str) -> None:
    """Sin contestar."""
    solution(notebook, name).source = stub(name)


def misnamed(notebook: NotebookNode, name: str) -> None:
    """Con otro nombre."""
    solution(notebook, name).source = GOOD[name].replace(name, f"{name}s", 1)


def answer_deleted(notebook: NotebookNode, name: str) -> None:
    """Su celda borrada, y la función en una propia, encima de todo."""
    _drop(notebook, f"t0-{name}-solucion")
    _own(notebook, find(notebook, "t0-inicio") + 1, GOOD[name])


def all_above(notebook: NotebookNode, name: str) -> None:
    """Todo en una celda propia, arriba, y las de respuesta borradas."""
    for each in NAMES:
        _drop(notebook, f"t0-{each}-solucion")
    _own(notebook, find(notebook, "t0-inicio") + 1, "\n\n".join(GOOD.values()))


def all_below(notebook: NotebookNode, name: str) -> None:
    """Lo mismo, en la última celda."""
    for each in NAMES:
        _drop(notebook, f"t0-{each}-solucion")
    _own(notebook, len(notebook.cells), "\n\n".join(GOOD.values()))


def merged(notebook: NotebookNode, name: str) -> None:
    """Su respuesta, pegada al final de la celda de respuesta del primero."""
    if name != NAMES[0]:
        solution(notebook, NAMES[0]).source += f"\n\n{GOOD[name]}"
        _drop(notebook, f"t0-{name}-solucion")


def above_the_stub(notebook: NotebookNode, name: str) -> None:
    """La función encima del hueco sin tocar."""
    solution(notebook, name).source = stub(name)
    _own(notebook, find(notebook, f"t0-{name}-solucion"), GOOD[name])


def below_its_test(notebook: NotebookNode, name: str) -> None:
    """El hueco sin tocar, y la función debajo de la prueba."""
    solution(notebook, name).source = stub(name)
    _own(notebook, find(notebook, f"t0-{name}") + 1, GOOD[name])


def in_the_last_cell(notebook: NotebookNode, name: str) -> None:
    """Sin celda, y la función en la última."""
    _drop(notebook, f"t0-{name}-solucion")
    _own(notebook, len(notebook.cells), GOOD[name])


def in_its_test_cell(notebook: NotebookNode, name: str) -> None:
    """La función escrita en la celda de prueba, delante de `comprobar`."""
    solution(notebook, name).source = stub(name)
    at = find(notebook, f"t0-{name}")
    if at < len(notebook.cells):
        notebook.cells[at].source = f"{GOOD[name]}\n\n" + notebook.cells[at].source


def moved_below(notebook: NotebookNode, name: str) -> None:
    """La celda de respuesta, arrastrada debajo de su prueba."""
    at, test = find(notebook, f"t0-{name}-solucion"), find(notebook, f"t0-{name}")
    if at < test < len(notebook.cells):
        notebook.cells.insert(test, notebook.cells.pop(at))


def _copy(notebook: NotebookNode, name: str, text: str, offset: int) -> None:
    at = find(notebook, f"t0-{name}-solucion")
    if at < len(notebook.cells):
        other = copy.deepcopy(notebook.cells[at])
        other.id, other.source = f"copia-{len(notebook.cells)}", text
        notebook.cells.insert(at + offset, other)


def good_copy_above(notebook: NotebookNode, name: str) -> None:
    """Una copia buena encima de la mala: la que vale es la mala."""
    wrong(notebook, name)
    _copy(notebook, name, GOOD[name], 0)


def good_copy_below(notebook: NotebookNode, name: str) -> None:
    """Una copia buena entre la mala y la prueba."""
    wrong(notebook, name)
    _copy(notebook, name, GOOD[name], 1)


def good_copy_after_its_test(notebook: NotebookNode, name: str) -> None:
    """Una copia buena detrás de la prueba: al probar valía la mala."""
    wrong(notebook, name)
    _copy(notebook, name, GOOD[name], 2)


def wrong_copy_after_its_test(notebook: NotebookNode, name: str) -> None:
    """Una copia mala detrás de la prueba."""
    _copy(notebook, name, WRONG[name], 2)


def blank_copy_below(notebook: NotebookNode, name: str) -> None:
    """Una copia sin contestar debajo de la buena."""
    _copy(notebook, name, stub(name), 1)


def stub_in_the_same_cell(notebook: NotebookNode, name: str) -> None:
    """La función pegada encima del hueco, en su misma celda."""
    solution(notebook, name).source = f"{GOOD[name]}\n\n\n{stub(name)}"


def _before(line: str, why: str) -> Damage:
    def damage(notebook: NotebookNode, name: str) -> None:
        cell = solution(notebook, name)
        cell.source = f"\n{line}\n\n{cell.source}\n\nprint({name})"

    damage.__doc__ = why
    damage.__name__ = why.replace(" ", "_")
    return damage


def rescued_elsewhere(notebook: NotebookNode, name: str) -> None:
    """Su celda se para antes de la buena, y en otra hay una mala: vale la otra."""
    cell = solution(notebook, name)
    cell.source = f"1 / 0\n{GOOD[name]}"
    _own(notebook, find(notebook, "t0-inicio") + 1, WRONG[name])


def syntax_error(notebook: NotebookNode, name: str) -> None:
    """Un error de sintaxis en su celda: no hay nada que ejecutar."""
    solution(notebook, name).source = f"{GOOD[name]}\n\nprint({name}"


def turned_into_text(notebook: NotebookNode, name: str) -> None:
    """La celda de respuesta, cambiada a texto."""
    cell = solution(notebook, name)
    cell.cell_type = "markdown"
    cell.pop("outputs", None)
    cell.pop("execution_count", None)


def test_deleted(notebook: NotebookNode, name: str) -> None:
    """La celda de prueba, borrada."""
    _drop(notebook, f"t0-{name}")


def stripped(notebook: NotebookNode, name: str) -> None:
    """Otro editor quitó los metadatos y los identificadores."""
    for cell in notebook.cells:
        cell.metadata = NotebookNode()
        cell.pop("id", None)
    notebook.nbformat_minor = 4


#: daño → si el ejercicio al que le toca conserva sus puntos
DAMAGES: dict[Damage, bool] = {
    intact: True,
    wrong: False,
    blank: False,
    misnamed: False,
    answer_deleted: True,
    all_above: True,
    all_below: True,
    merged: True,
    above_the_stub: True,
    below_its_test: True,
    in_the_last_cell: True,
    in_its_test_cell: True,
    moved_below: True,
    good_copy_above: False,
    good_copy_below: True,
    good_copy_after_its_test: False,
    wrong_copy_after_its_test: True,
    blank_copy_below: True,
    stub_in_the_same_cell: True,
    _before("n = int(input('¿n? '))", "un input delante"): True,
    _before("%matplotlib widget", "un matplotlib widget delante"): True,
    _before("import un_modulo_que_no_hay as u", "un import ausente delante"): True,
    _before("%load_ext una_extension_que_no_hay", "una orden que no hay delante"): True,
    _before("exit()", "un exit delante"): True,
    _before("print(tabla_de_ayer)", "un nombre de otro día delante"): True,
    rescued_elsewhere: False,
    syntax_error: False,
    turned_into_text: True,
    test_deleted: True,
    stripped: True,
}
