"""El cuaderno de origen de una tarea: leerlo, y su forma publicada, sobre la que se corrige.

Las transformaciones son las propias de nbgrader, con su configuración, para que no haya dos.
"""

from __future__ import annotations

import copy
from pathlib import Path

import nbformat
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

from autograde.errors import UserError

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


def read_source(path: Path) -> NotebookNode:
    """El cuaderno de origen de una tarea. `UserError` si falta o está dañado."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
    except FileNotFoundError as error:
        raise UserError(
            f"No existe el cuaderno de origen «{path}»: créalo o restáuralo."
        ) from error
    except (OSError, nbformat.ValidationError, nbformat.reader.NotJSONError, ValueError) as error:
        raise UserError(
            f"El cuaderno de origen «{path}» no se puede leer: restáuralo de una copia."
        ) from error


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


def solutions(source: NotebookNode) -> dict[str, str]:
    """Las celdas de solución del docente, por `grade_id`; ninguna si ya está publicado."""
    if is_released(source):
        return {}
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in source.cells
        if cell.cell_type == "code" and cell.metadata.get("nbgrader", {}).get("solution")
    }
