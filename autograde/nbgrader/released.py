"""La forma publicada de un cuaderno de origen: la que tiene el alumno y sobre la que se corrige.

Las transformaciones son las propias de nbgrader, con su configuración, para que no haya dos.
"""

from __future__ import annotations

import copy

from nbformat.notebooknode import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import (
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from traitlets.config import Config

CODE_STUB = "# ESCRIBE AQUÍ TU CÓDIGO\nraise NotImplementedError()"
TEXT_STUB = "*Escribe aquí tu respuesta.*"

_STEPS = (
    LockCells,
    ClearSolutions,
    ClearOutput,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
)


def stubs() -> Config:
    """La configuración de los textos que sustituyen a las soluciones."""
    c = Config()
    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    return c


def is_released(notebook: NotebookNode) -> bool:
    """Si todas las celdas de nbgrader llevan ya la suma que pone `nbgrader generate_assignment`."""
    return all(
        "checksum" in cell.metadata.nbgrader
        for cell in notebook.cells
        if "nbgrader" in cell.metadata
    )


def released(source: NotebookNode, config: Config | None = None) -> NotebookNode:
    """El cuaderno como se publica: sin soluciones ni pruebas ocultas, con sus sumas.

    Si ya está publicado se devuelve una copia. `config` es la configuración de nbgrader del curso.
    """
    notebook = copy.deepcopy(source)
    if is_released(notebook):
        return notebook
    MetadataValidator().upgrade_notebook_metadata(notebook)
    resources: dict[str, object] = {}
    for step in _STEPS:
        notebook, resources = step(config=config or stubs()).preprocess(notebook, resources)
    return notebook
