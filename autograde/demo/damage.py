"""Lo que les pasa a los cuadernos antes de llegar: celdas propias, otros editores, tijeras."""

from __future__ import annotations

import copy

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output


def nothing(notebook: NotebookNode) -> NotebookNode:
    """El cuaderno tal cual."""
    return notebook


def plain_bytes(notebook: NotebookNode) -> bytes:
    """El fichero que escribe Jupyter."""
    return nbformat.writes(notebook, 4).encode("utf-8")


def torn_bytes(notebook: NotebookNode) -> bytes:
    """Una subida que se cortó al principio."""
    return plain_bytes(notebook)[:30]


def with_bom(notebook: NotebookNode) -> bytes:
    """Guardado por un editor que antepone la marca de orden de bytes."""
    return b"\xef\xbb\xbf" + plain_bytes(notebook)


def extra_cells(notebook: NotebookNode) -> NotebookNode:
    """Celdas propias: notas, una magia, una figura, `await` y una barra de progreso."""
    after = 3
    notebook.cells[after:after] = [
        new_markdown_cell("Mis notas: la época es una pasada entera."),
        new_code_cell("%timeit -n 1 -r 1 sum(range(10))"),
        new_code_cell(
            "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3], [1, 4, 9])\nplt.show()"
        ),
        new_code_cell("import asyncio\nawait asyncio.sleep(0)\nprint('hola')"),
    ]
    return notebook


def endless_cell(notebook: NotebookNode) -> NotebookNode:
    """Una celda que no acaba y no se deja interrumpir."""
    source = (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except KeyboardInterrupt:\n        pass"
    )
    notebook.cells.append(new_code_cell(source))
    return notebook


def killer_cell(notebook: NotebookNode) -> NotebookNode:
    """Una celda que mata el proceso de Python, antes de todos los ejercicios."""
    notebook.cells.insert(2, new_code_cell("import os\nos._exit(0)"))
    return notebook


def fake_results(notebook: NotebookNode) -> NotebookNode:
    """Salidas inventadas y puntos cambiados en las celdas de prueba."""
    for cell in notebook.cells:
        data = cell.metadata.get("nbgrader", {})
        if data.get("grade") and not data.get("solution"):
            data["points"] = 1000
            data["locked"] = False
            cell.source = "1000"
            cell.metadata["tags"] = ["skip-execution"]
            cell.outputs = [
                new_output("execute_result", data={"text/plain": "1000"}, execution_count=1)
            ]
    return notebook


def stripped_metadata(notebook: NotebookNode) -> NotebookNode:
    """Un editor que no guarda los metadatos de las celdas ni sus identificadores."""
    notebook = copy.deepcopy(notebook)
    notebook.metadata = nbformat.from_dict({})
    notebook.nbformat_minor = 2
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        cell.pop("id", None)
    return notebook


def tampered_tests(notebook: NotebookNode) -> NotebookNode:
    """Borra una celda de prueba, repite otra, convierte otra en texto y vacía otra más."""
    tests = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
    ]
    notebook.cells.remove(tests[0])
    notebook.cells.append(copy.deepcopy(tests[1]))
    notebook.cells[-1].id = "repetida"
    tests[2].cell_type = "markdown"
    for key in ("outputs", "execution_count"):
        tests[2].pop(key, None)
    tests[3].source = "pass"
    return notebook
